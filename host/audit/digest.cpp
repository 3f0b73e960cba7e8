#include "host/audit/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <fstream>

namespace gantry::audit {
namespace {

std::string hexadecimal(const unsigned char *bytes, std::size_t count) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

const unsigned char *bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char *>(text.data());
}

}  // namespace

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int length = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, EVP_sha256(), nullptr);
  return hexadecimal(out.data(), length);
}

std::string keyed_digest(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(), out.data(),
       &length);
  return hexadecimal(out.data(), length);
}

Result<std::string> make_salt() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    return Error(Status::internal, "no random bytes could be had", "a source of randomness", "none",
                 "look at the machine's /dev/urandom");
  return hexadecimal(bytes.data(), bytes.size());
}

Result<std::string> file_digest(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return Error(Status::not_found, path + " cannot be read", "a file", "none that can be read",
                 "correct the path");
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
  std::array<char, 65536> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)
    EVP_DigestUpdate(context, buffer.data(), static_cast<std::size_t>(in.gcount()));
  const bool whole = in.eof();
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int length = 0;
  EVP_DigestFinal_ex(context, out.data(), &length);
  EVP_MD_CTX_free(context);
  if (!whole)
    return Error(Status::io, path + " cannot be read to its end", "a file", "an error while reading",
                 "look at the disk");
  return hexadecimal(out.data(), length);
}

}  // namespace gantry::audit
