#include <doctest/doctest.h>

#include "tests/unit/transfer/task-host.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

TEST_CASE("what stays behind is named at the end, what the destination has is not") {
  ModelServer from("FROM"), to("TO");
  from.login("alice");
  from.login("D\\dead", "U");
  from.state.credentials = {"backup", "shared"};
  to.state.credentials = {"SHARED"};
  from.state.others["LinkedServer"] = {"ERP"};
  for (int i = 0; i < 12; ++i) from.state.others["Endpoint"].insert("endpoint" + std::to_string(10 + i));
  Transfer transfer(from, to);
  const Result<TaskResult> result = transfer.run();
  if (!result) FAIL(result.error().message());
  CAPTURE(transfer.host.all_text());
  CHECK(*result == TaskResult::success);
  CHECK(transfer.host.told(0, "Stays behind: credentials [backup]."));
  CHECK(transfer.host.told(0, "Stays behind: linked servers [ERP]."));
  CHECK(transfer.host.told(0, "[endpoint19] and 2 more."));
  CHECK(transfer.host.told(0, "Stays behind: logins [D\\dead], which could not go"));
  CHECK_FALSE(transfer.host.told(0, "server triggers"));
}
