// OBJECT_ID and the other functions about objects, columns and types.
#include "samples/sandbox/engine/catalogue-names.hpp"
#include "samples/sandbox/engine/function-types.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

const View *view_of(std::int64_t id) {
  const auto &all = all_views();
  const std::int64_t index = -101 - id;
  return index >= 0 && index < static_cast<std::int64_t>(all.size()) ? all[static_cast<std::size_t>(index)]
                                                                     : nullptr;
}

std::string view_shown(const View &view) {
  return view.name.size() > 2 && view.name.compare(view.name.size() - 2, 2, "()") == 0
             ? view.name.substr(0, view.name.size() - 2)
             : view.name;
}

int database_argument(Engine &engine, const Arguments &a, std::size_t index) {
  return a.size() > index ? static_cast<int>(a.integer(index)) : engine.database_id;
}

Value object_text(Engine &engine, int database, std::int64_t id, const char *column) {
  if (id < 0) {
    const bool by_name = std::string(column) == "o.name";
    for (const SystemProcedure &procedure : system_procedures())
      if (procedure.id == id) return text_value(by_name ? procedure.name : "sys");
    const View *view = view_of(id);
    if (!view) return {};
    return text_value(by_name ? view_shown(*view) : view->schema);
  }
  return engine.sql.one(
      std::string("SELECT ") + column +
          " FROM objects o JOIN schemas s ON s.db = o.db AND s.id = o.schema WHERE o.db = ?1 AND o.id = ?2",
      {int_value(database), int_value(id)});
}

Value object_property(Engine &engine, std::int64_t id, const std::string &name) {
  if (view_of(id)) {
    if (same_name(name, "IsMSShipped") || same_name(name, "IsView") || same_name(name, "IsSystemTable"))
      return int_value(!same_name(name, "IsSystemTable"));
    return int_value(0);
  }
  const auto rows = engine.sql.rows(
      "SELECT type, shipped, ansi_nulls, quoted, schema, disabled FROM objects WHERE db = ?1 AND id = ?2",
      {int_value(engine.database_id), int_value(id)});
  if (rows.empty()) return {};
  const std::string &type = as_text(rows[0][0]);
  const auto flag = [](bool on) { return int_value(on ? 1 : 0); };
  static const std::pair<const char *, const char *> kinds[] = {
      {"IsUserTable", "U"},       {"IsTable", "U"},           {"IsView", "V"},        {"IsProcedure", "P"},
      {"IsScalarFunction", "FN"}, {"IsInlineFunction", "IF"}, {"IsPrimaryKey", "PK"}, {"IsForeignKey", "F"},
      {"IsUniqueCnst", "UQ"},     {"IsCheckCnst", "C"},       {"IsDefaultCnst", "D"}};
  for (const auto &[key, wanted] : kinds)
    if (same_name(name, key)) return flag(type == wanted);
  if (same_name(name, "IsTableFunction")) return flag(type == "IF");
  if (same_name(name, "IsConstraint"))
    return flag(type == "PK" || type == "UQ" || type == "F" || type == "C" || type == "D");
  if (same_name(name, "IsMSShipped")) return rows[0][1];
  if (same_name(name, "ExecIsAnsiNullsOn") || same_name(name, "IsAnsiNullsOn")) return rows[0][2];
  if (same_name(name, "ExecIsQuotedIdentOn") || same_name(name, "IsQuotedIdentOn")) return rows[0][3];
  if (same_name(name, "SchemaId")) return rows[0][4];
  if (same_name(name, "OwnerId"))
    return engine.sql.one("SELECT owner FROM schemas WHERE db = ?1 AND id = ?2",
                          {int_value(engine.database_id), rows[0][4]});
  if (same_name(name, "CnstIsDisabled")) return rows[0][5];
  if (same_name(name, "TableHasIdentity"))
    return flag(engine.sql.exists("SELECT 1 FROM columns WHERE db = ?1 AND object = ?2 AND identity = 1",
                                  {int_value(engine.database_id), int_value(id)}));
  if (same_name(name, "TableHasPrimaryKey"))
    return flag(engine.sql.exists("SELECT 1 FROM objects WHERE db = ?1 AND parent = ?2 AND type = 'PK'",
                                  {int_value(engine.database_id), int_value(id)}));
  if (same_name(name, "TableHasForeignKey"))
    return flag(engine.sql.exists("SELECT 1 FROM foreign_keys WHERE db = ?1 AND child = ?2",
                                  {int_value(engine.database_id), int_value(id)}));
  static const std::pair<const char *, const char *> details[] = {
      {"IsEncrypted", "encrypted"}, {"IsSchemaBound", "schema_bound"}, {"ExecIsStartup", "startup"}};
  for (const auto &[key, column] : details)
    if (same_name(name, key))
      return flag(engine.sql.exists(
          std::string("SELECT 1 FROM object_details WHERE db = ?1 AND id = ?2 AND ") + column,
          {int_value(engine.database_id), int_value(id)}));
  if (same_name(name, "IsExtendedProc")) return flag(type == "X");
  for (const char *off :
       {"IsExecuted", "IsSystemTable", "IsTrigger", "IsIndexed", "IsIndexable", "TableHasTextImage",
        "IsReplProc", "IsRule", "IsDefault", "IsQueue", "TableTemporalType", "TableIsMemoryOptimized"})
    if (same_name(name, off)) return int_value(0);
  return {};
}

Value column_property(Engine &engine, std::int64_t id, const std::string &column, const std::string &name) {
  const auto rows = engine.sql.rows(
      "SELECT id, nullable, identity, computed IS NOT NULL, shown_prec, shown_scale, rowguid FROM columns "
      "WHERE db = ?1 AND object = ?2 AND name = ?3",
      {int_value(engine.database_id), int_value(id), text_value(column)});
  if (rows.empty()) return {};
  static const char *const names[] = {"ColumnId",  "AllowsNull", "IsIdentity",  "IsComputed",
                                      "Precision", "Scale",      "IsRowGuidCol"};
  for (std::size_t i = 0; i < 7; ++i)
    if (same_name(name, names[i])) return rows[0][i];
  for (const char *off : {"IsHidden", "IsSparse", "IsColumnSet", "IsIdNotForRepl", "IsXmlIndexable",
                          "IsFulltextIndexed", "IsOutParam", "UsesAnsiTrim", "GeneratedAlwaysType"})
    if (same_name(name, off)) return int_value(same_name(name, "UsesAnsiTrim") ? 1 : 0);
  return {};
}

}  // namespace

Name split_name(const std::string &text) {
  Name out;
  out.parts.emplace_back();
  char close = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (close) {
      if (c != close)
        out.parts.back() += c;
      else if (i + 1 < text.size() && text[i + 1] == close)
        out.parts.back() += text[i++];
      else
        close = 0;
    } else if (c == '[' || c == '"') {
      close = c == '[' ? ']' : '"';
    } else if (c == '.') {
      out.parts.emplace_back();
    } else {
      out.parts.back() += c;
    }
  }
  return out;
}

std::optional<std::int64_t> object_id(Engine &engine, const std::string &text, const std::string &type) {
  const Name name = split_name(text);
  if (name.parts.size() > 4 || name.object().empty()) return std::nullopt;
  if (name.object()[0] == '#') {
    const auto found = engine.temporary.find(fold(name.object()));
    if (found == engine.temporary.end()) return std::nullopt;
    return found->second->id
               ? found->second->id
               : -1'000'000 - static_cast<std::int64_t>(std::distance(engine.temporary.begin(), found));
  }
  if (const auto object = engine.find_object(name)) {
    if (!type.empty() && trim_right(upper(type)) != object->type) return std::nullopt;
    // What one may not see has no id.
    engine.register_view_functions();
    const std::int64_t shown = object->parent ? object->parent : object->id;
    if (!engine.sql.number("SELECT sees_object(?1, ?2)", {int_value(object->database), int_value(shown)}))
      return std::nullopt;
    return object->id;
  }
  const std::string schema = name.schema().empty() || same_name(name.schema(), "dbo") ? "sys" : name.schema();
  const SystemProcedure *procedure =
      same_name(schema, "sys") ? find_system_procedure(name.object()) : nullptr;
  if (procedure && (type.empty() || same_name(trim_right(type), "P"))) return procedure->id;
  const View *view = find_view(schema, name.object());
  if (!view) view = find_view(schema, name.object() + "()");
  const auto database =
      engine.find_database(name.database().empty() ? engine.database_name : name.database());
  if (!view || !database ||
      (!type.empty() && !same_name(type, "V") && !same_name(type, "IF") &&
       !(same_name(type, "U") && database->id == 4)))
    return std::nullopt;
  return view_id(*view);
}

void add_object_functions(FunctionTable &t) {
  add_function(t, "OBJECT_ID", "s?s", always(integer_type()), [](Engine &e, Arguments &a) {
    const auto id = object_id(e, a.text(0), a.size() > 1 ? a.text(1) : "");
    return id ? int_value(*id) : Value();
  });
  add_function(t, "OBJECT_NAME", "i?i", always(sysname_type()), [](Engine &e, Arguments &a) {
    return object_text(e, database_argument(e, a, 1), a.integer(0), "o.name");
  });
  add_function(t, "OBJECT_SCHEMA_NAME", "i?i", always(sysname_type()), [](Engine &e, Arguments &a) {
    return object_text(e, database_argument(e, a, 1), a.integer(0), "s.name");
  });
  add_function(t, "OBJECT_DEFINITION", "i", always(nvarchar_type(-1)), [](Engine &e, Arguments &a) -> Value {
    if (a.integer(0) < 0) return {};
    e.register_view_functions();
    return e.sql.one(
        "SELECT o.definition FROM objects o LEFT JOIN object_details x ON x.db = o.db AND x.id = o.id WHERE "
        "o.db = ?1 AND o.id = ?2 AND NOT coalesce(x.encrypted, 0) AND sees_definition(?1, ?2)",
        {int_value(e.database_id), a[0]});
  });
  for (const char *name : {"OBJECTPROPERTY", "OBJECTPROPERTYEX"})
    add_function(t, name, "is", always(integer_type()),
                 [](Engine &e, Arguments &a) { return object_property(e, a.integer(0), a.text(1)); });
  add_function(t, "COLUMNPROPERTY", "iss", always(integer_type()), [](Engine &e, Arguments &a) {
    return column_property(e, a.integer(0), a.text(1), a.text(2));
  });
  add_function(t, "COL_NAME", "ii", always(sysname_type()), [](Engine &e, Arguments &a) -> Value {
    if (const View *view = view_of(a.integer(0))) {
      const std::int64_t index = a.integer(1) - 1;
      return index >= 0 && index < static_cast<std::int64_t>(view->columns.size())
                 ? text_value(view->columns[static_cast<std::size_t>(index)].name)
                 : Value();
    }
    return e.sql.one("SELECT name FROM columns WHERE db = ?1 AND object = ?2 AND id = ?3",
                     {int_value(e.database_id), a[0], a[1]});
  });
  add_function(t, "COL_LENGTH", "ss", always(*type_named("smallint")), [](Engine &e, Arguments &a) -> Value {
    const Name name = split_name(a.text(0));
    if (const auto object = e.find_object(name))
      return e.sql.one("SELECT max_length FROM columns WHERE db = ?1 AND object = ?2 AND name = ?3",
                       {int_value(object->database), int_value(object->id), a[1]});
    const auto id = object_id(e, a.text(0));
    const View *view = id ? view_of(*id) : nullptr;
    if (view)
      for (const Column &column : view->columns)
        if (same_name(column.name, a.text(1))) return int_value(identity_of(column.type).max_length);
    return {};
  });
  add_function(t, "SCHEMA_ID", "?s", always(integer_type()), [](Engine &e, Arguments &a) {
    const std::int64_t id = e.schema_id(e.database_id, a.size() ? a.text(0) : e.default_schema());
    return id ? int_value(id) : Value();
  });
  add_function(t, "SCHEMA_NAME", "?i", always(sysname_type()), [](Engine &e, Arguments &a) {
    return a.size() ? e.sql.one("SELECT name FROM schemas WHERE db = ?1 AND id = ?2",
                                {int_value(e.database_id), a[0]})
                    : text_value(e.default_schema());
  });
  add_function(t, "TYPE_ID", "s", always(integer_type()), [](Engine &e, Arguments &a) {
    return e.sql.one("SELECT user_id FROM system_types WHERE name = ?1 COLLATE sqlci",
                     {text_value(split_name(a.text(0)).object())});
  });
  add_function(t, "TYPE_NAME", "i", always(sysname_type()), [](Engine &e, Arguments &a) {
    return e.sql.one("SELECT name FROM system_types WHERE user_id = ?1", {a[0]});
  });
  add_function(t, "INDEX_COL", "sii", always(sysname_type()), [](Engine &e, Arguments &a) -> Value {
    const auto object = e.find_object(split_name(a.text(0)));
    if (!object) return {};
    return e.sql.one(
        "SELECT c.name FROM index_columns k JOIN columns c ON c.db = k.db AND c.object = k.object AND c.id = "
        "k.column_id WHERE k.db = ?1 AND k.object = ?2 "
        "AND k.idx = ?3 AND k.ordinal = ?4",
        {int_value(object->database), int_value(object->id), a[1], a[2]});
  });
  add_function(t, "IDENT_CURRENT", "s", always(decimal_type(38, 0)), [](Engine &e, Arguments &a) -> Value {
    const auto object = e.find_object(split_name(a.text(0)));
    if (!object) return {};
    Value last = e.sql.one(
        "SELECT coalesce((SELECT last_identity FROM objects WHERE db = ?1 AND id = ?2), seed) FROM columns "
        "WHERE db = ?1 AND object = ?2 AND identity = 1",
        {int_value(object->database), int_value(object->id)});
    return load_value(last, decimal_type(38, 0));
  });
  vary(t, "IDENT_CURRENT", Function::call);  // moves on while rows are inserted
  for (const bool seed : {true, false})
    add_function(t, seed ? "IDENT_SEED" : "IDENT_INCR", "s", always(decimal_type(38, 0)),
                 [seed](Engine &e, Arguments &a) -> Value {
                   const auto object = e.find_object(split_name(a.text(0)));
                   if (!object) return {};
                   return load_value(
                       e.sql.one(std::string("SELECT ") + (seed ? "seed" : "increment") +
                                     " FROM columns WHERE db = ?1 AND object = ?2 AND identity = 1",
                                 {int_value(object->database), int_value(object->id)}),
                       decimal_type(38, 0));
                 });
}

}  // namespace sandbox
