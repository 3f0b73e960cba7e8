#include "client.hpp"

#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/packet.hpp"
#include "samples/sandbox/tds/text.hpp"

#include "bytes-of.hpp"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using sandbox::tds::ByteWriter;
using sandbox::tds::utf16_of;

std::string login7_bytes(const LoginFields &fields) {
  constexpr std::size_t fixed = 94;
  const auto obfuscated = [](std::string units) {
    for (char &c : units) {
      const auto byte = static_cast<std::uint8_t>(c);
      c = static_cast<char>(static_cast<std::uint8_t>(byte << 4 | byte >> 4) ^ 0xA5);
    }
    return units;
  };
  ByteWriter table, data;
  const auto add = [&](const std::string &bytes, std::size_t unit) {
    table.u16(fixed + data.size());
    table.u16(bytes.size() / unit);
    data.bytes(bytes);
  };
  add(utf16_of(fields.host), 2);
  add(utf16_of(fields.user), 2);
  add(obfuscated(utf16_of(fields.password)), 2);
  add(utf16_of(fields.application), 2);
  add(utf16_of(fields.server), 2);
  const std::size_t extension_at = data.size();
  add(fields.features.empty() ? "" : std::string(4, '\0'), 1);
  add(utf16_of(fields.library), 2);
  add(utf16_of(fields.language), 2);
  add(utf16_of(fields.database), 2);
  table.bytes(std::string(6, '\0'));
  add("", 1);
  add("", 2);
  add("", 2);
  table.u32(0);
  std::string variable = data.take();
  if (!fields.features.empty()) {
    ByteWriter offset;
    offset.u32(fixed + variable.size());
    variable.replace(extension_at, 4, offset.data());
    variable += fields.features;
  }
  ByteWriter out;
  out.u32(fixed + variable.size());
  out.u32(fields.version);
  out.u32(fields.packet_size);
  out.u32(7);
  out.u32(1234);
  out.u32(0);
  out.u8(0xE0);
  out.u8(fields.option_flags2);
  out.u8(fields.type_flags);
  out.u8(fields.features.empty() ? 0 : 0x10);
  out.u32(0);
  out.u32(0x0409);
  out.bytes(table.data());
  out.bytes(variable);
  return out.take();
}

std::string prelogin_bytes(std::uint8_t encryption) {
  std::string bytes = bytes_of(
      "00 00 1A 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00 01 FF 09 00 00 00 00 00 01 00 "
      "B8 0D 00 00 00");
  bytes[32] = static_cast<char>(encryption);
  return bytes;
}

std::string all_headers() {
  return bytes_of("16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 01 00 00 00 00");
}

std::string batch_bytes(std::string_view text) { return all_headers() + utf16_of(text); }

Client::Client(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
}

Client::~Client() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Client::send_raw(std::string_view bytes) {
  std::string sealed;
  if (ssl_) {
    SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
    char buffer[8192];
    for (int count = 0; (count = BIO_read(SSL_get_wbio(ssl_.get()), buffer, sizeof buffer)) > 0;)
      sealed.append(buffer, static_cast<std::size_t>(count));
    bytes = sealed;
  }
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Client::send(std::uint8_t type, std::string_view payload, std::uint8_t status) {
  send_raw(sandbox::tds::packet_bytes(static_cast<sandbox::tds::PacketType>(type), status, 0, 1, payload));
}

bool Client::fill() {
  pollfd waiting{descriptor_, POLLIN, 0};
  if (::poll(&waiting, 1, 10'000) <= 0) return false;
  char buffer[65536];
  const ssize_t count = ::recv(descriptor_, buffer, sizeof buffer, 0);
  if (count <= 0) return false;
  if (!ssl_) {
    buffer_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }
  BIO_write(SSL_get_rbio(ssl_.get()), buffer, static_cast<int>(count));
  char plain[16384];
  for (int size = 0; (size = SSL_read(ssl_.get(), plain, sizeof plain)) > 0;)
    buffer_.append(plain, static_cast<std::size_t>(size));
  return true;
}

Client::Message Client::receive() {
  const auto packet_size = [&] {
    return std::size_t{static_cast<std::uint8_t>(buffer_[2])} << 8 | static_cast<std::uint8_t>(buffer_[3]);
  };
  Message message;
  for (;;) {
    while (buffer_.size() < 8 || buffer_.size() < packet_size()) {
      if (!fill()) return message;
    }
    const std::size_t size = packet_size();
    const bool last = (buffer_[1] & 1) != 0;
    message.spid = static_cast<std::uint16_t>(static_cast<std::uint8_t>(buffer_[4]) << 8 |
                                              static_cast<std::uint8_t>(buffer_[5]));
    message.packets.push_back(size);
    message.payload += buffer_.substr(8, size - 8);
    buffer_.erase(0, size);
    if (last) {
      message.complete = true;
      return message;
    }
  }
}

bool Client::ended() {
  for (;;) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, 10'000) <= 0) return false;
    char buffer[4096];
    if (::recv(descriptor_, buffer, sizeof buffer, 0) <= 0) return true;
  }
}

int Client::prelogin(std::uint8_t encryption) {
  send(0x12, prelogin_bytes(encryption));
  const Message answer = receive();
  if (!answer.complete || answer.payload.size() < 27) return -1;
  const auto offset = static_cast<std::size_t>(static_cast<std::uint8_t>(answer.payload[6]) << 8 |
                                               static_cast<std::uint8_t>(answer.payload[7]));
  return static_cast<std::uint8_t>(answer.payload.at(offset));
}

bool Client::handshake(const std::string &authority, const std::string &host) {
  context_.reset(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  BIO *pem = BIO_new_mem_buf(authority.data(), static_cast<int>(authority.size()));
  X509 *root = PEM_read_bio_X509(pem, nullptr, nullptr, nullptr);
  BIO_free(pem);
  if (root == nullptr) return false;
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), root);
  X509_free(root);
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  std::shared_ptr<SSL> ssl(SSL_new(context_.get()), SSL_free);
  BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
  BIO_set_mem_eof_return(in, -1);
  SSL_set_bio(ssl.get(), in, out);
  SSL_set_connect_state(ssl.get());
  X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) != 1)
    X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), 0);
  for (;;) {
    const int result = SSL_do_handshake(ssl.get());
    std::string flight;
    char buffer[8192];
    for (int count = 0; (count = BIO_read(out, buffer, sizeof buffer)) > 0;)
      flight.append(buffer, static_cast<std::size_t>(count));
    if (!flight.empty()) send(0x12, flight);
    if (result == 1) break;
    if (SSL_get_error(ssl.get(), result) != SSL_ERROR_WANT_READ) return false;
    const Message answer = receive();
    if (!answer.complete) return false;
    BIO_write(in, answer.payload.data(), static_cast<int>(answer.payload.size()));
  }
  ssl_ = ssl;
  return true;
}

void Client::stop_tls() { ssl_.reset(); }

std::string Client::log_in(const LoginFields &fields) {
  if (prelogin(2) < 0) return {};
  send(0x10, login7_bytes(fields));
  return receive().payload;
}
