// The server's certificate: made at start-up under an authority of its own, or read from files.
#ifndef SANDBOX_TDS_CERTIFICATE_HPP
#define SANDBOX_TDS_CERTIFICATE_HPP

#include "gantry/cpp/result.hpp"

#include <memory>
#include <string>
#include <vector>

#include <openssl/ssl.h>

namespace sandbox::tds {

struct TlsContext {
  std::shared_ptr<SSL_CTX> context;
  std::string authority;  ///< PEM of the certificate that clients have to trust
};

struct CertificateRequest {
  /// Host names and addresses the certificate is for; the first is its common name.
  std::vector<std::string> names = {"localhost", "127.0.0.1", "::1"};
  int days = 7;  ///< how long it is valid; negative: it ended that many days ago
};

/// A new authority, key and certificate, in memory only.
gantry::Result<TlsContext> make_tls_context(const CertificateRequest &request);

/// PEM files: a certificate (with its chain) and its key.
gantry::Result<TlsContext> load_tls_context(const std::string &certificate_file, const std::string &key_file);

}  // namespace sandbox::tds

#endif
