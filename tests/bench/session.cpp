// Opening a session: through SMOServer, the host's driver door and the FreeTDS driver, against db-lib alone
// with the same login and the same SET batch. The first opening of a process is not counted.
//   bench-session <package> <connection> <server> <port> <ca-file> <plugin folder> [rounds] [openings]
//     -> microseconds an opening: gantry, db-lib
//   bench-session <package> ... <plugin folder> <openings> only gantry|db-lib     -> nothing: for counting
//   instructions
// The password of sa comes from SANDBOX_SA_PASSWORD.
#include "host/cli/package-source.hpp"
#include "host/cli/workspace.hpp"
#include "host/runtime/run.hpp"
#include "tests/bench/db-lib.hpp"
#include "tests/bench/rounds.hpp"

#include <sybfront.h>

#include <sybdb.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

using namespace gantry::bench;

namespace {

using Clock = std::chrono::steady_clock;

struct Settings {
  std::string package, connection;
  ServerAddress server;
  std::string plugins;
  int rounds = 7, openings = 12;
};

Samples through_gantry(const Settings &settings) {
  gantry::cli::CommonOptions common;
  common.plugin_path = {settings.plugins};
  common.connection = {settings.connection + ".server=" + settings.server.host,
                       settings.connection + ".port=" + settings.server.port,
                       settings.connection + ".ca-file=" + settings.server.ca_file};
  gantry::cli::Screen screen;
  auto workspace = gantry::cli::Workspace::open(common, screen);
  if (!workspace) give_up(workspace.error().message());
  gantry::cli::PackageOptions options;
  options.file = settings.package;
  bool not_found = false;
  auto package = gantry::cli::open_package(options, not_found);
  if (!package) give_up(package.error().message());
  gantry::runtime::Run run((*workspace)->host(), std::move(package->package));
  Samples taken;
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

Samples through_db_lib(const Settings &settings) {
  DbLib library(settings.server);
  Samples taken;
  for (int at = 0; at <= settings.openings; ++at) {
    const Clock::time_point begun = Clock::now();
    DBPROCESS *process = library.log_in();
    const std::chrono::duration<double, std::micro> time = Clock::now() - begun;
    dbclose(process);
    if (at > 0) taken.push_back(time.count());
  }
  return taken;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 7) give_up("expected package, connection, server, port, CA file and plugin folder");
  Settings settings{argv[1], argv[2], {argv[3], argv[4], argv[5]}, argv[6]};
  if (argc > 9) {
    settings.openings = std::atoi(argv[7]);
    (void)(std::strcmp(argv[9], "gantry") == 0 ? through_gantry(settings) : through_db_lib(settings));
    return 0;
  }
  if (argc > 7) settings.rounds = std::atoi(argv[7]);
  if (argc > 8) settings.openings = std::atoi(argv[8]);
  Samples gantry, db_lib;
  for (int round = 0; round < settings.rounds; ++round) {
    measure([&] { return through_db_lib(settings); }, db_lib);
    measure([&] { return through_gantry(settings); }, gantry);
  }
  std::printf("%.0f %.0f\n", typical(gantry), typical(db_lib));
  return 0;
}
