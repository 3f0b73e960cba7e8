// Dynamic management views of sessions, connections, requests and locks.
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

std::vector<SessionInfo> sessions_seen(Engine &engine) {
  const bool all = engine.has_server_permission("VIEW SERVER STATE");
  std::vector<SessionInfo> out;
  const std::lock_guard<std::mutex> guard(engine.server->mutex);
  for (const auto &[spid, session] : engine.server->sessions)
    if (!session.login_time.empty() && (all || spid == engine.spid())) out.push_back(session);
  return out;
}

struct Wait {
  int blocker = 0;
  std::string type, resource;
};

/// "0:[name]:(hash)": the principal's id, up to 32 characters of the name, a hash of all of it.
std::string lock_description(const LockKey &key) {
  std::uint32_t hash = 2166136261U;
  for (const char c : key.resource) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  char digits[9];
  std::snprintf(digits, sizeof digits, "%08x", hash);
  return std::to_string(key.principal) + ":[" + prefix_utf16(key.resource, 32) + "]:(" + digits + ")";
}

std::map<int, Wait> waits_of(ServerState &server) {
  std::map<int, Wait> out;
  for (const auto &[session, owner] : server.writers.waits()) out[session] = {owner, "LCK_M_IX", ""};
  for (const LockTable::Row &row : server.locks.rows())
    if (row.blocker)
      out[row.owner.spid] = {
          row.blocker, std::string("LCK_M_") + row.mode.abbreviation(),
          "APPLICATION: " + std::to_string(row.key.database) + ":" + lock_description(row.key)};
  return out;
}

int database_number(Engine &engine, const std::string &name) {
  const auto found = engine.find_database(name);
  return found ? found->id : 1;
}

}  // namespace

void add_session_views(ViewTable &t) {
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
                text_value(s.running ? "running" : "sleeping"),
                Bytes{options.context_info},
                zero,
                int_value(4),
                zero,
                zero,
                int_value(4),
                text_value(s.request_began),
                text_value(s.request_ended),
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
                int_value(own ? engine.transaction_count : s.transactions)});
        }
      });
  t.code(
      "sys", "dm_exec_connections",
      R"(session_id int; most_recent_session_id int; connect_time datetime!; net_transport nvarchar(40)!; protocol_type nvarchar(40);
    protocol_version int; endpoint_id int; encrypt_option nvarchar(40)!; auth_scheme nvarchar(40)!; node_affinity smallint!; num_reads int; num_writes int;
    last_read datetime; last_write datetime; net_packet_size int; client_net_address varchar(48); client_tcp_port int; local_net_address varchar(48);
    local_tcp_port int; connection_id uniqueidentifier!; parent_connection_id uniqueidentifier; most_recent_sql_handle varbinary(64))",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        require_server_state(engine);
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
        const auto waits = waits_of(*engine.server);
        for (const SessionInfo &s : sessions_seen(engine)) {
          if (!s.running) continue;
          const bool own = s.spid == engine.spid();
          const auto found = waits.find(s.spid);
          const Wait wait = found == waits.end() ? Wait() : found->second;
          emit({int_value(s.spid),
                zero,
                text_value(s.request_began),
                text_value(wait.blocker ? "suspended" : "running"),
                text_value(own ? "SELECT" : "EXECUTE"),
                {},
                int_value(database_number(engine, s.database)),
                int_value(own ? engine.current_user(engine.database_id) : 1),
                int_value(wait.blocker),
                wait.blocker ? text_value(wait.type) : Value(),
                zero,
                text_value(wait.blocker ? wait.type : "MISCELLANEOUS"),
                text_value(wait.resource),
                int_value(own ? engine.transaction_count : s.transactions),
                zero,
                zero,
                zero,
                zero,
                zero,
                zero,
                zero,
                int_value(own ? engine.options.textsize : Options().textsize),
                text_value(own ? engine.options.language : Options().language),
                int_value(own ? engine.rowcount : 0),
                zero});
        }
      });
  t.code(
      "sys", "dm_tran_locks",
      R"(resource_type nvarchar(60)!; resource_subtype nvarchar(60)!; resource_database_id int!; resource_description nvarchar(256)!;
    resource_associated_entity_id bigint; resource_lock_partition int!; request_mode nvarchar(60)!; request_type nvarchar(60)!; request_status nvarchar(60)!;
    request_reference_count smallint!; request_lifetime int!; request_session_id int!; request_exec_context_id int!; request_request_id int!;
    request_owner_type nvarchar(60)!; request_owner_id bigint)",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        require_server_state(engine);
        const Value zero = int_value(0);
        for (const SessionInfo &s : sessions_seen(engine))
          emit({text_value("DATABASE"), text_value(""), int_value(database_number(engine, s.database)),
                text_value(""), zero, zero, text_value("S"), text_value("LOCK"), text_value("GRANT"),
                int_value(1), zero, int_value(s.spid), zero, zero, text_value("SHARED_TRANSACTION_WORKSPACE"),
                zero});
        for (const LockTable::Row &row : engine.server->locks.rows())
          emit({text_value("APPLICATION"), text_value(""), int_value(row.key.database),
                text_value(lock_description(row.key)), zero, zero, text_value(row.mode.abbreviation()),
                text_value("LOCK"), text_value(row.status), int_value(row.count), zero,
                int_value(row.owner.spid), zero, zero,
                text_value(row.owner.session ? "SESSION" : "TRANSACTION"), zero});
      });
}

}  // namespace sandbox
