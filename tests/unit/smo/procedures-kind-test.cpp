#include <doctest/doctest.h>

#include "plugins/smo/smo-server-object.hpp"
#include "tests/unit/smo/fake-session.hpp"

using namespace gantry;
using namespace gantry::smo;
using namespace gantry::test;

namespace {

using Texts = std::vector<std::string>;

struct ProcedureFixture {
  Own<FakeSession> session = make_object<FakeSession>();
  Own<SmoServerObject> object;
  SmoServerRef server;

  explicit ProcedureFixture(const std::map<std::string, std::vector<std::string>> &views = {}) {
    answer_as_server(*session, views);
    object = make_object<SmoServerObject>(ObjectPtr::share(session->raw()));
    server = SmoServerRef(ObjectPtr::share(object->raw()));
  }
  std::vector<ScriptBatch> script(const char *verb, const char *kind, const Table &wanted,
                                  const Table &current = {}) {
    Result<std::vector<ScriptBatch>> batches =
        server.script(verb, kind, "master", wanted, current, "", nullptr);
    if (!batches) FAIL(batches.error().message());
    for (const ScriptBatch &batch : *batches) CHECK(batch.database == "master");
    return std::move(batches).value();
  }
};

Texts texts(const std::vector<ScriptBatch> &batches) {
  Texts all;
  for (const ScriptBatch &batch : batches) all.push_back(batch.text);
  return all;
}
/// As they run when everything is taken back.
Texts undone(const std::vector<ScriptBatch> &batches) {
  Texts all;
  for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch) all.push_back(batch->undo);
  return all;
}

Table procedure(const std::string &definition, bool ansi, bool quoted, const char *owner = "",
                const std::vector<std::string> &numbered = {}) {
  return table(
      {"schema", "name", "owner", "ansi-nulls", "quoted-identifier", "definition", "numbered", "startup"},
      {{Cell("dbo"), Cell("p]"), Cell(owner), Cell(ansi), Cell(quoted), Cell(definition),
        Cell(encode_list(numbered)), Cell(false)}});
}

}  // namespace

TEST_CASE("procedures are listed with a hash in place of their text, with numbers and references") {
  ProcedureFixture f({{"sys.procedures", {"is_auto_executed"}},
                      {"sys.numbered_procedures", {"definition"}},
                      {"sys.sql_expression_dependencies", {"referencing_id"}},
                      {"sys.extended_properties", {"name"}}});
  f.session->answer("REPLICATE", table({"answer"}, {{Cell(Blob{"hash"})}}));
  f.session->answer("is_hidden",
                    table({"object_id", "schema_name", "name", "type", "is_ms_shipped", "owner_name",
                           "uses_ansi_nulls", "uses_quoted_identifier", "execute_as_principal_id",
                           "execute_as_name", "is_auto_executed", "is_hidden", "definition_hash"},
                          {{Cell(1), Cell("dbo"), Cell("a"), Cell("P "), Cell(false), Cell(), Cell(true),
                            Cell(false), Cell(), Cell(), Cell(true), Cell(0), Cell(Blob{"A"})},
                           {Cell(2), Cell("dbo"), Cell("b"), Cell("P "), Cell(false), Cell("bob"), Cell(true),
                            Cell(true), Cell(-2), Cell(), Cell(false), Cell(1), Cell()},
                           {Cell(3), Cell("dbo"), Cell("c"), Cell("PC"), Cell(false), Cell(), Cell(), Cell(),
                            Cell(5), Cell("carl"), Cell(false), Cell(1), Cell()}}));
  f.session->answer("numbered_procedures",
                    table({"object_id", "procedure_number", "hash"}, {{Cell(1), Cell(2), Cell(Blob{"B"})}}));
  f.session->answer("sql_expression_dependencies",
                    table({"referencing_id", "referenced_schema_name", "referenced_entity_name"},
                          {{Cell(1), Cell(), Cell("b")}}));
  f.session->answer("microsoft_database_tools_support", table({"major_id", "name"}, {{Cell(3), Cell("x")}}));
  Result<Table> list = f.server.list("StoredProcedure", "master", {}, nullptr);
  if (!list) FAIL(list.error().message());
  REQUIRE(list->rows.size() == 3);
  CHECK(list->at(0, "type").text() == "P");
  CHECK(list->at(0, "startup").flag());
  CHECK_FALSE(list->at(0, "quoted-identifier").flag());
  CHECK(list->at(0, "execute-as").text() == "CALLER");
  CHECK(*decode_list(list->at(0, "numbers").text()) == Texts{"2", "0x42"});
  CHECK(*decode_list(list->at(0, "depends").text()) == Texts{"", "b"});
  CHECK(list->at(1, "owner").text() == "bob");
  CHECK(list->at(1, "execute-as").text() == "OWNER");
  CHECK(list->at(1, "encrypted").flag());
  CHECK(list->at(2, "execute-as").text() == "carl");
  CHECK(list->at(2, "system").flag());
  CHECK_FALSE(list->at(2, "marked").flag());
  CHECK_FALSE(list->at(2, "encrypted").flag());  // a CLR procedure has no text at all
  CHECK(f.session->batches.back().find("[master].sys.sql_modules") != std::string::npos);
  CHECK(f.session->batches.back().find("HASHBYTES('SHA2_256', m.definition)") != std::string::npos);
}

TEST_CASE("a server that cannot hash long texts gives none") {
  ProcedureFixture f;
  f.session->answer("is_hidden", table(std::vector<std::string>(13)));
  REQUIRE(f.server.list("StoredProcedure", "master", {"[dbo].[a]"}, nullptr));
  CHECK(f.session->batches.back().find("NULL AS definition_hash") != std::string::npos);
  CHECK(f.session->batches.back().find("QUOTENAME(s.name) + N'.' + QUOTENAME(o.name) IN (N'[dbo].[a]')") !=
        std::string::npos);
}

TEST_CASE("a procedure is made under its catalogue's name, with its SET options, numbers, owner and flags") {
  ProcedureFixture f;
  Table wanted = procedure("-- x\nCREATE PROC old AS SELECT 1", true, false, "bob",
                           {"2", "CREATE PROC old;2 AS SELECT 2"});
  wanted.columns.push_back("marked");
  wanted.rows[0].push_back(Cell(true));
  wanted.rows[0][7] = Cell(true);
  const std::vector<ScriptBatch> made = f.script("create", "StoredProcedure", wanted);
  CHECK(texts(made) ==
        Texts{"SET QUOTED_IDENTIFIER OFF;", "-- x\nCREATE PROC [dbo].[p]]] AS SELECT 1",
              "CREATE PROC [dbo].[p]]];2 AS SELECT 2", "SET QUOTED_IDENTIFIER ON;",
              "ALTER AUTHORIZATION ON OBJECT::[dbo].[p]]] TO [bob];",
              "EXEC sys.sp_MS_marksystemobject N'[dbo].[p]]]';",
              "EXEC sys.sp_procoption @ProcName = N'[dbo].[p]]]', @OptionName = 'startup', @OptionValue "
              "= 'on';"});
  for (const std::string &undo : undone(made)) CHECK_FALSE(undo.empty());
  CHECK(made[1].undo == "IF OBJECT_ID(N'[dbo].[p]]]') IS NOT NULL DROP PROCEDURE [dbo].[p]]];");
  CHECK(made[1].transactional);
  CHECK_FALSE(made.back().transactional);
  CHECK(made.back().reason.find("PRIVILEGED") == 0);
}

TEST_CASE("replacing is ALTER, and its undo has the SET options that the old text had") {
  ProcedureFixture f;
  const Table now = procedure("CREATE PROC dbo.[p]]] AS SELECT 1", true, false);
  CHECK(f.script("change", "StoredProcedure", now, now).empty());
  const std::vector<ScriptBatch> changed =
      f.script("change", "StoredProcedure", procedure("CREATE PROC dbo.[p]]] AS SELECT 2", true, true), now);
  CHECK(texts(changed) ==
        Texts{"SET QUOTED_IDENTIFIER ON;", "ALTER PROC dbo.[p]]] AS SELECT 2", "SET QUOTED_IDENTIFIER ON;"});
  CHECK(undone(changed) ==
        Texts{"SET QUOTED_IDENTIFIER OFF;", "ALTER PROC dbo.[p]]] AS SELECT 1", "SET QUOTED_IDENTIFIER ON;"});

  // Only the header's spelling: nothing to do.
  CHECK(f.script("change", "StoredProcedure", procedure("create proc old AS SELECT 1", true, false),
                 procedure("CREATE proc [dbo].[p]]] AS SELECT 1", true, false))
            .empty());
  // A number that is new, one that differs, an owner that goes.
  const std::vector<ScriptBatch> more = f.script(
      "change", "StoredProcedure",
      procedure("CREATE PROC dbo.[p]]] AS SELECT 1", true, true, "",
                {"2", "CREATE PROC dbo.[p]]];2 AS SELECT 2", "3", "CREATE PROC dbo.[p]]];3 AS SELECT 3"}),
      procedure("CREATE PROC dbo.[p]]] AS SELECT 1", true, true, "bob",
                {"2", "CREATE PROC dbo.[p]]];2 AS SELECT 0"}));
  CHECK(texts(more) == Texts{"ALTER PROC dbo.[p]]];2 AS SELECT 2", "CREATE PROC dbo.[p]]];3 AS SELECT 3",
                             "ALTER AUTHORIZATION ON OBJECT::[dbo].[p]]] TO SCHEMA OWNER;"});
  CHECK(more.back().undo == "ALTER AUTHORIZATION ON OBJECT::[dbo].[p]]] TO [bob];");
  CHECK(texts(f.script("drop", "StoredProcedure", {}, now)) == Texts{"DROP PROCEDURE [dbo].[p]]];"});
}

TEST_CASE("a procedure without text, or with a text that is none, is not scripted") {
  ProcedureFixture f;
  Table wanted = procedure("SELECT 1", true, true);
  Result<std::vector<ScriptBatch>> made =
      f.server.script("create", "StoredProcedure", "", wanted, {}, "", nullptr);
  REQUIRE_FALSE(made);
  CHECK(made.error().status == Status::data);
  wanted.rows[0][5] = Cell();
  made = f.server.script("create", "StoredProcedure", "", wanted, {}, "", nullptr);
  REQUIRE_FALSE(made);
  CHECK(made.error().status == Status::invalid);
}

TEST_CASE("permissions on objects and columns, with grantor and grant option") {
  ProcedureFixture f;
  const auto permission = [](const char *state, const Cell &column, const Cell &grantor) {
    return table({"schema", "object", "column", "permission", "state", "grantee", "grantor"},
                 {{Cell("dbo"), Cell("p"), column, Cell("EXECUTE"), Cell(state), Cell("app"), grantor}});
  };
  CHECK(texts(f.script("create", "ObjectPermission",
                       permission("GRANT_WITH_GRANT_OPTION", {}, Cell("boss")))) ==
        Texts{"GRANT EXECUTE ON OBJECT::[dbo].[p] TO [app] WITH GRANT OPTION AS [boss];"});
  CHECK(texts(f.script("create", "ObjectPermission", permission("DENY", Cell("c"), {}))) ==
        Texts{"DENY EXECUTE ON OBJECT::[dbo].[p] ([c]) TO [app];"});
  CHECK(texts(f.script("change", "ObjectPermission", permission("DENY", {}, {}),
                       permission("GRANT_WITH_GRANT_OPTION", {}, {}))) ==
        Texts{"REVOKE GRANT OPTION FOR EXECUTE ON OBJECT::[dbo].[p] FROM [app] CASCADE;",
              "DENY EXECUTE ON OBJECT::[dbo].[p] TO [app];"});
  Table odd = permission("GRANT", {}, {});
  odd.rows[0][3] = Cell("EXECUTE; DROP");
  CHECK_FALSE(f.server.script("create", "ObjectPermission", "", odd, {}, "", nullptr));
}

TEST_CASE("extended properties keep the type of their value") {
  ProcedureFixture f;
  const auto property = [](const char *value, const char *type, const Cell &parameter) {
    return table(
        {"schema", "object", "object-type", "parameter", "name", "value", "value-type"},
        {{Cell("dbo"), Cell("p"), Cell("PROCEDURE"), parameter, Cell("o'k"), Cell(value), Cell(type)}});
  };
  const std::string place =
      ", @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'PROCEDURE', @level1name = N'p'";
  const std::vector<ScriptBatch> made =
      f.script("create", "ExtendedProperty", property("a'b", "nvarchar", {}));
  CHECK(texts(made) ==
        Texts{"EXEC sys.sp_addextendedproperty @name = N'o''k', @value = N'a''b'" + place + ";"});
  CHECK(undone(made) == Texts{"EXEC sys.sp_dropextendedproperty @name = N'o''k'" + place + ";"});
  CHECK(texts(f.script("change", "ExtendedProperty", property("7", "int", Cell("@a")),
                       property("6", "int", Cell("@a")))) ==
        Texts{"DECLARE @typed sql_variant = CAST(N'7' AS int); EXEC sys.sp_updateextendedproperty @name = "
              "N'o''k', @value "
              "= @typed" +
              place + ", @level2type = N'PARAMETER', @level2name = N'@a';"});
  CHECK_FALSE(
      f.server.script("create", "ExtendedProperty", "", property("0x00", "varbinary", {}), {}, "", nullptr));
}

TEST_CASE("signatures by certificate and key, countersignatures") {
  ProcedureFixture f;
  const Table wanted =
      table({"schema", "object", "class", "signer", "counter", "signature"},
            {{Cell("dbo"), Cell("p"), Cell("CERTIFICATE"), Cell("c"), Cell(true), Cell(Blob{"AB"})}});
  const std::vector<ScriptBatch> made = f.script("create", "ModuleSignature", wanted);
  CHECK(texts(made) ==
        Texts{"ADD COUNTER SIGNATURE TO OBJECT::[dbo].[p] BY CERTIFICATE [c] WITH SIGNATURE = 0x4142;"});
  CHECK(undone(made) == Texts{"DROP COUNTER SIGNATURE FROM OBJECT::[dbo].[p] BY CERTIFICATE [c];"});
}

TEST_CASE("who may not see every definition of a database is told the GRANT") {
  ProcedureFixture f;
  f.session->answer("IS_SRVROLEMEMBER", table({"member", "me"}, {{Cell(0), Cell("o]p")}}));
  f.session->answer("N'DATABASE'", table({"sees", "me"}, {{Cell(0), Cell("o]p")}}));
  f.session->answer("HAS_PERMS_BY_NAME", table({"a", "b", "c"}, {{Cell(0), Cell(0), Cell()}}));
  Result<Table> missing = f.server.missing_rights("StoredProcedure", "master", nullptr);
  if (!missing) FAIL(missing.error().message());
  REQUIRE(missing->rows.size() == 1);
  CHECK(missing->at(0, "grant").text() == "USE [master]; GRANT VIEW DEFINITION TO [o]]p];");
}
