#include <doctest/doctest.h>

#include "tests/unit/transfer/task-host.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

namespace {

struct Two {
  ModelServer from{"FROM"}, to{"TO"};
};

/// As T1 wants it: success, with a look at the first error otherwise.
void succeeds(Transfer &transfer) {
  Result<TaskResult> result = transfer.run();
  if (!result) FAIL(result.error().message());
  if (*result != TaskResult::success) FAIL(transfer.host.all_text());
}

void every_option(Transfer &transfer) {
  for (const char *name : {"CopySids", "Gantry.CopyPasswordHashes", "Gantry.CopyServerRoles",
                           "Gantry.CopyServerPermissions", "Gantry.CopyCredentials", "Gantry.RepairUsers"})
    transfer.set(name, "True");
}

/// A source with a bit of everything.
void fill_source(ModelServer &server) {
  server.login("alice").expiration = true;
  server.login("o'br]ien").database = "nowhere";
  ModelLogin &carol = server.login("carol");
  carol.disabled = carol.denied = true;
  carol.policy = false;
  carol.credentials = {"backup", "lost"};
  server.state.credentials = {"backup", "lost"};
  server.login("D\\group", "G").sid = "S-group";
  server.login("##MS_Policy##").system = true;
  server.login("NT SERVICE\\SQLWriter", "U").system = true;
  server.state.roles["auditors"].members = {"alice", "nested"};
  server.state.roles["auditors"].owner = "carol";
  server.state.roles["nested"].members = {"carol"};
  server.state.roles["nested"].owner = "sa";
  server.state.roles["sysadmin"].members.insert("alice");
  server.state.roles["##MS_LoginManager##"].members = {"carol"};
  server.state.permissions = {{"SERVER", "", "VIEW SERVER STATE", "GRANT_WITH_GRANT_OPTION", "alice", "sa"},
                              {"SERVER", "", "VIEW SERVER STATE", "GRANT", "carol", "alice"},
                              {"SERVER", "", "CONNECT SQL", "GRANT", "alice", "sa"},
                              {"LOGIN", "carol", "IMPERSONATE", "DENY", "alice", "sa"},
                              {"LOGIN", "stranger", "IMPERSONATE", "GRANT", "alice", "sa"},
                              {"ENDPOINT", "Mirroring", "CONNECT", "GRANT", "carol", "sa"},
                              {"SERVER ROLE", "nested", "ALTER", "GRANT", "auditors", "sa"}};
}

}  // namespace

TEST_CASE("SSIS's semantics by default: new SQL logins are disabled, with a random password and a new SID") {
  Two two;
  two.from.login("alice");
  Transfer transfer(two.from, two.to);
  succeeds(transfer);
  REQUIRE(two.to.state.logins.count("alice"));
  const ModelLogin &alice = two.to.state.logins["alice"];
  CHECK(alice.disabled);
  CHECK(alice.hash != two.from.state.logins["alice"].hash);
  CHECK(alice.sid != two.from.state.logins["alice"].sid);
  CHECK(transfer.execution_value() == 1);
  CHECK(transfer.host.log == std::vector<std::string>{"TransferLoginsTaskStartTransferringObjects",
                                                      "TransferLoginsTaskFinishedTransferringObjects"});
  REQUIRE(!transfer.host.progress.empty());
  CHECK(transfer.host.progress.back().first == transfer.host.progress.back().second);
  for (std::size_t i = 1; i < transfer.host.progress.size(); ++i)
    CHECK(transfer.host.progress[i].first >= transfer.host.progress[i - 1].first);
  CHECK(transfer.host.told(0, "1 login transferred."));
}

TEST_CASE("sa never moves, whatever its name; nor does what the product made") {
  Two two;
  two.from.state.logins["boss"] = two.from.state.logins["sa"];
  two.from.state.logins.erase("sa");
  fill_source(two.from);
  Transfer transfer(two.from, two.to);
  transfer.set("IfObjectExists", "Skip");
  two.to.directory["D\\group"] = "S-group";
  succeeds(transfer);
  CHECK_FALSE(two.to.state.logins.count("boss"));
  CHECK_FALSE(two.to.state.logins.count("##MS_Policy##"));
  CHECK_FALSE(two.to.state.logins.count("NT SERVICE\\SQLWriter"));
  CHECK(two.to.state.logins.count("alice"));
  Transfer named(two.from, two.to);
  named.set("LoginsToTransfer", "SelectedLogins").set("LoginsList", encode_list({"boss", "##MS_Policy##"}));
  succeeds(named);
  CHECK_FALSE(two.to.state.logins.count("boss"));
  CHECK(named.host.told(0, "[boss] is sa and never moves"));
  CHECK(named.execution_value() == 0);
}

TEST_CASE("everything is carried when it is asked for, and a second run has no step") {
  Two two;
  fill_source(two.from);
  two.to.state.credentials = {"backup"};
  two.to.directory["D\\group"] = "S-group";
  two.to.state.databases["app"].users = {{"alice", model_sid("somewhere else")},
                                         {"dbo", model_sid("x")},
                                         {"other", two.from.state.logins["carol"].sid}};
  Transfer transfer(two.from, two.to);
  every_option(transfer);
  transfer.set("IfObjectExists", "Overwrite");
  succeeds(transfer);
  const ModelState &to = two.to.state;
  for (const char *name : {"alice", "o'br]ien", "carol"}) {
    REQUIRE(to.logins.count(name));
    CHECK(to.logins.at(name).hash == two.from.state.logins[name].hash);
    CHECK(to.logins.at(name).sid == two.from.state.logins[name].sid);
  }
  CHECK_FALSE(to.logins.at("alice").disabled);
  CHECK(to.logins.at("alice").expiration);
  CHECK(to.logins.at("carol").disabled);
  CHECK(to.logins.at("carol").denied);
  CHECK_FALSE(to.logins.at("carol").policy);
  CHECK(to.logins.at("carol").credentials == std::set<std::string>{"backup"});
  CHECK(to.logins.at("o'br]ien").database == "master");
  CHECK(to.logins.at("D\\group").sid == "S-group");
  CHECK(to.roles.at("auditors").members == std::set<std::string>{"alice", "nested"});
  CHECK(to.roles.at("auditors").owner == "carol");
  CHECK(to.roles.at("sysadmin").members.count("alice"));
  CHECK(to.roles.at("##MS_LoginManager##").members.count("carol"));
  CHECK(to.permissions == std::set<ModelPermission>{
                              {"SERVER", "", "VIEW SERVER STATE", "GRANT_WITH_GRANT_OPTION", "alice", "sa"},
                              {"SERVER", "", "VIEW SERVER STATE", "GRANT", "carol", "alice"},
                              {"LOGIN", "carol", "IMPERSONATE", "DENY", "alice", "sa"},
                              {"ENDPOINT", "Mirroring", "CONNECT", "GRANT", "carol", "sa"},
                              {"SERVER ROLE", "nested", "ALTER", "GRANT", "auditors", "sa"}});
  CHECK(to.databases.at("app").users[0].sid == two.from.state.logins["alice"].sid);
  CHECK(to.databases.at("app").users[1].sid == model_sid("x"));
  const std::string told = transfer.host.all_text();
  CHECK(told.find("[nowhere] is not at the destination") != std::string::npos);
  CHECK(told.find("credential [lost]") != std::string::npos);
  CHECK(told.find("LOGIN::[stranger] is not at the destination") != std::string::npos);
  CHECK(transfer.execution_value() == 4);

  for (const char *policy : {"Overwrite", "Skip"}) {
    const std::size_t changes = two.to.executed.size();
    Transfer again(two.from, two.to);
    every_option(again);
    again.set("IfObjectExists", policy);
    Result<std::vector<Step>> steps = again.plan();
    if (!steps) FAIL(steps.error().message());
    for (const Step &step : *steps) MESSAGE(step.text);
    CHECK(steps->empty());
    REQUIRE(again.task->execute(nullptr));
    CHECK(two.to.executed.size() == changes);
    CHECK(again.execution_value() == 0);
  }
}

TEST_CASE("no secret is in a plan, an event or an error") {
  Two two;
  two.from.login("alice");
  Transfer transfer(two.from, two.to);
  transfer.set("Gantry.CopyPasswordHashes", "True");
  const std::string hash = Cell::hexadecimal(two.from.state.logins["alice"].hash).substr(2);
  two.to.fail_on = {"CREATE LOGIN"};
  Result<std::vector<Step>> steps = transfer.plan();
  REQUIRE(steps);
  REQUIRE(steps->size() == 1);
  CHECK((*steps)[0].text.find("PASSWORD = *** HASHED") != std::string::npos);
  CHECK((*steps)[0].action == "create");
  CHECK((*steps)[0].object == "Login alice");
  CHECK((*steps)[0].connection == "to TO");
  Result<TaskResult> result = transfer.task->execute(nullptr);
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK(transfer.host.told(0xC002F344, "Login alice"));
  CHECK(transfer.host.all_text().find(hash) == std::string::npos);
}

TEST_CASE("FailTask fails before any change and names every login") {
  Two two;
  two.from.login("alice");
  two.from.login("bob");
  two.from.login("new");
  two.to.login("Alice");
  two.to.login("bob");
  Transfer transfer(two.from, two.to);
  Result<TaskResult> result = transfer.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == 0xC002F340);
  CHECK(result.error().what.find("[alice]") != std::string::npos);
  REQUIRE(result.error().details.size() == 1);
  CHECK(result.error().details[0].find("[bob]") != std::string::npos);
  CHECK(two.to.executed.empty());
  CHECK(transfer.task->execute(nullptr).error().status == Status::state);
}

TEST_CASE("Overwrite alters all but the password and the SID, and never drops") {
  Two two;
  ModelLogin &here = two.from.login("alice"), &there = two.to.login("alice");
  here.database = "sales";
  two.to.state.databases["sales"];
  here.language = "Deutsch";
  here.expiration = true;
  here.denied = true;
  there.disabled = true;
  const std::string sid = there.sid, hash = there.hash;
  Transfer transfer(two.from, two.to);
  transfer.set("IfObjectExists", "Overwrite");
  succeeds(transfer);
  const ModelLogin &after = two.to.state.logins["alice"];
  CHECK(after.database == "sales");
  CHECK(after.language == "Deutsch");
  CHECK(after.expiration);
  CHECK(after.denied);
  CHECK(after.disabled);  // enabling is the administrator's, who alone knows of a password
  CHECK(after.sid == sid);
  CHECK(after.hash == hash);
  CHECK(transfer.host.told(0x8002F343, "[alice]"));
  for (const std::string &statement : two.to.executed) CHECK(statement.find("DROP") == std::string::npos);

  Transfer again(two.from, two.to);
  again.set("IfObjectExists", "Overwrite");
  CHECK(again.plan()->empty());
  // With hashes kept the password and the state follow.
  Transfer with(two.from, two.to);
  with.set("IfObjectExists", "Overwrite").set("Gantry.CopyPasswordHashes", "True");
  succeeds(with);
  CHECK(two.to.state.logins["alice"].hash == here.hash);
  CHECK_FALSE(two.to.state.logins["alice"].disabled);
  CHECK(two.to.state.logins["alice"].sid == sid);
}

TEST_CASE("a random password is never reset on an existing login") {
  Two two;
  two.from.login("alice");
  Transfer first(two.from, two.to);
  succeeds(first);
  const std::string hash = two.to.state.logins["alice"].hash;
  for (const char *policy : {"Overwrite", "Skip"}) {
    Transfer again(two.from, two.to);
    again.set("IfObjectExists", policy);
    succeeds(again);
    CHECK(two.to.state.logins["alice"].hash == hash);
    CHECK(again.execution_value() == 0);
  }
}

TEST_CASE("protected logins are left alone") {
  Two two;
  for (const char *name : {"admin", "agent", "last"}) {
    two.from.login(name).database = "sales";
    two.to.login(name);
  }
  two.to.state.databases["sales"];
  two.to.state.logins["agent"].protection = "it is a service account";
  two.to.state.logins["last"].protection = "it is the last enabled member of sysadmin";
  for (const char *policy : {"Overwrite", "FailTask"}) {
    Transfer transfer(two.from, two.to);
    transfer.set("IfObjectExists", policy);
    succeeds(transfer);
    CHECK(two.to.executed.empty());
    CHECK(transfer.host.told(0, "[last] is left as it is"));
    CHECK(transfer.host.told(0,
                             "[admin] is left as it is at the destination: it is the login of this session"));
  }
}

TEST_CASE("hashes: versions that cannot be taken, compared or read") {
  Two two;
  two.from.login("alice").hash = model_hash("p", '\3');
  Transfer transfer(two.from, two.to);
  transfer.set("Gantry.CopyPasswordHashes", "True");
  Result<TaskResult> refused = transfer.run();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().found == "a hash of version 0x0300");
  CHECK(two.to.executed.empty());

  two.to.hash_versions = "0x0100 0x0200 0x0300";
  two.to.login("alice");
  Transfer other(two.from, two.to);
  other.set("Gantry.CopyPasswordHashes", "True").set("IfObjectExists", "Overwrite");
  Result<std::vector<Step>> steps = other.plan();
  REQUIRE(steps);
  CHECK(steps->empty());
  CHECK(other.host.told(0, "hashes of different versions cannot be compared"));

  two.from.login("bob").hash.clear();
  Transfer unreadable(two.from, two.to);
  unreadable.set("Gantry.CopyPasswordHashes", "True").set("IfObjectExists", "Skip");
  CHECK(unreadable.run().error().status == Status::denied);
}

TEST_CASE("the right to see hashes is asked for only where they are copied") {
  Two two;
  two.from.login("alice");
  two.from.missing_rights = {{"CONTROL SERVER", "GRANT CONTROL SERVER TO [me];"}};
  Transfer without(two.from, two.to);
  succeeds(without);
  Transfer with(two.from, two.to);
  with.set("Gantry.CopyPasswordHashes", "True").set("IfObjectExists", "Skip");
  const Result<TaskResult> refused = with.run();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == Status::denied);
  CHECK(refused.error().todo.find("GRANT CONTROL SERVER TO [me];") != std::string::npos);
}

TEST_CASE("a dead Windows account does not undo the rest") {
  Two two;
  two.from.login("D\\dead", "U");
  two.from.login("D\\alive", "U");
  two.to.directory["D\\alive"] = "S-alive";
  two.from.login("D\\renamed", "U");
  two.to.directory["D\\renamed"] = "S-old";
  two.to.login("D\\former", "U").sid = "S-old";
  Transfer transfer(two.from, two.to);
  succeeds(transfer);
  CHECK(two.to.state.logins.count("D\\alive"));
  CHECK_FALSE(two.to.state.logins["D\\alive"].disabled);
  CHECK_FALSE(two.to.state.logins.count("D\\dead"));
  CHECK(transfer.host.told(0, "[D\\dead] is left out"));
  CHECK(transfer.host.told(0, "its SID belongs to login [D\\former]"));
}

TEST_CASE("selection: names without regard to case, missing ones, databases") {
  Two two;
  two.from.login("Alice");
  two.from.login("bob");
  two.from.login("owner");
  two.from.state.databases["app"].users = {{"b", two.from.state.logins["bob"].sid},
                                           {"c", model_sid("c"), "S", "DATABASE"}};
  two.from.state.databases["app"].owner_sid = two.from.state.logins["owner"].sid;
  Transfer names(two.from, two.to);
  names.set("LoginsList", encode_list({"ALICE"}));  // a list alone means the list, as real packages have it
  succeeds(names);
  CHECK(two.to.state.logins.count("Alice"));
  CHECK_FALSE(two.to.state.logins.count("bob"));
  Transfer missing(two.from, two.to);
  missing.set("LoginsToTransfer", "1").set("LoginsList", encode_list({"nobody", "noone"}));
  Result<TaskResult> result = missing.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == 0xC002F342);
  CHECK(result.error().details.size() == 1);
  Transfer databases(two.from, two.to);
  databases.set("LoginsToTransfer", "AllLoginsFromSelectedDatabases")
      .set("DatabasesList", encode_list({"app"}));
  succeeds(databases);
  CHECK(two.to.state.logins.count("bob"));
  CHECK(two.to.state.logins.count("owner"));
  CHECK(databases.execution_value() == 2);
  Transfer nowhere(two.from, two.to);
  nowhere.set("LoginsToTransfer", "2").set("DatabasesList", encode_list({"no"}));
  CHECK(nowhere.run().error().code == 0xC0029299);
}

TEST_CASE("server permissions: a state that differs is changed, more than the source has is not taken away") {
  Two two;
  two.from.login("alice");
  two.to.login("alice");
  two.from.state.permissions = {{"SERVER", "", "ALTER TRACE", "DENY", "alice", "sa"},
                                {"SERVER", "", "ALTER ANY LOGIN", "GRANT", "alice", "sa"}};
  two.to.state.permissions = {{"SERVER", "", "ALTER TRACE", "GRANT", "alice", "admin"},
                              {"SERVER", "", "ALTER ANY LOGIN", "GRANT_WITH_GRANT_OPTION", "alice", "sa"},
                              {"SERVER", "", "SHUTDOWN", "GRANT", "alice", "sa"}};
  Transfer transfer(two.from, two.to);
  transfer.set("Gantry.CopyServerPermissions", "True").set("IfObjectExists", "Overwrite");
  Result<std::vector<Step>> steps = transfer.plan();
  REQUIRE(steps);
  std::vector<std::string> texts;
  for (const Step &step : *steps) texts.push_back(step.text);
  std::sort(texts.begin(), texts.end());
  CHECK(texts == std::vector<std::string>{"DENY ALTER TRACE TO [alice];",
                                          "REVOKE GRANT OPTION FOR ALTER ANY LOGIN FROM [alice] CASCADE;"});
}

TEST_CASE("the number of reading round trips does not grow with the logins") {
  int trips[2] = {};
  for (int run = 0; run < 2; ++run) {
    Two two;
    for (int i = 0; i < (run ? 300 : 3); ++i) {
      two.from.login("login" + std::to_string(i));
      const std::string account = "D\\u" + std::to_string(i);
      two.from.login(account, "U");
      two.to.directory[account] = account;
      two.from.state.roles["sysadmin"].members.insert("login" + std::to_string(i));
    }
    Transfer transfer(two.from, two.to);
    every_option(transfer);
    two.from.round_trips = two.to.round_trips = 0;
    REQUIRE(transfer.plan());
    trips[run] = two.from.round_trips + two.to.round_trips;
  }
  CHECK(trips[0] == trips[1]);
}
