// Views of the server itself: databases, languages, configuration, endpoints, servers, messages.
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

void databases(ViewTable &t) {
  t.query(
      "sys", "databases",
      R"(name sysname!; database_id int!; source_database_id int; owner_sid varbinary(85); create_date datetime!;
    compatibility_level tinyint!; collation_name sysname; user_access tinyint; user_access_desc nvarchar(60); is_read_only bit;
    is_auto_close_on bit!; is_auto_shrink_on bit; state tinyint; state_desc nvarchar(60); is_in_standby bit; is_cleanly_shutdown bit;
    is_supplemental_logging_enabled bit; snapshot_isolation_state tinyint; snapshot_isolation_state_desc nvarchar(60);
    is_read_committed_snapshot_on bit; recovery_model tinyint; recovery_model_desc nvarchar(60); page_verify_option tinyint;
    page_verify_option_desc nvarchar(60); is_auto_create_stats_on bit; is_auto_create_stats_incremental_on bit; is_auto_update_stats_on bit;
    is_auto_update_stats_async_on bit; is_ansi_null_default_on bit; is_ansi_nulls_on bit; is_ansi_padding_on bit; is_ansi_warnings_on bit;
    is_arithabort_on bit; is_concat_null_yields_null_on bit; is_numeric_roundabort_on bit; is_quoted_identifier_on bit;
    is_recursive_triggers_on bit; is_cursor_close_on_commit_on bit; is_local_cursor_default bit; is_fulltext_enabled bit; is_trustworthy_on bit;
    is_db_chaining_on bit; is_parameterization_forced bit; is_master_key_encrypted_by_server bit!; is_query_store_on bit; is_published bit!;
    is_subscribed bit!; is_merge_published bit!; is_distributor bit!; is_sync_with_backup bit!; service_broker_guid uniqueidentifier!;
    is_broker_enabled bit!; log_reuse_wait tinyint; log_reuse_wait_desc nvarchar(60); is_date_correlation_on bit!; is_cdc_enabled bit!;
    is_encrypted bit; is_honor_broker_priority_on bit; replica_id uniqueidentifier; group_database_id uniqueidentifier; resource_pool_id int;
    default_language_lcid smallint; default_language_name nvarchar(128); default_fulltext_language_lcid int;
    default_fulltext_language_name nvarchar(128); is_nested_triggers_on bit; is_transform_noise_words_on bit; two_digit_year_cutoff smallint;
    containment tinyint; containment_desc nvarchar(60); target_recovery_time_in_seconds int; delayed_durability int;
    delayed_durability_desc nvarchar(60); is_memory_optimized_elevate_to_snapshot_on bit; is_federation_member bit;
    is_remote_data_archive_enabled bit; is_mixed_page_allocation_on bit; is_temporal_history_retention_enabled bit;
    catalog_collation_type int!; catalog_collation_type_desc nvarchar(60); physical_database_name nvarchar(128); is_result_set_caching_on bit;
    is_accelerated_database_recovery_on bit; is_tempdb_spill_to_remote_store bit; is_stale_page_detection_on bit;
    is_memory_optimized_enabled bit; is_data_retention_enabled bit; is_ledger_on bit; is_change_feed_enabled bit)",
      R"(SELECT d.name, d.id, NULL, d.owner_sid, d.created, d.compatibility, d.collation, d.access,
    CASE d.access WHEN 0 THEN 'MULTI_USER' WHEN 1 THEN 'SINGLE_USER' ELSE 'RESTRICTED_USER' END, d.read_only, d.auto_close, d.auto_shrink, d.state,
    CASE d.state WHEN 0 THEN 'ONLINE' WHEN 6 THEN 'OFFLINE' ELSE 'RECOVERING' END, 0, 0, 0, d.snapshot, CASE d.snapshot WHEN 0 THEN 'OFF' ELSE 'ON' END,
    d.rcsi, d.recovery, CASE d.recovery WHEN 1 THEN 'FULL' WHEN 2 THEN 'BULK_LOGGED' ELSE 'SIMPLE' END, d.page_verify,
    CASE d.page_verify WHEN 0 THEN 'NONE' WHEN 1 THEN 'TORN_PAGE_DETECTION' ELSE 'CHECKSUM' END, 1,0,1,0, 0,0,0,0, 0,0,0,0, 0,0,0,1, d.trustworthy,
    d.chaining, 0,0,d.id > 4, 0,0,0,0,0, d.service_guid, d.broker, 0,'NOTHING',0,0,0,0, NULL,NULL,NULL, NULL,NULL,NULL,NULL,NULL,NULL,NULL,
    d.containment, CASE d.containment WHEN 0 THEN 'NONE' ELSE 'PARTIAL' END, 60, 0,'DISABLED',0,0,0,0,1, 0,'DATABASE_DEFAULT', d.name, 0,0,0,0,1,0,0,0
    FROM databases d WHERE sees_database(d.id))");
  const char *file_columns =
      R"(file_id int!; file_guid uniqueidentifier; type tinyint!; type_desc nvarchar(60); data_space_id int!;
    name sysname!; physical_name nvarchar(260)!; state tinyint; state_desc nvarchar(60); size int!; max_size int!; growth int!;
    is_media_read_only bit!; is_read_only bit!; is_sparse bit!; is_percent_growth bit!; is_name_reserved bit!)";
  const std::string files = R"(f.id, NULL, f.type, CASE f.type WHEN 0 THEN 'ROWS' ELSE 'LOG' END, f.id = 1,
    CASE WHEN d.id = 2 THEN CASE f.id WHEN 1 THEN 'tempdev' ELSE 'templog' END ELSE d.name || CASE f.id WHEN 1 THEN '' ELSE '_log' END END,
    '/var/opt/mssql/data/' || d.name || CASE f.id WHEN 1 THEN '.mdf' ELSE '_log.ldf' END, 0, 'ONLINE', 1024, CASE f.id WHEN 1 THEN -1 ELSE 268435456 END,
    8192, 0, 0, 0, 0, 0 FROM databases d JOIN (SELECT 1 AS id, 0 AS type UNION ALL SELECT 2, 1) f)";
  t.query("sys", "master_files", (std::string("database_id int!; ") + file_columns).c_str(),
          "SELECT d.id, " + files + " WHERE sees_database(d.id)");
  t.query("sys", "database_files", file_columns, "SELECT " + files + " WHERE d.id = ?1");
  t.query(
      "sys", "filegroups",
      "name sysname!; data_space_id int!; type char(2)!; type_desc nvarchar(60); is_default bit; is_system "
      "bit; "
      "filegroup_guid uniqueidentifier; log_filegroup_id int; is_read_only bit; is_autogrow_all_files bit",
      "SELECT 'PRIMARY', 1, 'FG', 'ROWS_FILEGROUP', 1, 0, NULL, NULL, 0, 0");
  t.query("sys", "data_spaces",
          "name sysname!; data_space_id int!; type char(2)!; type_desc nvarchar(60); is_default bit; "
          "is_system bit",
          "SELECT 'PRIMARY', 1, 'FG', 'ROWS_FILEGROUP', 1, 0");
}

void fixed_facts(ViewTable &t) {
  t.query("sys", "configurations",
          "configuration_id int!; name nvarchar(35)!; value sql_variant; minimum sql_variant; maximum "
          "sql_variant; "
          "value_in_use sql_variant; description nvarchar(255)!; is_dynamic bit!; is_advanced bit!",
          "SELECT id, name, value, minimum, maximum, in_use, description, dynamic, advanced FROM "
          "configurations ORDER BY id");
  t.query(
      "sys", "syslanguages",
      "langid smallint!; dateformat nchar(3)!; datefirst tinyint!; upgrade int; name sysname!; alias "
      "sysname!; "
      "months nvarchar(372); shortmonths nvarchar(132); days nvarchar(217); lcid int!; msglangid smallint!",
      "SELECT id, dateformat, datefirst, 0, name, alias, "
      "CASE WHEN msglangid = 1033 THEN "
      "'January,February,March,April,May,June,July,August,September,October,November,December' END, "
      "CASE WHEN msglangid = 1033 THEN 'Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec' END, "
      "CASE WHEN msglangid = 1033 THEN 'Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday' END, "
      "lcid, msglangid FROM languages");
  t.code(
      "sys", "messages",
      "message_id int!; language_id smallint!; severity tinyint; is_event_logged bit!; text nvarchar(2048)!",
      [](Engine &engine, int, const Equal &, const EmitRow &emit) {
        std::set<std::int64_t> logged;
        for (const Row &row : engine.sql.rows("SELECT number FROM messages WHERE text IS NULL AND logged"))
          logged.insert(as_int(row[0]));
        for (const MessageText &message : message_texts())
          emit({int_value(message.number), int_value(1033), int_value(message.severity),
                bool_value(logged.count(message.number) != 0), text_value(message.text)});
        for (Row &row : engine.sql.rows("SELECT number, language, severity, logged, text FROM messages WHERE "
                                        "text IS NOT NULL ORDER BY number, language"))
          emit(std::move(row));
      });
  t.query(
      "sys", "availability_groups",
      R"(group_id uniqueidentifier!; name sysname; resource_id nvarchar(40); resource_group_id nvarchar(40);
    failure_condition_level int; health_check_timeout int; automated_backup_preference tinyint; automated_backup_preference_desc nvarchar(60);
    version smallint; basic_features bit; dtc_support bit; db_failover bit; is_distributed bit; cluster_type tinyint; cluster_type_desc nvarchar(60);
    required_synchronized_secondaries_to_commit int; sequence_number bigint; is_contained bit)",
      "");
  t.query(
      "sys", "availability_replicas",
      R"(replica_id uniqueidentifier; group_id uniqueidentifier; replica_metadata_id int; replica_server_name nvarchar(256);
    owner_sid varbinary(85); endpoint_url nvarchar(256); availability_mode tinyint; availability_mode_desc nvarchar(60); failover_mode tinyint;
    failover_mode_desc nvarchar(60); session_timeout int; primary_role_allow_connections tinyint; primary_role_allow_connections_desc nvarchar(60);
    secondary_role_allow_connections tinyint; secondary_role_allow_connections_desc nvarchar(60); create_date datetime; modify_date datetime;
    backup_priority int; read_only_routing_url nvarchar(256); seeding_mode tinyint; seeding_mode_desc nvarchar(60); read_write_routing_url nvarchar(256))",
      "");
  t.query("sys", "database_mirroring",
          "database_id int!; mirroring_guid uniqueidentifier; mirroring_state tinyint; mirroring_state_desc "
          "nvarchar(60); "
          "mirroring_role tinyint; mirroring_role_desc nvarchar(60); mirroring_partner_name nvarchar(128)",
          "SELECT id, NULL, NULL, NULL, NULL, NULL, NULL FROM databases WHERE sees_database(id)");
  t.query("sys", "server_audits",
          "audit_id int!; name sysname!; audit_guid uniqueidentifier; create_date datetime!; modify_date "
          "datetime!; principal_id int; "
          "type char(2)!; type_desc nvarchar(60); is_state_enabled bit",
          "");
}

}  // namespace

void add_server_views(ViewTable &table) {
  databases(table);
  fixed_facts(table);
}

}  // namespace sandbox
