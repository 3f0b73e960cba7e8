// CREATE, ALTER and DROP LOGIN.
#include "samples/sandbox/engine/login-options.hpp"
#include "samples/sandbox/engine/password.hpp"
#include "samples/sandbox/engine/windows-names.hpp"

namespace sandbox {
namespace {

std::string blob_of(const Value &value) {
  const auto *bytes = std::get_if<Bytes>(&value);
  return bytes ? bytes->data : std::string();
}

std::string text_of(const Value &value) {
  const auto *text = std::get_if<std::string>(&value);
  return text ? *text : std::string();
}

std::int64_t number_of(const Value &value) {
  const auto *number = std::get_if<std::int64_t>(&value);
  return number ? *number : 0;
}

std::optional<LoginInfo> login_row(Sqlite &sql, const std::string &where, const Value &key) {
  const auto rows = sql.rows(
      "SELECT id, name, sid, type, default_db, default_lang, hash, disabled, policy, expiration, "
      "must_change, fixed, owner "
      "FROM principals WHERE " +
          where,
      {key});
  if (rows.empty()) return std::nullopt;
  const Row &row = rows[0];
  LoginInfo out;
  out.id = as_int(row[0]);
  out.name = text_of(row[1]);
  out.sid = blob_of(row[2]);
  out.type = text_of(row[3]);
  out.default_database = text_of(row[4]);
  out.default_language = text_of(row[5]);
  out.hash = blob_of(row[6]);
  out.disabled = number_of(row[7]) != 0;
  out.policy = number_of(row[8]) != 0;
  out.expiration = number_of(row[9]) != 0;
  out.must_change = number_of(row[10]) != 0;
  out.fixed = number_of(row[11]) != 0;
  out.owner = number_of(row[12]);
  return out;
}

std::int64_t credential_id(Engine &engine, const std::string &name) {
  const std::int64_t id = engine.sql.number("SELECT id FROM credentials WHERE name = ?1", {text_value(name)});
  if (!id) throw error(15151, {"find", "credential", name});
  return id;
}

void check_policy(const std::string &password, const std::string &login, bool policy) {
  const int number = policy ? policy_error(password, login) : length_utf16(password) > 128 ? 15117 : 0;
  if (number) throw error(number);
}

/// What DROP LOGIN refuses to leave without an owner.
void check_ownership(Engine &engine, const LoginInfo &login) {
  Sqlite &sql = engine.sql;
  const Value id = int_value(login.id);
  if (sql.exists("SELECT 1 FROM databases WHERE owner_sid = ?1", {Bytes{login.sid}}))
    throw error(15174, {login.name});
  if (sql.exists("SELECT 1 FROM endpoints WHERE principal = ?1", {id})) throw error(15141, {"endpoint"});
  if (sql.exists("SELECT 1 FROM principals WHERE owner = ?1 AND type = 'R'", {id}))
    throw error(15141, {"server role"});
  if (sql.exists("SELECT 1 FROM permissions WHERE db = 0 AND grantor = ?1 AND grantee <> ?1", {id}))
    throw error(15173, {login.name});
}

}  // namespace

std::optional<LoginInfo> Engine::find_principal(const std::string &name) {
  return login_row(sql, "name = ?1", text_value(name));
}
std::optional<LoginInfo> Engine::principal_by_id(std::int64_t id) {
  return login_row(sql, "id = ?1", int_value(id));
}
std::optional<LoginInfo> Engine::principal_by_sid(const std::string &sid) {
  return login_row(sql, "sid = ?1", Bytes{sid});
}

void Engine::principal(const Statement &statement) {
  for_write();
  if (statement.what == "LOGIN") {
    if (statement.verb == "CREATE")
      create_login(statement);
    else if (statement.verb == "ALTER")
      alter_login(statement);
    else
      drop_login(statement);
  } else if (statement.what == "SERVER ROLE") {
    server_role(statement);
  } else if (statement.what == "CREDENTIAL") {
    credential(statement);
  } else if (statement.what == "USER") {
    user(statement);
  } else {
    database_role(statement);
  }
  // Members of server roles raise an event of their own.
  const bool member = !statement.words.empty() && statement.words[0].find(" MEMBER") != std::string::npos;
  if (member && statement.what != "ROLE") return;
  std::string type = member ? statement.words[0].substr(0, statement.words[0].find(' ')) + "_ROLE_MEMBER"
                            : statement.verb + "_" + statement.what;
  for (char &c : type)
    if (c == ' ') c = '_';
  fire({type, statement.word, statement.what});
}

void Engine::create_login(const Statement &statement) {
  if (!has_server_permission("CREATE LOGIN")) throw error(15247);
  const std::string &name = statement.word;
  const std::string origin = statement.name.parts.empty() ? "" : statement.name.parts[0];
  if (name.empty()) throw error(1038);
  if (length_utf16(name) > 128) throw error(103, {prefix_utf16(name, 128)});
  LoginOptions given = read_login_options(*this, statement);
  if (find_principal(name)) throw error(15025, {name});
  std::string type = "S", sid;
  Value hash;
  bool policy = false, expiration = false;
  if (origin == "WINDOWS") {
    for (const Option &option : statement.options)
      if (option.name != "DEFAULT_DATABASE" && option.name != "DEFAULT_LANGUAGE")
        throw error(15080, {option.name});
    if (name.find('\\') == std::string::npos) throw error(15407, {name});
    const auto account = resolve_windows(name);
    if (!account) throw error(15401, {name});
    sid = account->sid;
    type = account->group ? "G" : "U";
    if (const auto other = principal_by_sid(sid)) throw error(15025, {name});
  } else if (!origin.empty()) {
    // Certificates, asymmetric keys and directories: the sandbox has none.
    if (origin == "EXTERNAL PROVIDER") throw error(15401, {name});
    throw error(15151, {"find", lower(origin), statement.name.parts.back()});
  } else {
    if (name.find('\\') != std::string::npos) throw error(15006, {name});
    policy = given.policy.value_or(true);
    expiration = given.expiration.value_or(false);
    if (expiration && !policy) throw error(15122);
    if (given.must_change && (!policy || !expiration)) throw error(15128);
    if (!given.hash && !given.password) throw error(15021, {"PASSWORD"});
    if (given.password) check_policy(*given.password, name, policy);
    sid = given.sid.value_or(random_bytes(16));
    if (given.sid && principal_by_sid(sid)) throw error(15433);
    hash = Bytes{given.hash ? *given.hash : hash_password(*given.password)};
  }
  if (given.credential && !has_server_permission("ALTER ANY CREDENTIAL")) throw error(15247);
  const std::int64_t credential =
      given.credential && !given.credential->empty() ? credential_id(*this, *given.credential) : 0;
  const std::int64_t id = sql.number("SELECT max(coalesce(max(id), 0) + 1, 267) FROM principals");
  const Value now = text_value(now_text());
  sql.run(
      "INSERT INTO principals(id, name, sid, type, disabled, created, modified, default_db, default_lang, "
      "fixed, hash, policy, expiration, "
      "must_change, password_set, credential) VALUES(?,?,?,?,0,?,?,?,?,0,?,?,?,?,?,?)",
      {int_value(id), text_value(name), Bytes{sid}, text_value(type), now, now,
       text_value(given.database.value_or("master")),
       text_value(given.language.value_or(sql.text(
           "SELECT l.name FROM configurations c JOIN languages l ON l.id = c.in_use WHERE c.id = 124"))),
       hash, bool_value(policy), bool_value(expiration), bool_value(given.must_change),
       type == "S" ? now : Value(), credential ? int_value(credential) : Value()});
  sql.run("INSERT INTO permissions VALUES(0, 100, 0, 0, ?1, 1, 'COSQ', 'G')", {int_value(id)});
  if (credential)
    sql.run("INSERT INTO principal_credentials VALUES(?1, ?2)", {int_value(id), int_value(credential)});
}

void Engine::alter_login(const Statement &statement) {
  const auto login = find_principal(statement.word);
  const auto missing = [&] { return error(15151, {"alter", "login", statement.word}); };
  if (!login || login->type == "R") throw missing();
  const bool any = has_server_permission("ALTER", 101, login->id);
  const std::string action = statement.words.empty() ? "" : statement.words[0];
  const Value id = int_value(login->id), now = text_value(now_text());
  // Without CONTROL SERVER nobody changes a login that holds it.
  const bool powerful =
      login->id == 1 || is_member(login->id, 3) ||
      sql.exists(
          "SELECT 1 FROM permissions WHERE db = 0 AND class = 100 AND grantee = ?1 AND type = 'CL' "
          "AND state IN ('G', 'W')",
          {id});
  const bool may = any && (!powerful || login->id == login_id || has_server_permission("CONTROL SERVER"));
  if (!action.empty()) {
    if (!may) throw missing();
    if (action == "ENABLE" || action == "DISABLE") {
      sql.run("UPDATE principals SET disabled = ?2, modified = ?3 WHERE id = ?1",
              {id, bool_value(action == "DISABLE"), now});
      return;
    }
    if (!has_server_permission("ALTER ANY CREDENTIAL")) throw error(15247);
    const std::int64_t credential = credential_id(*this, statement.words.at(1));
    if (action == "ADD CREDENTIAL") {
      if (!sql.run_unique("INSERT INTO principal_credentials VALUES(?1, ?2)", {id, int_value(credential)}))
        throw error(15535, {login->name});
      sql.run("UPDATE principals SET credential = coalesce(credential, ?2), modified = ?3 WHERE id = ?1",
              {id, int_value(credential), now});
    } else {
      if (!sql.exists("SELECT 1 FROM principal_credentials WHERE principal = ?1 AND credential = ?2",
                      {id, int_value(credential)}))
        throw error(15151, {"find", "credential", statement.words.at(1)});
      sql.run("DELETE FROM principal_credentials WHERE principal = ?1 AND credential = ?2",
              {id, int_value(credential)});
      sql.run(
          "UPDATE principals SET credential = (SELECT min(credential) FROM principal_credentials WHERE "
          "principal = ?1), modified = ?2 WHERE id = ?1",
          {id, now});
    }
    return;
  }
  LoginOptions given = read_login_options(*this, statement);
  const bool self = login->id == login_id;
  const bool only_own = !given.name && !given.policy && !given.expiration && !given.credential &&
                        !given.unlock && !given.must_change && !given.hash;
  if (!may && !(self && only_own && (!given.password || given.old_password))) throw missing();
  if (given.credential && !has_server_permission("ALTER ANY CREDENTIAL")) throw error(15247);
  if (login->type != "S" && (given.password || given.hash || given.policy || given.expiration))
    throw error(15080, {given.policy ? "CHECK_POLICY" : given.expiration ? "CHECK_EXPIRATION" : "PASSWORD"});
  if (given.old_password && !verify_password(login->hash, *given.old_password)) throw missing();
  const bool policy = given.policy.value_or(login->policy);
  const bool expiration =
      given.expiration.value_or(given.policy && !*given.policy ? false : login->expiration);
  const bool new_password = given.password || given.hash;
  const bool must_change = new_password ? given.must_change : login->must_change;
  if (must_change && (!policy || !expiration)) throw error(15128);
  if (expiration && !policy) throw error(15122);
  if (given.password) check_policy(*given.password, login->name, policy);
  if (given.name) {
    if (given.name->empty()) throw error(1038);
    if ((given.name->find('\\') != std::string::npos) != (login->type == "U" || login->type == "G"))
      throw error(15006, {*given.name});
    const auto other = find_principal(*given.name);
    if (other && other->id != login->id) throw error(15025, {*given.name});
    sql.run("UPDATE principals SET name = ?2 WHERE id = ?1", {id, text_value(*given.name)});
    if (self) login_name = *given.name;
  }
  if (new_password)
    sql.run(
        "UPDATE principals SET hash = ?2, password_set = ?3, bad_count = CASE WHEN ?4 THEN 0 ELSE bad_count "
        "END WHERE id = ?1",
        {id, Bytes{given.hash ? *given.hash : hash_password(*given.password)}, now,
         bool_value(given.unlock)});
  if (given.database)
    sql.run("UPDATE principals SET default_db = ?2 WHERE id = ?1", {id, text_value(*given.database)});
  if (given.language)
    sql.run("UPDATE principals SET default_lang = ?2 WHERE id = ?1", {id, text_value(*given.language)});
  if (given.credential) {
    sql.run(
        "DELETE FROM principal_credentials WHERE principal = ?1 AND credential = (SELECT credential FROM "
        "principals WHERE id = ?1)",
        {id});
    const std::int64_t credential = given.credential->empty() ? 0 : credential_id(*this, *given.credential);
    if (credential)
      sql.run("INSERT OR IGNORE INTO principal_credentials VALUES(?1, ?2)", {id, int_value(credential)});
    sql.run("UPDATE principals SET credential = ?2 WHERE id = ?1",
            {id, credential ? int_value(credential) : Value()});
  }
  sql.run("UPDATE principals SET policy = ?2, expiration = ?3, must_change = ?4, modified = ?5 WHERE id = ?1",
          {id, bool_value(policy), bool_value(expiration), bool_value(must_change), now});
  if (given.policy && !*given.policy) sql.run("UPDATE principals SET bad_count = 0 WHERE id = ?1", {id});
}

void Engine::drop_login(const Statement &statement) {
  const auto login = find_principal(statement.word);
  if (!login || login->type == "R") {
    if (statement.if_exists) return;
    throw error(15151, {"drop", "login", statement.word});
  }
  if (!has_server_permission("ALTER", 101, login->id)) throw error(15151, {"drop", "login", statement.word});
  if (login->id <= 106) throw error(15150, {"drop", "login", login->name});
  check_ownership(*this, *login);
  {
    const std::lock_guard<std::mutex> guard(server->mutex);
    for (const auto &[spid, session] : server->sessions)
      if (session.sid == login->sid) throw error(15434, {login->name});
  }
  const Value id = int_value(login->id);
  sql.run("DELETE FROM permissions WHERE db = 0 AND (grantee = ?1 OR (class = 101 AND major = ?1))", {id});
  sql.run("DELETE FROM role_members WHERE member = ?1", {id});
  sql.run("DELETE FROM principal_credentials WHERE principal = ?1", {id});
  sql.run("DELETE FROM principals WHERE id = ?1", {id});
}

bool Engine::authenticate(const LoginRequest &given, std::vector<Message> &messages) {
  constexpr int lockout_threshold = 10;
  const auto refuse = [&](int number) {
    messages.push_back(message_of(number, {given.user}));
    return false;
  };
  if (given.integrated) {
    messages.push_back(message_of(18452));
    return false;
  }
  const auto login = find_principal(given.user);
  if (!login || login->type != "S") return refuse(18456);
  const Value id = int_value(login->id);
  const std::int64_t bad = sql.number("SELECT bad_count FROM principals WHERE id = ?1", {id});
  if (login->policy && bad >= lockout_threshold) return refuse(18486);
  const auto count = [&](std::int64_t number) {
    // Logging in waits for no transaction: a miss that cannot be counted at once is not counted.
    if (server->writers.take(spid_, 250, cancelled) != WriteLock::Result::taken) return;
    try {
      sql.run("UPDATE principals SET bad_count = ?2 WHERE id = ?1", {id, int_value(number)});
    } catch (...) {
      server->writers.release(spid_);
      throw;
    }
    server->writers.release(spid_);
  };
  if (!verify_password(login->hash, given.password)) {
    if (login->policy) count(bad + 1);
    return refuse(18456);
  }
  if (login->disabled) return refuse(18470);
  login_id = login->id;
  login_name = original_login = login->name;
  login_sid = login->sid;
  if (!has_server_permission("CONNECT SQL")) return refuse(18456);
  if (login->must_change) return refuse(18488);
  if (bad) count(0);
  return true;
}

}  // namespace sandbox
