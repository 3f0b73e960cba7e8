// Who one is and what one may do.
#include "samples/sandbox/engine/catalogue-names.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/function-types.hpp"
#include "samples/sandbox/engine/password.hpp"
#include "samples/sandbox/engine/permission-names.hpp"
#include "samples/sandbox/engine/windows-names.hpp"

namespace sandbox {
namespace {

Value login_property(Engine &engine, const std::string &login_name, const std::string &property) {
  const auto login = engine.find_principal(login_name);
  if (!login || login->type == "R" || !engine.sees_principal(login->id)) return {};
  const auto number = [](std::int64_t value) { return make_variant(int_value(value), integer_type()); };
  const auto text = [](const std::string &value) {
    return make_variant(text_value(value), nvarchar_type(128));
  };
  const auto is = [&property](const char *name) { return same_name(property, name); };
  const auto rows = engine.sql.rows("SELECT bad_count, password_set, policy FROM principals WHERE id = ?1",
                                    {int_value(login->id)});
  const std::int64_t bad = is_null(rows.at(0)[0]) ? 0 : as_int(rows[0][0]);
  if (is("DefaultDatabase")) return text(login->default_database);
  if (is("DefaultLanguage")) return text(login->default_language);
  if (login->type != "S") return {};
  if (is("PasswordHash"))
    return engine.sees_secrets() ? make_variant(Bytes{login->hash}, varbinary_type(256)) : Value();
  if (is("PasswordHashAlgorithm")) return number(login->hash.size() > 1 ? login->hash[0] : 0);
  if (is("BadPasswordCount")) return number(bad);
  if (is("IsMustChange")) return number(login->must_change);
  if (is("IsLocked")) return number(login->policy && bad >= 10);
  if (is("IsExpired")) return number(0);
  if (is("HistoryLength") || is("DaysUntilExpiration"))
    return is("DaysUntilExpiration") && !login->expiration ? Value() : number(is("HistoryLength") ? 0 : 42);
  if (is("PasswordLastSetTime")) {
    const auto *set = std::get_if<std::string>(&rows[0][1]);
    return set ? make_variant(from_iso_text(*set), datetime_type()) : Value();
  }
  if (is("BadPasswordTime") || is("LockoutTime")) {
    DateTime never;
    never.days = days_1900;
    return make_variant(never, datetime_type());
  }
  return {};
}

Value has_permission(Engine &engine, const Arguments &a) {
  const std::string name = is_null(a[0]) ? std::string() : a.text(0),
                    what = is_null(a[1]) ? std::string() : upper(a.text(1)), permission = upper(a.text(2));
  const auto flag = [](bool on) { return int_value(on ? 1 : 0); };
  const bool any = permission == "ANY";
  const auto server = [&](int type_class, std::int64_t major) -> Value {
    if (any) {
      for (const PermissionName &item : permission_names())
        if (item.type_class == type_class && engine.has_server_permission(item.name, type_class, major))
          return flag(true);
      return flag(false);
    }
    if (!permission_type(type_class, permission) && permission != "CONTROL SERVER") return {};
    return flag(engine.has_server_permission(permission, type_class, major));
  };
  if (what.empty() || what == "SERVER")
    return is_null(a[0]) || name.empty() || what == "SERVER" ? server(100, 0) : Value();
  if (what == "LOGIN" || what == "SERVER ROLE") {
    const auto principal = engine.find_principal(split_name(name).object());
    if (!principal || (principal->type == "R") != (what == "SERVER ROLE") ||
        !engine.sees_principal(principal->id))
      return {};
    return server(101, principal->id);
  }
  if (what == "ENDPOINT") {
    const std::int64_t id = engine.sql.number("SELECT id FROM endpoints WHERE name = ?1",
                                              {text_value(split_name(name).object())});
    return id ? server(105, id) : Value();
  }
  int database = engine.database_id, type_class = 0;
  std::int64_t object = 0, schema = 0;
  if (what == "DATABASE") {
    if (!name.empty()) {
      const auto found = engine.find_database(split_name(name).object());
      if (!found) return {};
      database = found->id;
    }
  } else if (what == "OBJECT") {
    type_class = 1;
    const auto id = object_id(engine, name);
    if (!id) return {};
    if (*id < 0) return flag(permission == "SELECT" || permission == "EXECUTE" || any);
    const auto found = engine.find_object(split_name(name));
    database = found->database;
    object = *id;
  } else if (what == "SCHEMA") {
    type_class = 3;
    schema = engine.schema_id(database, split_name(name).object());
    if (!schema) return {};
  } else {
    return {};
  }
  if (any) {
    for (const PermissionName &item : permission_names())
      if (item.type_class == type_class &&
          engine.has_database_permission(database, item.name, object, schema))
        return flag(true);
    return flag(false);
  }
  if (!permission_type(type_class, permission)) return {};
  return flag(engine.has_database_permission(database, permission, object, schema));
}

/// Names, ids and SIDs of principals are no secret: metadata visibility does not bear on these functions.
void add_names(FunctionTable &t) {
  for (const char *name : {"SUSER_SNAME", "SUSER_NAME"}) {
    const bool by_sid = std::string(name) == "SUSER_SNAME";
    add_function(t, name, by_sid ? "?b" : "?i", always(nvarchar_type(128)),
                 [by_sid](Engine &e, Arguments &a) -> Value {
                   if (!a.size()) return text_value(e.login_name);
                   const auto found = by_sid ? e.principal_by_sid(std::get<Bytes>(a[0]).data)
                                             : e.principal_by_id(a.integer(0));
                   return found ? text_value(found->name) : Value();
                 });
  }
  add_function(t, "SUSER_SID", "?si", always(varbinary_type(85)), [](Engine &e, Arguments &a) -> Value {
    if (!a.size()) return Bytes{e.login_sid};
    const auto found = e.find_principal(a.text(0));
    if (found) return Bytes{found->sid};
    // A Windows account without a login has a SID all the same.
    const auto account = found ? std::nullopt : resolve_windows(a.text(0));
    return account ? Value(Bytes{account->sid}) : Value();
  });
  add_function(t, "SUSER_ID", "?s", always(integer_type()), [](Engine &e, Arguments &a) -> Value {
    if (!a.size()) return int_value(e.login_id);
    const auto found = e.find_principal(a.text(0));
    return found ? int_value(found->id) : Value();
  });
  add_function(t, "SYSTEM_USER", "", always(nvarchar_type(128)),
               [](Engine &e, Arguments &) { return text_value(e.login_name); });
  add_function(t, "ORIGINAL_LOGIN", "", always(sysname_type()),
               [](Engine &e, Arguments &) { return text_value(e.original_login); });
  for (const char *name : {"CURRENT_USER", "SESSION_USER", "USER"})
    add_function(t, name, "", always(sysname_type()),
                 [](Engine &e, Arguments &) { return text_value(e.user_name()); });
  add_function(t, "USER_NAME", "?i", always(nvarchar_type(128)), [](Engine &e, Arguments &a) {
    return a.size() ? e.sql.one("SELECT name FROM db_principals WHERE db = ?1 AND id = ?2",
                                {int_value(e.database_id), a[0]})
                    : text_value(e.user_name());
  });
  for (const char *name : {"USER_ID", "DATABASE_PRINCIPAL_ID"})
    add_function(t, name, "?s", always(integer_type()), [](Engine &e, Arguments &a) -> Value {
      if (!a.size()) return int_value(e.current_user(e.database_id));
      const auto id = e.find_user(e.database_id, a.text(0));
      return id ? int_value(*id) : Value();
    });
}

void add_tests(FunctionTable &t) {
  add_function(t, "IS_SRVROLEMEMBER", "s?s", always(integer_type()), [](Engine &e, Arguments &a) -> Value {
    const auto role = e.find_principal(a.text(0));
    if (!role || role->type != "R") return {};
    std::int64_t login = e.login_id;
    if (a.size() > 1) {
      const auto found = e.find_principal(a.text(1));
      if (!found || !e.sees_principal(found->id)) return {};
      login = found->id;
    }
    return int_value(login == 1 && role->id <= 3                                              ? 1
                     : e.is_member(login, role->id) || (role->fixed && e.is_member(login, 3)) ? 1
                                                                                              : 0);
  });
  for (const char *name : {"IS_MEMBER", "IS_ROLEMEMBER"})
    add_function(t, name, "s?s", always(integer_type()), [](Engine &e, Arguments &a) -> Value {
      const auto role = e.find_user(e.database_id, a.text(0));
      if (!role) return {};
      std::int64_t user = e.current_user(e.database_id);
      if (a.size() > 1) {
        const auto found = e.find_user(e.database_id, a.text(1));
        if (!found) return {};
        user = *found;
      }
      return int_value(e.is_database_member(e.database_id, user, a.text(0)) ? 1 : 0);
    });
  add_function(
      t, "HAS_PERMS_BY_NAME", "sss?ss", always(integer_type()),
      [](Engine &e, Arguments &a) -> Value { return is_null(a[2]) ? Value() : has_permission(e, a); }, true);
  add_function(t, "HAS_DBACCESS", "s", always(integer_type()), [](Engine &e, Arguments &a) -> Value {
    const auto found = e.find_database(a.text(0));
    if (!found) return {};
    return int_value(found->status != "OFFLINE" && e.current_user(found->id) ? 1 : 0);
  });
  add_function(t, "LOGINPROPERTY", "ss", always(*type_named("sql_variant")),
               [](Engine &e, Arguments &a) { return login_property(e, a.text(0), a.text(1)); });
  add_function(t, "PWDENCRYPT", "s", always(varbinary_type(128)),
               [](Engine &, Arguments &a) -> Value { return Bytes{hash_password(a.text(0))}; });
  vary(t, "PWDENCRYPT", Function::call);  // each has a salt of its own
  add_function(t, "PWDCOMPARE", "sb?i", always(integer_type()), [](Engine &, Arguments &a) {
    return int_value(verify_password(std::get<Bytes>(a[1]).data, a.text(0)) ? 1 : 0);
  });
}

}  // namespace

void add_security_functions(FunctionTable &table) {
  add_names(table);
  add_tests(table);
}

}  // namespace sandbox
