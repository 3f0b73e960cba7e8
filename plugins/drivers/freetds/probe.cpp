#include "plugins/drivers/freetds/probe.hpp"

#include "plugins/drivers/freetds/socket.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace gantry::freetds {
namespace {

constexpr unsigned char packet_prelogin = 0x12, packet_answer = 0x04;
constexpr std::size_t header_size = 8, largest_packet = 4096;

std::string packet(std::string_view payload) {
  const std::size_t length = payload.size() + header_size;
  std::string text = {static_cast<char>(packet_prelogin),
                      1,
                      static_cast<char>(length >> 8),
                      static_cast<char>(length & 255),
                      0,
                      0,
                      1,
                      0};
  return text.append(payload);
}

template <auto Function>
struct Free {
  template <typename T>
  void operator()(T *object) const {
    Function(object);
  }
};
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Tls = std::unique_ptr<SSL, Free<SSL_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;

/// Packets over a socket.
class Wire {
 public:
  Wire(Descriptor socket, std::string server, const std::atomic<bool> &abandoned, std::int64_t deadline_ns)
      : socket_(std::move(socket)),
        server_(std::move(server)),
        abandoned_(abandoned),
        deadline_ns_(deadline_ns) {}

  Result<> send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent > 0)
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      else if (errno != EAGAIN)
        return lost(std::strerror(errno));
      else if (!wait_for(socket_.get(), POLLOUT, abandoned_, deadline_ns_))
        return late();
    }
    return success();
  }
  /// The payload of one packet.
  Result<std::string> receive() {
    std::string header;
    if (Result<> read = fill(header, header_size); !read) return std::move(read).error();
    const std::size_t length =
        (static_cast<unsigned char>(header[2]) << 8U) | static_cast<unsigned char>(header[3]);
    const auto type = static_cast<unsigned char>(header[0]);
    if ((type != packet_answer && type != packet_prelogin) || length < header_size || length > 32768)
      return Error(Status::data, "what listens at " + server_ + " is not SQL Server", "an answer to PRELOGIN",
                   "other bytes", "check host and port");
    std::string payload;
    if (Result<> read = fill(payload, length - header_size); !read) return std::move(read).error();
    return payload;
  }

 private:
  Result<> fill(std::string &bytes, std::size_t size) {
    bytes.resize(size);
    for (std::size_t at = 0; at < size;) {
      const ssize_t got = ::recv(socket_.get(), bytes.data() + at, size - at, 0);
      if (got > 0)
        at += static_cast<std::size_t>(got);
      else if (got == 0)
        return lost("it closed the connection");
      else if (errno != EAGAIN)
        return lost(std::strerror(errno));
      else if (!wait_for(socket_.get(), POLLIN, abandoned_, deadline_ns_))
        return late();
    }
    return success();
  }
  Error lost(const char *found) const {
    return Error(Status::io, "the server " + server_ + " broke off before the login", "an answer to PRELOGIN",
                 found, "check host and port and the server's log");
  }
  Error late() const {
    if (abandoned_) return Error(Status::cancelled, "connecting to " + server_ + " was cancelled");
    return Error(Status::deadline, "the server " + server_ + " does not answer",
                 "an answer to PRELOGIN before the deadline", "none",
                 "check host and port, and that the server runs");
  }

  Descriptor socket_;
  std::string server_;
  const std::atomic<bool> &abandoned_;
  std::int64_t deadline_ns_;
};

std::string tls_reason() {
  char text[256] = "the handshake was refused";
  if (const unsigned long code = ERR_get_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return text;
}

/// Runs the handshake, wrapped in PRELOGIN packets as TDS 7 wants it. False with report.reason when refused.
Result<bool> shake_hands(SSL *tls, BIO *in, BIO *out, Wire &wire, ProbeReport &report) {
  for (;;) {
    const int code = SSL_connect(tls);
    const int state = code == 1 ? SSL_ERROR_NONE : SSL_get_error(tls, code);
    std::string flight;
    char buffer[largest_packet - header_size];
    for (int n = 0; (n = BIO_read(out, buffer, sizeof buffer)) > 0;)
      flight.append(buffer, static_cast<std::size_t>(n));
    for (std::size_t at = 0; at < flight.size(); at += sizeof buffer)
      if (Result<> sent = wire.send(packet(std::string_view(flight).substr(at, sizeof buffer))); !sent)
        return std::move(sent).error();
    if (state == SSL_ERROR_NONE) return true;
    if (state != SSL_ERROR_WANT_READ) {
      report.reason = tls_reason();
      return false;
    }
    Result<std::string> payload = wire.receive();
    if (!payload) {
      report.reason = payload.error().found;
      if (payload.error().status == Status::io) return false;
      return std::move(payload).error();
    }
    BIO_write(in, payload->data(), static_cast<int>(payload->size()));
  }
}

bool is_address(const std::string &name) {
  unsigned char buffer[16];
  return ::inet_pton(AF_INET, name.c_str(), buffer) == 1 || ::inet_pton(AF_INET6, name.c_str(), buffer) == 1;
}

std::vector<std::string> names_of(X509 *certificate) {
  std::vector<std::string> names;
  auto *list =
      static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(list); ++i) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(list, i);
    if (name->type == GEN_DNS) {
      names.emplace_back(reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName)),
                         static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    } else if (name->type == GEN_IPADD) {
      char text[64] = "";
      const int length = ASN1_STRING_length(name->d.iPAddress);
      ::inet_ntop(length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(name->d.iPAddress), text,
                  sizeof text);
      names.emplace_back(text);
    }
  }
  GENERAL_NAMES_free(list);
  char common[256] = "";
  if (names.empty() && X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, common,
                                                 sizeof common) > 0)
    names.emplace_back(common);
  return names;
}

std::string pem_of(X509 *certificate) {
  const Bio memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate);
  char *data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Error no_tls(const std::string &ca_file) {
  return Error(
      Status::invalid,
      "the certificates in " + (ca_file.empty() ? "the system's store" : ca_file) + " cannot be read",
      "certificates in PEM", tls_reason(), "correct ca-file");
}

}  // namespace

std::string prelogin_packet() {
  // Options VERSION (0), ENCRYPTION (1), INSTOPT (2), THREADID (3), MARS (4); each: type, offset, length.
  std::string options, data;
  const std::size_t start = 5 * 5 + 1;
  const std::string values[] = {std::string("\x09\0\0\0\0\0", 6), std::string(1, 1), std::string(1, 0),
                                std::string(4, 0), std::string(1, 0)};
  for (std::size_t i = 0; i < std::size(values); ++i) {
    const std::size_t offset = start + data.size();
    options += {static_cast<char>(i), static_cast<char>(offset >> 8), static_cast<char>(offset & 255), 0,
                static_cast<char>(values[i].size())};
    data += values[i];
  }
  return packet(options + '\xFF' + data);
}

int prelogin_encryption(std::string_view payload) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(payload[at]); };
  for (std::size_t at = 0; at < payload.size(); at += 5) {
    if (byte(at) == 0xFF) return -1;
    if (at + 5 > payload.size()) return -1;
    const std::size_t offset = (byte(at + 1) << 8U) | byte(at + 2);
    const std::size_t length = (byte(at + 3) << 8U) | byte(at + 4);
    if (byte(at) == 1) return length >= 1 && offset < payload.size() ? byte(offset) : -1;
  }
  return -1;
}

Result<ProbeReport> probe(const ProbeTarget &target, const std::atomic<bool> &abandoned,
                          std::int64_t deadline_ns) {
  const std::string server = target.host + ',' + std::to_string(target.port);
  Result<Descriptor> socket = connect_tcp(target.host, target.port, abandoned, deadline_ns);
  if (!socket) return std::move(socket).error();
  Wire wire(std::move(socket).value(), server, abandoned, deadline_ns);
  if (Result<> sent = wire.send(prelogin_packet()); !sent) return std::move(sent).error();
  Result<std::string> answer = wire.receive();
  if (!answer) return std::move(answer).error();

  ProbeReport report;
  const int encryption = prelogin_encryption(*answer);
  report.offers_encryption = encryption == 1 || encryption == 3;
  if (!report.offers_encryption) return report;

  const Context context(SSL_CTX_new(TLS_client_method()));
  if (!context) return no_tls({});
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE,
                     nullptr);  // judged below, so that the reason can be said
  const int loaded = target.ca_file.empty()
                         ? SSL_CTX_set_default_verify_paths(context.get())
                         : SSL_CTX_load_verify_locations(context.get(), target.ca_file.c_str(), nullptr);
  if (loaded != 1) return no_tls(target.ca_file);
  const Tls tls(SSL_new(context.get()));
  BIO *in = BIO_new(BIO_s_mem());
  BIO *out = BIO_new(BIO_s_mem());
  SSL_set_bio(tls.get(), in, out);
  if (!is_address(target.host)) SSL_set_tlsext_host_name(tls.get(), target.host.c_str());
  Result<bool> shook = shake_hands(tls.get(), in, out, wire, report);
  if (!shook) return std::move(shook).error();
  report.shook_hands = *shook;
  const Certificate certificate(SSL_get1_peer_certificate(tls.get()));
  if (!report.shook_hands || !certificate) return report;

  const long verdict = SSL_get_verify_result(tls.get());
  report.trusted = verdict == X509_V_OK;
  if (!report.trusted) report.reason = X509_verify_cert_error_string(verdict);
  const std::string &name = target.certificate_name.empty() ? target.host : target.certificate_name;
  report.name_matches = is_address(name)
                            ? X509_check_ip_asc(certificate.get(), name.c_str(), 0) == 1
                            : X509_check_host(certificate.get(), name.c_str(), name.size(), 0, nullptr) == 1;
  report.names = names_of(certificate.get());
  report.certificate = pem_of(certificate.get());
  return report;
}

}  // namespace gantry::freetds
