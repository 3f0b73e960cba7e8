#include "samples/sandbox/engine/password.hpp"

#include "samples/sandbox/engine/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace sandbox {

std::string digest(const char *algorithm, std::string_view data) {
  const EVP_MD *method = EVP_get_digestbyname(algorithm);
  if (!method) return {};
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), out, &size, method, nullptr) != 1) return {};
  return {reinterpret_cast<const char *>(out), size};
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  if (count) RAND_bytes(reinterpret_cast<unsigned char *>(out.data()), static_cast<int>(count));
  return out;
}

std::string hash_password(std::string_view password) {
  const std::string salt = random_bytes(4);
  std::string secret = utf16_bytes(password) + salt;
  std::string out = std::string("\x02\x00", 2) + salt + digest("SHA512", secret);
  OPENSSL_cleanse(secret.data(), secret.size());
  return out;
}

bool is_password_hash(std::string_view hash) {
  if (hash.size() < 6) return false;
  if (hash[0] == 2 && hash[1] == 0) return hash.size() == 70;
  return hash[0] == 1 && hash[1] == 0 && (hash.size() == 26 || hash.size() == 46);
}

bool verify_password(std::string_view hash, std::string_view password) {
  if (!is_password_hash(hash)) return false;
  const char *algorithm = hash[0] == 2 ? "SHA512" : "SHA1";
  const std::size_t size = hash[0] == 2 ? 64 : 20;
  std::string secret = utf16_bytes(password) + std::string(hash.substr(2, 4));
  const std::string made = digest(algorithm, secret);
  OPENSSL_cleanse(secret.data(), secret.size());
  return made.size() == size && CRYPTO_memcmp(made.data(), hash.data() + 6, size) == 0;
}

int policy_error(std::string_view password, std::string_view login) {
  const std::size_t length = length_utf16(password);
  if (length > 128) return 15117;
  if (length < 8) return 15116;
  bool upper_case = false, lower_case = false, digit = false, other = false;
  for (const char c : password) {
    if (c >= 'A' && c <= 'Z')
      upper_case = true;
    else if (c >= 'a' && c <= 'z')
      lower_case = true;
    else if (c >= '0' && c <= '9')
      digit = true;
    else
      other = true;
  }
  if (upper_case + lower_case + digit + other < 3) return 15118;
  if (login.size() >= 3 && fold(password).find(fold(login)) != std::string::npos) return 15118;
  return 0;
}

}  // namespace sandbox
