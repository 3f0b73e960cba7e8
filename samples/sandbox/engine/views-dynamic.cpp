// Dynamic management views of the host and its services.
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

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
           require_server_state(engine);
           emit({int_value(0), int_value(0), int_value(2), int_value(2), int_value(4194304),
                 int_value(1048576), text_value(engine.server->started), int_value(1),
                 text_value("HYPERVISOR"), int_value(0), text_value("NONE")});
         });
  t.query("sys", "dm_os_server_diagnostics_log_configurations",
          "is_enabled bit!; path nvarchar(260); max_size int!; max_files int!",
          "SELECT 1, '/var/opt/mssql/log/', 100, 10 WHERE {state}");
  t.code(
      "sys", "dm_server_services",
      R"(servicename nvarchar(256)!; startup_type int; startup_type_desc nvarchar(256)!; status int; status_desc nvarchar(256)!; process_id int;
    last_startup_time datetimeoffset(7); service_account nvarchar(256)!; filename nvarchar(256)!; is_clustered nvarchar(1)!; cluster_nodename nvarchar(256);
    instant_file_initialization_enabled nvarchar(1)!)",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        require_server_state(engine);
        struct Service {
          const char *name, *account, *file;
        };
        for (const Service &service :
             {Service{"SQL Server (MSSQLSERVER)", "NT SERVICE\\MSSQLSERVER", "/opt/mssql/bin/sqlservr"},
              Service{"SQL Server Agent (MSSQLSERVER)", "NT SERVICE\\SQLSERVERAGENT",
                      "/opt/mssql/bin/sqlservr"}})
          emit({text_value(service.name),
                int_value(2),
                text_value("Automatic"),
                int_value(4),
                text_value("Running"),
                int_value(1),
                text_value(engine.server->started),
                text_value(service.account),
                text_value(service.file),
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

void add_dynamic_views(ViewTable &table) { host(table); }

}  // namespace sandbox
