// sp_addlinkedserver and its kin: servers this one knows, and who it is there. Nothing is ever connected to.
#include "samples/sandbox/engine/login-options.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"

namespace sandbox {
namespace {

constexpr const char *default_provider = "MSOLEDBSQL";

std::int64_t server_id(Engine &engine, const std::string &name) {
  return engine.sql.number("SELECT id FROM linked_servers WHERE name = ?1", {text_value(name)});
}

std::int64_t add_server(Invocation &call) {
  Engine &engine = call.engine;
  engine.require_server("ALTER ANY LINKED SERVER");
  const std::string name = call.text(0), product = call.text(1);
  if (server_id(engine, name) || same_name(name, engine.server->name)) throw error(15028, {name});
  const bool own_product = same_name(product, "SQL Server");
  if (own_product)
    for (std::size_t i = 2; i < 7; ++i)
      if (call.given(i)) throw error(15428, {product});
  if (!own_product && !call.given(2)) {
    if (!product.empty()) throw error(15427, {product});
    for (std::size_t i = 3; i < 7; ++i)
      if (call.given(i)) throw error(15426);
  }
  engine.for_write();
  const bool plain = own_product || !call.given(2);
  const Value now = text_value(now_text());
  engine.sql.run(
      "INSERT INTO linked_servers(name, product, provider, data_source, location, provider_string, catalog, "
      "modified) VALUES(?,?,?,?,?,?,?,?)",
      {text_value(name), text_value(plain ? "SQL Server" : product),
       text_value(plain ? default_provider : call.text(2)), plain ? text_value(name) : call.value(3),
       call.value(4), call.value(5), call.value(6), now});
  // By default everybody goes there as themselves.
  engine.sql.run("INSERT INTO linked_logins VALUES(?, 0, 1, NULL, NULL, ?)",
                 {int_value(server_id(engine, name)), now});
  engine.fire({"CREATE_LINKED_SERVER", name, "LINKED SERVER"});
  return 0;
}

std::int64_t drop_server(Invocation &call) {
  Engine &engine = call.engine;
  engine.require_server("ALTER ANY LINKED SERVER");
  if (call.given(1) && !same_name(call.text(1), "droplogins")) throw error(15600, {"sys.sp_dropserver"});
  const Value id = int_value(server_id(engine, call.text(0)));
  if (!as_int(id)) throw error(15015, {call.text(0)});
  if (!call.given(1) &&
      engine.sql.exists("SELECT 1 FROM linked_logins WHERE server = ?1 AND (local <> 0 OR NOT self)", {id}))
    throw error(15190, {call.text(0)});
  engine.for_write();
  engine.sql.run("DELETE FROM linked_logins WHERE server = ?1", {id});
  engine.sql.run("DELETE FROM linked_servers WHERE id = ?1", {id});
  engine.fire({"DROP_LINKED_SERVER", call.text(0), "LINKED SERVER"});
  return 0;
}

std::int64_t local_login(Invocation &call, std::size_t argument) {
  if (!call.given(argument)) return 0;
  const auto login = call.engine.find_principal(call.text(argument));
  if (!login || login->type == "R") throw error(15007, {call.text(argument)});
  return login->id;
}

std::int64_t add_linked_login(Invocation &call) {
  Engine &engine = call.engine;
  engine.require_server("ALTER ANY LOGIN");
  const std::int64_t id = server_id(engine, call.text(0));
  if (!id) throw error(15015, {call.text(0)});
  const std::string word = upper(call.text(1, "TRUE"));
  if (word != "TRUE" && word != "FALSE") throw error(15600, {"sys.sp_addlinkedsrvlogin"});
  const bool self = word == "TRUE";
  engine.for_write();
  // The password stays inside: no view shows it.
  engine.sql.run(
      "INSERT OR REPLACE INTO linked_logins VALUES(?,?,?,?,?,?)",
      {int_value(id), int_value(local_login(call, 2)), bool_value(self), self ? Value() : call.value(3),
       self ? Value() : Value(Bytes{call.text(4)}), text_value(now_text())});
  engine.fire({"CREATE_LINKED_SERVER_LOGIN", call.text(0), "LINKED SERVER LOGIN"});
  return 0;
}

std::int64_t drop_linked_login(Invocation &call) {
  Engine &engine = call.engine;
  engine.require_server("ALTER ANY LOGIN");
  const std::int64_t id = server_id(engine, call.text(0));
  if (!id) throw error(15015, {call.text(0)});
  engine.for_write();
  engine.sql.run("DELETE FROM linked_logins WHERE server = ?1 AND local = ?2",
                 {int_value(id), int_value(local_login(call, 1))});
  engine.fire({"DROP_LINKED_SERVER_LOGIN", call.text(0), "LINKED SERVER LOGIN"});
  return 0;
}

struct ServerOption {
  const char *name, *column;
  bool flag;
};
constexpr ServerOption server_options[] = {
    {"rpc", "rpc", true},
    {"rpc out", "rpc_out", true},
    {"data access", "data_access", true},
    {"collation compatible", "collation_compatible", true},
    {"use remote collation", "remote_collation", true},
    {"collation name", "collation", false},
    {"lazy schema validation", "lazy_validation", true},
    {"connect timeout", "connect_timeout", false},
    {"query timeout", "query_timeout", false},
    {"remote proc transaction promotion", "promotion", true},
};

std::int64_t server_option(Invocation &call) {
  Engine &engine = call.engine;
  engine.require_server("ALTER ANY LINKED SERVER");
  const std::int64_t id = server_id(engine, call.text(0));
  if (!id) throw error(15015, {call.text(0)});
  for (const ServerOption &option : server_options) {
    if (!same_name(option.name, call.text(1))) continue;
    Value value = call.value(2);
    if (option.flag) {
      const std::string word = lower(call.text(2));
      const bool on = word == "true" || word == "on";
      if (!on && word != "false" && word != "off") throw error(15600, {"sys.sp_serveroption"});
      value = bool_value(on);
    }
    engine.for_write();
    engine.sql.run(
        std::string("UPDATE linked_servers SET ") + option.column + " = ?2, modified = ?3 WHERE id = ?1",
        {int_value(id), value, text_value(now_text())});
    engine.fire({"ALTER_LINKED_SERVER", call.text(0), "LINKED SERVER"});
    return 0;
  }
  throw error(15600, {"sys.sp_serveroption"});
}

}  // namespace

void add_linked_server_procedures(ProcedureTable &t) {
  t["sp_addlinkedserver"] = {
      "@server:sysname! @srvproduct:nvarchar(128) @provider:nvarchar(128) "
      "@datasrc:nvarchar(4000) @location:nvarchar(4000) @provstr:nvarchar(4000) "
      "@catalog:sysname",
      add_server};
  t["sp_dropserver"] = {"@server:sysname! @droplogins:char(10)", drop_server};
  t["sp_addlinkedsrvlogin"] = {
      "@rmtsrvname:sysname! @useself:varchar(8) @locallogin:sysname @rmtuser:sysname "
      "@rmtpassword:sysname",
      add_linked_login};
  t["sp_droplinkedsrvlogin"] = {"@rmtsrvname:sysname! @locallogin:sysname", drop_linked_login};
  t["sp_serveroption"] = {"@server:sysname! @optname:varchar(35)! @optvalue:nvarchar(128)!", server_option};
}

}  // namespace sandbox
