// Everything at server level in one package: tasks in order, each only behind the success of the one before.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

const std::string package = GANTRY_SOURCE "/samples/packages/server-level.dtsx";
const std::string old_server = read_text(GANTRY_SOURCE "/samples/packages/server-old.sql");
const std::string new_server = read_text(GANTRY_SOURCE "/samples/packages/server-new.sql");

}  // namespace

TEST_CASE(
    "server-level: logins, messages, procedures and jobs one after the other; again there is nothing to do") {
  const Sandbox source("OLD", old_server), destination("NEW", new_server);
  const Outcome plan = gantry_between(source, destination, {"plan", package});
  CAPTURE(plan.all());
  CHECK(plan.code == 0);
  const Outcome run = gantry_between(source, destination, {"run", package});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  CHECK(run.says("2 logins transferred."));
  CHECK(run.says("3 error messages transferred."));
  CHECK(run.says("2 stored procedures transferred."));
  CHECK(run.says("1 job transferred."));
  CHECK(destination.can_log_in("app_shop", "Shop-2019!pool"));
  CHECK(destination.value(
            "SELECT SUSER_SNAME(owner_sid) FROM msdb.dbo.sysjobs WHERE name = N'Watch the shop'") == "sa");
  CHECK(destination.sql("EXEC dbo.sp_complain 7, N'Lyon'").says("Order 7 is unknown in shop Lyon."));
  const Outcome again = gantry_between(source, destination, {"run", package});
  CAPTURE(again.all());
  CHECK(again.code == 0);
  CHECK(again.says("0 stored procedures transferred."));
}

TEST_CASE("server-level: what fails holds up what comes behind it") {
  const Sandbox source("OLD", old_server), destination("NEW", new_server);
  REQUIRE(
      destination
          .sql(
              "EXEC sandbox.inject @fault = 'error', @number = 15040, @match = '@msgnum = 50010', @times = 9")
          .code == 0);
  const Outcome run = gantry_between(source, destination, {"run", package});
  CAPTURE(run.all());
  CHECK(run.code == 1);
  CHECK(destination.can_log_in("app_shop", "Shop-2019!pool"));
  CHECK(destination.value("SELECT text FROM sys.messages WHERE message_id = 50030") ==
        "Payment provider is slow.");
  CHECK(destination.value("SELECT COUNT(*) FROM sys.objects WHERE name = 'sp_watch'") == "0");
  CHECK(destination.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE name = N'Watch the shop'") == "0");
}
