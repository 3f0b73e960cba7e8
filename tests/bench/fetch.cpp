// Fetches the rows of a query from each server with db-lib alone: what comparing two servers is held against.
//   bench-fetch <query> [<port> <ca-file>]...
// The password of sa comes from SANDBOX_SA_PASSWORD.
#include "tests/bench/db-lib.hpp"
#include "tests/bench/rounds.hpp"

#include <sybfront.h>

#include <sybdb.h>

namespace {

/// Every value is copied, as by a program that looks at it.
std::size_t fetch(const char *query, const gantry::bench::ServerAddress &server) {
  gantry::bench::DbLib library(server);
  DBPROCESS *process = library.log_in();
  if (dbcmd(process, query) != SUCCEED || dbsqlexec(process) != SUCCEED)
    gantry::bench::give_up("the query fails");
  std::size_t rows = 0;
  std::string kept;
  while (dbresults(process) == SUCCEED)
    while (dbnextrow(process) != NO_MORE_ROWS) {
      ++rows;
      for (int column = 1; column <= dbnumcols(process); ++column)
        kept.assign(reinterpret_cast<const char *>(dbdata(process, column)),
                    static_cast<std::size_t>(dbdatlen(process, column)));
    }
  dbclose(process);
  return rows;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 4 || argc % 2 != 0)
    gantry::bench::give_up("expected a query, then port and CA file of each server");
  for (int i = 2; i + 1 < argc; i += 2)
    if (fetch(argv[1], {"localhost", argv[i], argv[i + 1]}) == 0) gantry::bench::give_up("no rows");
  return 0;
}
