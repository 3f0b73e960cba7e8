#include <doctest/doctest.h>

#include "plugins/transfer/common/names.hpp"
#include "tests/unit/transfer/task-host.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

TEST_CASE("names are compared as the server does") {
  const NameComparer loose("SQL_Latin1_General_CP1_CI_AS"), strict("Latin1_General_CS_AS"),
      binary("Latin1_General_BIN2");
  CHECK(loose.same("Alice", "ALICE"));
  CHECK(loose.same("M\xC3\x9CLLER", "m\xC3\xBCller"));
  CHECK(loose.same("a ", "a"));
  CHECK_FALSE(loose.same("a", "b"));
  CHECK_FALSE(loose.same("\xC3\x97", "\xC3\xB7"));  // multiplication and division signs are no letters
  CHECK_FALSE(strict.same("Alice", "alice"));
  CHECK_FALSE(binary.same("Alice", "alice"));
}

TEST_CASE("validation: connections, lists, transactions, a stored option that is none") {
  ModelServer from("FROM"), to("TO");
  Transfer transfer(from, to);
  CHECK(transfer.task->validate(nullptr));
  transfer.set("SourceConnection", "")
      .set("DestinationConnection", "")
      .set("LoginsToTransfer", "SelectedLogins");
  Result<> valid = transfer.task->validate_properties();
  REQUIRE_FALSE(valid);
  CHECK(valid.error().code == 0xC0029293);
  CHECK(valid.error().details.size() == 2);
  valid = transfer.task->validate(nullptr);
  REQUIRE_FALSE(valid);
  CHECK(valid.error().code == 0xC002F337);
  CHECK(transfer.host.told(0xC0029293));
  CHECK(transfer.host.told(0xC0029294));

  Transfer databases(from, to);
  databases.set("LoginsToTransfer", "AllLoginsFromSelectedDatabases");
  CHECK(databases.task->validate(nullptr).error().code == 0xC002F413);

  Transfer unbound(from, to);
  unbound.host.open_source = nullptr;
  CHECK(unbound.task->validate(nullptr).error().code == 0xC0029295);

  Transfer distributed(from, to);
  distributed.host.variables["System::TaskTransactionOption"] = "2";
  CHECK(distributed.task->validate(nullptr).error().code == 0xC002F319);

  Transfer odd(from, to);
  odd.set("IfObjectExists", "Whatever");
  CHECK(odd.task->validate(nullptr));
  CHECK(odd.host.told(0x8002F339));
  CHECK(odd.task->text("IfObjectExists") == "FailTask");
  odd.set("IfObjectExists", "skip");
  CHECK(odd.task->text("IfObjectExists") == "Skip");
}

TEST_CASE("description: names of attributes, defaults, log entries") {
  const std::string text = describe_properties(TransferLoginsTask::properties());
  CHECK(text.find(
            "property=LoginsList\nproperty.type=list\nproperty.xml=LoginList\nproperty.xml=LoginsList\n") !=
        std::string::npos);
  CHECK(text.find("property=IfObjectExists\nproperty.type=enum\nproperty.default=FailTask\nproperty.enum="
                  "FailTask:0\n") != std::string::npos);
  CHECK(text.find("property=Gantry.SidConflict\n") != std::string::npos);
  CHECK(
      text.find("property=ExecutionValue\nproperty.type=int32\nproperty.default=0\nproperty.read-only=1\n") !=
      std::string::npos);
  CHECK(TransferLoginsTask::log_entries().size() == 2);
}

TEST_CASE("one server on both ends, or a newer source, is refused") {
  ModelServer from("BOX"), to("BOX");
  CHECK(Transfer(from, to).run().error().code == 0xC002F315);
  ModelServer newer("NEW"), older("OLD");
  older.version = "15.0.2000.5";
  CHECK(Transfer(newer, older).run().error().code == 0xC0029297);
  CHECK(Transfer(older, newer).run());
}

TEST_CASE("Gantry.Transaction=Task: all or nothing; Object: each for itself") {
  for (const bool whole : {true, false}) {
    ModelServer from("FROM"), to("TO");
    for (const char *name : {"a", "b", "c"}) from.login(name);
    to.fail_on = {"ALTER LOGIN [b] DISABLE"};
    Transfer transfer(from, to);
    transfer.set("Gantry.Transaction", whole ? "Task" : "Object");
    Result<TaskResult> result = transfer.run();
    REQUIRE(result);
    CHECK(*result == TaskResult::failure);
    CHECK(to.state.logins.count("a") == (whole ? 0U : 1U));
    CHECK_FALSE(to.state.logins.count("b"));
    CHECK(to.state.logins.count("c") == (whole ? 0U : 1U));
    CHECK(transfer.execution_value() == (whole ? 0 : 2));
    CHECK(transfer.host.told(0xC002F344, "Login b"));
  }
}

TEST_CASE("without transactions what was done is undone") {
  ModelServer from("FROM"), to("TO");
  to.transactions = false;
  for (const char *name : {"a", "b"}) from.login(name);
  to.fail_on = {"ALTER LOGIN [b] DISABLE"};
  Transfer transfer(from, to);
  Result<TaskResult> result = transfer.run();
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK_FALSE(to.state.logins.count("a"));
  CHECK_FALSE(to.state.logins.count("b"));
}

TEST_CASE("a server that dies mid-way: the destination is as before, and the task fails") {
  for (const char *scope : {"Task", "Object"}) {
    ModelServer from("FROM"), to("TO");
    for (const char *name : {"a", "b", "c"}) from.login(name);
    to.die_after = 3;
    Transfer transfer(from, to);
    transfer.set("Gantry.Transaction", scope);
    Result<TaskResult> result = transfer.run();
    REQUIRE(result);
    CHECK(*result == TaskResult::failure);
    CHECK_FALSE(to.state.logins.count("b"));
    CHECK_FALSE(to.state.logins.count("c"));
    CHECK(to.state.logins.count("a") == (std::string(scope) == "Task" ? 0U : 1U));
  }
}

TEST_CASE("execute needs a plan, and runs it once") {
  ModelServer from("FROM"), to("TO");
  from.login("a");
  Transfer transfer(from, to);
  CHECK(transfer.task->execute(nullptr).error().status == Status::state);
  REQUIRE(transfer.plan());
  CHECK(to.executed.empty());
  REQUIRE(transfer.task->execute(nullptr));
  CHECK(transfer.task->execute(nullptr).error().status == Status::state);
}

TEST_CASE("the proof finds what somebody changed behind the transfer's back") {
  ModelServer from("FROM"), to("TO");
  from.login("a");
  Transfer transfer(from, to);
  REQUIRE(transfer.plan());
  from.state.logins["a"].denied = true;  // after the plan, before its execution
  Result<TaskResult> result = transfer.task->execute(nullptr);
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK(transfer.host.told(0xC002F344, "both sides differ in Login a"));
}
