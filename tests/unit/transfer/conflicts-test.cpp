#include <doctest/doctest.h>

#include "tests/unit/transfer/task-host.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

namespace {

/// alice on both sides with different SIDs; at the destination she owns, is member, grants and has users.
struct Conflict {
  ModelServer from{"FROM"}, to{"TO"};
  std::string old_sid, new_sid;

  Conflict() {
    new_sid = from.login("alice").sid;
    old_sid = to.login("alice").sid;
    to.login("bob");
    to.state.databases["app"].owner_sid = old_sid;
    to.state.databases["app"].users = {{"dbo", old_sid}, {"bob", to.state.logins["bob"].sid}};
    to.state.databases["other"].users = {{"al", old_sid}};
    to.state.roles["team"].owner = "alice";
    to.state.roles["team"].members = {"bob"};
    to.state.roles["securityadmin"].members = {"alice"};
    to.state.permissions = {{"SERVER", "", "VIEW SERVER STATE", "GRANT_WITH_GRANT_OPTION", "alice", "sa"},
                            {"SERVER", "", "VIEW SERVER STATE", "GRANT", "bob", "alice"}};
  }
};

struct Conflicted : Transfer {
  Conflicted(Conflict &c, const char *conflict) : Transfer(c.from, c.to) {
    set("CopySids", "True").set("IfObjectExists", "Overwrite").set("Gantry.SidConflict", conflict);
  }
};

}  // namespace

TEST_CASE("another SID under the name: Fail stops before any change") {
  Conflict c;
  Conflicted transfer(c, "Fail");
  Result<TaskResult> result = transfer.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().status == Status::exists);
  CHECK(result.error().todo.find("Gantry.SidConflict") != std::string::npos);
  CHECK(c.to.executed.empty());
}

TEST_CASE("another SID under the name: KeepDestination keeps it") {
  Conflict c;
  Conflicted transfer(c, "KeepDestination");
  Result<TaskResult> result = transfer.run();
  REQUIRE(result);
  CHECK(*result == TaskResult::success);
  CHECK(c.to.state.logins["alice"].sid == c.old_sid);
}

TEST_CASE("another SID under the name: without CopySids it is no conflict, under Skip nothing is touched") {
  Conflict c;
  Conflicted plain(c, "Fail");
  plain.set("CopySids", "False");
  REQUIRE(plain.run());
  CHECK(c.to.state.logins["alice"].sid == c.old_sid);
  Conflicted skip(c, "Recreate");
  skip.set("IfObjectExists", "Skip");
  REQUIRE(skip.run());
  CHECK(c.to.executed.empty());
}

TEST_CASE("another SID under the name: Recreate puts everything back that hung on the login") {
  Conflict c;
  const std::string hash = c.to.state.logins["alice"].hash;
  Conflicted transfer(c, "Recreate");
  Result<std::vector<Step>> steps = transfer.plan();
  if (!steps) FAIL(steps.error().message());
  CHECK(transfer.host.told(0, "remaps 1 users"));
  bool destroys = false;
  for (const Step &step : *steps) destroys = destroys || step.action == "destroy";
  CHECK(destroys);
  Result<TaskResult> result = transfer.task->execute(nullptr);
  if (!result) FAIL(result.error().message());
  if (*result != TaskResult::success) FAIL(transfer.host.all_text());
  const ModelState &to = c.to.state;
  CHECK(to.logins.at("alice").sid == c.new_sid);
  CHECK(to.logins.at("alice").hash == hash);  // the password people know
  CHECK_FALSE(to.logins.at("alice").disabled);
  CHECK(to.databases.at("app").owner_sid == c.new_sid);
  CHECK(to.databases.at("other").users[0].sid == c.new_sid);
  CHECK(to.roles.at("team").owner == "alice");
  CHECK(to.roles.at("securityadmin").members.count("alice"));
  CHECK(to.permissions == std::set<ModelPermission>{
                              {"SERVER", "", "VIEW SERVER STATE", "GRANT_WITH_GRANT_OPTION", "alice", "sa"},
                              {"SERVER", "", "VIEW SERVER STATE", "GRANT", "bob", "alice"}});
  Conflicted again(c, "Recreate");
  CHECK(again.plan()->empty());
}

TEST_CASE("Recreate: any failure leaves the destination as it was") {
  for (const char *where : {"ALTER USER [al]", "CREATE LOGIN", "ADD MEMBER [alice]"}) {
    Conflict c;
    Conflicted transfer(c, "Recreate");
    c.to.fail_on = {where};
    Result<TaskResult> result = transfer.run();
    REQUIRE(result);
    CHECK(*result == TaskResult::failure);
    CHECK(c.to.state.logins["alice"].sid == c.old_sid);
    CHECK(c.to.state.databases["app"].owner_sid == c.old_sid);
    CHECK(c.to.state.roles["team"].owner == "alice");
    CHECK(transfer.execution_value() == 0);
  }
}

TEST_CASE("Recreate refuses what it could not put back") {
  Conflict c;
  c.to.state.logins["alice"].hash.clear();
  CHECK(Conflicted(c, "Recreate").run().error().expected.find("password hash") != std::string::npos);
  CHECK(c.to.executed.empty());
}

TEST_CASE("the SID under another name") {
  ModelServer from("FROM"), to("TO");
  const std::string sid = from.login("alice").sid;
  from.login("bob");
  to.login("alicia").sid = sid;
  for (const char *conflict : {"Fail", "Recreate"}) {
    Transfer transfer(from, to);
    transfer.set("CopySids", "True").set("Gantry.SidConflict", conflict);
    Result<TaskResult> result = transfer.run();
    REQUIRE_FALSE(result);
    CHECK(result.error().found == "login [alicia]");
    CHECK(to.executed.empty());
  }
  Transfer keep(from, to);
  keep.set("CopySids", "True").set("Gantry.SidConflict", "KeepDestination");
  REQUIRE(keep.run());
  CHECK_FALSE(to.state.logins.count("alice"));
  CHECK(to.state.logins.count("bob"));
  CHECK(keep.host.told(0, "its SID belongs to login [alicia]"));
}

TEST_CASE("case-sensitive servers tell Alice from alice") {
  ModelServer from("FROM"), to("TO");
  to.collation = from.collation = "Latin1_General_CS_AS";
  from.login("alice");
  to.login("Alice");
  Transfer transfer(from, to);
  REQUIRE(transfer.run());
  CHECK(to.state.logins.count("alice"));
  CHECK(to.state.logins.count("Alice"));
}

TEST_CASE("orphaned users are repaired by SID, then by name, and Windows users never by name") {
  ModelServer from("FROM"), to("TO");
  from.login("alice");
  from.login("bob");
  from.login("D\\w", "U");
  to.directory["D\\w"] = "S-w";
  to.state.databases["app"].users = {{"renamed", from.state.logins["alice"].sid},
                                     {"bob", model_sid("gone")},
                                     {"D\\w", "S-before", "U", "WINDOWS"},
                                     {"nobody", model_sid("n"), "S", "NONE"}};
  to.state.databases["frozen"].users = {{"bob", model_sid("gone")}};
  to.state.databases["frozen"].read_only = true;
  Transfer transfer(from, to);
  transfer.set("Gantry.RepairUsers", "True");
  Result<TaskResult> result = transfer.run();
  REQUIRE(result);
  CHECK(*result == TaskResult::success);
  const auto &users = to.state.databases["app"].users;
  CHECK(users[0].sid == to.state.logins["alice"].sid);
  CHECK(users[1].sid == to.state.logins["bob"].sid);
  CHECK(users[2].sid == "S-before");
  CHECK(users[3].sid == model_sid("n"));
  CHECK(transfer.host.told(0, "database [frozen] is not repaired"));
}
