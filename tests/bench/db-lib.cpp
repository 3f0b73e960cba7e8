#include "tests/bench/db-lib.hpp"

#include "plugins/drivers/freetds/login.hpp"
#include "tests/bench/rounds.hpp"

#include <sybfront.h>

#include <sybdb.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace gantry::bench {
namespace {

int ignore_message(DBPROCESS *, DBINT, int, int, char *, char *, char *, int) { return 0; }

}  // namespace

std::string password() {
  const char *text = std::getenv("SANDBOX_SA_PASSWORD");
  return text ? text : "";
}

DbLib::DbLib(const ServerAddress &server) : options_(freetds::session_options({})) {
  // A file in memory: nothing to clear away when a round dies.
  configuration_ = memfd_create("freetds.conf", 0);
  const std::string text =
      "[server]\nhost = " + server.host + "\nport = " + server.port +
      "\ntds version = 7.4\nclient charset = UTF-8\nencryption = require\nca file = " + server.ca_file +
      "\ncheck certificate hostname = yes\n";
  if (write(configuration_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    give_up("no file in memory");
  setenv("FREETDSCONF", ("/proc/self/fd/" + std::to_string(configuration_)).c_str(), 1);
  if (dbinit() != SUCCEED) give_up("dbinit failed");
  dbmsghandle(ignore_message);
}

DbLib::~DbLib() {
  dbexit();
  close(configuration_);
}

DBPROCESS *DbLib::log_in() {
  LOGINREC *login = dblogin();
  DBSETLUSER(login, "sa");
  DBSETLPWD(login, password().c_str());
  DBSETLAPP(login, "gantry");
  DBSETLCHARSET(login, "UTF-8");
  DBSETLVERSION(login, DBVERSION_74);
  DBPROCESS *process = dbopen(login, "server");
  if (!process) give_up("db-lib cannot log in");
  if (dbcmd(process, options_.c_str()) != SUCCEED || dbsqlexec(process) != SUCCEED)
    give_up("db-lib cannot set options");
  while (dbresults(process) == SUCCEED) {
  }
  dbloginfree(login);
  return process;
}

}  // namespace gantry::bench
