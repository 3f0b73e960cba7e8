// The insides of tables: columns, indexes, keys, constraints.
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

const char *const column_columns =
    R"(object_id int!; name sysname; column_id int!; system_type_id tinyint!; user_type_id int!; max_length smallint!;
  precision tinyint!; scale tinyint!; collation_name sysname; is_nullable bit; is_ansi_padded bit!; is_rowguidcol bit!; is_identity bit!; is_computed bit!;
  is_filestream bit!; is_replicated bit; is_non_sql_subscribed bit; is_merge_published bit; is_dts_replicated bit; is_xml_document bit!;
  xml_collection_id int!; default_object_id int!; rule_object_id int!; is_sparse bit; is_column_set bit; generated_always_type tinyint;
  generated_always_type_desc nvarchar(60); encryption_type int; encryption_type_desc nvarchar(64); encryption_algorithm_name sysname;
  column_encryption_key_id int; column_encryption_key_database_name sysname; is_hidden bit; is_masked bit!; graph_type int; graph_type_desc nvarchar(60);
  is_data_deletion_filter_column bit; ledger_view_column_type int; ledger_view_column_type_desc nvarchar(60); is_dropped_ledger_column bit)";

const char *const column_select =
    R"(SELECT c.object, c.name, c.id, c.system_type, c.user_type, c.max_length, c.shown_prec, c.shown_scale, c.collation, c.nullable, 1,
  c.rowguid, c.identity, c.computed IS NOT NULL, 0,0,0,0,0,0,0, c.default_object, 0,0,0,0,'NOT_APPLICABLE',NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,0,NULL,NULL,0)";

const char *const column_from = " FROM columns c WHERE c.db = ?1 AND ({dball} OR sees_object(?1, c.object))";

const char *const object_columns =
    "name sysname!; object_id int!; principal_id int; schema_id int!; parent_object_id int!; type char(2)!; "
    "type_desc nvarchar(60); "
    "create_date datetime!; modify_date datetime!; is_ms_shipped bit!; is_published bit!; "
    "is_schema_published bit!; ";

std::string object_select() {
  return "SELECT o.name, o.id, (SELECT x.owner FROM object_details x WHERE x.db = o.db AND x.id = o.id), "
         "o.schema, o.parent, substr(o.type || ' ', 1, 2), " +
         object_type_case("o.type") + ", o.created, o.modified, o.shipped, 0, 0, ";
}

const char *const visible =
    " WHERE o.db = ?1 AND ({dball} OR sees_object(?1, CASE o.parent WHEN 0 THEN o.id ELSE o.parent END))";

void system_columns(const EmitRow &emit) {
  const Value zero = int_value(0), one = int_value(1);
  for (const View *view : all_views()) {
    std::int64_t number = 0;
    for (const Column &column : view->columns) {
      const TypeIdentity type = identity_of(column.type);
      Row row = {int_value(view_id(*view)),
                 text_value(column.name),
                 int_value(++number),
                 int_value(type.system_type_id),
                 int_value(type.user_type_id),
                 int_value(type.max_length),
                 int_value(type.precision),
                 int_value(type.scale),
                 is_character(column.type.type) ? text_value(column.collation) : Value(),
                 bool_value(column.nullable),
                 one};
      for (int i = 0; i < 15; ++i) row.push_back(zero);
      row.push_back(text_value("NOT_APPLICABLE"));
      for (int i = 0; i < 5; ++i) row.emplace_back();
      row.push_back(zero);
      row.push_back(zero);
      emit(std::move(row));
    }
  }
}

void columns(ViewTable &t) {
  t.query("sys", "columns", column_columns, std::string(column_select) + column_from);
  t.code("sys", "all_columns", column_columns,
         [](Engine &engine, int database, const Equal &equal, const EmitRow &emit) {
           // Asked for one system view, the user's columns need not be read.
           bool only_system = false;
           for (const auto &[index, value] : equal)
             if (index == 0 && std::holds_alternative<std::int64_t>(value) && as_int(value) < 0)
               only_system = true;
           system_columns(emit);
           if (only_system) return;
           const bool all = engine.has_database_permission(database, "VIEW DEFINITION");
           engine.register_view_functions();
           for (Row &row :
                engine.sql.rows(std::string(column_select) +
                                    " FROM columns c WHERE c.db = ?1 AND (?2 OR sees_object(?1, c.object))",
                                {int_value(database), bool_value(all)}))
             emit(std::move(row));
         });
  t.code("sys", "system_columns", column_columns,
         [](Engine &, int, const Equal &, const EmitRow &emit) { system_columns(emit); });
  t.query("sys", "identity_columns",
          (std::string(column_columns) + "; seed_value sql_variant; increment_value sql_variant; last_value "
                                         "sql_variant; is_not_for_replication bit")
              .c_str(),
          std::string(column_select) +
              ", c.seed, c.increment, (SELECT o.last_identity FROM objects o WHERE o.db = c.db AND o.id = "
              "c.object), 0" +
              column_from + " AND c.identity = 1");
  t.query("sys", "computed_columns",
          (std::string(column_columns) +
           "; definition nvarchar(max); uses_database_collation bit; is_persisted bit")
              .c_str(),
          std::string(column_select) + ", c.computed, 0, 0" + column_from + " AND c.computed IS NOT NULL");
  t.query("sys", "masked_columns",
          (std::string(column_columns) + "; masking_function nvarchar(4000)").c_str(), "");
}

void tables(ViewTable &t) {
  t.query(
      "sys", "tables",
      (std::string(object_columns) +
       R"(lob_data_space_id int!; filestream_data_space_id int; max_column_id_used int!; lock_on_bulk_load bit!;
    uses_ansi_nulls bit; is_replicated bit; has_replication_filter bit; is_merge_published bit; is_sync_tran_subscribed bit;
    has_unchecked_assembly_data bit!; text_in_row_limit int; large_value_types_out_of_row bit; is_tracked_by_cdc bit; lock_escalation tinyint;
    lock_escalation_desc nvarchar(60); is_filetable bit; is_memory_optimized bit; durability tinyint; durability_desc nvarchar(60);
    temporal_type tinyint; temporal_type_desc nvarchar(60); history_table_id int; is_remote_data_archive_enabled bit; is_external bit!;
    history_retention_period int; history_retention_period_unit int; history_retention_period_unit_desc nvarchar(10); is_node bit; is_edge bit;
    data_retention_period int; data_retention_period_unit int; data_retention_period_unit_desc nvarchar(10); ledger_type tinyint;
    ledger_type_desc nvarchar(60); ledger_view_id int; is_dropped_ledger_table bit)")
          .c_str(),
      object_select() +
          R"(0, NULL, (SELECT coalesce(max(c.id), 0) FROM columns c WHERE c.db = o.db AND c.object = o.id), 0, o.ansi_nulls, 0,0,0,0,0,0,0,0,0,
    'TABLE',0,0,0,'SCHEMA_AND_DATA',0,'NON_TEMPORAL_TABLE',NULL,0,0,NULL,NULL,NULL,0,0,-1,-1,'INFINITE',0,'NON_LEDGER_TABLE',NULL,0 FROM objects o)" +
          visible + " AND o.type = 'U'");
  t.query(
      "sys", "key_constraints",
      (std::string(object_columns) + "unique_index_id int; is_system_named bit!; is_enforced bit").c_str(),
      object_select() +
          "(SELECT i.id FROM indexes i WHERE i.db = o.db AND i.object = o.parent AND i.constraint_id = "
          "o.id), o.system_named, 1 FROM objects o" +
          visible + " AND o.type IN ('PK', 'UQ')");
  t.query("sys", "check_constraints",
          (std::string(object_columns) +
           R"(is_disabled bit!; is_not_for_replication bit!; is_not_trusted bit!; parent_column_id int!;
    definition nvarchar(max); uses_database_collation bit; is_system_named bit!)")
              .c_str(),
          object_select() +
              "o.disabled, 0, o.disabled, o.column_id, o.definition, 0, o.system_named FROM objects o" +
              visible + " AND o.type = 'C'");
  t.query(
      "sys", "default_constraints",
      (std::string(object_columns) + "parent_column_id int!; definition nvarchar(max); is_system_named bit!")
          .c_str(),
      object_select() + "o.column_id, o.definition, o.system_named FROM objects o" + visible +
          " AND o.type = 'D'");
  t.query("sys", "foreign_keys",
          (std::string(object_columns) +
           R"(referenced_object_id int; key_index_id int; is_disabled bit!; is_not_for_replication bit!;
    is_not_trusted bit!; delete_referential_action tinyint; delete_referential_action_desc nvarchar(60); update_referential_action tinyint;
    update_referential_action_desc nvarchar(60); is_system_named bit!)")
              .c_str(),
          object_select() + R"(f.parent, f.key_index, o.disabled, 0, o.disabled,
    CASE f.on_delete WHEN 'CASCADE' THEN 1 WHEN 'SET_NULL' THEN 2 WHEN 'SET_DEFAULT' THEN 3 ELSE 0 END, CASE coalesce(f.on_delete, '') WHEN '' THEN 'NO_ACTION' ELSE f.on_delete END,
    CASE f.on_update WHEN 'CASCADE' THEN 1 WHEN 'SET_NULL' THEN 2 WHEN 'SET_DEFAULT' THEN 3 ELSE 0 END, CASE coalesce(f.on_update, '') WHEN '' THEN 'NO_ACTION' ELSE f.on_update END,
    o.system_named FROM objects o JOIN foreign_keys f ON f.db = o.db AND f.id = o.id)" +
              visible);
  t.query("sys", "foreign_key_columns",
          "constraint_object_id int!; constraint_column_id int!; parent_object_id int!; parent_column_id "
          "int!; referenced_object_id int!; referenced_column_id int!",
          "SELECT k.id, k.ordinal, f.child, k.child_column, f.parent, k.parent_column FROM "
          "foreign_key_columns k JOIN foreign_keys f ON f.db = k.db AND f.id = k.id "
          "WHERE k.db = ?1 AND ({dball} OR sees_object(?1, f.child))");
}

void indexes(ViewTable &t) {
  t.query(
      "sys", "indexes",
      R"(object_id int!; name sysname; index_id int!; type tinyint!; type_desc nvarchar(60); is_unique bit; data_space_id int; ignore_dup_key bit;
    is_primary_key bit; is_unique_constraint bit; fill_factor tinyint!; is_padded bit; is_disabled bit; is_hypothetical bit; is_ignored_in_optimization bit;
    allow_row_locks bit; allow_page_locks bit; has_filter bit; filter_definition nvarchar(max); compression_delay int; suppress_dup_key_messages bit;
    auto_created bit; optimize_for_sequential_key bit)",
      R"(SELECT i.object, i.name, i.id, CASE WHEN i.clustered THEN 1 ELSE 2 END,
    CASE WHEN i.clustered THEN 'CLUSTERED' ELSE 'NONCLUSTERED' END, i.is_unique, 1, 0, i.is_primary, CASE WHEN i.is_constraint AND NOT i.is_primary THEN 1 ELSE 0 END,
    0,0,0,0,0,1,1,0,NULL,NULL,0,0,0 FROM indexes i WHERE i.db = ?1 AND ({dball} OR sees_object(?1, i.object))
    UNION ALL SELECT o.id, NULL, 0, 0, 'HEAP', 0, 1, 0, 0, 0, 0,0,0,0,0,1,1,0,NULL,NULL,0,0,0 FROM objects o WHERE o.db = ?1 AND o.type = 'U'
    AND NOT EXISTS (SELECT 1 FROM indexes i WHERE i.db = o.db AND i.object = o.id AND i.clustered) AND ({dball} OR sees_object(?1, o.id)))");
  t.query(
      "sys", "index_columns",
      R"(object_id int!; index_id int!; index_column_id int!; column_id int!; key_ordinal tinyint!; partition_ordinal tinyint!;
    is_descending_key bit; is_included_column bit; column_store_order_ordinal tinyint)",
      R"(SELECT k.object, i.id, k.ordinal, k.column_id, k.ordinal, 0, 0, 0, 0
    FROM index_columns k JOIN indexes i ON i.db = k.db AND i.object = k.object AND i.id = k.idx WHERE k.db = ?1 AND ({dball} OR sees_object(?1, k.object)))");
  t.query(
      "sys", "partitions",
      R"(partition_id bigint!; object_id int!; index_id int!; partition_number int!; hobt_id bigint!; rows bigint; filestream_filegroup_id smallint!;
    data_compression tinyint!; data_compression_desc nvarchar(60))",
      "SELECT o.id * 65536, o.id, 0, 1, o.id * 65536, 0, 0, 0, 'NONE' FROM objects o WHERE o.db = ?1 AND "
      "o.type = 'U'");
  t.query("sys", "stats",
          "object_id int!; name sysname; stats_id int!; auto_created bit; user_created bit; no_recompute "
          "bit; has_filter bit",
          "SELECT i.object, i.name, i.id, 0, 0, 0, 0 FROM indexes i WHERE i.db = ?1");
}

}  // namespace

void add_object_views(ViewTable &table) {
  columns(table);
  tables(table);
  indexes(table);
}

}  // namespace sandbox
