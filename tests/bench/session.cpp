// Opening a session: through SMOServer, the host's driver door and the FreeTDS driver, against db-lib alone
// with the same login and the same SET batch. The first opening of a process is not counted.
//   bench-session <server> <port> <ca-file> <plugin folder> [rounds] [openings]
//     prints microseconds: gantry, db-lib
//   bench-session <server> <port> <ca-file> <plugin folder> <openings> only gantry|db-lib
//     prints nothing: for counting instructions
// The password of sa comes from SANDBOX_SA_PASSWORD.
#include "tests/bench/db-lib.hpp"
#include "tests/bench/rounds.hpp"
#include "tests/bench/smo-server.hpp"

#include <gantry/cpp/driver.hpp>

#include <sybfront.h>

#include <sybdb.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace gantry;
using namespace gantry::bench;

namespace {

using Clock = std::chrono::steady_clock;

struct Settings {
  ServerAddress server;
  std::string plugins;
  int openings = 12;
};

double since(Clock::time_point begun) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begun).count();
}

Samples through_gantry(const Settings &settings) {
  SmoServer manager(settings.plugins, settings.server);
  Samples taken;
  for (int at = 0; at <= settings.openings; ++at) {
    const Clock::time_point begun = Clock::now();
    const SessionRef session(manager.acquire());
    const double time = since(begun);
    if (Result<> closed = session.close(nullptr); !closed) give_up(closed.error().message());
    if (at > 0) taken.push_back(time);
  }
  return taken;
}

Samples through_db_lib(const Settings &settings) {
  DbLib library(settings.server);
  Samples taken;
  for (int at = 0; at <= settings.openings; ++at) {
    const Clock::time_point begun = Clock::now();
    DBPROCESS *process = library.log_in();
    const double time = since(begun);
    dbclose(process);
    if (at > 0) taken.push_back(time);
  }
  return taken;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 5) give_up("expected server, port, CA file and plugin folder");
  Settings settings{{argv[1], argv[2], argv[3]}, argv[4]};
  if (argc > 7) {
    settings.openings = std::atoi(argv[5]);
    (void)(std::strcmp(argv[7], "gantry") == 0 ? through_gantry(settings) : through_db_lib(settings));
    return 0;
  }
  const int rounds = argc > 5 ? std::atoi(argv[5]) : 7;
  if (argc > 6) settings.openings = std::atoi(argv[6]);
  Samples gantry, db_lib;
  for (int round = 0; round < rounds; ++round) {
    measure([&] { return through_db_lib(settings); }, db_lib);
    measure([&] { return through_gantry(settings); }, gantry);
  }
  std::printf("%.0f %.0f\n", typical(gantry), typical(db_lib));
  return 0;
}
