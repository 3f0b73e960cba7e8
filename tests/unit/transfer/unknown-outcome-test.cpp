// A commit whose answer was lost: decided by looking.
#include <doctest/doctest.h>

#include "tests/unit/transfer/task-host.hpp"

using namespace gantry;
using namespace gantry::test;

namespace {

struct Lost {
  ModelServer from{"FROM"}, to{"TO"};
  Transfer transfer{from, to};

  explicit Lost(ModelServer::LostCommit how, const char *scope = "Task") {
    from.login("alice");
    from.login("bob");
    to.lost_commit = how;
    transfer.set("CopySids", "True")
        .set("Gantry.CopyPasswordHashes", "True")
        .set("Gantry.Transaction", scope);
  }
  TaskResult run() {
    const Result<TaskResult> result = transfer.run();
    if (!result) FAIL(result.error().message());
    return *result;
  }
};

using How = ModelServer::LostCommit;

}  // namespace

TEST_CASE("committed: the run has succeeded") {
  Lost lost(How::after);
  CHECK(lost.run() == TaskResult::success);
  CHECK(lost.transfer.host.told(0, "showed that it was committed"));
  CHECK(lost.transfer.execution_value() == 2);
}

TEST_CASE("not committed: the run has failed, and says that nothing has changed") {
  Lost lost(How::before);
  CHECK(lost.run() == TaskResult::failure);
  CHECK(lost.transfer.host.told(transfer::code::logins_failed, "showed that nothing was committed"));
  CHECK(lost.transfer.execution_value() == 0);
  CHECK(lost.to.state.logins.count("alice") == 0);
}

TEST_CASE("neither: what was found is said") {
  Lost lost(How::half);
  CHECK(lost.run() == TaskResult::failure);
  CHECK(lost.transfer.host.told(transfer::code::logins_failed, "neither all of it nor nothing"));
  CHECK(lost.transfer.host.told(transfer::code::logins_failed, "alice"));
}

TEST_CASE("login by login: only the one in doubt is looked at, later ones are not begun") {
  Lost committed(How::after, "Object");
  CHECK(committed.run() == TaskResult::failure);
  CHECK(committed.transfer.host.told(0, "showed that it was committed"));
  CHECK(committed.transfer.execution_value() == 1);
  Lost not_committed(How::before, "Object");
  CHECK(not_committed.run() == TaskResult::failure);
  CHECK(not_committed.transfer.host.told(transfer::code::logins_failed, "nothing was committed"));
  CHECK(not_committed.transfer.execution_value() == 0);
}
