// ExtendedProperty: of objects and of the parameters of modules, with the type of the value.
#include "plugins/smo/database-kind.hpp"

namespace gantry::smo {
namespace {

/// Base types of sql_variant whose text can be cast back without loss; nvarchar needs no cast.
constexpr std::pair<const char *, const char *> casts[] = {{"varchar", "varchar(7500)"},
                                                           {"char", "varchar(7500)"},
                                                           {"nchar", "nvarchar(3750)"},
                                                           {"int", "int"},
                                                           {"bigint", "bigint"},
                                                           {"smallint", "smallint"},
                                                           {"tinyint", "tinyint"},
                                                           {"bit", "bit"},
                                                           {"uniqueidentifier", "uniqueidentifier"},
                                                           {"date", "date"},
                                                           {"datetime", "datetime"},
                                                           {"datetime2", "datetime2(7)"},
                                                           {"numeric", "numeric(38, 10)"},
                                                           {"decimal", "decimal(38, 10)"}};

Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  const std::string sys = catalogue_of(request.database);
  std::string sql =
      "SELECT s.name AS schema_name, o.name, o.type, p.name AS parameter_name, e.name AS property_name, "
      "CONVERT(nvarchar(3750), e.value, 121) AS text_value, CAST(SQL_VARIANT_PROPERTY(e.value, 'BaseType') "
      "AS "
      "nvarchar(128)) AS base_type FROM " +
      sys + "extended_properties AS e JOIN " + sys + "objects AS o ON o.object_id = e.major_id JOIN " + sys +
      "schemas AS s ON s.schema_id = o.schema_id LEFT JOIN " + sys +
      "parameters AS p ON e.class = 2 AND p.object_id = e.major_id AND p.parameter_id = e.minor_id WHERE "
      "(e.class = 1 AND e.minor_id = 0 OR e.class = 2)";
  if (const std::string condition = request.condition(qualified_in_sql); !condition.empty())
    sql += " AND " + condition;
  sql += " ORDER BY s.name, o.name, p.name, e.name;";
  StoredTable table({"schema", "object", "object-type", "parameter", "name", "value", "value-type"});
  constexpr std::pair<const char *, const char *> types[] = {
      {"P", "PROCEDURE"}, {"PC", "PROCEDURE"}, {"X", "PROCEDURE"}, {"V", "VIEW"},     {"U", "TABLE"},
      {"FN", "FUNCTION"}, {"IF", "FUNCTION"},  {"TF", "FUNCTION"}, {"SN", "SYNONYM"}, {"SO", "SEQUENCE"}};
  const auto take = [&](std::size_t, std::vector<Cell> &&row) {
    std::string type = row[2].text();
    while (!type.empty() && type.back() == ' ') type.pop_back();
    for (const auto &[code, level] : types) {
      if (type != code) continue;
      row[2] = Cell(level);
      return table.add(row);
    }
    return success();
  };
  if (const Result<std::size_t> read = server.read(sql, take, call); !read) return read.error();
  return StoredList{std::move(table), {}};
}

std::string where(const Wish &wish, bool of_wanted) {
  const auto cell = [&](const char *column) {
    return of_wanted ? wish.wanted(column) : wish.current(column);
  };
  return ", @level0type = N'SCHEMA', @level0name = " + quoted_text(cell("schema").text()) +
         ", @level1type = N'" + cell("object-type").text() +
         "', @level1name = " + quoted_text(cell("object").text()) +
         (cell("parameter").null()
              ? std::string()
              : ", @level2type = N'PARAMETER', @level2name = " + quoted_text(cell("parameter").text()));
}

std::string name_of(const Wish &wish, bool of_wanted) {
  return " @name = " + quoted_text((of_wanted ? wish.wanted("name") : wish.current("name")).text());
}

/// sp_addextendedproperty or sp_updateextendedproperty with the value of one side.
Result<std::string> with_value(const char *procedure, const Wish &wish, bool of_wanted,
                               bool value_of_wanted) {
  const auto cell = [&](const char *column) {
    return value_of_wanted ? wish.wanted(column) : wish.current(column);
  };
  const std::string type = cell("value-type").text();
  const std::string literal = cell("value").null() ? "NULL" : quoted_text(cell("value").text());
  const char *cast = nullptr;
  for (const auto &[base, to] : casts)
    if (type == base) cast = to;
  if (!cast && !type.empty() && type != "nvarchar")
    return wish.refuse("value-type", "a type whose text can be read back", type);
  const std::string call = std::string("EXEC sys.") + procedure + name_of(wish, of_wanted) + ", @value = ";
  if (!cast) return call + literal + where(wish, of_wanted) + ';';
  return std::string("DECLARE @typed sql_variant = CAST(") + literal + " AS " + cast + "); " + call +
         "@typed" + where(wish, of_wanted) + ';';
}

Result<> check(const Wish &wish, bool of_wanted) {
  const Cell &type = of_wanted ? wish.wanted("object-type") : wish.current("object-type");
  for (const char *known : {"PROCEDURE", "VIEW", "TABLE", "FUNCTION", "SYNONYM", "SEQUENCE"})
    if (type.text() == known) return success();
  return wish.refuse("object-type", "a kind of object that carries properties", type.text());
}

Result<> create_property(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, true); !fine) return fine;
  Result<std::string> text = with_value("sp_addextendedproperty", wish, true, true);
  if (!text) return std::move(text).error();
  script.add(*text, "EXEC sys.sp_dropextendedproperty" + name_of(wish, true) + where(wish, true) + ';');
  return success();
}

Result<> change_property(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, false); !fine) return fine;
  if (!wish.differs("value") && !wish.differs("value-type")) return success();
  Result<std::string> text = with_value("sp_updateextendedproperty", wish, false, true);
  if (!text) return std::move(text).error();
  Result<std::string> undo = with_value("sp_updateextendedproperty", wish, false, false);
  script.add(*text, undo ? *undo : std::string(), "value as at the source");
  return success();
}

Result<> drop_property(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, false); !fine) return fine;
  Result<std::string> undo = with_value("sp_addextendedproperty", wish, false, false);
  script.add("EXEC sys.sp_dropextendedproperty" + name_of(wish, false) + where(wish, false) + ';',
             undo ? *undo : std::string());
  return success();
}

}  // namespace

const Kind &kind_extended_property() {
  static const Kind kind = {"ExtendedProperty",
                            {"schema", "object", "object-type", "parameter", "name", "value", "value-type"},
                            {"schema", "object", "parameter", "name"},
                            &list,
                            &missing_database_rights,
                            &create_property,
                            &change_property,
                            &drop_property};
  return kind;
}

}  // namespace gantry::smo
