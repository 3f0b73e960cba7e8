// Configuration, the registry that is not there.
#include "samples/sandbox/engine/catalogue-names.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"

namespace sandbox {
namespace {

std::int64_t configure(Invocation &call) {
  Engine &engine = call.engine;
  const bool advanced = engine.sql.number("SELECT in_use FROM configurations WHERE id = 518") != 0;
  const char *query =
      "SELECT CAST(name AS nvarchar(35)) AS name, CAST(minimum AS int) AS minimum, CAST(maximum AS int) AS "
      "maximum, CAST(value AS int) AS config_value, "
      "CAST(value_in_use AS int) AS run_value FROM sys.configurations WHERE (is_advanced = 0 OR @p1 = 1) AND "
      "name LIKE @p2 ORDER BY name";
  if (!call.given(0)) {
    call.select(query, {int_value(advanced), text_value("%")});
    return 0;
  }
  const auto rows = engine.sql.rows(
      "SELECT id, name, value, minimum, maximum, advanced FROM configurations WHERE name LIKE ?1 || '%'",
      {text_value(call.text(0))});
  std::vector<Row> fitting;
  for (const Row &row : rows)
    if (advanced || !as_int(row[5]) || as_int(row[0]) == 518) fitting.push_back(row);
  for (const Row &row : fitting)
    if (same_name(as_text(row[1]), call.text(0))) {
      const Row exact = row;
      fitting = {exact};
      break;
    }
  if (fitting.size() != 1) throw error(15123, {call.text(0)});
  const std::string name = as_text(fitting[0][1]);
  if (!call.given(1)) {
    call.select(query, {int_value(1), text_value(name)});
    return 0;
  }
  engine.require_server("ALTER SETTINGS");
  const std::int64_t value = call.number(1);
  if (value < as_int(fitting[0][3]) || value > as_int(fitting[0][4]))
    throw error(15129, {std::to_string(value), name});
  engine.for_write();
  engine.sql.run("UPDATE configurations SET value = ?2 WHERE id = ?1", {fitting[0][0], int_value(value)});
  engine.emit_message(
      message_of(15457, {name, std::to_string(as_int(fitting[0][2])), std::to_string(value)}));
  return 0;
}

std::vector<Column> columns_of(std::initializer_list<std::pair<const char *, TypeInfo>> items) {
  std::vector<Column> out;
  for (const auto &[name, type] : items) {
    Column column;
    column.name = name;
    column.type = type;
    out.push_back(std::move(column));
  }
  return out;
}

std::int64_t version_facts(Invocation &call) {
  std::vector<Row> rows;
  const std::pair<const char *, std::string> facts[] = {{"ProductName", "Microsoft SQL Server"},
                                                        {"ProductVersion", product_version},
                                                        {"Language", "English (United States)"},
                                                        {"Platform", "NT x64"},
                                                        {"ProcessorCount", "2"},
                                                        {"PhysicalMemory", "4096"}};
  std::int64_t index = 0;
  for (const auto &[name, value] : facts) {
    ++index;
    if (call.given(0) && !same_name(call.text(0), name)) continue;
    rows.push_back({int_value(index), text_value(name), Value(), text_value(value)});
  }
  call.rows(columns_of({{"Index", integer_type()},
                        {"Name", nvarchar_type(32)},
                        {"Internal_Value", integer_type()},
                        {"Character_Value", nvarchar_type(512)}}),
            rows);
  return 0;
}

std::int64_t server_info(Invocation &call) {
  const std::tuple<int, const char *, std::string> facts[] = {
      {1, "DBMS_NAME", "Microsoft SQL Server"},
      {2, "DBMS_VER", std::string("Microsoft SQL Server 2022 - ") + product_version},
      {10, "OWNER_TERM", "owner"},
      {11, "TABLE_TERM", "table"},
      {12, "MAX_OWNER_NAME_LENGTH", "128"},
      {13, "TABLE_LENGTH", "128"},
      {14, "MAX_QUAL_LENGTH", "128"},
      {15, "COLUMN_LENGTH", "128"},
      {16, "IDENTIFIER_CASE", "MIXED"},
      {17, "TX_ISOLATION", "2"},
      {18, "COLLATION_SEQ", "charset=iso_1 sort_order=nocase_iso charset_num=1 sort_order_num=52"},
      {19, "SAVEPOINT_SUPPORT", "Y"},
      {20, "MULTI_RESULT_SETS", "Y"},
      {100, "USERID_LENGTH", "128"},
      {101, "QUALIFIER_TERM", "database"}};
  std::vector<Row> rows;
  for (const auto &[id, name, value] : facts)
    if (!call.given(0) || call.number(0) == id)
      rows.push_back({int_value(id), text_value(name), text_value(value)});
  call.rows(columns_of({{"attribute_id", integer_type()},
                        {"attribute_name", varchar_type(60)},
                        {"attribute_value", varchar_type(255)}}),
            rows);
  return 0;
}

std::int64_t for_each_database(Invocation &call) {
  Engine &engine = call.engine;
  for (const Row &row : engine.sql.rows("SELECT name FROM databases WHERE state = 0 ORDER BY id")) {
    std::string text = call.text(0);
    const std::string &name = as_text(row[0]);
    for (std::size_t at = text.find('?'); at != std::string::npos; at = text.find('?', at + name.size()))
      text.replace(at, 1, name);
    Variables locals;
    engine.run_text(text, &locals, true);
  }
  return 0;
}

}  // namespace

void add_server_procedures(ProcedureTable &t) {
  t["sp_configure"] = {"@configname @configvalue", configure};
  t["xp_msver"] = {"@optname", version_facts};
  t["sp_server_info"] = {"@attribute_id", server_info};
  t["sp_msforeachdb"] = {"@command1! @replacechar @command2 @command3 @precommand @postcommand",
                         for_each_database};
  // Linux has no registry: the value asked for is not there, and an output stays what it was.
  for (const char *name : {"xp_instance_regread", "xp_regread"})
    t[name] = {"@rootkey @key @value_name @value @no_output", [](Invocation &) -> std::int64_t { return 0; }};
  t["sp_reset_connection"] = {"", [](Invocation &c) -> std::int64_t {
                                c.engine.check_cancel();
                                return 0;
                              }};
}

}  // namespace sandbox
