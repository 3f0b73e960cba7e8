#include <doctest/doctest.h>

#include "plugins/transfer/common/step-runner.hpp"
#include "tests/unit/transfer/task-host.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

namespace {

PlannedStep step(const std::string &text, bool transactional = true, const std::string &database = {},
                 const std::string &undo = {}) {
  ScriptBatch batch;
  batch.text = text;
  batch.transactional = transactional;
  batch.database = database;
  batch.undo = undo;
  return PlannedStep(StepContent(std::move(batch), "create", text));
}

struct Runner {
  ModelServer server{"TO"};
  TaskHost host;
  Plan plan;

  void group(std::vector<std::size_t> depends = {}) { plan.groups.push_back({"g", {}, std::move(depends)}); }
  void add(PlannedStep added) { plan.groups.back().steps.push_back(std::move(added)); }
  RunOutcome run(TransactionScope scope, Call call = nullptr) {
    const SessionRef session(open_model(server));
    const Site site(&host.host);
    return StepRunner(session, site, scope).run(plan, call);
  }
};

constexpr GroupState done = GroupState::done, failed = GroupState::failed, left_out = GroupState::left_out;
using States = std::vector<GroupState>;

}  // namespace

TEST_CASE("steps that no transaction takes run behind the commit") {
  Runner r;
  r.group();
  r.add(step("CREATE SERVER ROLE [late];", false));
  r.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';"));
  r.group();
  r.add(step("CREATE LOGIN [b] WITH PASSWORD = N'x';"));
  CHECK(r.run(TransactionScope::task).groups == States{done, done});
  REQUIRE(r.server.executed.size() == 3);
  CHECK(r.server.executed[2].find("late") != std::string::npos);
}

TEST_CASE("what the server rolled back over locks or versions is run again, three times at most") {
  for (const TransactionScope scope : {TransactionScope::task, TransactionScope::object}) {
    Runner r;
    r.group();
    r.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';"));
    r.add(step("CREATE LOGIN [b] WITH PASSWORD = N'x';"));
    r.server.conflicts = {1205, 3960};
    CHECK(r.run(scope).groups == States{done});
    CHECK(r.server.state.logins.count("a") == 1);
    CHECK(r.server.state.logins.count("b") == 1);
    CHECK(r.host.told(0, "is run again (try 3 of 3)"));
  }
  Runner often;
  often.group();
  often.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';"));
  often.server.conflicts = {1222, 1222, 1222};
  CHECK(often.run(TransactionScope::task).errors.size() == 1);
  CHECK(often.server.state.logins.count("a") == 0);
  // Nothing says that a server without transactions took anything back.
  Runner plain;
  plain.server.transactions = false;
  plain.group();
  plain.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';"));
  plain.server.conflicts = {1205};
  CHECK(plain.run(TransactionScope::task).errors.size() == 1);
}

TEST_CASE("a failure behind the commit leaves what was committed, and says so") {
  Runner r;
  r.group();
  r.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';"));
  r.group();
  r.add(step("CREATE SERVER ROLE [late];", false));
  r.server.fail_on = {"late"};
  const RunOutcome outcome = r.run(TransactionScope::task);
  CHECK(outcome.groups == States{done, failed});
  CHECK_FALSE(outcome.whole());
  CHECK(r.server.state.logins.count("a"));
}

TEST_CASE("groups that depend on a failed one are left out") {
  Runner r;
  r.group();
  r.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';"));
  r.group({0});
  r.add(step("ALTER SERVER ROLE [sysadmin] ADD MEMBER [a];"));
  r.group();
  r.add(step("CREATE LOGIN [b] WITH PASSWORD = N'x';"));
  r.server.fail_on = {"[a] WITH"};
  const RunOutcome outcome = r.run(TransactionScope::object);
  CHECK(outcome.groups == States{failed, left_out, done});
  REQUIRE(outcome.errors.size() == 1);
  CHECK(outcome.errors[0].native_code == 15401);
}

TEST_CASE("a step runs in its database, and the session ends where it was") {
  Runner r;
  r.server.login("a");
  r.server.state.databases["it's ]"].users = {{"u", "old"}};
  r.group();
  r.add(step("ALTER USER [u] WITH LOGIN = [a];", true, "it's ]"));
  r.group();
  r.add(step("CREATE LOGIN [b] WITH PASSWORD = N'x';"));
  for (const TransactionScope scope : {TransactionScope::task, TransactionScope::object}) {
    r.server.state.logins.erase("b");
    CHECK(r.run(scope).groups == States{done, done});
    CHECK(r.server.state.databases["it's ]"].users[0].sid == r.server.state.logins["a"].sid);
  }
}

TEST_CASE("without transactions: undone in reverse, and what cannot be undone is told") {
  Runner r;
  r.server.transactions = false;
  r.group();
  r.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';", true, {}, "DROP LOGIN [a];"));
  r.add(step("CREATE SERVER ROLE [stays];"));
  r.add(step("nonsense;"));
  const RunOutcome outcome = r.run(TransactionScope::task);
  CHECK(outcome.groups == States{failed});
  CHECK_FALSE(r.server.state.logins.count("a"));
  CHECK(r.server.state.roles.count("stays"));
  CHECK(r.host.told(0, "cannot be undone"));
}

TEST_CASE("cancelled: rolled back, and the outcome says so") {
  struct Cancelling {
    gantry_call call;
    mutable int asked = 0;
  };
  static const gantry_call_vtbl vtbl = {sizeof(gantry_call_vtbl), 0,
                                        [](const gantry_call *call) -> std::int32_t {
                                          return ++reinterpret_cast<const Cancelling *>(call)->asked > 1 ? 1
                                                                                                         : 0;
                                        },
                                        [](const gantry_call *, void (*)(void *), void *,
                                           std::uint64_t *) -> gantry_status { return GANTRY_OK; },
                                        [](const gantry_call *, std::uint64_t) {}};
  Runner r;
  r.group();
  r.add(step("CREATE LOGIN [a] WITH PASSWORD = N'x';"));
  r.add(step("CREATE LOGIN [b] WITH PASSWORD = N'x';"));
  const Cancelling cancelling{{&vtbl, 0}};
  const RunOutcome outcome = r.run(TransactionScope::task, &cancelling.call);
  CHECK(outcome.stopped);
  REQUIRE(outcome.errors.size() == 1);
  CHECK(outcome.errors[0].status == Status::cancelled);
  CHECK(r.server.executed.size() == 1);
  CHECK_FALSE(r.server.state.logins.count("a"));
}

TEST_CASE("a plan shows no secret") {
  Plan plan;
  plan.groups.push_back({"g", {}, {}});
  ScriptBatch secret;
  secret.text = "PASSWORD = 0x0200 HASHED";
  secret.secrets = "11:6";
  REQUIRE(plan.add(0, {std::move(secret), "create", "Login a"}));
  const Result<StoredTable> shown = plan.shown("to");
  REQUIRE(shown);
  REQUIRE(shown->size() == 1);
  CHECK(shown->at(0, "text").text() == "PASSWORD = *** HASHED");
}
