// Extended properties: sp_addextendedproperty and its kin, and the views of them.
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"
#include "samples/sandbox/engine/views.hpp"

#include <algorithm>

namespace sandbox {
namespace {

/// What a property belongs to, as sys.extended_properties numbers it.
struct Bearer {
  std::int64_t type_class = 0, major = 0, minor = 0, object = 0, schema = 0;
  std::string name;  ///< as the messages say it
};

struct ObjectKind {
  const char *word;
  const char *types;  ///< of sys.objects, between commas
};
constexpr ObjectKind object_kinds[] = {
    {"TABLE", ",U,"}, {"VIEW", ",V,"}, {"PROCEDURE", ",P,X,"}, {"FUNCTION", ",FN,IF,TF,"}};

SqlError not_permitted(const std::string &name) {
  return error(15135, {name.empty() ? "object specified" : name});
}

/// The second level: columns, parameters, indexes and constraints of an object.
void find_part(Engine &engine, const std::string &type, const std::string &name, Bearer &bearer) {
  struct Part {
    const char *word, *query;
    int type_class;
  };
  static constexpr Part parts[] = {
      {"COLUMN", "SELECT id FROM columns WHERE db = ?1 AND object = ?2 AND name = ?3", 1},
      {"PARAMETER", "SELECT id FROM parameters WHERE db = ?1 AND object = ?2 AND name = ?3 COLLATE sqlci", 2},
      {"INDEX", "SELECT id FROM indexes WHERE db = ?1 AND object = ?2 AND name = ?3", 7},
      {"CONSTRAINT", "SELECT id FROM objects WHERE db = ?1 AND parent = ?2 AND name = ?3", 1}};
  bearer.name += "." + name;
  for (const Part &part : parts) {
    if (!same_name(type, part.word)) continue;
    const Value id = engine.sql.one(
        part.query, {int_value(engine.database_id), int_value(bearer.object), text_value(name)});
    if (is_null(id)) break;
    bearer.type_class = part.type_class;
    if (same_name(type, "CONSTRAINT"))
      bearer.major = as_int(id);
    else
      bearer.minor = as_int(id);
    return;
  }
  throw not_permitted(bearer.name);
}

/// levels: type, name, type, name, type, name.
Bearer find_bearer(Engine &engine, const std::vector<std::string> &levels) {
  Bearer out;
  out.name = levels[1].empty() ? "object specified" : levels[1];
  if (levels[0].empty()) {
    if (!levels[1].empty() || !levels[2].empty()) throw error(15600, {"sys.sp_addextendedproperty"});
    return out;
  }
  if (levels[2].empty() && same_name(levels[0], "USER")) {
    const auto user = engine.find_user(engine.database_id, levels[1]);
    if (!user) throw not_permitted(out.name);
    out.type_class = 4;
    out.major = *user;
    return out;
  }
  if (!same_name(levels[0], "SCHEMA") && !same_name(levels[0], "USER")) throw not_permitted(out.name);
  out.schema = engine.schema_id(engine.database_id, levels[1]);
  if (!out.schema) throw not_permitted(out.name);
  if (levels[2].empty()) {
    out.type_class = 3;
    out.major = out.schema;
    return out;
  }
  out.name += "." + levels[3];
  const auto kind = std::find_if(std::begin(object_kinds), std::end(object_kinds),
                                 [&](const ObjectKind &one) { return same_name(one.word, levels[2]); });
  const auto object = engine.find_object(engine.database_of(""), levels[1], levels[3]);
  if (kind == std::end(object_kinds) || !object ||
      std::string(kind->types).find("," + object->type + ",") == std::string::npos)
    throw not_permitted(out.name);
  out.type_class = 1;
  out.major = out.object = object->id;
  if (!levels[4].empty()) find_part(engine, levels[4], levels[5], out);
  return out;
}

void require_change(Engine &engine, const Bearer &bearer) {
  const int database = engine.database_id;
  const bool may = bearer.type_class == 0 ? engine.has_database_permission(database, "ALTER")
                   : bearer.type_class == 4
                       ? engine.has_database_permission(database, "ALTER ANY USER")
                       : engine.has_database_permission(database, "ALTER", bearer.object, bearer.schema);
  if (!may) throw not_permitted(bearer.name);
}

enum class Change : std::uint8_t { add, update, drop };

std::int64_t change_property(Invocation &call, Change change) {
  Engine &engine = call.engine;
  const std::size_t first = change == Change::drop ? 1 : 2;
  std::vector<std::string> levels;
  for (std::size_t i = first; i < first + 6; ++i) levels.push_back(call.text(i));
  const std::string property = call.text(0);
  if (property.empty()) throw error(15600, {"sys.sp_addextendedproperty"});
  const Bearer bearer = find_bearer(engine, levels);
  require_change(engine, bearer);
  const std::vector<Value> place = {int_value(engine.database_id), int_value(bearer.type_class),
                                    int_value(bearer.major), int_value(bearer.minor), text_value(property)};
  const bool exists = engine.sql.exists(
      "SELECT 1 FROM properties WHERE db = ?1 AND class = ?2 AND major = ?3 AND minor = ?4 AND name = ?5",
      place);
  if (change == Change::add && exists) throw error(15233, {property, bearer.name});
  if (change != Change::add && !exists) throw error(15217, {property, bearer.name});
  engine.for_write();
  if (change == Change::drop) {
    engine.sql.run(
        "DELETE FROM properties WHERE db = ?1 AND class = ?2 AND major = ?3 AND minor = ?4 AND name = ?5",
        place);
    return 0;
  }
  constexpr std::size_t longest = 7500;
  Value value = call.value(1);
  if (const auto *text = std::get_if<std::string>(&value))
    if (length_utf16(*text) * (is_unicode(call.type(1).type) ? 2 : 1) > longest) throw error(15097);
  if (!is_null(value) && !std::holds_alternative<std::shared_ptr<const Variant>>(value))
    value = make_variant(value, call.type(1));
  std::vector<Value> row = place;
  row.push_back(value);
  engine.sql.run("INSERT OR REPLACE INTO properties VALUES(?1,?2,?3,?4,?5,?6)", row);
  return 0;
}

std::string argument(const Equal &given, std::size_t index) {
  if (index >= given.size()) return {};
  const auto *text = std::get_if<std::string>(&given[index].second);
  return text ? *text : std::string();
}

/// fn_listextendedproperty: at the level that the last type names, one object or all of them.
void list_properties(Engine &engine, int database, const Equal &given, const EmitRow &emit) {
  const std::string property = argument(given, 0);
  std::vector<std::string> levels;
  for (std::size_t i = 1; i < 7; ++i) levels.push_back(argument(given, i));
  std::size_t depth = 0;
  while (depth < 3 && !levels[depth * 2].empty()) ++depth;
  const std::string kind = depth ? upper(levels[depth * 2 - 2]) : std::string();
  engine.register_view_functions();
  const std::string seen = "(?2 OR sees_object(?1, p.major))";
  std::string query =
      "SELECT NULL, NULL, p.name, p.value, 1, 1, 1 FROM properties p WHERE p.db = ?1 AND p.class = 0 "
      "AND ?2 IN (0, 1)";
  if (depth == 1 && kind == "SCHEMA")
    query =
        "SELECT 'SCHEMA', s.name, p.name, p.value, s.name, 1, 1 FROM properties p JOIN schemas s ON s.db = "
        "p.db "
        "AND s.id = p.major WHERE p.db = ?1 AND p.class = 3 AND ?2 IN (0, 1)";
  else if (depth == 1)
    query =
        "SELECT 'USER', u.name, p.name, p.value, u.name, 1, 1 FROM properties p JOIN db_principals u ON u.db "
        "= "
        "p.db AND u.id = p.major WHERE p.db = ?1 AND p.class = 4 AND ?2 IN (0, 1)";
  else if (depth == 2)
    query =
        "SELECT CASE o.type WHEN 'U' THEN 'TABLE' WHEN 'V' THEN 'VIEW' WHEN 'P' THEN 'PROCEDURE' WHEN 'X' "
        "THEN "
        "'PROCEDURE' ELSE 'FUNCTION' END, o.name, p.name, p.value, s.name, o.name, 1 FROM properties p JOIN "
        "objects o ON o.db = p.db AND o.id = p.major JOIN schemas s ON s.db = o.db AND s.id = o.schema WHERE "
        "p.db = ?1 AND p.class = 1 AND p.minor = 0 AND " +
        seen;
  else if (depth == 3)
    query =
        "SELECT 'COLUMN', c.name, p.name, p.value, s.name, o.name, c.name FROM properties p JOIN objects o "
        "ON "
        "o.db = p.db AND o.id = p.major JOIN schemas s ON s.db = o.db AND s.id = o.schema JOIN columns c ON "
        "c.db = p.db AND c.object = p.major AND c.id = p.minor WHERE p.db = ?1 AND p.class = 1 AND " +
        seen;
  const auto fits = [](const std::string &wanted, const Value &found) {
    return wanted.empty() ||
           (std::holds_alternative<std::string>(found) && same_name(wanted, as_text(found)));
  };
  for (Row &row : engine.sql.rows(query, {int_value(database), bool_value(engine.has_database_permission(
                                                                   database, "VIEW DEFINITION"))})) {
    bool matches = fits(property, row[2]) && (kind.empty() || fits(kind, row[0]));
    for (std::size_t level = 0; level < depth; ++level)
      matches = matches && fits(levels[level * 2 + 1], row[4 + level]);
    if (!matches) continue;
    row.resize(4);
    emit(std::move(row));
  }
}

}  // namespace

void add_property_procedures(ProcedureTable &t) {
  const char *levels =
      "@level0type:varchar(128) @level0name:sysname @level1type:varchar(128) @level1name:sysname "
      "@level2type:varchar(128) @level2name:sysname";
  static const std::string valued = std::string("@name:sysname! @value:sql_variant ") + levels,
                           bare = std::string("@name:sysname! ") + levels;
  t["sp_addextendedproperty"] = {valued.c_str(),
                                 [](Invocation &c) { return change_property(c, Change::add); }};
  t["sp_updateextendedproperty"] = {valued.c_str(),
                                    [](Invocation &c) { return change_property(c, Change::update); }};
  t["sp_dropextendedproperty"] = {bare.c_str(),
                                  [](Invocation &c) { return change_property(c, Change::drop); }};
}

void add_property_views(ViewTable &t) {
  t.query(
      "sys", "extended_properties",
      "class tinyint!; class_desc nvarchar(60); major_id int!; minor_id int!; name sysname!; value "
      "sql_variant",
      "SELECT p.class, " + class_case("p.class") +
          ", p.major, p.minor, p.name, p.value FROM properties p WHERE p.db = ?1 AND ({dball} OR p.class = 0 "
          "OR (p.class IN (1, 2, 7) AND sees_object(?1, p.major)) OR (p.class = 4 AND sees_user(?1, "
          "p.major)))");
  t.code("sys", "fn_listextendedproperty()",
         "objtype sysname; objname sysname; name sysname!; value sql_variant", list_properties);
}

}  // namespace sandbox
