#include <doctest/doctest.h>

#include <set>

#include "plugins/smo/kind.hpp"
#include "plugins/smo/random-password.hpp"
#include "plugins/smo/smo-server-object.hpp"
#include "tests/unit/smo/fake-session.hpp"

using namespace gantry;
using namespace gantry::smo;
using namespace gantry::test;

namespace {

struct Fixture {
  Own<FakeSession> session = make_object<FakeSession>();
  Own<SmoServerObject> object;

  explicit Fixture(bool roles = true) {
    std::map<std::string, std::vector<std::string>> views = {
        {"sys.server_principals", {"name", "sid", "type"}},
        {"sys.sql_logins", {"password_hash", "is_policy_checked", "is_expiration_checked"}},
        {"sys.server_permissions", {"class"}},
        {"sys.server_role_members", {"role_principal_id"}}};
    if (roles) {
      views["sys.server_principals"].push_back("is_fixed_role");
      views["sys.server_principals"].push_back("owning_principal_id");
    }
    answer_as_server(*session, views);
    object = make_object<SmoServerObject>(ObjectPtr::share(session->raw()));
  }
  Result<std::vector<ScriptBatch>> script(const char *verb, const char *kind, const Table &wanted,
                                          const Table &current = {}, const char *database = "",
                                          const char *options = "") {
    return SmoServerRef(ObjectPtr::share(object->raw()))
        .script(verb, kind, database, wanted, current, options, nullptr);
  }
  std::vector<std::string> texts(const char *verb, const char *kind, const Table &wanted,
                                 const Table &current = {}) {
    Result<std::vector<ScriptBatch>> batches = script(verb, kind, wanted, current);
    if (!batches) FAIL(batches.error().message());
    std::vector<std::string> out;
    for (const ScriptBatch &batch : *batches) out.push_back(batch.text);
    return out;
  }
};

std::string bytes(std::size_t count, char fill) { return std::string(count, fill); }
std::string hash_of(const char *version, char fill) { return std::string(version, 2) + bytes(68, fill); }

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("quoting doubles what must be doubled") {
  CHECK(quoted_name("a]b[c") == "[a]]b[c]");
  CHECK(quoted_text("it's") == "N'it''s'");
  CHECK(binary_literal(std::string("\x02\x00\xAB", 3)) == "0x0200AB");
}

TEST_CASE("every kind of this version is there, with the columns that were agreed") {
  std::set<std::string> names;
  for (const Kind *kind : all_kinds()) {
    names.insert(std::string(kind->name));
    for (const std::string &key : kind->key)
      CHECK(std::count(kind->columns.begin(), kind->columns.end(), key) == 1);
  }
  CHECK(names.size() == all_kinds().size());
  for (const char *name : {"Login", "ServerRole", "Endpoint"}) CHECK(names.count(name) == 1);
  Result<const Kind *> unknown = find_kind("Table");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().status == Status::not_found);
  CHECK(unknown.error().expected.find("ServerRole") != std::string::npos);
}

TEST_CASE("random passwords are long, mixed and never the same") {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    Result<std::string> password = random_password();
    REQUIRE(password);
    CHECK(password->size() >= 40);
    CHECK(password->find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos);
    CHECK(password->find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos);
    CHECK(password->find_first_of("0123456789") != std::string::npos);
    CHECK(password->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") !=
          std::string::npos);
    CHECK(seen.insert(*password).second);
  }
}

TEST_CASE("a login with its hash") {
  Fixture f;
  const Table wanted = table({"name", "sid", "type", "disabled", "deny-connect", "default-database",
                              "default-language", "policy", "expiration", "password-hash", "credentials"},
                             {{Cell("o'k]"), Cell(Blob{bytes(16, 7)}), Cell("S"), Cell(true), Cell(true),
                               Cell("d]b"), Cell("us_english"), Cell(true), Cell(false),
                               Cell(Blob{hash_of("\x02\x00", 1)}), Cell(encode_list({"cred"}))}});
  Result<std::vector<ScriptBatch>> batches = f.script("create", "Login", wanted);
  if (!batches) FAIL(batches.error().message());
  REQUIRE(batches->size() == 4);
  const ScriptBatch &create = (*batches)[0];
  CHECK(create.text == "CREATE LOGIN [o'k]]] WITH PASSWORD = " + binary_literal(hash_of("\x02\x00", 1)) +
                           " HASHED, SID = 0x07070707070707070707070707070707, DEFAULT_DATABASE = [d]]b], "
                           "DEFAULT_LANGUAGE = [us_english], CHECK_EXPIRATION = OFF, CHECK_POLICY = ON;");
  CHECK(create.masked() ==
        "CREATE LOGIN [o'k]]] WITH PASSWORD = *** HASHED, SID = 0x07070707070707070707070707070707, "
        "DEFAULT_DATABASE = [d]]b], DEFAULT_LANGUAGE = [us_english], CHECK_EXPIRATION = OFF, CHECK_POLICY = "
        "ON;");
  CHECK(create.undo == "DROP LOGIN [o'k]]];");
  CHECK(create.creates == "Login o'k]");
  CHECK(create.transactional);
  CHECK((*batches)[1].text == "ALTER LOGIN [o'k]]] DISABLE;");
  CHECK((*batches)[1].undo == "ALTER LOGIN [o'k]]] ENABLE;");
  CHECK((*batches)[2].text == "DENY CONNECT SQL TO [o'k]]];");
  CHECK((*batches)[3].text == "ALTER LOGIN [o'k]]] ADD CREDENTIAL [cred];");
  CHECK((*batches)[3].needs == "Login o'k]");
}

TEST_CASE("a login without hash gets a password nobody sees") {
  Fixture f;
  const Table wanted = table({"name", "type"}, {{Cell("a"), Cell("S")}, {Cell("b"), Cell("S")}});
  Result<std::vector<ScriptBatch>> batches = f.script("create", "Login", wanted);
  REQUIRE(batches);
  REQUIRE(batches->size() == 2);
  CHECK((*batches)[0].masked() == "CREATE LOGIN [a] WITH PASSWORD = ***;");
  CHECK((*batches)[0].text.size() > 70);
  CHECK((*batches)[0].text.substr(34) != (*batches)[1].text.substr(34));
  CHECK((*batches)[1].row == 1);
}

TEST_CASE("hashes that the server does not know are refused by asking it, not by its version") {
  Fixture f;
  const Table wanted = table({"name", "type", "password-hash"},
                             {{Cell("a"), Cell("S"), Cell(Blob{hash_of("\x03\x00", 'Z')})}});
  Result<std::vector<ScriptBatch>> batches = f.script("create", "Login", wanted);
  REQUIRE_FALSE(batches);
  CHECK(batches.error().status == Status::unsupported);
  CHECK(batches.error().expected == "a hash of version 0x0100 0x0200");
  CHECK(batches.error().found == "a hash of version 0x0300");
  CHECK(batches.error().message().find("5A5A") == std::string::npos);
}

TEST_CASE("the other types of login") {
  Fixture f;
  const Table wanted = table({"name", "type", "default-database", "certificate", "asymmetric-key"},
                             {{Cell("D\\u"), Cell("U"), Cell("m"), Cell(), Cell()},
                              {Cell("D\\g"), Cell("G"), Cell(), Cell(), Cell()},
                              {Cell("c"), Cell("C"), Cell("m"), Cell("cert"), Cell()},
                              {Cell("k"), Cell("K"), Cell("m"), Cell(), Cell("key")},
                              {Cell("e@x"), Cell("E"), Cell("m"), Cell(), Cell()}});
  CHECK(f.texts("create", "Login", wanted) ==
        Texts{"CREATE LOGIN [D\\u] FROM WINDOWS WITH DEFAULT_DATABASE = [m];",
              "CREATE LOGIN [D\\g] FROM WINDOWS;", "CREATE LOGIN [c] FROM CERTIFICATE [cert];",
              "CREATE LOGIN [k] FROM ASYMMETRIC KEY [key];",
              "CREATE LOGIN [e@x] FROM EXTERNAL PROVIDER WITH DEFAULT_DATABASE = [m];"});
  for (const char *type : {"C", "R", ""}) {
    Result<std::vector<ScriptBatch>> bad =
        f.script("create", "Login", table({"name", "type"}, {{Cell("x"), Cell(type)}}));
    REQUIRE_FALSE(bad);
    CHECK(bad.error().status == Status::invalid);
    CHECK(bad.error().what.find("[x]") != std::string::npos);
  }
}

TEST_CASE("changing a login emits only what differs") {
  Fixture f;
  const std::vector<std::string> columns = {
      "name",   "type",       "disabled",      "deny-connect", "default-database", "default-language",
      "policy", "expiration", "password-hash", "credentials"};
  const std::vector<Cell> now = {Cell("a"),
                                 Cell("S"),
                                 Cell(false),
                                 Cell(false),
                                 Cell("master"),
                                 Cell("us_english"),
                                 Cell(true),
                                 Cell(false),
                                 Cell(Blob{hash_of("\x02\x00", 1)}),
                                 Cell(encode_list({"old"}))};
  CHECK(f.texts("change", "Login", table(columns, {now}), table(columns, {now})).empty());
  // NULL in wanted is left alone.
  CHECK(f.texts("change", "Login", table({"name"}, {{Cell("a")}}), table(columns, {now})).empty());

  std::vector<Cell> wanted = now;
  wanted[2] = Cell(true);
  wanted[4] = Cell("sales");
  wanted[7] = Cell(true);
  wanted[9] = Cell(encode_list({"new"}));
  Result<std::vector<ScriptBatch>> batches =
      f.script("change", "Login", table(columns, {wanted}), table(columns, {now}));
  REQUIRE(batches);
  REQUIRE(batches->size() == 4);
  CHECK((*batches)[0].text == "ALTER LOGIN [a] WITH DEFAULT_DATABASE = [sales], CHECK_EXPIRATION = ON;");
  CHECK((*batches)[0].undo == "ALTER LOGIN [a] WITH DEFAULT_DATABASE = [master], CHECK_EXPIRATION = OFF;");
  CHECK((*batches)[1].text == "ALTER LOGIN [a] DISABLE;");
  CHECK((*batches)[2].text == "ALTER LOGIN [a] DROP CREDENTIAL [old];");
  CHECK((*batches)[3].text == "ALTER LOGIN [a] ADD CREDENTIAL [new];");

  wanted = now;
  wanted[8] = Cell(Blob{hash_of("\x02\x00", 2)});
  batches = f.script("change", "Login", table(columns, {wanted}), table(columns, {now}));
  REQUIRE(batches);
  REQUIRE(batches->size() == 1);
  CHECK((*batches)[0].masked() == "ALTER LOGIN [a] WITH PASSWORD = *** HASHED;");
  // The former password comes back, and is as secret as the new one.
  CHECK((*batches)[0].undo ==
        "ALTER LOGIN [a] WITH PASSWORD = " + binary_literal(hash_of("\x02\x00", 1)) + " HASHED;");
  CHECK((*batches)[0].masked_undo() == "ALTER LOGIN [a] WITH PASSWORD = *** HASHED;");
  std::vector<Cell> unseen = now;
  unseen[8] = Cell();
  batches = f.script("change", "Login", table(columns, {wanted}), table(columns, {unseen}));
  REQUIRE(batches);
  CHECK((*batches)[0].undo.empty());

  wanted = now;
  wanted[6] = Cell(false);
  wanted[7] = Cell(true);
  CHECK_FALSE(f.script("change", "Login", table(columns, {wanted}), table(columns, {now})));
  CHECK_FALSE(f.script("change", "Login", table({"name", "sid"}, {{Cell("a"), Cell(Blob{"x"})}}),
                       table({"name", "sid", "type"}, {{Cell("a"), Cell(Blob{"y"}), Cell("S")}})));
}

TEST_CASE("a dropped login comes back as it was, or not at all") {
  Fixture f;
  const std::vector<std::string> columns = {"name", "type", "sid", "password-hash", "disabled", "policy"};
  std::vector<Cell> there = {
      Cell("a"),  Cell("S"),  Cell(Blob{bytes(16, '\x11')}), Cell(Blob{hash_of("\x02\x00", 1)}),
      Cell(true), Cell(false)};
  Result<std::vector<ScriptBatch>> batches = f.script("drop", "Login", {}, table(columns, {there}));
  REQUIRE(batches);
  REQUIRE(batches->size() == 1);
  CHECK((*batches)[0].masked_undo() ==
        "CREATE LOGIN [a] WITH PASSWORD = *** HASHED, SID = " + binary_literal(bytes(16, '\x11')) +
            ", CHECK_POLICY = OFF;\nALTER LOGIN [a] DISABLE;");
  CHECK((*batches)[0].undo.find(binary_literal(hash_of("\x02\x00", 1))) != std::string::npos);
  there[3] = Cell();
  batches = f.script("drop", "Login", {}, table(columns, {there}));
  REQUIRE(batches);
  CHECK((*batches)[0].undo.empty());
}

TEST_CASE("a protected login cannot be dropped") {
  Fixture f;
  CHECK(f.texts("drop", "Login", {}, table({"name", "protected"}, {{Cell("a"), Cell()}})) ==
        Texts{"DROP LOGIN [a];"});
  CHECK_FALSE(f.script("drop", "Login", {}, table({"name", "protected"}, {{Cell("sa"), Cell("it is sa")}})));
}

TEST_CASE("server roles") {
  Fixture f;
  CHECK(f.texts(
            "create", "ServerRole",
            table({"name", "owner", "members"}, {{Cell("r]"), Cell("o"), Cell(encode_list({"m", "n"}))}})) ==
        Texts{"CREATE SERVER ROLE [r]]] AUTHORIZATION [o];", "ALTER SERVER ROLE [r]]] ADD MEMBER [m];",
              "ALTER SERVER ROLE [r]]] ADD MEMBER [n];"});
  CHECK(
      f.texts("change", "ServerRole",
              table({"name", "members"}, {{Cell("sysadmin"), Cell(encode_list({"a", "b"}))}}),
              table({"name", "members"}, {{Cell("sysadmin"), Cell(encode_list({"b", "c"}))}})) ==
      Texts{"ALTER SERVER ROLE [sysadmin] DROP MEMBER [c];", "ALTER SERVER ROLE [sysadmin] ADD MEMBER [a];"});
  CHECK_FALSE(f.script("create", "ServerRole", table({"name", "fixed"}, {{Cell("sysadmin"), Cell(true)}})));
  CHECK_FALSE(f.script("drop", "ServerRole", {}, table({"name", "fixed"}, {{Cell("sysadmin"), Cell(true)}})));

  Fixture old(false);  // only the procedure is there, and no transaction takes it
  Result<std::vector<ScriptBatch>> batches = old.script(
      "change", "ServerRole", table({"name", "members"}, {{Cell("sysadmin"), Cell(encode_list({"a'b"}))}}),
      table({"name", "members"}, {{Cell("sysadmin"), Cell("0,")}}));
  REQUIRE(batches);
  REQUIRE(batches->size() == 1);
  CHECK((*batches)[0].text == "EXEC sp_addsrvrolemember @loginame = N'a''b', @rolename = N'sysadmin';");
  CHECK_FALSE((*batches)[0].transactional);
  CHECK_FALSE(old.script("create", "ServerRole", table({"name"}, {{Cell("r")}})));
}

TEST_CASE("server permissions of every class") {
  Fixture f;
  const std::vector<std::string> columns = {"class", "securable", "permission",
                                            "state", "grantee",   "grantor"};
  const Table wanted = table(
      columns,
      {{Cell("SERVER"), Cell(), Cell("VIEW SERVER STATE"), Cell("GRANT"), Cell("a"), Cell()},
       {Cell("LOGIN"), Cell("b"), Cell("IMPERSONATE"), Cell("DENY"), Cell("a"), Cell()},
       {Cell("SERVER ROLE"), Cell("r"), Cell("ALTER"), Cell("GRANT_WITH_GRANT_OPTION"), Cell("a"), Cell("g")},
       {Cell("ENDPOINT"), Cell("e]"), Cell("CONNECT"), Cell("GRANT"), Cell("a"), Cell()},
       {Cell("AVAILABILITY GROUP"), Cell("ag"), Cell("CONTROL"), Cell("GRANT"), Cell("a"), Cell()}});
  CHECK(f.texts("create", "ServerPermission", wanted) ==
        Texts{"GRANT VIEW SERVER STATE TO [a];", "DENY IMPERSONATE ON LOGIN::[b] TO [a];",
              "GRANT ALTER ON SERVER ROLE::[r] TO [a] WITH GRANT OPTION AS [g];",
              "GRANT CONNECT ON ENDPOINT::[e]]] TO [a];",
              "GRANT CONTROL ON AVAILABILITY GROUP::[ag] TO [a];"});
  CHECK(f.texts("drop", "ServerPermission", {}, wanted)[2] ==
        "REVOKE ALTER ON SERVER ROLE::[r] FROM [a] CASCADE AS [g];");
  Table narrower = wanted;
  narrower.rows[2][3] = Cell("GRANT");
  CHECK(f.texts("change", "ServerPermission", narrower, wanted) ==
        Texts{"REVOKE GRANT OPTION FOR ALTER ON SERVER ROLE::[r] FROM [a] CASCADE AS [g];"});
  // The way back of an option is not GRANT, which would leave it.
  Table wider = wanted;
  for (const std::size_t row : {std::size_t{0}, std::size_t{1}})
    wider.rows[row][3] = Cell("GRANT_WITH_GRANT_OPTION");
  const Result<std::vector<ScriptBatch>> widened = f.script("change", "ServerPermission", wider, wanted);
  REQUIRE(widened);
  REQUIRE(widened->size() == 2);
  CHECK((*widened)[0].undo == "REVOKE GRANT OPTION FOR VIEW SERVER STATE FROM [a] CASCADE;");
  CHECK((*widened)[1].undo ==
        "REVOKE GRANT OPTION FOR IMPERSONATE ON LOGIN::[b] FROM [a] CASCADE;\nDENY IMPERSONATE ON LOGIN::[b] "
        "TO "
        "[a];");
  Table evil = wanted;
  evil.rows[0][2] = Cell("ALTER; DROP LOGIN x");
  CHECK_FALSE(f.script("create", "ServerPermission", evil));
}

TEST_CASE("databases, users, credentials") {
  Fixture f;
  CHECK(f.texts("change", "Database", table({"name", "owner"}, {{Cell("d"), Cell("new")}}),
                table({"name", "owner"}, {{Cell("d"), Cell("old")}})) ==
        Texts{"ALTER AUTHORIZATION ON DATABASE::[d] TO [new];"});
  CHECK(f.script("create", "Database", table({"name"}, {{Cell("d")}})).error().status == Status::unsupported);
  Result<std::vector<ScriptBatch>> user =
      f.script("change", "DatabaseUser", table({"login"}, {{Cell("l")}}),
               table({"database", "name", "login"}, {{Cell("db"), Cell("u]"), Cell()}}));
  REQUIRE(user);
  REQUIRE(user->size() == 1);
  CHECK((*user)[0].text == "ALTER USER [u]]] WITH LOGIN = [l];");
  CHECK((*user)[0].database == "db");
  Result<std::vector<ScriptBatch>> credential =
      f.script("create", "Credential", table({"name", "identity"}, {{Cell("c"), Cell("D\\me")}}), {}, "",
               "secret=p'w\n");
  REQUIRE(credential);
  CHECK((*credential)[0].text == "CREATE CREDENTIAL [c] WITH IDENTITY = N'D\\me', SECRET = N'p''w';");
  CHECK((*credential)[0].masked() == "CREATE CREDENTIAL [c] WITH IDENTITY = N'D\\me', SECRET = ***;");
}

TEST_CASE("listing logins takes the same number of round trips whatever their count") {
  std::size_t round_trips[2] = {};
  for (int run = 0; run < 2; ++run) {
    Fixture f;
    Table logins = table({"name", "sid", "type", "principal_id", "is_disabled", "default_database_name",
                          "default_language_name", "password_hash", "is_policy_checked",
                          "is_expiration_checked", "is_must_change", "is_locked", "is_expired"});
    for (int i = 0; i < (run ? 500 : 2); ++i)
      logins.rows.push_back({Cell("l" + std::to_string(i)),
                             Cell(Blob{bytes(12, 'x') + std::to_string(1000 + i)}), Cell("S "), Cell(300 + i),
                             Cell(false), Cell("master"), Cell("us_english"), Cell(Blob{"h"}), Cell(true),
                             Cell(false), Cell(0), Cell(0), Cell(0)});
    logins.rows.push_back({Cell("renamed"), Cell(Blob{std::string(1, '\1')}), Cell("S"), Cell(1), Cell(true),
                           Cell("master"), Cell("us_english"), Cell(), Cell(true), Cell(false), Cell(),
                           Cell(), Cell()});
    logins.rows.push_back({Cell("me"), Cell(Blob{"meme"}), Cell("U"), Cell(259), Cell(false), Cell("master"),
                           Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), Cell()});
    f.session->answer("LOGINPROPERTY(SUSER_SNAME", table({"answer"}, {{Cell(0)}}));
    f.session->answer("FROM sys.server_principals AS p", logins);
    f.session->answer("COSQ", table({"grantee_principal_id"}, {{Cell(301)}}));
    f.session->answer("FROM sys.databases", table({"owner_sid", "name"}, {{Cell(Blob{"meme"}), Cell("db")}}));
    f.session->answer("owning_principal_id",
                      table({"owning_principal_id", "name"}, {{Cell(300), Cell("role")}}));
    f.session->answer("N'sysadmin'",
                      table({"principal_id", "name", "is_disabled"},
                            {{Cell(300), Cell("l0"), Cell(false)}, {Cell(1), Cell("renamed"), Cell(true)}}));
    f.session->answer("SUSER_SID()", table({"sid", "name"}, {{Cell(Blob{"meme"}), Cell("me")}}));
    Result<Table> listed = SmoServerRef(ObjectPtr::share(f.object->raw())).list("Login", "", {}, nullptr);
    if (!listed) FAIL(listed.error().message());
    round_trips[run] = f.session->batches.size();
    CHECK(listed->columns == (*find_kind("Login"))->columns);
    REQUIRE(listed->rows.size() == logins.rows.size());
    CHECK(listed->at(0, "protected").text() == "it is the last enabled member of sysadmin");
    CHECK(listed->at(0, "owns").text() == encode_list({"SERVER ROLE::role"}));
    CHECK(listed->at(0, "type").text() == "S");
    CHECK(listed->at(1, "deny-connect").flag());
    CHECK(listed->at(1, "protected").null());
    const std::size_t sa = logins.rows.size() - 2, me = sa + 1;
    CHECK(listed->at(sa, "system").flag());
    CHECK(listed->at(sa, "protected").text() == "it is the built-in administrator (SID 0x01)");
    CHECK(listed->at(me, "protected").text() == "it is the login of this session");
    CHECK(listed->at(me, "owns").text() == encode_list({"DATABASE::db"}));
    CHECK(listed->at(me, "policy").null());
  }
  CHECK(round_trips[0] == round_trips[1]);
}

TEST_CASE("the object forwards what the session has and keeps the session") {
  Fixture f;
  const ObjectPtr object = ObjectPtr::share(f.object->raw());
  CHECK(object.query<gantry_smo_server>());
  CHECK(object.query<gantry_sql_session>());
  CHECK_FALSE(object.query<gantry_transaction>());
  CHECK(object.query<gantry_sql_session>().self == f.session.hand_out().query<gantry_sql_session>().self);
}

TEST_CASE("facts are read once") {
  Fixture f;
  const SmoServerRef smo(ObjectPtr::share(f.object->raw()));
  Result<std::string> facts = smo.facts(nullptr);
  REQUIRE(facts);
  CHECK(facts->find("major=16\n") != std::string::npos);
  CHECK(facts->find("hash-versions=0x0100 0x0200\n") != std::string::npos);
  CHECK(facts->find("is-sysadmin=True\n") != std::string::npos);
  const std::size_t batches = f.session->batches.size();
  REQUIRE(smo.facts(nullptr));
  CHECK(f.session->batches.size() == batches);
}

TEST_CASE("missing rights name the statement that gives them") {
  Fixture f;
  f.session->answer("AS member", table({"member", "me"}, {{Cell(0), Cell("joe]")}}));
  f.session->answer("HAS_PERMS_BY_NAME", table({"a", "b", "c", "d"}, {{Cell(0), Cell(0), Cell(), Cell()}}));
  Result<Table> missing =
      SmoServerRef(ObjectPtr::share(f.object->raw())).missing_rights("Login", "", nullptr);
  REQUIRE(missing);
  REQUIRE(missing->rows.size() == 2);
  CHECK(missing->at(0, "right").text() == "VIEW ANY DEFINITION");
  CHECK(missing->at(0, "grant").text() == "GRANT VIEW ANY DEFINITION TO [joe]]];");
  CHECK(missing->at(1, "right").text() == "CONTROL SERVER");
  // Without the first logins are missing, without the second only what the column holds.
  CHECK(missing->at(0, "property").text().empty());
  CHECK(missing->at(1, "property").text() == "password-hash");
}

TEST_CASE("kinds that are only listed: one SELECT, and none where the server lacks the view") {
  const Own<FakeSession> session = make_object<FakeSession>();
  answer_as_server(*session, {{"sys.servers", {"name", "is_linked"}}});
  session->answer("FROM sys.servers",
                  table({"name", "product", "provider", "data_source"},
                        {{Cell("ERP"), Cell(""), Cell("MSOLEDBSQL"), Cell("erp.example")}}));
  const Own<SmoServerObject> object = make_object<SmoServerObject>(ObjectPtr::share(session->raw()));
  const SmoServerRef server(ObjectPtr::share(object->raw()));
  const Result<Table> linked = server.list("LinkedServer", {}, {"ERP"}, nullptr);
  REQUIRE(linked);
  REQUIRE(linked->rows.size() == 1);
  CHECK(linked->at(0, "data-source").text() == "erp.example");
  CHECK(session->batches.back().find("WHERE v.is_linked = 1 AND v.name IN (N'ERP')") != std::string::npos);
  for (const char *kind : {"Endpoint", "ServerTrigger", "MailProfile"}) {
    CAPTURE(kind);
    const Result<Table> none = server.list(kind, {}, {}, nullptr);
    REQUIRE(none);
    CHECK(none->rows.empty());
  }
  CHECK_FALSE(server.script("create", "LinkedServer", {}, *linked, {}, {}, nullptr));
}
