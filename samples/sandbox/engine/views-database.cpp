// Views of one database beside its objects' insides: objects, schemas, types, parameters.
#include "samples/sandbox/engine/system-procedures.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

const char *const object_columns =
    "name sysname!; object_id int!; principal_id int; schema_id int!; parent_object_id int!; type char(2)!; "
    "type_desc nvarchar(60); "
    "create_date datetime!; modify_date datetime!; is_ms_shipped bit!; is_published bit!; "
    "is_schema_published bit!";

std::string object_select() {
  return "SELECT o.name, o.id, (SELECT x.owner FROM object_details x WHERE x.db = o.db AND x.id = o.id), "
         "o.schema, o.parent, substr(o.type || ' ', 1, 2), " +
         object_type_case("o.type") + ", o.created, o.modified, o.shipped, 0, 0";
}

const char *const visible =
    " WHERE o.db = ?1 AND ({dball} OR sees_object(?1, CASE o.parent WHEN 0 THEN o.id ELSE o.parent END))";

/// The server's own views, of which every database shows the same.
void system_objects(const EmitRow &emit, Engine &engine) {
  const Value created = engine.sql.one("SELECT min(created) FROM databases"), zero = int_value(0),
              one = int_value(1);
  for (const View *view : all_views()) {
    const bool function = view->name.size() > 2 && view->name.compare(view->name.size() - 2, 2, "()") == 0;
    emit({text_value(function ? view->name.substr(0, view->name.size() - 2) : view->name),
          int_value(view_id(*view)),
          {},
          int_value(same_name(view->schema, "sys")   ? 4
                    : same_name(view->schema, "dbo") ? 1
                                                     : 3),
          zero,
          text_value(function ? "IF" : "V "),
          text_value(function ? "SQL_INLINE_TABLE_VALUED_FUNCTION" : "VIEW"),
          created,
          created,
          one,
          zero,
          zero});
  }
  for (const SystemProcedure &procedure : system_procedures())
    emit({text_value(procedure.name),
          int_value(procedure.id),
          {},
          int_value(4),
          zero,
          text_value("P "),
          text_value("SQL_STORED_PROCEDURE"),
          created,
          created,
          one,
          zero,
          zero});
}

/// Of the procedures whose parameters are declared with types.
void system_parameters(const EmitRow &emit) {
  const Value zero = int_value(0);
  for (const SystemProcedure &procedure : system_procedures()) {
    std::int64_t number = 0;
    for (const SystemParameter &parameter : procedure.parameters) {
      ++number;
      if (!parameter.type) continue;
      const TypeIdentity shown = identity_of(*parameter.type);
      emit({int_value(procedure.id), text_value(parameter.name), int_value(number),
            int_value(shown.system_type_id), int_value(shown.user_type_id), int_value(shown.max_length),
            int_value(shown.precision), int_value(shown.scale), zero, zero, bool_value(!parameter.required),
            zero, Value(), zero, zero, int_value(1)});
    }
  }
}

void objects(ViewTable &t) {
  const std::string from = " FROM objects o";
  t.query("sys", "objects", object_columns, object_select() + from + visible);
  t.code("sys", "all_objects", object_columns,
         [](Engine &engine, int database, const Equal &, const EmitRow &emit) {
           system_objects(emit, engine);
           const bool all = engine.has_database_permission(database, "VIEW DEFINITION");
           engine.register_view_functions();
           for (Row &row : engine.sql.rows(
                    object_select() + " FROM objects o WHERE o.db = ?1 AND (?2 OR sees_object(?1, CASE "
                                      "o.parent WHEN 0 THEN o.id ELSE o.parent END))",
                    {int_value(database), bool_value(all)}))
             emit(std::move(row));
         });
  t.code("sys", "system_objects", object_columns,
         [](Engine &engine, int, const Equal &, const EmitRow &emit) { system_objects(emit, engine); });
  t.code("sys", "system_views", object_columns, [](Engine &engine, int, const Equal &, const EmitRow &emit) {
    system_objects(
        [&emit](Row row) {
          if (as_text(row[5]) == "V ") emit(std::move(row));
        },
        engine);
  });
  const std::string base = object_columns;
  t.query(
      "sys", "views",
      (base +
       R"(; is_replicated bit; has_replication_filter bit; has_opaque_metadata bit!; has_unchecked_assembly_data bit!;
    with_check_option bit!; is_date_correlation_view bit!; is_tracked_by_cdc bit; has_snapshot bit; ledger_view_type tinyint;
    ledger_view_type_desc nvarchar(60); is_dropped_ledger_view bit)")
          .c_str(),
      object_select() + ", 0,0,0,0,0,0,0,0,0,'NON_LEDGER_VIEW',0" + from + visible + " AND o.type = 'V'");
  t.query("sys", "synonyms", (base + "; base_object_name nvarchar(1035)").c_str(), "");
  t.query("sys", "sequences", base.c_str(), "");
}

void types(ViewTable &t) {
  t.query("sys", "schemas", "name sysname!; schema_id int!; principal_id int",
          "SELECT name, id, owner FROM schemas WHERE db = ?1");
  t.query(
      "sys", "types",
      R"(name sysname!; system_type_id tinyint!; user_type_id int!; schema_id int!; principal_id int; max_length smallint!; precision tinyint!;
    scale tinyint!; collation_name sysname; is_nullable bit; is_user_defined bit!; is_assembly_type bit!; default_object_id int!; rule_object_id int!;
    is_table_type bit!)",
      "SELECT name, id, user_id, schema_id, NULL, max_length, prec, scale, collation, nullable, 0, 0, 0, 0, "
      "0 FROM system_types");
  const char *parameter_columns =
      R"(object_id int!; name sysname; parameter_id int!; system_type_id tinyint!; user_type_id int!; max_length smallint!;
    precision tinyint!; scale tinyint!; is_output bit!; is_cursor_ref bit!; has_default_value bit!; is_xml_document bit!; default_value sql_variant;
    xml_collection_id int!; is_readonly bit!; is_nullable bit)";
  const std::string parameters =
      "SELECT p.object, p.name, p.id, p.system_type, p.user_type, p.max_length, p.shown_prec, p.shown_scale, "
      "p.output, 0, p.has_default, 0, NULL, 0, 0, 1 "
      "FROM parameters p WHERE p.db = ?1 AND ({dball} OR sees_object(?1, p.object))";
  t.query("sys", "parameters", parameter_columns, parameters);
  t.code("sys", "system_parameters", parameter_columns,
         [](Engine &, int, const Equal &, const EmitRow &emit) { system_parameters(emit); });
  t.code("sys", "all_parameters", parameter_columns,
         [parameters](Engine &engine, int database, const Equal &, const EmitRow &emit) {
           system_parameters(emit);
           engine.register_view_functions();
           std::string query = parameters;
           const std::string mark = "{dball}";
           query.replace(query.find(mark), mark.size(), "?2");
           for (Row &row : engine.sql.rows(
                    query, {int_value(database),
                            bool_value(engine.has_database_permission(database, "VIEW DEFINITION"))}))
             emit(std::move(row));
         });
  t.query(
      "sys", "table_types",
      R"(name sysname!; system_type_id tinyint!; user_type_id int!; schema_id int!; principal_id int; max_length smallint!;
    precision tinyint!; scale tinyint!; collation_name sysname; is_nullable bit; is_user_defined bit!; is_assembly_type bit!; default_object_id int!;
    rule_object_id int!; is_table_type bit!; type_table_object_id int!; is_memory_optimized bit)",
      "");
  t.query("sys", "assemblies",
          "name sysname!; principal_id int; assembly_id int!; clr_name nvarchar(4000); permission_set "
          "tinyint; permission_set_desc nvarchar(60); "
          "is_visible bit!; create_date datetime!; modify_date datetime!; is_user_defined bit",
          "");
  t.query("sys", "partition_schemes",
          "name sysname!; data_space_id int!; type char(2)!; type_desc nvarchar(60); is_default bit; "
          "is_system bit; function_id int!",
          "");
}

}  // namespace

void add_database_views(ViewTable &table) {
  objects(table);
  types(table);
}

}  // namespace sandbox
