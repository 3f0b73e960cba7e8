#include "plugins/drivers/freetds/environment.hpp"

#include <string>

namespace gantry::freetds {

Result<> check_environment(bool allow_dump, const Lookup &lookup) {
  for (const char *name : {"TDSDUMP", "TDSDUMPCONFIG"})
    if (const char *value = lookup(name); value && !allow_dump)
      return Error(
          Status::state, std::string("the environment variable ") + name + " makes FreeTDS write a dump",
          "no dump, because it holds every statement in clear, with the secrets in it",
          std::string(name) + " is set",
          std::string("unset ") + name + ", or set driver.allow-tdsdump to True for this connection");
  for (const char *name : {"TDSHOST", "TDSPORT", "TDSVER"})
    if (const char *value = lookup(name); value && *value)
      return Error(Status::state,
                   std::string("the environment variable ") + name + " overrides where FreeTDS connects to",
                   "only the connection's own settings", std::string(name) + " is set",
                   std::string("unset ") + name);
  return success();
}

}  // namespace gantry::freetds
