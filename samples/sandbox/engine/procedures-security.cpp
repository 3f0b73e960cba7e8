// The security procedures of old: each does what the statement of today does.
#include "samples/sandbox/engine/password.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"

namespace sandbox {
namespace {

Option text_option(const char *name, const std::string &text) {
  Option out;
  out.name = name;
  out.value = std::make_shared<Expr>();
  out.value->type = nvarchar_type(4000);
  out.value->value = text_value(text);
  return out;
}

Option bytes_option(const char *name, const std::string &bytes) {
  Option out;
  out.name = name;
  out.value = std::make_shared<Expr>();
  out.value->type = varbinary_type(256);
  out.value->value = Bytes{bytes};
  return out;
}

Option word_option(const char *name, const std::string &word) {
  Option out;
  out.name = name;
  out.word = word;
  return out;
}

Statement login_statement(const char *verb, const std::string &name) {
  Statement out;
  out.kind = Statement::principal;
  out.verb = verb;
  out.what = "LOGIN";
  out.word = name;
  return out;
}

Statement user_statement(const char *verb, const char *what, const std::string &name) {
  Statement out = login_statement(verb, name);
  out.what = what;
  return out;
}

void refuse_transaction(Invocation &call, const char *name) {
  if (call.engine.transaction_count > 0) throw error(15002, {name});
}

std::int64_t add_login(Invocation &call) {
  refuse_transaction(call, "sp_addlogin");
  Statement statement = login_statement("CREATE", call.text(0));
  const std::string encrypt = lower(call.text(5));
  const Value password = call.value(1);
  if (encrypt.rfind("skip_encryption", 0) == 0) {
    const auto *bytes = std::get_if<Bytes>(&password);
    // The hash may come as binary or as the characters whose UTF-16 it is.
    Option option = bytes_option("PASSWORD", bytes ? bytes->data : utf16_bytes(call.text(1)));
    option.hashed = true;
    statement.options.push_back(std::move(option));
  } else {
    statement.options.push_back(text_option("PASSWORD", call.text(1)));
  }
  if (call.given(2)) statement.options.push_back(word_option("DEFAULT_DATABASE", call.text(2)));
  if (call.given(3)) statement.options.push_back(word_option("DEFAULT_LANGUAGE", call.text(3)));
  if (call.given(4)) {
    const Value sid = call.value(4);
    const auto *bytes = std::get_if<Bytes>(&sid);
    if (!bytes) throw error(15419);
    statement.options.push_back(bytes_option("SID", bytes->data));
  }
  statement.options.push_back(word_option("CHECK_POLICY", "OFF"));
  call.engine.principal(statement);
  return 0;
}

std::int64_t windows_login(Invocation &call, const char *name) {
  refuse_transaction(call, name);
  if (!call.engine.find_principal(call.text(0))) {
    Statement statement = login_statement("CREATE", call.text(0));
    statement.name.parts = {"WINDOWS"};
    call.engine.principal(statement);
  }
  Statement permit;
  permit.kind = Statement::grant;
  permit.verb = std::string(name) == "sp_denylogin" ? "DENY" : "GRANT";
  permit.permissions = {{"CONNECT SQL", {}}};
  permit.principals = {call.text(0)};
  call.engine.for_write();
  if (permit.verb == "DENY" ||
      !call.engine.sql.exists("SELECT 1 FROM permissions g JOIN principals p ON p.id = g.grantee WHERE g.db "
                              "= 0 AND g.type = 'COSQ' AND g.state = 'G' AND p.name = ?1",
                              {text_value(call.text(0))}))
    call.engine.grant_server(permit);
  return 0;
}

std::int64_t drop_login(Invocation &call) {
  const auto login = call.engine.find_principal(call.text(0));
  if (!login || login->type == "R") throw error(15007, {call.text(0)});
  call.engine.principal(login_statement("DROP", call.text(0)));
  return 0;
}

std::int64_t change_login(Invocation &call, const char *option, std::size_t value) {
  if (!call.engine.find_principal(call.text(0))) throw error(15007, {call.text(0)});
  Statement statement = login_statement("ALTER", call.text(0));
  statement.options.push_back(word_option(
      option, call.text(value, std::string(option) == "DEFAULT_LANGUAGE" ? "us_english" : "master")));
  call.engine.principal(statement);
  return 0;
}

std::int64_t change_password(Invocation &call) {
  const std::string name = call.text(2, call.engine.login_name);
  const auto login = call.engine.find_principal(name);
  if (!login || login->type != "S") throw error(15007, {name});
  if (call.given(0) && !verify_password(login->hash, call.text(0))) throw error(15211);
  Statement statement = login_statement("ALTER", name);
  statement.options.push_back(text_option("PASSWORD", call.text(1)));
  if (call.given(0)) statement.options.push_back(text_option("OLD_PASSWORD", call.text(0)));
  call.engine.principal(statement);
  return 0;
}

/// REPORT, UPDATE_ONE, AUTO_FIX: users whose SID no login has.
std::int64_t change_users_login(Invocation &call) {
  Engine &engine = call.engine;
  const std::string action = upper(call.text(0)), pattern = call.text(1), login_name = call.text(2);
  if (action == "REPORT") {
    call.select(
        "SELECT u.name AS UserName, u.sid AS UserSID FROM sys.database_principals u LEFT JOIN "
        "sys.server_principals p ON p.sid = u.sid "
        "WHERE u.type = 'S' AND u.authentication_type = 1 AND u.principal_id > 4 AND p.sid IS NULL ORDER BY "
        "u.name");
    return 0;
  }
  if (action != "UPDATE_ONE" && action != "AUTO_FIX") throw error(15286, {call.text(0)});
  refuse_transaction(call, "sp_change_users_login");
  const Value sid =
      engine.sql.one("SELECT sid FROM db_principals WHERE db = ?1 AND name = ?2 AND type = 'S' AND id > 4",
                     {int_value(engine.database_id), text_value(pattern)});
  if (is_null(sid)) throw error(15291, {"User", pattern});
  const auto wanted = engine.find_principal(action == "UPDATE_ONE" ? login_name : pattern);
  if (action == "AUTO_FIX" && !wanted) {
    if (!call.given(3)) throw error(15600, {"sys.sp_change_users_login"});
    Statement create = login_statement("CREATE", pattern);
    create.options.push_back(text_option("PASSWORD", call.text(3)));
    create.options.push_back(bytes_option("SID", std::get<Bytes>(sid).data));
    create.options.push_back(word_option("CHECK_POLICY", "OFF"));
    engine.emit_message(message_of(15293, {pattern}));
    engine.principal(create);
    engine.emit_message(message_of(15295, {"0"}));
    engine.emit_message(message_of(15296, {"1"}));
    return 0;
  }
  if (!wanted || wanted->type != "S")
    throw error(15291, {"Login", action == "UPDATE_ONE" ? login_name : pattern});
  const bool orphan = wanted->sid != std::get<Bytes>(sid).data;
  if (orphan) {
    if (action == "AUTO_FIX") engine.emit_message(message_of(15292, {pattern}));
    Statement alter = user_statement("ALTER", "USER", pattern);
    alter.options.push_back(word_option("LOGIN", wanted->name));
    engine.principal(alter);
  }
  if (action == "AUTO_FIX") {
    engine.emit_message(message_of(15295, {orphan ? "1" : "0"}));
    engine.emit_message(message_of(15296, {"0"}));
  }
  return 0;
}

std::int64_t grant_access(Invocation &call) {
  Statement statement = user_statement("CREATE", "USER", call.text(1, call.text(0)));
  statement.words = {"LOGIN", call.text(0)};
  call.engine.principal(statement);
  return 0;
}

}  // namespace

void add_security_procedures(ProcedureTable &t) {
  t["sp_addlogin"] = {"@loginame! @passwd @defdb @deflanguage @sid @encryptopt", add_login};
  t["sp_grantlogin"] = {"@loginame!", [](Invocation &c) { return windows_login(c, "sp_grantlogin"); }};
  t["sp_denylogin"] = {"@loginame!", [](Invocation &c) { return windows_login(c, "sp_denylogin"); }};
  t["sp_droplogin"] = {"@loginame!", drop_login};
  t["sp_revokelogin"] = {"@loginame!", drop_login};
  t["sp_defaultdb"] = {"@loginame! @defdb!",
                       [](Invocation &c) { return change_login(c, "DEFAULT_DATABASE", 1); }};
  t["sp_defaultlanguage"] = {"@loginame! @language",
                             [](Invocation &c) { return change_login(c, "DEFAULT_LANGUAGE", 1); }};
  t["sp_password"] = {"@old @new! @loginame", change_password};
  t["sp_change_users_login"] = {"@Action! @UserNamePattern @LoginName @Password", change_users_login};
  for (const bool add : {true, false}) {
    const char *name = add ? "sp_addsrvrolemember" : "sp_dropsrvrolemember";
    t[name] = {"@loginame! @rolename", [add, name](Invocation &c) -> std::int64_t {
                 refuse_transaction(c, name);
                 c.engine.for_write();
                 c.engine.role_member(c.text(1), c.text(0), add);
                 return 0;
               }};
    t[add ? "sp_addrolemember" : "sp_droprolemember"] = {
        "@rolename! @membername!", [add](Invocation &c) -> std::int64_t {
          c.engine.for_write();
          c.engine.database_role_member(c.text(0), c.text(1), add);
          return 0;
        }};
  }
  t["sp_adduser"] = {"@loginame! @name_in_db @grpname", [](Invocation &c) -> std::int64_t {
                       grant_access(c);
                       if (c.given(2)) c.engine.database_role_member(c.text(2), c.text(1, c.text(0)), true);
                       return 0;
                     }};
  t["sp_grantdbaccess"] = {"@loginame! @name_in_db", grant_access};
  for (const char *name : {"sp_dropuser", "sp_revokedbaccess"})
    t[name] = {"@name_in_db!", [](Invocation &c) -> std::int64_t {
                 c.engine.principal(user_statement("DROP", "USER", c.text(0)));
                 return 0;
               }};
  t["sp_addrole"] = {"@rolename! @ownername", [](Invocation &c) -> std::int64_t {
                       Statement statement = user_statement("CREATE", "ROLE", c.text(0));
                       if (c.given(1)) statement.words = {"AUTHORIZATION", c.text(1)};
                       c.engine.principal(statement);
                       return 0;
                     }};
  t["sp_droprole"] = {"@rolename!", [](Invocation &c) -> std::int64_t {
                        c.engine.principal(user_statement("DROP", "ROLE", c.text(0)));
                        return 0;
                      }};
  t["sp_changedbowner"] = {"@loginame! @map", [](Invocation &c) -> std::int64_t {
                             Statement statement;
                             statement.kind = Statement::authorization;
                             statement.what = "DATABASE";
                             statement.name.parts = {c.engine.database_name};
                             statement.word = c.text(0);
                             c.engine.authorization(statement);
                             return 0;
                           }};
  t["sp_validatelogins"] = {
      "", [](Invocation &c) -> std::int64_t {
        c.select("SELECT sid AS [SID], name AS [NT Login] FROM sys.server_principals WHERE 1 = 0");
        return 0;
      }};
}

}  // namespace sandbox
