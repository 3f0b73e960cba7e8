#include "samples/sandbox/tds/channel.hpp"

#include <algorithm>
#include <climits>

#include <openssl/err.h>

namespace sandbox::tds {

TlsEngine::TlsEngine(SSL_CTX *context) : ssl_(SSL_new(context)) {
  if (ssl_ == nullptr) return;
  BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
  BIO_set_mem_eof_return(in, -1);  // an empty BIO means "later", not "the end"
  SSL_set_bio(ssl_, in, out);
  SSL_set_accept_state(ssl_);
}

TlsEngine::~TlsEngine() { SSL_free(ssl_); }

void TlsEngine::drain(std::string &out) {
  char buffer[16384];
  for (int count = 0; (count = BIO_read(SSL_get_wbio(ssl_), buffer, sizeof buffer)) > 0;) {
    out.append(buffer, static_cast<std::size_t>(count));
  }
}

bool TlsEngine::handshake(std::string_view in, std::string &out) {
  const std::lock_guard lock(mutex_);
  if (ssl_ == nullptr || in.size() > INT_MAX) return false;
  if (!in.empty()) BIO_write(SSL_get_rbio(ssl_), in.data(), static_cast<int>(in.size()));
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_);
  drain(out);
  if (result == 1) {
    established_ = true;
    return true;
  }
  return SSL_get_error(ssl_, result) == SSL_ERROR_WANT_READ;
}

bool TlsEngine::decrypt(std::string_view in, std::string &plain) {
  const std::lock_guard lock(mutex_);
  if (!in.empty()) BIO_write(SSL_get_rbio(ssl_), in.data(), static_cast<int>(in.size()));
  char buffer[16384];
  ERR_clear_error();
  for (;;) {
    const int count = SSL_read(ssl_, buffer, sizeof buffer);
    if (count > 0) {
      plain.append(buffer, static_cast<std::size_t>(count));
      continue;
    }
    return SSL_get_error(ssl_, count) == SSL_ERROR_WANT_READ;
  }
}

bool TlsEngine::encrypt(std::string_view plain, std::string &out) {
  const std::lock_guard lock(mutex_);
  while (!plain.empty()) {
    ERR_clear_error();
    const int size = static_cast<int>(std::min<std::size_t>(plain.size(), 16384));
    if (SSL_write(ssl_, plain.data(), size) != size) return false;
    plain.remove_prefix(static_cast<std::size_t>(size));
  }
  drain(out);
  return true;
}

std::string TlsEngine::description() const {
  return ssl_ == nullptr ? "" : std::string(SSL_get_version(ssl_)) + " " + SSL_get_cipher_name(ssl_);
}

}  // namespace sandbox::tds
