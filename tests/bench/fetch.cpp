// Fetches the rows of a query from each server with db-lib alone: what comparing two servers is held against.
//   bench-fetch <query> [<port> <ca-file>]...
// The password of sa comes from SANDBOX_SA_PASSWORD.
#include <sybfront.h>

#include <sybdb.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

[[noreturn]] void give_up(const std::string &why) {
  std::fprintf(stderr, "bench-fetch: %s\n", why.c_str());
  std::exit(1);
}

int ignore_message(DBPROCESS *, DBINT, int, int, char *, char *, char *, int) { return 0; }

/// Every value is copied, as a program does that keeps it.
std::size_t fetch(const char *query, const char *port, const char *ca_file, std::string &kept) {
  const int file = memfd_create("freetds.conf", 0);
  const std::string text =
      std::string("[server]\nhost = 127.0.0.1\nport = ") + port +
      "\ntds version = 7.4\nclient charset = UTF-8\nencryption = require\nca file = " + ca_file + '\n';
  if (file < 0 || write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    give_up("no file in memory");
  setenv("FREETDSCONF", ("/proc/self/fd/" + std::to_string(file)).c_str(), 1);
  const char *password = std::getenv("SANDBOX_SA_PASSWORD");
  LOGINREC *login = dblogin();
  DBSETLUSER(login, "sa");
  DBSETLPWD(login, password ? password : "");
  DBSETLCHARSET(login, "UTF-8");
  DBSETLVERSION(login, DBVERSION_74);
  DBPROCESS *process = dbopen(login, "server");
  if (!process) give_up("db-lib cannot log in");
  dbcmd(process, "SET TEXTSIZE 2147483647; ");
  if (dbcmd(process, query) != SUCCEED || dbsqlexec(process) != SUCCEED) give_up("the query fails");
  std::size_t rows = 0;
  while (dbresults(process) == SUCCEED)
    while (dbnextrow(process) != NO_MORE_ROWS) {
      ++rows;
      for (int column = 1; column <= dbnumcols(process); ++column)
        kept.assign(reinterpret_cast<const char *>(dbdata(process, column)),
                    static_cast<std::size_t>(dbdatlen(process, column)));
    }
  dbloginfree(login);
  dbclose(process);
  close(file);
  return rows;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 4 || argc % 2 != 0) give_up("expected a query, then port and CA file of each server");
  if (dbinit() != SUCCEED) give_up("dbinit failed");
  dbmsghandle(ignore_message);
  std::string kept;
  for (int i = 2; i + 1 < argc; i += 2)
    if (fetch(argv[1], argv[i], argv[i + 1], kept) == 0) give_up("no rows");
  return 0;
}
