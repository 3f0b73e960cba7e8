// gantry-sandbox: joins the engine and the wire, and lives until it is told to end.
#include "samples/sandbox/program/files.hpp"
#include "samples/sandbox/program/init-script.hpp"
#include "samples/sandbox/program/options.hpp"
#include "samples/sandbox/tds/browser.hpp"
#include "samples/sandbox/tds/listener.hpp"
#include "samples/sandbox/tds/text.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <sys/prctl.h>
#include <unistd.h>

namespace {

using gantry::Error;
using gantry::Result;
using gantry::Status;
using sandbox::program::Options;

int complain(const Error &error) {
  std::fprintf(stderr, "gantry-sandbox: %s.\n", error.what.c_str());
  if (!error.expected.empty()) std::fprintf(stderr, "  Expected: %s.\n", error.expected.c_str());
  if (!error.found.empty()) std::fprintf(stderr, "  Found: %s\n", error.found.c_str());
  if (!error.todo.empty()) std::fprintf(stderr, "  What to do: %s.\n", error.todo.c_str());
  return error.status == Status::invalid ? 2 : 1;
}

Result<std::unique_ptr<sandbox::Server>> open_state(const Options &options) {
  sandbox::ServerOptions server;
  server.file = options.state;
  server.name = options.name;
  server.sa_password = options.sa_password;
  std::string problem;
  std::unique_ptr<sandbox::Server> opened = sandbox::open_server(server, problem);
  sandbox::tds::wipe(server.sa_password);
  if (!opened) {
    return Error{Status::io, "the server's state in " + options.state + " cannot be opened",
                 "a state file of this program, or none yet", problem, "check --state"};
  }
  return opened;
}

/// Runs --init-script and --fault as sa.
Result<> prepare(sandbox::Server &server, const Options &options) {
  if (options.init_script.empty() && options.faults.empty()) return gantry::success();
  sandbox::LoginRequest request;
  request.user = "sa";
  request.password = options.sa_password;
  request.application = "gantry-sandbox";
  std::vector<sandbox::Message> messages;
  const std::unique_ptr<sandbox::Session> session = server.login(request, messages);
  sandbox::tds::wipe(request.password);
  if (!session) {
    return Error{Status::unauthenticated, "sa cannot log in to prepare the server",
                 "the password that sa has in " + options.state,
                 messages.empty() ? "no reason given" : messages.back().text,
                 "give the password with which --state was created"};
  }
  if (!options.init_script.empty()) {
    Result<std::string> script = sandbox::program::read_text_file(options.init_script);
    if (!script) return std::move(script).error();
    Result<> run = sandbox::program::run_script(*session, options.init_script, *script);
    if (!run) return run;
  }
  for (const std::string &fault : options.faults) {
    Result<std::string> batch = sandbox::program::fault_batch(fault);
    if (!batch) return std::move(batch).error();
    Result<> run = sandbox::program::run_script(*session, "--fault " + fault, *batch);
    if (!run) return run;
  }
  return gantry::success();
}

Result<sandbox::tds::TlsContext> tls_of(const Options &options) {
  if (!options.certificate.empty()) return sandbox::tds::load_tls_context(options.certificate, options.key);
  sandbox::tds::CertificateRequest request;
  if (!options.certificate_names.empty()) request.names = options.certificate_names;
  request.days = options.certificate_days;
  return sandbox::tds::make_tls_context(request);
}

Result<> serve(Options &options, const sigset_t &signals) {
  sandbox::tds::Log log;
  if (!options.log.empty() && !log.open(options.log)) {
    return Error{Status::io, "the log " + options.log + " cannot be written", "a file that may be written to",
                 std::strerror(errno), "check --log"};
  }
  Result<std::unique_ptr<sandbox::Server>> server = open_state(options);
  if (!server) return std::move(server).error();
  Result<> prepared = prepare(**server, options);
  sandbox::tds::wipe(options.sa_password);
  if (!prepared) return prepared;
  Result<sandbox::tds::TlsContext> tls = tls_of(options);
  if (!tls) return std::move(tls).error();

  sandbox::tds::ServerContext context{**server, log};
  context.encryption = options.encryption;
  context.tls = *tls;
  context.most_sessions = options.max_sessions;
  sandbox::tds::Listener listener(context);
  Result<std::uint16_t> port = listener.listen(options.address, options.port);
  if (!port) return std::move(port).error();
  sandbox::tds::Browser browser;
  sandbox::program::Ready ready{options.address.host, options.name, options.ca_file, *port,
                                std::nullopt,         ::getpid()};
  if (options.browser_port) {
    Result<std::uint16_t> started = browser.start(options.address, *options.browser_port,
                                                  sandbox::tds::browser_entry(options.name, *port));
    if (!started) return std::move(started).error();
    ready.browser_port = *started;
  }
  if (!options.ca_file.empty()) {
    Result<> written = sandbox::program::write_whole_file(options.ca_file, tls->authority);
    if (!written) return written;
  }
  if (!ready.ca_file.empty()) ready.ca_file = std::filesystem::absolute(ready.ca_file).string();
  listener.start();
  if (!options.ready_file.empty()) {
    Result<> written =
        sandbox::program::write_whole_file(options.ready_file, sandbox::program::ready_json(ready));
    if (!written) return written;
  }
  log.write(0, "listening on " + ready.host + ", port " + std::to_string(*port));
  std::printf("%s listens on %s, port %u\n", options.name.c_str(), ready.host.c_str(), unsigned{*port});
  std::fflush(stdout);

  int signal = 0;
  sigwait(&signals, &signal);
  log.write(0, "ending");
  browser.stop();
  listener.stop();
  if (!options.ready_file.empty()) {
    ::unlink(options.ready_file.c_str());
    // The authority beside it was not asked for by name and is of no use any more.
    if (options.ca_file == options.ready_file + ".ca.pem") ::unlink(options.ca_file.c_str());
  }
  return gantry::success();
}

}  // namespace

int main(int count, char **values) {
  // Before any thread begins, so that none of them takes the signals.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const pid_t parent = ::getppid();

  Result<Options> options = sandbox::program::parse_options({values + 1, values + count});
  if (!options) return complain(options.error());
  if (options->help) {
    std::fputs(sandbox::program::help_text().c_str(), stdout);
    return 0;
  }
  if (options->exit_with_parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) return 0;  // it ended before it could be watched
  }
  const Result<> served = serve(*options, signals);
  sandbox::tds::wipe(options->sa_password);
  return served.ok() ? 0 : complain(served.error());
}
