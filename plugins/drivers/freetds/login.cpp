#include "plugins/drivers/freetds/login.hpp"

#include "plugins/drivers/freetds/browser.hpp"
#include "plugins/drivers/freetds/errors.hpp"
#include "plugins/drivers/freetds/explain.hpp"
#include "plugins/drivers/freetds/library.hpp"
#include "plugins/drivers/freetds/socket.hpp"

#include <sybdb.h>
#include <sybfront.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>

namespace gantry::freetds {
namespace {

constexpr std::uint16_t default_port = 1433;
constexpr std::int64_t grace_ns = 5'000'000'000;

struct FreeLogin {
  void operator()(LOGINREC *login) const { dbloginfree(login); }
};
using Login = std::unique_ptr<LOGINREC, FreeLogin>;

/// One attempt to log in; its thread and who waits for it share it, so either may be gone first.
class Attempt {
 public:
  Attempt(ConnectionRequest request, std::string password, std::int64_t deadline_ns)
      : request_(std::move(request)), password_(std::move(password)), deadline_ns_(deadline_ns) {}
  ~Attempt() { wipe(password_); }

  void run() {
    Result<std::unique_ptr<Connection>> result = guarded_run();
    wipe(password_);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      result_.emplace(std::move(result));
    }
    ended_.notify_all();  // without the lock, or who wakes would wait for it
  }

  Result<std::unique_ptr<Connection>> wait(Call call) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!result_) {
      ended_.wait_for(lock, std::chrono::milliseconds(50));
      // The thread itself keeps to the deadline, except where the library or name resolution does not.
      const bool overdue = monotonic_ns() > deadline_ns_ + grace_ns;
      if (result_ || (!call.cancelled() && !call.too_late() && !overdue)) continue;
      abandoned_ = true;
      return call.cancelled() ? cancelled() : late();
    }
    return std::move(*result_);
  }

 private:
  Result<std::unique_ptr<Connection>> guarded_run() {
    try {
      return connect();
    } catch (const std::exception &thrown) {
      return Error(Status::internal, "logging in to " + request_.address.text() + " failed", "no exception",
                   thrown.what(), "report this to the driver's author");
    }
  }

  Error cancelled() const {
    return Error(Status::cancelled, "logging in to " + request_.address.text() + " was cancelled",
                 "an end by itself", "a cancellation", "run it again if that was not meant");
  }
  Error late() const {
    return Error(Status::deadline, "logging in to " + request_.address.text() + " did not end in time",
                 "a session before the deadline", "the deadline passed",
                 "raise connect-timeout, or check that the server runs and can be reached");
  }

  Result<std::unique_ptr<Connection>> connect() {
    Settings settings;
    if (!request_.user_configuration.empty()) {
      const std::string section =
          request_.user_section.empty() ? request_.address.host : request_.user_section;
      Result<Settings> theirs = read_user_configuration(request_.user_configuration, section);
      if (!theirs) return std::move(theirs).error();
      settings = apply_user_settings(*theirs, request_);
    }
    if (Result<> found = find_port(); !found) return std::move(found).error();
    if (Result<> pinned = find_certificate(); !pinned) return std::move(pinned).error();
    const Settings ours = settings_of(request_, request_.address.port, ca_file_, !pinned_);
    settings.insert(settings.end(), ours.begin(), ours.end());  // the later one holds

    // SqlClient names the server in this way too; a gateway reads the name.
    const std::string name = request_.address.text();
    Result<std::string> text = section_text(name, settings);
    if (!text) return std::move(text).error();
    const auto until = std::chrono::steady_clock::now() +
                       std::chrono::nanoseconds(std::max<std::int64_t>(deadline_ns_ - monotonic_ns(), 0));
    ConfigurationFile &configuration = Library::configuration();  // its own, should it be left behind
    Result<bool> entered = configuration.enter(name, *text, until);
    if (!entered) return std::move(entered).error();
    if (!*entered) return late();
    Result<DBPROCESS *> process = open(name);
    configuration.leave(name);
    if (!process) return std::move(process).error();

    auto connection =
        std::make_unique<Connection>(*process, name, request_.encryption == Encryption::require);
    if (abandoned_) return cancelled();
    if (Result<> set = set_options(*connection); !set) return std::move(set).error();
    return connection;
  }

  Result<> find_port() {
    if (request_.address.port != 0) return success();
    if (request_.address.instance.empty()) {
      request_.address.port = default_port;
      return success();
    }
    Result<std::uint16_t> port =
        find_instance_port(request_.address.host, request_.address.instance, abandoned_, deadline_ns_);
    if (!port) return std::move(port).error();
    request_.address.port = *port;
    return success();
  }

  ProbeTarget target() const {
    return {request_.address.host, request_.address.port, request_.ca_file,
            request_.host_name_in_certificate};
  }

  /// db-lib compares the certificate with the host it connects to. For another name the driver verifies the
  /// certificate itself and then lets db-lib accept that one certificate only.
  Result<> find_certificate() {
    if (!request_.verifies()) return success();
    if (!request_.ca_file.empty() && ::access(request_.ca_file.c_str(), R_OK) != 0)
      return Error(Status::not_found, "the certificates in " + request_.ca_file + " cannot be read",
                   "a readable PEM file", std::strerror(errno), "correct ca-file");
    ca_file_ = request_.ca_file.empty() ? "system" : request_.ca_file;
    if (request_.host_name_in_certificate.empty() ||
        request_.host_name_in_certificate == request_.address.host)
      return success();
    Result<ProbeReport> report = probe(target(), abandoned_, deadline_ns_);
    if (!report) return std::move(report).error();
    if (std::optional<Error> wrong = explain_certificate(*report, target(), request_.address.text()))
      return std::move(*wrong);
    pin_ = Descriptor(::memfd_create("gantry-freetds-certificate", MFD_CLOEXEC));
    if (::write(pin_.get(), report->certificate.data(), report->certificate.size()) !=
        static_cast<ssize_t>(report->certificate.size()))
      return Error(Status::io, "the server's certificate cannot be kept", "room in memory",
                   std::strerror(errno), "see the limits of this process");
    ca_file_ = "/proc/self/fd/" + std::to_string(pin_.get());
    pinned_ = true;
    return success();
  }

  Result<DBPROCESS *> open(const std::string &name) {
    const Login login(dblogin());
    if (!login) return Error(Status::internal, "FreeTDS gives no login record", "memory for it", "none");
    Diagnostics said;
    const LoginMessages here(said);
    renew_handlers();
    DBSETLAPP(login.get(), request_.application.c_str());
    DBSETLCHARSET(login.get(), "UTF-8");
    dbsetlbool(login.get(), 1, DBSETUTF16);
    DBSETLVERSION(login.get(), DBVERSION_74);
    if (!request_.database.empty()) DBSETLDBNAME(login.get(), request_.database.c_str());
    if (request_.read_only) dbsetlbool(login.get(), 1, DBSETREADONLY);
    if (request_.packet_size > 0) DBSETLPACKET(login.get(), static_cast<long>(request_.packet_size));
    if (request_.authentication == Authentication::integrated) {
      dbsetlbool(login.get(), 1, DBSETNETWORKAUTH);
    } else {
      const bool kept = DBSETLUSER(login.get(), request_.user.c_str()) == SUCCEED &&
                        DBSETLPWD(login.get(), password_.c_str()) == SUCCEED;
      if (!kept || password_.find('\0') != std::string::npos)
        return Error(Status::invalid, "the password cannot be sent to " + name,
                     "at most 128 bytes without NUL", "another text", "change the password of the login");
    }
    DBPROCESS *process = tdsdbopen(login.get(), name.c_str(), 0);
    wipe(password_);
    if (process) return process;
    if (abandoned_) return cancelled();
    if (!said.errors.empty()) return server_error(said, "the login to " + name + " was refused");
    return explain_login(said, request_, target(), abandoned_, deadline_ns_);
  }

  Result<> set_options(Connection &connection) {
    Operation operation(connection, abandoned_, deadline_ns_);
    const std::string options = session_options(request_);
    // Set and checked, and the server asked who it is, in one round trip.
    Result<Connection::FirstRow> row = connection.first_row(
        options +
            "SELECT @@OPTIONS, @@TEXTSIZE, CAST(SERVERPROPERTY(N'ServerName') AS nvarchar(256)), "
            "CAST(SERVERPROPERTY(N'ProductVersion') AS nvarchar(128));",
        operation);
    if (row && row->texts.size() == 4) connection.identify(row->texts[2], row->texts[3]);
    Result<std::vector<std::int64_t>> now = row ? Result<std::vector<std::int64_t>>(std::move(row->numbers))
                                                : Result<std::vector<std::int64_t>>(std::move(row).error());
    if (!now) {
      if (!connection.alive() || now.error().native_code == 0) return refused_options(std::move(now).error());
      // A compatible server that lacks one of the variables takes the options and cannot be checked whole.
      if (Result<std::vector<std::int64_t>> set = connection.numbers(options, operation); !set)
        return refused_options(std::move(set).error());
      now = connection.numbers("SELECT @@OPTIONS", operation);
      if (!now && (!connection.alive() || now.error().native_code == 0)) return std::move(now).error();
      if (!now) return success();
    }
    if (!now->empty())
      if (const std::string wrong = wrong_options(now->front()); !wrong.empty())
        return wrong_session(connection, wrong);
    if (now->size() > 1 && (*now)[1] != 2147483647)
      return wrong_session(connection, "TEXTSIZE is " + std::to_string((*now)[1]));
    return success();
  }
  static Error wrong_session(const Connection &connection, const std::string &found) {
    return Error(Status::state,
                 "the session with " + connection.name() + " does not have the options it must have",
                 "the options that scripts, indexes and long values need", found,
                 "find out what changes them (a logon trigger, the server's user options)");
  }
  static Error refused_options(Error error) {
    error.what += ": setting the session's options";
    return error;
  }

  ConnectionRequest request_;
  std::string password_;
  std::int64_t deadline_ns_;
  std::atomic<bool> abandoned_{false};
  std::string ca_file_;
  Descriptor pin_;
  bool pinned_ = false;

  std::mutex mutex_;
  std::condition_variable ended_;
  std::optional<Result<std::unique_ptr<Connection>>> result_;
};

}  // namespace

Settings settings_of(const ConnectionRequest &request, std::uint16_t port, const std::string &ca_file,
                     bool check_host_name) {
  const char *encryption = request.encryption == Encryption::off       ? "off"
                           : request.encryption == Encryption::request ? "request"
                                                                       : "require";
  // Every key each time: a section of the same name may stand before this one.
  return {{"host", request.address.host},
          {"port", std::to_string(port)},
          {"tds version", "7.4"},
          {"client charset", "UTF-8"},
          {"use utf-16", "yes"},
          {"use ntlmv2", "yes"},
          {"encryption", encryption},
          {"ca file", ca_file},
          {"check certificate hostname", check_host_name ? "yes" : "no"},
          {"connect timeout", std::to_string(request.connect_timeout)},
          {"spn", request.principal}};
}

Settings apply_user_settings(const Settings &theirs, ConnectionRequest &request) {
  // Where the server is, and what cannot weaken what the request says.
  static constexpr const char *harmless[] = {"initial block size", "crl file", "realm",
                                             "enable gssapi delegation", "mutual authentication"};
  Settings kept;
  const bool has_place = request.address.port != 0 || !request.address.instance.empty();
  for (const auto &[key, value] : theirs) {
    if (key == "host") request.address.host = value;
    if (Result<std::uint16_t> port = parse_port(value); key == "port" && port && !has_place)
      request.address.port = *port;
    if (key == "instance" && !has_place) request.address.instance = value;
    if (key == "spn" && request.principal.empty()) request.principal = value;
    if (std::find(std::begin(harmless), std::end(harmless), key) != std::end(harmless))
      kept.emplace_back(key, value);
  }
  return kept;
}

Result<std::unique_ptr<Connection>> log_in(ConnectionRequest request, std::string password, Call call) {
  std::int64_t deadline = monotonic_ns() + request.connect_timeout * 1'000'000'000;
  if (call.deadline_ns() != 0) deadline = std::min(deadline, call.deadline_ns());
  auto attempt = std::make_shared<Attempt>(std::move(request), password, deadline);
  wipe(password);
  const auto left = std::chrono::nanoseconds(std::max<std::int64_t>(deadline - monotonic_ns(), 0) + grace_ns);
  Library::run([attempt] { attempt->run(); }, Library::Clock::now() + left);
  return attempt->wait(call);
}

}  // namespace gantry::freetds
