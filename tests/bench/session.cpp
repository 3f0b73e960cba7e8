// Opening a session: through SMOServer, the host's driver door and the FreeTDS driver, against db-lib alone
// with the same login and the same SET batch. Rounds alternate, each in a process of its own; the first
// opening of a process is not counted.
//   bench-session <package> <connection> <server> <port> <ca-file> <plugin folder> [rounds] [openings]
// The password of sa comes from SANDBOX_SA_PASSWORD.
#include "host/cli/package-source.hpp"
#include "host/cli/workspace.hpp"
#include "host/runtime/run.hpp"
#include "plugins/drivers/freetds/login.hpp"

#include <sybfront.h>

#include <sybdb.h>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Openings = std::vector<double>;  ///< microseconds

struct Settings {
  std::string package, connection, server, port, ca_file, plugins;
  int rounds = 7, openings = 12;
};

[[noreturn]] void give_up(const std::string &why) {
  std::fprintf(stderr, "bench-session: %s\n", why.c_str());
  std::_Exit(1);
}

Openings through_gantry(const Settings &settings) {
  gantry::cli::CommonOptions common;
  common.plugin_path = {settings.plugins};
  common.connection = {settings.connection + ".server=" + settings.server,
                       settings.connection + ".port=" + settings.port,
                       settings.connection + ".ca-file=" + settings.ca_file};
  gantry::cli::Screen screen;
  auto workspace = gantry::cli::Workspace::open(common, screen);
  if (!workspace) give_up(workspace.error().message());
  gantry::cli::PackageOptions options;
  options.file = settings.package;
  bool not_found = false;
  auto package = gantry::cli::open_package(options, not_found);
  if (!package) give_up(package.error().message());
  gantry::runtime::Run run((*workspace)->host(), std::move(package->package));
  Openings taken;
  for (int at = 0; at <= settings.openings; ++at) {
    // The plugin says itself how long its part took: from the request to a session that is ready.
    const auto facts = run.test_connection(settings.connection, nullptr);
    if (!facts) give_up(facts.error().message());
    const std::size_t found = facts->find("open-us=");
    if (found == std::string::npos) give_up("test_connection gives no open-us");
    if (at > 0) taken.push_back(std::strtod(facts->c_str() + found + 8, nullptr));
  }
  return taken;
}

int ignore_message(DBPROCESS *, DBINT, int, int, char *, char *, char *, int) { return 0; }

Openings through_db_lib(const Settings &settings) {
  const char *password = std::getenv("SANDBOX_SA_PASSWORD");
  // A file in memory: nothing to clear away when a round dies.
  const int file = memfd_create("freetds.conf", 0);
  const std::string text =
      "[server]\nhost = " + settings.server + "\nport = " + settings.port +
      "\ntds version = 7.4\nclient charset = UTF-8\nencryption = require\nca file = " + settings.ca_file +
      "\ncheck certificate hostname = yes\n";
  if (write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    give_up("no file in memory");
  setenv("FREETDSCONF", ("/proc/self/fd/" + std::to_string(file)).c_str(), 1);
  if (dbinit() != SUCCEED) give_up("dbinit failed");
  dbmsghandle(ignore_message);
  const std::string batch = gantry::freetds::session_options({});
  Openings taken;
  for (int at = 0; at <= settings.openings; ++at) {
    const Clock::time_point begun = Clock::now();
    LOGINREC *login = dblogin();
    DBSETLUSER(login, "sa");
    DBSETLPWD(login, password ? password : "");
    DBSETLAPP(login, "gantry");
    DBSETLCHARSET(login, "UTF-8");
    DBSETLVERSION(login, DBVERSION_74);
    DBPROCESS *process = dbopen(login, "server");
    if (!process) give_up("db-lib cannot log in");
    if (dbcmd(process, batch.c_str()) != SUCCEED || dbsqlexec(process) != SUCCEED)
      give_up("db-lib cannot set options");
    while (dbresults(process) == SUCCEED) {
    }
    const std::chrono::duration<double, std::micro> time = Clock::now() - begun;
    dbloginfree(login);
    dbclose(process);
    if (at > 0) taken.push_back(time.count());
  }
  dbexit();
  close(file);
  return taken;
}

/// In a process of its own: db-lib's settings are the process's.
void measure(Openings (*what)(const Settings &), const Settings &settings, Openings &into) {
  int ends[2];
  if (pipe(ends) != 0) give_up("no pipe");
  const pid_t child = fork();
  if (child < 0) give_up("no process");
  if (child == 0) {
    close(ends[0]);
    const Openings taken = what(settings);
    const std::size_t size = taken.size() * sizeof(double);
    std::_Exit(write(ends[1], taken.data(), size) == static_cast<ssize_t>(size) ? 0 : 1);
  }
  close(ends[1]);
  double value = 0;
  while (read(ends[0], &value, sizeof value) == sizeof value) into.push_back(value);
  close(ends[0]);
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0) give_up("a round failed");
}

/// The lower quartile: everything else that happens on the machine only ever adds.
double typical(Openings values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 4];
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 7) give_up("expected package, connection, server, port, CA file and plugin folder");
  Settings settings{argv[1], argv[2], argv[3], argv[4], argv[5], argv[6]};
  if (argc > 7) settings.rounds = std::atoi(argv[7]);
  if (argc > 8) settings.openings = std::atoi(argv[8]);
  Openings gantry, db_lib;
  for (int round = 0; round < settings.rounds; ++round) {
    measure(through_db_lib, settings, db_lib);
    measure(through_gantry, settings, gantry);
  }
  std::printf("%.0f %.0f %.3f\n", typical(gantry), typical(db_lib), typical(gantry) / typical(db_lib));
  return 0;
}
