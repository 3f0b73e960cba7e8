#include "plugins/drivers/freetds/explain.hpp"

#include "plugins/drivers/freetds/errors.hpp"

#include <gantry/cpp/call.hpp>

#include <algorithm>

namespace gantry::freetds {
namespace {

/// A probe is worth this much even when the login took all the time there was.
constexpr std::int64_t probe_time_ns = 3'000'000'000;

std::string list(const std::vector<std::string> &names) {
  std::string text;
  for (const std::string &name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

Error with_origin(Error error) {
  error.origin = "FreeTDS";
  if (error.sqlstate.empty()) error.sqlstate = "08001";
  return error;
}

Error broken_off(const ConnectionRequest &request) {
  const std::string what = "the login to " + request.address.text() + " failed";
  if (request.authentication == Authentication::integrated)
    return Error(Status::unauthenticated, what, "a Kerberos ticket for the server's service principal",
                 "none that the server took",
                 "run klist and kinit; check the SPN (MSSQLSvc/HOST:PORT), or set driver.spn");
  if (request.authentication == Authentication::ntlm)
    return Error(Status::unauthenticated, what, "an NTLM login that the server takes",
                 "it broke off the login",
                 "check domain, user and password; the server's log has the reason");
  return Error(
      Status::io, what, "an answer to the login", "the server closed the connection without a reason",
      "look at the server's log; if it forces strict encryption (TDS 8.0), FreeTDS 1.3 cannot connect");
}

}  // namespace

std::optional<Error> explain_certificate(const ProbeReport &report, const ProbeTarget &target,
                                         const std::string &server) {
  if (!report.offers_encryption)
    return with_origin(Error(Status::denied, "the connection to " + server + " cannot be encrypted",
                             "a server that offers encryption, because the connection requires it",
                             "the server offers none",
                             "give the server a certificate, or set encrypt to request for this connection"));
  if (!report.shook_hands)
    return with_origin(Error(Status::io, "the connection to " + server + " cannot be encrypted",
                             "a TLS handshake that succeeds", report.reason,
                             "check the server's certificate and TLS versions (1.2 or later)"));
  if (!report.trusted)
    return with_origin(
        Error(Status::denied, "the certificate of " + server + " is not trusted",
              "one signed by an authority in " +
                  (target.ca_file.empty() ? std::string("the system's store") : target.ca_file),
              report.reason + "; it is for " + list(report.names),
              "set ca-file to the authority's certificate, or trust-server-certificate to True"));
  if (!report.name_matches)
    return with_origin(Error(Status::denied, "the certificate of " + server + " is for another name",
                             target.certificate_name.empty() ? target.host : target.certificate_name,
                             list(report.names),
                             "connect by a name of the certificate, or set host-name-in-certificate"));
  return std::nullopt;
}

Error explain_login(const Diagnostics &said, const ConnectionRequest &request, const ProbeTarget &target,
                    const std::atomic<bool> &abandoned, std::int64_t deadline_ns) {
  const std::string server = request.address.text();
  const std::int64_t until = std::max(deadline_ns, monotonic_ns() + probe_time_ns);
  Result<ProbeReport> report = probe(target, abandoned, until);
  Error error;
  if (!report) {
    error = std::move(report).error();
  } else if (request.encryption == Encryption::require && !report->offers_encryption) {
    error = *explain_certificate(*report, target, server);
  } else if (std::optional<Error> wrong =
                 request.verifies() ? explain_certificate(*report, target, server) : std::nullopt) {
    error = std::move(*wrong);
  } else if (request.encryption == Encryption::require && !report->shook_hands) {
    error = *explain_certificate(*report, target, server);
  } else if (monotonic_ns() >= deadline_ns) {
    error = Error(Status::deadline, "logging in to " + server + " did not end in time",
                  "a session before the deadline", "the server answers, but not to the login",
                  "raise connect-timeout, or look at the server's log");
  } else {
    error = broken_off(request);
  }
  for (const LibraryError &one : said.library)
    error.details.push_back("FreeTDS error " + std::to_string(one.number) + ": " + one.text);
  return with_origin(std::move(error));
}

}  // namespace gantry::freetds
