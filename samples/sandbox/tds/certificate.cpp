#include "samples/sandbox/tds/certificate.hpp"

#include <fstream>
#include <sstream>

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace sandbox::tds {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

std::string openssl_reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char *reason = ERR_reason_error_string(code);
  return reason == nullptr ? "OpenSSL does not say why" : reason;
}

gantry::Error failed(std::string what, std::string expected, std::string todo) {
  return {gantry::Status::io, std::move(what), std::move(expected), openssl_reason(), std::move(todo)};
}

bool add_extension(X509 *certificate, X509 *issuer, int id, const std::string &value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  if (extension == nullptr) return false;
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return added == 1;
}

/// What authority and server certificates have in common: serial, subject, key, validity.
Certificate begin(const std::string &common_name, EVP_PKEY *key, int days) {
  Certificate certificate(X509_new(), X509_free);
  if (!certificate) return certificate;
  std::uint8_t serial[16];
  RAND_bytes(serial, sizeof serial);
  serial[0] &= 0x7F;
  BIGNUM *number = BN_bin2bn(serial, sizeof serial, nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
  BN_free(number);
  X509_set_version(certificate.get(), X509_VERSION_3);
  constexpr long day = 86'400;
  // An hour back for clocks that run behind; expired ones began well before they ended.
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), days < 0 ? (days - 30) * day : -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * day);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME *name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char *>(common_name.c_str()), -1, -1, 0);
  return certificate;
}

std::string alternative_names(const std::vector<std::string> &names) {
  std::string list;
  for (const std::string &name : names) {
    unsigned char address[16];
    const bool is_address =
        inet_pton(AF_INET, name.c_str(), address) == 1 || inet_pton(AF_INET6, name.c_str(), address) == 1;
    list += (list.empty() ? "" : ",") + std::string(is_address ? "IP:" : "DNS:") + name;
  }
  return list;
}

std::string pem_of(X509 *certificate) {
  BIO *memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, certificate);
  char *data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

std::shared_ptr<SSL_CTX> new_context() {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return context;
  // SQL Server speaks TLS 1.2 inside TDS 7: the tickets of TLS 1.3 have no place between its packets.
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  return context;
}

}  // namespace

gantry::Result<TlsContext> make_tls_context(const CertificateRequest &request) {
  const char *what = "the server certificate cannot be made";
  if (request.names.empty()) {
    return gantry::Error{gantry::Status::invalid, what, "at least one host name", "none", "name a host"};
  }
  Key authority_key(EVP_EC_gen("P-256"), EVP_PKEY_free), server_key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  if (!authority_key || !server_key) return failed(what, "new keys", "check the OpenSSL configuration");
  const int authority_days = request.days < 0 ? 7 : request.days + 1;
  Certificate authority = begin("Gantry sandbox authority", authority_key.get(), authority_days);
  Certificate server = begin(request.names.front(), server_key.get(), request.days);
  const bool made =
      authority && server &&
      X509_set_issuer_name(authority.get(), X509_get_subject_name(authority.get())) == 1 &&
      add_extension(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
      add_extension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign") &&
      add_extension(authority.get(), authority.get(), NID_subject_key_identifier, "hash") &&
      X509_sign(authority.get(), authority_key.get(), EVP_sha256()) > 0 &&
      X509_set_issuer_name(server.get(), X509_get_subject_name(authority.get())) == 1 &&
      add_extension(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(server.get(), authority.get(), NID_key_usage, "critical,digitalSignature") &&
      add_extension(server.get(), authority.get(), NID_ext_key_usage, "serverAuth") &&
      add_extension(server.get(), authority.get(), NID_authority_key_identifier, "keyid") &&
      add_extension(server.get(), authority.get(), NID_subject_alt_name, alternative_names(request.names)) &&
      X509_sign(server.get(), authority_key.get(), EVP_sha256()) > 0;
  if (!made)
    return failed(what, "host names and addresses as certificates hold them", "check the names given");
  TlsContext result{new_context(), pem_of(authority.get())};
  if (!result.context || SSL_CTX_use_certificate(result.context.get(), server.get()) != 1 ||
      SSL_CTX_use_PrivateKey(result.context.get(), server_key.get()) != 1) {
    return failed(what, "a TLS context that takes it", "check the OpenSSL configuration");
  }
  return result;
}

gantry::Result<TlsContext> load_tls_context(const std::string &certificate_file,
                                            const std::string &key_file) {
  TlsContext result{new_context(), {}};
  if (!result.context)
    return failed("TLS cannot be set up", "a TLS context", "check the OpenSSL configuration");
  if (SSL_CTX_use_certificate_chain_file(result.context.get(), certificate_file.c_str()) != 1) {
    return failed("the certificate " + certificate_file + " cannot be used", "a readable PEM certificate",
                  "give --certificate a PEM file");
  }
  if (SSL_CTX_use_PrivateKey_file(result.context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return failed("the key " + key_file + " cannot be used", "the unencrypted PEM key of " + certificate_file,
                  "give --key the key that belongs to --certificate");
  }
  std::ifstream file(certificate_file);
  std::ostringstream text;
  text << file.rdbuf();
  result.authority = text.str();
  return result;
}

}  // namespace sandbox::tds
