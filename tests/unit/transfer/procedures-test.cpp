#include <doctest/doctest.h>

#include "tests/unit/transfer/procedures-model.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

TEST_CASE("procedures: those of dbo by default, any schema on request, system ones only by name") {
  Two two;
  add(two.from, "dbo", "a", "CREATE PROC dbo.a AS SELECT 1");
  add(two.from, "tools", "b", "CREATE PROC tools.b AS SELECT 1");
  cell(list_of(two.from, "StoredProcedure"),
       add(two.from, "dbo", "sp_own", "CREATE PROC dbo.sp_own AS SELECT 1"), "system") = Cell(true);
  Procedures transfer(two.from, two.to);
  transfer.set("TransferAllStoredProcedures", "True");
  succeeds(transfer);
  CHECK(two.text_there("dbo", "a") == "CREATE PROC dbo.a AS SELECT 1");
  CHECK(two.text_there("tools", "b") == "not there");
  CHECK(two.text_there("dbo", "sp_own") == "not there");
  CHECK(transfer.execution_value() == 1);
  CHECK(transfer.host.told(0x4002F351, "1 stored procedure transferred."));
  CHECK(transfer.host.log == Names{"TransferStoredProceduresTaskStartTransferringObjects",
                                   "TransferStoredProceduresTaskFinishedTransferringObjects"});

  Procedures named(two.from, two.to);
  named.set("StoredProceduresList", Names{"sp_own", "tools.b"});
  succeeds(named);
  CHECK(two.text_there("dbo", "sp_own") == "CREATE PROC dbo.sp_own AS SELECT 1");
  CHECK(two.text_there("tools", "b") == "CREATE PROC tools.b AS SELECT 1");
  agrees(two);

  Procedures fail(two.from, two.to);
  fail.set("TransferAllStoredProcedures", "True").set("Gantry.Schemas", Names{"dbo", "tools"});
  Result<TaskResult> result = fail.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == 0xC002F349);
  CHECK(result.error().details.size() == 1);

  Procedures absent(two.from, two.to);
  absent.set("StoredProceduresList", Names{"a", "nobody", "tools.nothing"});
  result = absent.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == 0xC002F346);
  CHECK(result.error().details.size() == 1);
  CHECK(Procedures(two.from, two.to).task->validate(nullptr).error().code == 0xC002F350);
}

TEST_CASE("procedures: the catalogue's name, whatever the text says; numbers; SET options as at creation") {
  Two two;
  add(two.from, "dbo", "renamed", "/* was old */ create proc old @a int as select [old]");
  store(two.from, "dbo", "renamed", 2, "create proc old;2 as select 2");
  const std::size_t odd = add(two.from, "dbo", "odd]one", "CREATE PROC [odd]]one] AS PRINT \"text\"");
  cell(list_of(two.from, "StoredProcedure"), odd, "ansi-nulls") = Cell(false);
  cell(list_of(two.from, "StoredProcedure"), odd, "quoted-identifier") = Cell(false);
  Procedures transfer(two.from, two.to);
  transfer.set("TransferAllStoredProcedures", "True");
  succeeds(transfer);
  CHECK(two.text_there("dbo", "renamed") ==
        "/* was old */ create proc [dbo].[renamed] @a int as select [old]");
  CHECK(two.text_there("dbo", "renamed", 2) == "create proc [dbo].[renamed];2 as select 2");
  CHECK(two.to.session.empty());
  agrees(two);

  // The same again, when the destination has something else.
  store(two.to, "dbo", "renamed", 2, "CREATE proc [dbo].[renamed];2 as select 3");
  cell(list_of(two.to, "StoredProcedure"), 0, "quoted-identifier") = Cell(false);
  Procedures overwrite(two.from, two.to);
  overwrite.set("TransferAllStoredProcedures", "True").set("IfObjectExists", "Overwrite");
  succeeds(overwrite);
  CHECK(two.there("renamed", "quoted-identifier").flag());
  CHECK(two.text_there("dbo", "renamed", 2) == "CREATE proc [dbo].[renamed];2 as select 2");
  CHECK(overwrite.host.told(0x8002F347, "[dbo].[renamed]"));
  agrees(two);
}

TEST_CASE("procedures: a failure under other SET options leaves the session as it was") {
  Two two;
  const std::size_t odd = add(two.from, "dbo", "a", "CREATE PROC dbo.a AS SELECT 'broken'");
  cell(list_of(two.from, "StoredProcedure"), odd, "quoted-identifier") = Cell(false);
  add(two.from, "dbo", "b", "CREATE PROC dbo.b AS SELECT 1");
  two.to.fail_on = {"broken"};
  for (const char *scope : {"Task", "Object"}) {
    Procedures transfer(two.from, two.to);
    transfer.set("TransferAllStoredProcedures", "True").set("Gantry.Transaction", scope);
    Result<TaskResult> result = transfer.run();
    REQUIRE(result);
    CHECK(*result == TaskResult::failure);
    CHECK(two.to.session.empty());
    CHECK(transfer.host.told(0xC002F345, "StoredProcedure [dbo].[a]"));
    CHECK((two.text_there("dbo", "b") == "not there") == (std::string(scope) == "Task"));
  }
  CHECK(two.there("b", "quoted-identifier").flag());
}

TEST_CASE("procedures: owner, permissions with grantor, properties, marks; a second run has nothing to do") {
  Two two;
  Table &procedures = list_of(two.from, "StoredProcedure");
  const std::size_t a = add(two.from, "dbo", "a", "CREATE PROC dbo.a AS SELECT 1");
  cell(procedures, a, "owner") = Cell("boss");
  cell(procedures, a, "startup") = Cell(true);
  cell(procedures, a, "marked") = Cell(true);
  Table &permissions = list_of(two.from, "ObjectPermission");
  const auto permit = [&](const char *state, const char *grantee, const char *grantor) {
    permissions.rows.push_back(
        {Cell("dbo"), Cell("a"), Cell(), Cell("EXECUTE"), Cell(state), Cell(grantee), Cell(grantor)});
  };
  permit("GRANT", "public", "app");
  permit("GRANT_WITH_GRANT_OPTION", "app", "boss");
  permit("DENY", "stranger", "boss");
  list_of(two.from, "ExtendedProperty")
      .rows.push_back({Cell("dbo"), Cell("a"), Cell("PROCEDURE"), Cell(), Cell("Purpose"), Cell("it's fine"),
                       Cell("nvarchar")});
  Procedures transfer(two.from, two.to);
  transfer.set("TransferAllStoredProcedures", "True");
  Result<std::vector<Step>> steps = transfer.plan();
  if (!steps) FAIL(steps.error().message());
  bool privileged = false;
  for (const Step &step : *steps)
    if (step.text.find("sp_procoption") != std::string::npos) {
      privileged = step.reason.find("PRIVILEGED") != std::string::npos;
      CHECK_FALSE(step.transactional);
      CHECK(step.undo.find("'off'") != std::string::npos);
    }
  CHECK(privileged);
  Result<TaskResult> result = transfer.task->execute(nullptr);
  REQUIRE(result);
  if (*result != TaskResult::success) FAIL(transfer.host.all_text());
  CHECK(two.there("a", "owner").text() == "boss");
  CHECK(two.there("a", "startup").flag());
  CHECK(two.there("a", "marked").flag());
  const Table &there = list_of(two.to, "ObjectPermission");
  REQUIRE(there.rows.size() == 2);
  CHECK(there.at(0, "grantee").text() == "app");  // who passes it on comes first
  CHECK(there.at(0, "state").text() == "GRANT_WITH_GRANT_OPTION");
  CHECK(there.at(1, "grantor").text() == "app");
  CHECK(transfer.host.told(0, "Permissions of [stranger] on procedures are left out"));
  CHECK(list_of(two.to, "ExtendedProperty").at(0, "value").text() == "it's fine");
  agrees(two);

  SUBCASE("overwriting keeps what only the destination has, and gives all anew under a new owner") {
    list_of(two.to, "ObjectPermission")
        .rows.push_back({Cell("dbo"), Cell("a"), Cell(), Cell("VIEW DEFINITION"), Cell("GRANT"),
                         Cell("public"), Cell("dbo")});
    cell(list_of(two.from, "StoredProcedure"), 0, "startup") = Cell(false);
    store(two.from, "dbo", "a", 0, "CREATE PROC dbo.a AS SELECT 2");
    Procedures overwrite(two.from, two.to);
    overwrite.set("TransferAllStoredProcedures", "True").set("IfObjectExists", "Overwrite");
    succeeds(overwrite);
    CHECK(list_of(two.to, "ObjectPermission").rows.size() == 3);
    CHECK_FALSE(two.there("a", "startup").flag());
    cell(list_of(two.from, "StoredProcedure"), 0, "owner") = Cell("");
    Procedures owner(two.from, two.to);
    owner.set("TransferAllStoredProcedures", "True").set("IfObjectExists", "Overwrite");
    succeeds(owner);
    CHECK(two.there("a", "owner").text().empty());
    CHECK(list_of(two.to, "ObjectPermission").rows.size() == 2);
    agrees(two);
  }
}

TEST_CASE(
    "procedures: signatures where the text is the same byte for byte and the key is there, else a report") {
  Two two;
  add(two.from, "dbo", "same", "CREATE PROC dbo.same AS SELECT 1");
  add(two.from, "dbo", "renamed", "CREATE PROC dbo.other AS SELECT 1");
  for (const char *name : {"same", "renamed"})
    list_of(two.from, "ModuleSignature")
        .rows.push_back({Cell("dbo"), Cell(name), Cell("CERTIFICATE"), Cell("signer"), Cell(Blob{"thumb"}),
                         Cell(false), Cell(Blob{"sign"})});
  list_of(two.to, "SigningKey").columns = {"class", "name", "thumbprint"};
  SUBCASE("no key") {
    Procedures transfer(two.from, two.to);
    transfer.set("TransferAllStoredProcedures", "True");
    succeeds(transfer);
    CHECK(list_of(two.to, "ModuleSignature").rows.empty());
    CHECK(transfer.host.told(0, "nothing with its thumbprint"));
  }
  SUBCASE("a key of another name") {
    list_of(two.to, "SigningKey")
        .rows.push_back({Cell("CERTIFICATE"), Cell("signer here"), Cell(Blob{"thumb"})});
    Procedures transfer(two.from, two.to);
    transfer.set("TransferAllStoredProcedures", "True");
    succeeds(transfer);
    REQUIRE(list_of(two.to, "ModuleSignature").rows.size() == 1);
    CHECK(list_of(two.to, "ModuleSignature").at(0, "signer").text() == "signer here");
    CHECK(transfer.host.told(
        0, "[dbo].[renamed] by CERTIFICATE [signer] is left out: the text is not the same"));
    agrees(two);
    // ALTER takes the signature; it is given again with the same text.
    store(two.to, "dbo", "same", 0, "CREATE PROC dbo.same AS SELECT 0");
    Procedures overwrite(two.from, two.to);
    overwrite.set("TransferAllStoredProcedures", "True").set("IfObjectExists", "Overwrite");
    succeeds(overwrite);
    CHECK(list_of(two.to, "ModuleSignature").rows.size() == 1);
    agrees(two);
  }
}

TEST_CASE(
    "procedures: what refers comes behind what is referred to; circles work; failures are tried again") {
  Two two;
  const auto depends = [&](const char *name, const Names &on) {
    const std::size_t row = add(two.from, "dbo", name, std::string("CREATE PROC dbo.") + name + " AS RETURN");
    Names list;
    for (const std::string &one : on) {
      list.push_back("");
      list.push_back(one);
    }
    cell(list_of(two.from, "StoredProcedure"), row, "depends") = Cell(encode_list(list));
  };
  depends("a", {"b", "c"});
  depends("b", {"c", "nothing"});
  depends("c", {"a"});
  depends("d", {});
  Procedures transfer(two.from, two.to);
  transfer.set("TransferAllStoredProcedures", "True");
  Result<std::vector<Step>> steps = transfer.plan();
  REQUIRE(steps);
  REQUIRE(steps->size() == 4);
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < steps->size(); ++i) place[(*steps)[i].object] = i;
  CHECK(place["StoredProcedure [dbo].[b]"] < place["StoredProcedure [dbo].[a]"]);
  CHECK(place["StoredProcedure [dbo].[c]"] < place["StoredProcedure [dbo].[a]"]);
  succeeds(transfer);

  Two later;
  add(later.from, "dbo", "a", "CREATE PROC dbo.a AS RETURN -- NEEDS b");
  add(later.from, "dbo", "b", "CREATE PROC dbo.b AS RETURN -- NEEDS c");
  add(later.from, "dbo", "c", "CREATE PROC dbo.c AS RETURN");
  add(later.from, "dbo", "x", "CREATE PROC dbo.x AS RETURN -- NEEDS y");
  Procedures again(later.from, later.to);
  again.set("TransferAllStoredProcedures", "True").set("Gantry.Transaction", "Object");
  Result<TaskResult> result = again.run();
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK(again.execution_value() == 3);
  CHECK(again.host.told(0xC002F345, "invalid object name y"));
  CHECK_FALSE(again.host.told(0xC002F345, "invalid object name b"));
}

TEST_CASE("procedures: encrypted, CLR and extended ones are told with the reason; a named one is an error") {
  Two two;
  Table &procedures = list_of(two.from, "StoredProcedure");
  const auto odd = [&](const char *name, const char *column, const Cell &value) {
    const std::size_t row = add(two.from, "dbo", name, "");
    cell(procedures, row, column) = value;
  };
  odd("secret", "encrypted", Cell(true));
  odd("clr", "type", Cell("PC"));
  odd("xp", "type", Cell("X"));
  Procedures all(two.from, two.to);
  all.set("TransferAllStoredProcedures", "True");
  succeeds(all);
  CHECK(all.host.told(0, "[dbo].[secret] is left out: it is encrypted"));
  CHECK(all.host.told(0, "[dbo].[clr] is left out: it is a CLR procedure"));
  CHECK(all.host.told(0, "[dbo].[xp] is left out: it is an extended procedure"));
  Procedures named(two.from, two.to);
  named.set("StoredProceduresList", Names{"secret", "clr"});
  Result<TaskResult> result = named.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == 0xC002F345);
  CHECK(result.error().details.size() == 1);
}

TEST_CASE("procedures: schemas, users and rights that are missing are found when planning") {
  Two two;
  add(two.from, "lost", "a", "CREATE PROC lost.a AS SELECT 1");
  cell(list_of(two.from, "StoredProcedure"),
       add(two.from, "dbo", "b", "CREATE PROC dbo.b WITH EXECUTE AS 'ghost' AS RETURN"), "execute-as") =
      Cell("ghost");
  Procedures transfer(two.from, two.to);
  transfer.set("TransferAllStoredProcedures", "True").set("Gantry.Schemas", Names{"*"});
  Result<TaskResult> result = transfer.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().details.size() == 1);
  CHECK(result.error().message().find("CREATE SCHEMA [lost]") != std::string::npos);
  CHECK(two.to.executed.empty());
}

TEST_CASE("procedures: round trips do not grow with their number") {
  int trips[2];
  for (const int count : {5, 150}) {
    Two two;
    for (int i = 0; i < count; ++i)
      add(two.from, "dbo", "p" + std::to_string(i), "CREATE PROC old AS RETURN");
    Procedures transfer(two.from, two.to);
    transfer.set("TransferAllStoredProcedures", "True");
    REQUIRE(transfer.plan());
    trips[count == 5 ? 0 : 1] = two.from.round_trips + two.to.round_trips;
  }
  CHECK(trips[0] == trips[1]);
}

TEST_CASE("procedures: description; the destination is written under its historic name") {
  const std::string text = describe_properties(TransferStoredProceduresTask::properties());
  CHECK(
      text.find(
          "property=DestinationConnection\nproperty.type=string\nproperty.xml=m_DestinationConnectionID\n") !=
      std::string::npos);
  for (const char *name :
       {"TransferAllStoredProcedures", "StoredProceduresList", "IfObjectExists", "SourceConnection"})
    CHECK(text.find(std::string("property.xml=") + name + '\n') != std::string::npos);
}
