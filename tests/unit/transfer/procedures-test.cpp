#include <doctest/doctest.h>

#include <regex>

#include "plugins/smo/module-header.hpp"
#include "plugins/transfer/common/object-name.hpp"
#include "plugins/transfer/procedures/procedures-task.hpp"
#include "tests/unit/transfer/table-server.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

namespace {

using Procedures = TableTransfer<TransferStoredProceduresTask>;
using Names = std::vector<std::string>;

Table &list_of(TableServer &server, const char *kind) { return server.lists[kind]; }

Cell &cell(Table &table, std::size_t row, const char *column) {
  return table.rows[row][static_cast<std::size_t>(table.column(column))];
}

std::optional<std::size_t> find(const Table &table, const std::string &schema, const std::string &name) {
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    if (table.at(i, "schema").text() == schema && table.at(i, "name").text() == name) return i;
  return std::nullopt;
}

/// What a server would hash; any function will do that differs for different texts.
Cell hash(const std::string &text) { return Cell(Blob{std::to_string(std::hash<std::string>{}(text))}); }

/// Writes a text into both lists: the procedure's row and its definition.
void store(TableServer &server, const std::string &schema, const std::string &name, int number,
           const std::string &text) {
  Table &texts = list_of(server, "ModuleDefinition"), &procedures = list_of(server, "StoredProcedure");
  const std::string object = qualified(schema, name);
  bool found = false;
  for (auto &row : texts.rows)
    if (row[0].text() == object && row[1].number() == number) {
      row[2] = Cell(text);
      found = true;
    }
  if (!found) texts.rows.push_back({Cell(object), Cell(number), Cell(text)});
  const std::size_t row = *find(procedures, schema, name);
  if (number == 0) {
    cell(procedures, row, "definition-hash") = hash(text);
  } else {
    Names numbers;
    for (const auto &one : texts.rows)
      if (one[0].text() == object && one[1].number() > 0) {
        numbers.push_back(one[1].text());
        numbers.push_back(hash(one[2].text()).text());
      }
    cell(procedures, row, "numbers") = Cell(encode_list(numbers));
  }
}

std::size_t add(TableServer &server, const std::string &schema, const std::string &name,
                const std::string &text) {
  Table &procedures = list_of(server, "StoredProcedure");
  procedures.rows.push_back({Cell(schema), Cell(name), Cell("P"), Cell(false), Cell(false), Cell(""),
                             Cell(true), Cell(true), Cell("CALLER"), Cell(false), Cell(false), Cell(),
                             Cell("0,"), Cell("0,")});
  store(server, schema, name, 0, text);
  return procedures.rows.size() - 1;
}

Result<> apply_permission(TableServer &server, const std::smatch &m) {
  Table &permissions = list_of(server, "ObjectPermission");
  const std::string state = m[1] == "DENY" ? "DENY" : m[6].matched ? "GRANT_WITH_GRANT_OPTION" : "GRANT";
  std::vector<Cell> row = {Cell(m[3].str()),
                           Cell(m[4].str()),
                           Cell(),
                           Cell(m[2].str()),
                           Cell(state),
                           Cell(m[5].str()),
                           Cell(m[7].matched ? m[7].str() : "dbo")};
  for (auto &there : permissions.rows)
    if (there[0] == row[0] && there[1] == row[1] && there[3] == row[3] && there[5] == row[5] &&
        there[6] == row[6]) {
      there = row;
      return success();
    }
  permissions.rows.push_back(row);
  return success();
}

Result<> apply(TableServer &server, const std::string &statement) {
  static const std::regex set(R"(SET (ANSI_NULLS|QUOTED_IDENTIFIER) (ON|OFF);)"),
      drop(R"(IF OBJECT_ID.*DROP PROCEDURE \[(.*)\]\.\[(.*)\];)"),
      permission(
          R"((GRANT|DENY) ([A-Z ]+) ON OBJECT::\[(.*)\]\.\[(.*)\] TO \[([^\]]*)\]( WITH GRANT OPTION)?(?: AS \[([^\]]*)\])?;)"),
      owner(R"(ALTER AUTHORIZATION ON OBJECT::\[(.*)\]\.\[(.*)\] TO (?:\[(.*)\]|SCHEMA OWNER);)"),
      startup(
          R"(EXEC sys\.sp_procoption @ProcName = N'\[(.*)\]\.\[(.*)\]', @OptionName = 'startup', @OptionValue = '(on|off)';)"),
      marked(R"(EXEC sys\.sp_MS_marksystemobject N'\[(.*)\]\.\[(.*)\]';)"),
      signature(
          R"(ADD SIGNATURE TO OBJECT::\[(.*)\]\.\[(.*)\] BY CERTIFICATE \[(.*)\] WITH SIGNATURE = 0x([0-9A-F]+);)"),
      property(
          R"(EXEC sys\.sp_(add|update)extendedproperty @name = N'(.*)', @value = N'(.*)', @level0type = N'SCHEMA', @level0name = N'(.*)', @level1type = N'PROCEDURE', @level1name = N'(.*)';)");
  Table &procedures = list_of(server, "StoredProcedure");
  std::smatch m;
  if (std::regex_match(statement, m, set)) {
    if (m[2] == "OFF")
      server.session[m[1]] = "OFF";
    else
      server.session.erase(m[1]);
    return success();
  }
  if (std::regex_match(statement, m, permission)) return apply_permission(server, m);
  const auto row_of = [&](std::size_t schema, std::size_t name) {
    return find(procedures, m[schema], m[name]);
  };
  if (std::regex_match(statement, m, owner)) {
    cell(procedures, *row_of(1, 2), "owner") = Cell(m[3].matched ? m[3].str() : "");
    Table &permissions = list_of(server, "ObjectPermission");
    permissions.rows.erase(std::remove_if(permissions.rows.begin(), permissions.rows.end(),
                                          [&](const auto &row) { return row[1].text() == m[2]; }),
                           permissions.rows.end());
    return success();
  }
  if (std::regex_match(statement, m, startup)) {
    cell(procedures, *row_of(1, 2), "startup") = Cell(m[3] == "on");
    return success();
  }
  if (std::regex_match(statement, m, marked)) {
    cell(procedures, *row_of(1, 2), "marked") = Cell(true);
    return success();
  }
  if (std::regex_match(statement, m, signature)) {
    list_of(server, "ModuleSignature")
        .rows.push_back({Cell(m[1].str()), Cell(m[2].str()), Cell("CERTIFICATE"), Cell(m[3].str()),
                         Cell(Blob{"thumb"}), Cell(false), Cell(Blob{"sign"})});
    return success();
  }
  if (std::regex_match(statement, m, property)) {
    Table &all = list_of(server, "ExtendedProperty");
    const std::string value = std::regex_replace(m[3].str(), std::regex("''"), "'");
    for (auto &row : all.rows)
      if (m[1] == "update" && row[1].text() == m[5] && row[4].text() == m[2]) row[5] = Cell(value);
    if (m[1] == "add")
      all.rows.push_back({Cell(m[4].str()), Cell(m[5].str()), Cell("PROCEDURE"), Cell(), Cell(m[2].str()),
                          Cell(value), Cell("nvarchar")});
    return success();
  }
  if (std::regex_match(statement, m, drop)) {
    if (const auto row = row_of(1, 2))
      procedures.rows.erase(procedures.rows.begin() + static_cast<std::ptrdiff_t>(*row));
    return success();
  }
  Result<smo::ModuleHeader> header = smo::read_module_header(statement);
  if (!header || header->type != "PROCEDURE" || header->name.size() != 2)
    return refused(102, "the test does not know: " + statement);
  const auto row = find(procedures, header->name[0], header->name[1]);
  if (header->verb == "CREATE" && row && header->number < 2)
    return refused(2714, "there is already an object");
  if (header->verb == "ALTER" && !row) return refused(208, "invalid object name");
  if (statement.find("NEEDS ") != std::string::npos)
    if (const std::string needed = statement.substr(statement.find("NEEDS ") + 6);
        !find(procedures, "dbo", needed))
      return refused(208, "invalid object name " + needed);
  std::string text = statement;
  if (header->verb == "ALTER")
    text.replace(header->verb_begin, header->verb_end - header->verb_begin, "CREATE");
  if (header->verb == "CREATE" && !row)
    add(server, header->name[0], header->name[1], text);
  else
    store(server, header->name[0], header->name[1], header->number, text);
  const std::size_t made = *find(procedures, header->name[0], header->name[1]);
  cell(procedures, made, "ansi-nulls") = Cell(!server.session.count("ANSI_NULLS"));
  cell(procedures, made, "quoted-identifier") = Cell(!server.session.count("QUOTED_IDENTIFIER"));
  if (header->verb == "ALTER") {
    Table &signatures = list_of(server, "ModuleSignature");
    signatures.rows.erase(std::remove_if(signatures.rows.begin(), signatures.rows.end(),
                                         [&](const auto &one) { return one[1].text() == header->name[1]; }),
                          signatures.rows.end());
  }
  return success();
}

struct Two {
  TableServer from{"FROM", apply}, to{"TO", apply};
  Two() {
    for (TableServer *server : {&from, &to}) {
      list_of(*server, "StoredProcedure").columns = {
          "schema",     "name",    "type",       "system",
          "marked",     "owner",   "ansi-nulls", "quoted-identifier",
          "execute-as", "startup", "encrypted",  "definition-hash",
          "numbers",    "depends"};
      list_of(*server, "ModuleDefinition").columns = {"object", "number", "definition"};
      list_of(*server, "ObjectPermission").columns = {"schema", "object",  "column", "permission",
                                                      "state",  "grantee", "grantor"};
      list_of(*server, "ExtendedProperty").columns = {"schema", "object", "object-type", "parameter",
                                                      "name",   "value",  "value-type"};
      list_of(*server, "ModuleSignature").columns = {"schema",     "object",  "class",    "signer",
                                                     "thumbprint", "counter", "signature"};
      list_of(*server, "Schema").columns = {"name", "owner"};
      for (const char *schema : {"dbo", "tools"})
        list_of(*server, "Schema").rows.push_back({Cell(schema), Cell("dbo")});
      list_of(*server, "DatabasePrincipal").columns = {"name", "type"};
      for (const char *name : {"dbo", "public", "app", "boss"})
        list_of(*server, "DatabasePrincipal").rows.push_back({Cell(name), Cell("S")});
    }
  }
  std::string text_there(const std::string &schema, const std::string &name, int number = 0) const {
    for (const auto &row : to.lists.at("ModuleDefinition").rows)
      if (row[0].text() == qualified(schema, name) && row[1].number() == number) return row[2].text();
    return "not there";
  }
  Cell there(const char *name, const char *column, const char *schema = "dbo") const {
    const auto row = find(to.lists.at("StoredProcedure"), schema, name);
    return row ? to.lists.at("StoredProcedure").at(*row, column) : Cell("not there");
  }
};

void succeeds(Procedures &transfer) {
  Result<TaskResult> result = transfer.run();
  if (!result) FAIL(result.error().message());
  if (*result != TaskResult::success) FAIL(transfer.host.all_text());
}

/// After this nothing may be left to do, by Skip and by Overwrite.
void agrees(Two &two) {
  for (const char *option : {"Skip", "Overwrite"}) {
    Procedures again(two.from, two.to);
    again.set("TransferAllStoredProcedures", "True")
        .set("Gantry.Schemas", Names{"*"})
        .set("IfObjectExists", option);
    Result<std::vector<Step>> steps = again.plan();
    if (!steps) FAIL(steps.error().message());
    if (!steps->empty()) FAIL(steps->front().text);
  }
}

}  // namespace

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

TEST_CASE("names of objects as lists write them") {
  const auto parsed = [](const char *text) {
    const ObjectName name = parse_object_name(text);
    return name.schema + '|' + name.name;
  };
  CHECK(parsed("a") == "|a");
  CHECK(parsed("s.a") == "s|a");
  CHECK(parsed("[s].[a]") == "s|a");
  CHECK(parsed("[a]]b].[c.d]") == "a]b|c.d");
  CHECK(parsed("[a]") == "|a");
  CHECK(parsed("a.b.c") == "|a.b.c");
  CHECK(parsed("[a") == "|[a");
  CHECK(parsed("a.") == "|a.");
  CHECK(parsed("") == "|");
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
