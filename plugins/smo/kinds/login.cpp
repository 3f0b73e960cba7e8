// Login: every type, with what SSIS leaves behind (password hash, policy, denied state, credentials,
// ownership).
#include <algorithm>
#include <sstream>

#include "plugins/smo/kind.hpp"
#include "plugins/smo/login-list.hpp"
#include "plugins/smo/random-password.hpp"

namespace gantry::smo {
namespace {

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  const std::string for_hashes = "VIEW ANY CRYPTOGRAPHICALLY SECURED DEFINITION";
  Result<std::vector<MissingRight>> rights = missing_server_rights(server, for_hashes, call);
  if (!rights) return rights;
  // Without it logins are seen, but not their hashes. Servers that lack the right take CONTROL SERVER for it.
  for (MissingRight &right : *rights)
    if (right.right == for_hashes || right.right == "CONTROL SERVER") right.property = "password-hash";
  return rights;
}

/// Refuses a hash that the server would not know; asked, not guessed from versions.
Result<> check_hash(const Wish &wish, Script &script) {
  const std::string &hash = wish.wanted("password-hash").bytes();
  if (hash.size() < 6)
    return wish.refuse("password-hash", "a password hash of SQL Server", "something shorter");
  Result<std::string> known = script.server().fact("hash-versions", script.call());
  if (!known) return std::move(known).error();
  const std::string version = binary_literal(std::string_view(hash).substr(0, 2));
  if ((' ' + *known + ' ').find(' ' + version + ' ') != std::string::npos) return success();
  return Error(Status::unsupported,
               "the password of login " + quoted_name(wish.wanted("name").text()) + " cannot be kept",
               known->empty() ? "a server that takes password hashes" : "a hash of version " + *known,
               "a hash of version " + version,
               "transfer without Gantry.CopyPasswordHashes, or to a server that knows this version");
}

void add_options(const Wish &wish, SqlText &text, const char *&separator, bool only_differences, bool sql) {
  const auto option = [&](const std::string &what) {
    text.add(separator).add(what);
    separator = ", ";
  };
  const auto needed = [&](const char *column) {
    return only_differences ? wish.differs(column) : !wish.wanted(column).null();
  };
  if (needed("default-database"))
    option("DEFAULT_DATABASE = " + quoted_name(wish.wanted("default-database").text()));
  if (needed("default-language"))
    option("DEFAULT_LANGUAGE = " + quoted_name(wish.wanted("default-language").text()));
  if (!sql) return;
  if (needed("expiration"))
    option(std::string("CHECK_EXPIRATION = ") + on_off(wish.wanted("expiration").flag()));
  if (needed("policy")) option(std::string("CHECK_POLICY = ") + on_off(wish.wanted("policy").flag()));
}

Result<> check_policy(const Wish &wish) {
  const Cell &policy = wish.wanted("policy").null() ? wish.current("policy") : wish.wanted("policy");
  const Cell &expiration =
      wish.wanted("expiration").null() ? wish.current("expiration") : wish.wanted("expiration");
  if (expiration.flag() && !policy.null() && !policy.flag())
    return wish.refuse("expiration", "policy on wherever expiration is on", "expiration without policy");
  return success();
}

void undone_by(ScriptBatch &batch, const SqlText &back) {
  batch.undo = back.text();
  batch.undo_secrets = back.secrets();
}

/// A batch behind others on a line of its own; its secrets stay secrets.
void append(SqlText &text, ScriptBatch &batch) {
  if (!text.empty()) text.add("\n");
  std::size_t at = 0;
  std::istringstream ranges(batch.secrets);
  std::size_t offset = 0, length = 0;
  for (char colon = 0; ranges >> offset >> colon >> length; at = offset + length)
    text.add(std::string_view(batch.text).substr(at, offset - at))
        .add_secret(std::string_view(batch.text).substr(offset, length));
  text.add(std::string_view(batch.text).substr(at));
  wipe(batch.text);
}

Result<> create_login(const Wish &wish, Script &script) {
  const std::string plain = wish.wanted("name").text();
  if (plain.empty()) return wish.refuse("name", "a name", "none");
  const std::string name = quoted_name(plain), type = wish.wanted("type").text();
  const bool sql = type == "S";
  SqlText text("CREATE LOGIN " + name);
  const char *separator = " WITH ";
  std::string reason;
  if (sql) {
    if (Result<> legal = check_policy(wish); !legal) return legal;
    text.add(separator).add("PASSWORD = ");
    if (!wish.wanted("password-hash").null()) {
      if (Result<> known = check_hash(wish, script); !known) return known;
      text.add_secret(binary_literal(wish.wanted("password-hash").bytes())).add(" HASHED");
      reason = "password kept";
      if (wish.wanted("must-change").flag()) reason += "; must-change cannot be kept with a hash";
    } else {
      Result<std::string> password = random_password();
      if (!password) return std::move(password).error();
      std::string literal = quoted_text(*password);
      text.add_made_up_secret(literal);
      wipe(literal);
      wipe(*password);
      reason = "random password";
      if (wish.wanted("must-change").flag() && wish.wanted("policy").flag() &&
          wish.wanted("expiration").flag())
        text.add(" MUST_CHANGE");
    }
    separator = ", ";
    if (!wish.wanted("sid").null()) {
      if (wish.wanted("sid").bytes().size() != 16)
        return wish.refuse("sid", "16 bytes, as every SQL login has",
                           std::to_string(wish.wanted("sid").bytes().size()) + " bytes");
      text.add(separator).add("SID = " + binary_literal(wish.wanted("sid").bytes()));
    }
  } else if (type == "U" || type == "G") {
    text.add(" FROM WINDOWS");
  } else if (type == "C" || type == "K") {
    const char *column = type == "C" ? "certificate" : "asymmetric-key";
    if (wish.wanted(column).null())
      return wish.refuse(column, "its name in master", "none that the session can see");
    text.add(type == "C" ? " FROM CERTIFICATE " : " FROM ASYMMETRIC KEY ")
        .add(quoted_name(wish.wanted(column).text()));
  } else if (type == "E" || type == "X") {
    text.add(" FROM EXTERNAL PROVIDER");
  } else {
    return wish.refuse("type", "S, U, G, C, K, E or X", type.empty() ? "none" : type);
  }
  // Logins mapped to certificates and keys take no options.
  if (type != "C" && type != "K") add_options(wish, text, separator, false, sql);
  text.add(";");
  ScriptBatch &create = script.add(text, "DROP LOGIN " + name + ";", reason);
  create.creates = "Login " + plain;
  const std::string needs = create.creates;
  const auto follow = [&](const std::string &statement, std::string undo, std::string why) {
    script.add(statement, std::move(undo), std::move(why)).needs = needs;
  };
  if (wish.wanted("disabled").flag())
    follow(
        "ALTER LOGIN " + name + " DISABLE;", "ALTER LOGIN " + name + " ENABLE;",
        sql && wish.wanted("password-hash").null() ? "nobody knows its password" : "disabled at the source");
  if (wish.wanted("deny-connect").flag())
    follow("DENY CONNECT SQL TO " + name + ";", "GRANT CONNECT SQL TO " + name + ";", "denied at the source");
  Result<std::vector<std::string>> credentials = wish.names(true, "credentials");
  if (!credentials) return std::move(credentials).error();
  for (const std::string &credential : *credentials)
    follow("ALTER LOGIN " + name + " ADD CREDENTIAL " + quoted_name(credential) + ";",
           "ALTER LOGIN " + name + " DROP CREDENTIAL " + quoted_name(credential) + ";",
           "mapped at the source");
  return success();
}

Result<> change_login(const Wish &wish, Script &script) {
  const std::string name = quoted_name(wish.current("name").text());
  const bool sql = wish.current("type").text() == "S";
  if (wish.differs("type"))
    return wish.refuse("type", "the same type on both sides: " + wish.current("type").text(),
                       wish.wanted("type").text());
  if (wish.differs("sid"))
    return wish.refuse("sid", "the SID it has: a login's SID cannot be altered", "another one");
  if (sql)
    if (Result<> legal = check_policy(wish); !legal) return legal;
  SqlText text("ALTER LOGIN " + name);
  const char *separator = " WITH ";
  if (sql && wish.differs("password-hash")) {
    if (Result<> known = check_hash(wish, script); !known) return known;
    text.add(separator).add("PASSWORD = ");
    text.add_secret(binary_literal(wish.wanted("password-hash").bytes())).add(" HASHED");
    separator = ", ";
  }
  const bool password = std::string_view(separator) == ", ";
  add_options(wish, text, separator, true, sql);
  if (!wish.wanted("name").null() && wish.wanted("name") != wish.current("name")) {
    text.add(separator).add("NAME = " + quoted_name(wish.wanted("name").text()));
    separator = ", ";
  }
  std::string final_name = wish.wanted("name").null() ? name : quoted_name(wish.wanted("name").text());
  if (std::string_view(separator) == ", ") {
    // The way back sets what there was, the password too where its hash can be read.
    SqlText back;
    const Cell &former = wish.current("password-hash");
    if (!password || !former.null()) {
      Table was, is;
      was.columns = is.columns = {"default-database", "default-language", "policy", "expiration"};
      was.rows.emplace_back();
      is.rows.emplace_back();
      for (const std::string &column : was.columns) {
        was.rows[0].push_back(wish.differs(column) ? wish.current(column) : Cell());
        is.rows[0].push_back(wish.differs(column) ? wish.wanted(column) : Cell());
      }
      back.add("ALTER LOGIN " + final_name);
      const char *comma = " WITH ";
      if (password) {
        back.add(comma).add("PASSWORD = ").add_secret(binary_literal(former.bytes())).add(" HASHED");
        comma = ", ";
      }
      add_options(Wish("Login", &was, &is, 0), back, comma, false, sql);
      if (final_name != name) back.add(comma).add("NAME = " + name);
      back.add(";");
    }
    text.add(";");
    undone_by(script.add(text, {},
                         password ? "password and settings as at the source" : "settings as at the source"),
              back);
  }
  if (wish.differs("disabled")) {
    const bool off = wish.wanted("disabled").flag();
    script.add("ALTER LOGIN " + final_name + (off ? " DISABLE;" : " ENABLE;"),
               "ALTER LOGIN " + final_name + (off ? " ENABLE;" : " DISABLE;"),
               off ? "disabled at the source" : "enabled at the source");
  }
  if (wish.differs("deny-connect")) {
    const bool deny = wish.wanted("deny-connect").flag();
    script.add((deny ? "DENY CONNECT SQL TO " : "GRANT CONNECT SQL TO ") + final_name + ';',
               (deny ? "GRANT CONNECT SQL TO " : "DENY CONNECT SQL TO ") + final_name + ';',
               deny ? "denied at the source" : "not denied at the source");
  }
  if (!wish.wanted("credentials").null()) {
    Result<std::vector<std::string>> wanted = wish.names(true, "credentials");
    if (!wanted) return std::move(wanted).error();
    Result<std::vector<std::string>> current = wish.names(false, "credentials");
    if (!current) return std::move(current).error();
    const auto map = [&](const std::string &credential, bool add) {
      const std::string rest = " CREDENTIAL " + quoted_name(credential) + ';';
      script.add("ALTER LOGIN " + final_name + (add ? " ADD" : " DROP") + rest,
                 "ALTER LOGIN " + final_name + (add ? " DROP" : " ADD") + rest,
                 add ? "mapped at the source" : "not mapped at the source");
    };
    for (const std::string &c : *current)
      if (std::find(wanted->begin(), wanted->end(), c) == wanted->end()) map(c, false);
    for (const std::string &c : *wanted)
      if (std::find(current->begin(), current->end(), c) == current->end()) map(c, true);
  }
  return success();
}

Result<> drop_login(const Wish &wish, Script &script) {
  if (!wish.current("protected").null())
    return wish.refuse("protected", "a login that may be dropped", wish.current("protected").text());
  // The way back is the login as it was; without its hash there is none, because a new password would lie.
  SqlText back;
  const std::string type = wish.current("type").text();
  if (!type.empty() && (type != "S" || !wish.current("password-hash").null())) {
    Script made(script.server(), {}, script.call());
    if (create_login(wish.back(), made))
      for (ScriptBatch &batch : made.release()) append(back, batch);
  }
  undone_by(script.add("DROP LOGIN " + quoted_name(wish.current("name").text()) + ';', {}, {}), back);
  return success();
}

}  // namespace

const Kind &kind_login() {
  static const Kind kind = {"Login",  login_columns(), {"name"},      &list_logins,
                            &missing, &create_login,   &change_login, &drop_login};
  return kind;
}

}  // namespace gantry::smo
