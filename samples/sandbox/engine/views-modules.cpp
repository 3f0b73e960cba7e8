// Views of modules: their texts, options, groups and what they mention.
#include "samples/sandbox/engine/trigger-events.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

const char *const object_columns =
    R"(name sysname!; object_id int!; principal_id int; schema_id int!; parent_object_id int!; type char(2)!;
  type_desc nvarchar(60); create_date datetime!; modify_date datetime!; is_ms_shipped bit!; is_published bit!; is_schema_published bit!; )";

std::string object_select() {
  return "SELECT o.name, o.id, x.owner, o.schema, o.parent, substr(o.type || ' ', 1, 2), " +
         object_type_case("o.type") + ", o.created, o.modified, o.shipped, 0, 0, ";
}

const char *const detailed =
    " FROM objects o LEFT JOIN object_details x ON x.db = o.db AND x.id = o.id WHERE o.db = ?1 AND ({dball} "
    "OR sees_object(?1, o.id))";

/// A text is shown to those who may see it, and never when it is encrypted.
std::string shown_definition(const std::string &definition, const std::string &encrypted,
                             const std::string &object) {
  return "CASE WHEN NOT coalesce(" + encrypted + ", 0) AND ({dball} OR sees_definition(?1, " + object +
         ")) THEN " + definition + " END";
}

void procedures(ViewTable &t) {
  t.query("sys", "procedures",
          (std::string(object_columns) +
           "is_auto_executed bit!; is_execution_replicated bit; is_repl_serializable_only bit; "
           "skips_repl_constraints bit")
              .c_str(),
          object_select() + "coalesce(x.startup, 0), 0, 0, 0" + detailed + " AND o.type IN ('P', 'X')");
  t.query("sys", "extended_procedures", (std::string(object_columns) + "dll_name nvarchar(260)").c_str(),
          object_select() + "x.library" + detailed + " AND o.type = 'X'");
  t.query("sys", "numbered_procedures", "object_id int!; procedure_number smallint; definition nvarchar(max)",
          "SELECT n.object, n.number, " + shown_definition("n.definition", "n.encrypted", "n.object") +
              " FROM numbered_procedures n WHERE n.db = ?1 AND ({dball} OR sees_object(?1, n.object))");
  t.query("sys", "triggers",
          "name sysname!; object_id int!; parent_class tinyint!; parent_class_desc nvarchar(60); parent_id "
          "int!; type char(2)!; type_desc nvarchar(60); create_date datetime!; modify_date datetime!; "
          "is_ms_shipped bit!; is_disabled bit!; is_not_for_replication bit!; is_instead_of_trigger bit!",
          "");
}

void texts(ViewTable &t) {
  const char *columns =
      R"(object_id int!; definition nvarchar(max); uses_ansi_nulls bit; uses_quoted_identifier bit; is_schema_bound bit;
    uses_database_collation bit; is_recompiled bit; null_on_null_input bit; execute_as_principal_id int; uses_native_compilation bit;
    inline_type bit; is_inlineable bit)";
  const std::string query = "SELECT o.id, " + shown_definition("o.definition", "x.encrypted", "o.id") +
                            ", o.ansi_nulls, o.quoted, coalesce(x.schema_bound, 0), 0, "
                            "coalesce(x.recompiled, 0), coalesce(x.null_on_null, 0), x.execute_as, 0, 0, 0" +
                            detailed + " AND o.type IN ('P', 'V', 'FN', 'IF', 'TF')";
  t.query("sys", "sql_modules", columns, query);
  t.query("sys", "all_sql_modules", columns, query);
  // The server's own procedures are not written in T-SQL here.
  t.query("sys", "system_sql_modules", columns, "");
  t.query("sys", "assembly_modules",
          "object_id int!; assembly_id int!; assembly_class sysname; assembly_method sysname; "
          "null_on_null_input bit; execute_as_principal_id int",
          "");
  t.query("sys", "server_sql_modules",
          "object_id int!; definition nvarchar(max); uses_ansi_nulls bit; uses_quoted_identifier bit; "
          "execute_as_principal_id int",
          "SELECT id, CASE WHEN NOT encrypted THEN definition END, ansi_nulls, quoted, execute_as FROM "
          "server_triggers WHERE {all}");
}

void mentions(ViewTable &t) {
  t.query(
      "sys", "sql_expression_dependencies",
      R"(referencing_id int!; referencing_minor_id int!; referencing_class tinyint; referencing_class_desc nvarchar(60);
    is_schema_bound_reference bit!; referenced_class tinyint; referenced_class_desc nvarchar(60); referenced_server_name sysname;
    referenced_database_name sysname; referenced_schema_name sysname; referenced_entity_name sysname; referenced_id int; referenced_minor_id int!;
    is_caller_dependent bit!; is_ambiguous bit!)",
      // What is named without a schema is looked for in the module's own, then in dbo.
      R"(SELECT d.object, 0, 1, 'OBJECT_OR_COLUMN', d.schema_bound, 1, 'OBJECT_OR_COLUMN', d.server, d.database, d.schema, d.entity,
    CASE WHEN NOT d.caller AND d.server IS NULL AND d.database IS NULL THEN
      coalesce((SELECT r.id FROM objects r JOIN schemas s ON s.db = r.db AND s.id = r.schema WHERE r.db = d.db AND r.name = d.entity
          AND (s.name = d.schema COLLATE sqlci OR (d.schema IS NULL AND s.id = o.schema))),
        (SELECT r.id FROM objects r WHERE r.db = d.db AND r.name = d.entity AND d.schema IS NULL AND r.schema = 1)) END,
    0, d.caller, 0 FROM dependencies d JOIN objects o ON o.db = d.db AND o.id = d.object WHERE d.db = ?1 AND {dball})");
  t.query("sys", "crypt_properties",
          "class tinyint!; class_desc nvarchar(60); major_id int!; thumbprint varbinary(32)!; crypt_type "
          "char(4)!; crypt_type_desc nvarchar(60); crypt_property varbinary(max)",
          "");
}

void server_triggers(ViewTable &t) {
  t.code("sys", "trigger_event_types", "type int!; type_name nvarchar(64); parent_type int",
         [](Engine &, int, const Equal &, const EmitRow &emit) {
           for (const TriggerEvent &event : trigger_events())
             emit({int_value(event.type), text_value(event.name),
                   event.parent ? int_value(event.parent) : Value()});
         });
  t.query("sys", "server_triggers",
          "name sysname!; object_id int!; parent_class tinyint!; parent_class_desc nvarchar(60); parent_id "
          "int!; type char(2)!; type_desc nvarchar(60); create_date datetime!; modify_date datetime!; "
          "is_ms_shipped bit!; is_disabled bit!",
          "SELECT name, id, 100, 'SERVER', 0, 'TR', 'SQL_TRIGGER', created, modified, 0, disabled FROM "
          "server_triggers WHERE {all}");
  t.query(
      "sys", "server_trigger_events",
      "object_id int!; type int!; type_desc nvarchar(60)!; is_first bit; is_last bit; event_group_type "
      "int; event_group_type_desc nvarchar(60); is_trigger_event bit",
      "SELECT trigger, type, name, 0, 0, group_type, group_name, 1 FROM server_trigger_events WHERE {all} "
      "ORDER BY trigger, type");
}

}  // namespace

void add_module_views(ViewTable &table) {
  procedures(table);
  texts(table);
  mentions(table);
  server_triggers(table);
}

}  // namespace sandbox
