// What connects a server with others: servers it knows, logins there, endpoints.
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

bool keeps_servers(Engine &engine) {
  return engine.has_server_permission("ALTER ANY LINKED SERVER") ||
         engine.has_server_permission("ALTER ANY LOGIN");
}

void servers(ViewTable &t) {
  t.code(
      "sys", "servers",
      R"(server_id int!; name sysname!; product sysname!; provider sysname!; data_source nvarchar(4000); location nvarchar(4000);
    provider_string nvarchar(4000); catalog sysname; connect_timeout int; query_timeout int; is_linked bit!; is_remote_login_enabled bit!;
    is_rpc_out_enabled bit!; is_data_access_enabled bit!; is_collation_compatible bit!; uses_remote_collation bit!; collation_name sysname;
    lazy_schema_validation bit!; is_system bit!; is_publisher bit!; is_subscriber bit; is_distributor bit; is_nonsql_subscriber bit;
    is_remote_proc_transaction_promotion_enabled bit; modify_date datetime!; is_rda_server bit)",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        const Value zero = int_value(0), one = int_value(1), name = text_value(engine.server->name);
        emit({zero,
              name,
              text_value("SQL Server"),
              text_value("SQLNCLI"),
              name,
              {},
              {},
              {},
              zero,
              zero,
              zero,
              one,
              one,
              zero,
              zero,
              one,
              {},
              zero,
              zero,
              zero,
              zero,
              zero,
              zero,
              one,
              engine.sql.one("SELECT min(created) FROM databases"),
              zero});
        // Whoever has a mapping sees the server; by default everybody has.
        const bool all = keeps_servers(engine);
        for (Row &row : engine.sql.rows(
                 "SELECT id, name, product, provider, data_source, location, CASE WHEN ?1 THEN "
                 "provider_string END, "
                 "catalog, connect_timeout, query_timeout, 1, 0, rpc_out, data_access, collation_compatible, "
                 "remote_collation, collation, lazy_validation, 0, 0, 0, 0, 0, promotion, modified, 0 FROM "
                 "linked_servers s WHERE ?1 OR EXISTS (SELECT 1 FROM linked_logins l WHERE l.server = s.id "
                 "AND "
                 "l.local IN (0, ?2)) ORDER BY id",
                 {bool_value(all), int_value(engine.login_id)}))
          emit(std::move(row));
      });
  t.code(
      "sys", "linked_logins",
      "server_id int!; local_principal_id int; uses_self_credential bit!; remote_name sysname; "
      "modify_date datetime!",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        emit({int_value(0),
              int_value(0),
              int_value(1),
              {},
              engine.sql.one("SELECT min(created) FROM databases")});
        for (Row &row : engine.sql.rows(
                 "SELECT server, local, self, remote_name, modified FROM linked_logins WHERE ?1 OR local IN "
                 "(0, ?2) ORDER BY server, local",
                 {bool_value(keeps_servers(engine) || engine.sees_all()), int_value(engine.login_id)}))
          emit(std::move(row));
      });
}

void endpoints(ViewTable &t) {
  const std::string columns =
      "name sysname!; endpoint_id int!; principal_id int; protocol tinyint!; protocol_desc nvarchar(60); "
      "type tinyint!; type_desc nvarchar(60); state tinyint; state_desc nvarchar(60); is_admin_endpoint bit!";
  const std::string select =
      "SELECT e.name, e.id, e.principal, e.protocol, e.protocol_desc, e.type, e.type_desc, coalesce(d.state, "
      "0), CASE coalesce(d.state, 0) WHEN 0 THEN 'STARTED' WHEN 1 THEN 'STOPPED' ELSE 'DISABLED' END, "
      "e.is_admin";
  const std::string from =
      " FROM endpoints e LEFT JOIN endpoint_details d ON d.id = e.id WHERE ({all} OR (e.id > 1 AND e.id < "
      "65536) OR is_me(e.principal))";
  t.query("sys", "endpoints", columns.c_str(), select + from);
  t.query("sys", "tcp_endpoints",
          (columns + "; port int!; is_dynamic_port bit!; ip_address nvarchar(45)").c_str(),
          select + ", coalesce(d.port, 0), d.port IS NULL, d.address" + from + " AND e.protocol = 2");
}

}  // namespace

void add_linked_server_views(ViewTable &table) {
  servers(table);
  endpoints(table);
}

}  // namespace sandbox
