// Dynamic management views: sessions, connections, requests, locks, the host.
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

std::vector<SessionInfo> sessions_seen(Engine &engine) {
  const bool all = engine.has_server_permission("VIEW SERVER STATE");
  std::vector<SessionInfo> out;
  const std::lock_guard<std::mutex> guard(engine.server->mutex);
  for (const auto &[spid, session] : engine.server->sessions)
    if (all || spid == engine.spid()) out.push_back(session);
  return out;
}

void require_state(Engine &engine) {
  if (!engine.has_server_permission("VIEW SERVER STATE")) {
    SqlError failure = error(300, {"VIEW SERVER STATE", "server", "master"});
    throw failure;
  }
}

int database_number(Engine &engine, const std::string &name) {
  const auto found = engine.find_database(name);
  return found ? found->id : 1;
}

void sessions(ViewTable &t) {
  t.code(
      "sys", "dm_exec_sessions",
      R"(session_id smallint!; login_time datetime!; host_name nvarchar(128); program_name nvarchar(128); host_process_id int;
    client_version int; client_interface_name nvarchar(32); security_id varbinary(85)!; login_name nvarchar(128)!; nt_domain nvarchar(128);
    nt_user_name nvarchar(128); status nvarchar(30)!; context_info varbinary(128); cpu_time int!; memory_usage int!; total_scheduled_time int!;
    total_elapsed_time int!; endpoint_id int!; last_request_start_time datetime!; last_request_end_time datetime; reads bigint!; writes bigint!;
    logical_reads bigint!; is_user_process bit!; text_size int!; language nvarchar(128); date_format nvarchar(3); date_first smallint!;
    quoted_identifier bit!; arithabort bit!; ansi_null_dflt_on bit!; ansi_defaults bit!; ansi_warnings bit!; ansi_padding bit!; ansi_nulls bit!;
    concat_null_yields_null bit!; transaction_isolation_level smallint!; lock_timeout int!; deadlock_priority int!; row_count bigint!; prev_error int!;
    original_security_id varbinary(85)!; original_login_name nvarchar(128)!; last_successful_logon datetime; last_unsuccessful_logon datetime;
    unsuccessful_logons bigint; group_id int!; database_id smallint!; authenticating_database_id int; open_transaction_count int!)",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        for (const SessionInfo &s : sessions_seen(engine)) {
          const bool own = s.spid == engine.spid();
          const Options options = own ? engine.options : Options();
          const Value zero = int_value(0), time = text_value(s.login_time);
          emit({int_value(s.spid),
                time,
                text_value(s.host),
                text_value(s.program),
                zero,
                int_value(7),
                text_value(s.interface_name),
                Bytes{s.sid},
                text_value(s.login),
                text_value(""),
                text_value(""),
                text_value(own ? "running" : "sleeping"),
                Bytes{options.context_info},
                zero,
                int_value(4),
                zero,
                zero,
                int_value(4),
                time,
                time,
                zero,
                zero,
                zero,
                int_value(1),
                int_value(options.textsize),
                text_value(options.language),
                text_value(options.dateformat),
                int_value(options.datefirst),
                bool_value(options.quoted_identifier),
                bool_value(options.arithabort),
                int_value(1),
                zero,
                bool_value(options.ansi_warnings),
                bool_value(options.ansi_padding),
                bool_value(options.ansi_nulls),
                bool_value(options.concat_null),
                int_value(options.isolation),
                int_value(options.lock_timeout),
                int_value(options.deadlock_priority),
                int_value(own ? engine.rowcount : 0),
                zero,
                Bytes{s.sid},
                text_value(s.original_login),
                {},
                {},
                {},
                int_value(2),
                int_value(database_number(engine, s.database)),
                int_value(1),
                int_value(own ? engine.transaction_count : 0)});
        }
      });
  t.code(
      "sys", "dm_exec_connections",
      R"(session_id int; most_recent_session_id int; connect_time datetime!; net_transport nvarchar(40)!; protocol_type nvarchar(40);
    protocol_version int; endpoint_id int; encrypt_option nvarchar(40)!; auth_scheme nvarchar(40)!; node_affinity smallint!; num_reads int; num_writes int;
    last_read datetime; last_write datetime; net_packet_size int; client_net_address varchar(48); client_tcp_port int; local_net_address varchar(48);
    local_tcp_port int; connection_id uniqueidentifier!; parent_connection_id uniqueidentifier; most_recent_sql_handle varbinary(64))",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        require_state(engine);
        for (const SessionInfo &s : sessions_seen(engine)) {
          const Value time = text_value(s.login_time);
          emit({int_value(s.spid),
                int_value(s.spid),
                time,
                text_value("TCP"),
                text_value("TSQL"),
                int_value(1946157060),
                int_value(4),
                text_value("FALSE"),
                text_value("SQL"),
                int_value(0),
                int_value(1),
                int_value(1),
                time,
                time,
                int_value(4096),
                text_value("127.0.0.1"),
                int_value(0),
                text_value("127.0.0.1"),
                int_value(1433),
                Bytes{std::string(16, static_cast<char>(s.spid))},
                {},
                {}});
        }
      });
  t.code(
      "sys", "dm_exec_requests",
      R"(session_id smallint!; request_id int!; start_time datetime!; status nvarchar(30)!; command nvarchar(32)!; sql_handle varbinary(64);
    database_id smallint!; user_id int!; blocking_session_id smallint; wait_type nvarchar(60); wait_time int!; last_wait_type nvarchar(60)!;
    wait_resource nvarchar(256)!; open_transaction_count int!; transaction_id bigint!; percent_complete real!; cpu_time int!; total_elapsed_time int!;
    reads bigint!; writes bigint!; logical_reads bigint!; text_size int!; language nvarchar(128); row_count bigint!; prev_error int!)",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        const Value zero = int_value(0);
        emit({int_value(engine.spid()),
              zero,
              text_value(iso_text(now_local())),
              text_value("running"),
              text_value("SELECT"),
              {},
              int_value(engine.database_id),
              int_value(engine.current_user(engine.database_id)),
              zero,
              {},
              zero,
              text_value("MISCELLANEOUS"),
              text_value(""),
              int_value(engine.transaction_count),
              zero,
              zero,
              zero,
              zero,
              zero,
              zero,
              zero,
              int_value(engine.options.textsize),
              text_value(engine.options.language),
              int_value(engine.rowcount),
              zero});
      });
  t.code(
      "sys", "dm_tran_locks",
      R"(resource_type nvarchar(60)!; resource_subtype nvarchar(60)!; resource_database_id int!; resource_description nvarchar(256)!;
    resource_associated_entity_id bigint; resource_lock_partition int!; request_mode nvarchar(60)!; request_type nvarchar(60)!; request_status nvarchar(60)!;
    request_reference_count smallint!; request_lifetime int!; request_session_id int!; request_exec_context_id int!; request_request_id int!;
    request_owner_type nvarchar(60)!; request_owner_id bigint)",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        require_state(engine);
        const Value zero = int_value(0);
        for (const SessionInfo &s : sessions_seen(engine))
          emit({text_value("DATABASE"), text_value(""), int_value(database_number(engine, s.database)),
                text_value(""), zero, zero, text_value("S"), text_value("LOCK"), text_value("GRANT"),
                int_value(1), zero, int_value(s.spid), zero, zero, text_value("SHARED_TRANSACTION_WORKSPACE"),
                zero});
      });
}

void host(ViewTable &t) {
  t.query("sys", "dm_os_host_info",
          "host_platform nvarchar(256)!; host_distribution nvarchar(256)!; host_release nvarchar(256)!; "
          "host_service_pack_level nvarchar(256)!; "
          "host_sku int; os_language_version int!; host_architecture nvarchar(256)!",
          "SELECT 'Linux', 'Debian GNU/Linux', '12', '', NULL, 0, 'X64'");
  t.code("sys", "dm_os_sys_info",
         "cpu_ticks bigint!; ms_ticks bigint!; cpu_count int!; hyperthread_ratio int!; physical_memory_kb "
         "bigint!; committed_kb bigint!; "
         "sqlserver_start_time datetime!; virtual_machine_type int!; virtual_machine_type_desc "
         "nvarchar(60)!; container_type int!; container_type_desc nvarchar(60)!",
         [](Engine &engine, int, const Equal &, const EmitRow &emit) {
           require_state(engine);
           emit({int_value(0), int_value(0), int_value(2), int_value(2), int_value(4194304),
                 int_value(1048576), text_value(engine.server->started), int_value(1),
                 text_value("HYPERVISOR"), int_value(0), text_value("NONE")});
         });
  t.code(
      "sys", "dm_server_services",
      R"(servicename nvarchar(256)!; startup_type int; startup_type_desc nvarchar(256)!; status int; status_desc nvarchar(256)!; process_id int;
    last_startup_time datetimeoffset(7); service_account nvarchar(256)!; filename nvarchar(256)!; is_clustered nvarchar(1)!; cluster_nodename nvarchar(256);
    instant_file_initialization_enabled nvarchar(1)!)",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        require_state(engine);
        emit({text_value("SQL Server (MSSQLSERVER)"),
              int_value(2),
              text_value("Automatic"),
              int_value(4),
              text_value("Running"),
              int_value(1),
              text_value(engine.server->started),
              text_value("NT SERVICE\\MSSQLSERVER"),
              text_value("/opt/mssql/bin/sqlservr"),
              text_value("N"),
              {},
              text_value("N")});
      });
  t.query("sys", "dm_hadr_database_replica_states",
          "database_id int!; group_id uniqueidentifier!; replica_id uniqueidentifier!; is_local bit; "
          "is_primary_replica bit",
          "");
  t.query("sys", "dm_tran_active_transactions",
          "transaction_id bigint!; name nvarchar(32)!; transaction_begin_time datetime!; transaction_type "
          "int!; transaction_state int!",
          "");
}

}  // namespace

void add_dynamic_views(ViewTable &table) {
  sessions(table);
  host(table);
}

}  // namespace sandbox
