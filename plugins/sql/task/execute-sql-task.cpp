#include "plugins/sql/task/execute-sql-task.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "plugins/sql/task/classify.hpp"
#include "plugins/sql/task/parameter-value.hpp"

namespace gantry::sql {
namespace {

constexpr std::uint32_t query_failed = 0xC002F210, assignment_failed = 0xC002F309;
constexpr std::size_t longest_file = std::size_t{64} << 20;

Error unassigned(const std::string &variable, std::string what, std::string expected, std::string found,
                 std::string todo) {
  return Error(Status::data, "variable " + variable + " cannot be assigned: " + std::move(what),
               std::move(expected), std::move(found), std::move(todo))
      .with_code(assignment_failed);
}

Result<std::string> read_statement(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  if (in) content << in.rdbuf();
  std::string text = content.str();
  if (!in || text.size() > longest_file)
    return Error(Status::io, "the file of the SQL statement, " + path + ", cannot be read",
                 "a readable file of at most 64 MiB", in ? "a larger one" : "none",
                 "correct the FILE connection manager");
  if (text.rfind("\xEF\xBB\xBF", 0) == 0) text.erase(0, 3);
  if (text.rfind("\xFF\xFE", 0) == 0) return detail::utf8_of_utf16(text.data() + 2, text.size() - 2);
  return text;
}

/// The column that a result binding names, by number or by name.
Result<std::size_t> column_of(const Table &table, const ResultBinding &binding) {
  if (const int named = table.column(binding.name); named >= 0) return static_cast<std::size_t>(named);
  if (!binding.name.empty() && binding.name.size() < 6 &&
      binding.name.find_first_not_of("0123456789") == std::string::npos)
    if (const std::size_t index = std::stoul(binding.name); index < table.columns.size()) return index;
  std::string names;
  for (const std::string &name : table.columns) names += (names.empty() ? "" : ", ") + name;
  return unassigned(binding.variable, "the result has no column \"" + binding.name + "\"",
                    "a column's name, or its number from 0", names,
                    "correct the result's name, or the statement");
}

}  // namespace

const PropertyList &ExecuteSqlTask::properties() {
  static const PropertyList list = {
      {"Connection", PropertyType::string, "", {}, false, false, {}},
      {"SqlStatementSource", PropertyType::string, "", {}, false, false, {}},
      {"SqlStatementSourceType",
       PropertyType::enumeration,
       "DirectInput",
       {{"DirectInput", 1}, {"FileConnection", 2}, {"Variable", 3}},
       false,
       false,
       {}},
      {"ResultSetType",
       PropertyType::enumeration,
       "ResultSetType_None",
       {{"ResultSetType_None", 1},
        {"ResultSetType_SingleRow", 2},
        {"ResultSetType_Rowset", 3},
        {"ResultSetType_XML", 4}},
       false,
       false,
       {}},
      {"TimeOut", PropertyType::int32, "0", {}, false, false, {}},
      {"IsStoredProcedure", PropertyType::boolean, "False", {}, false, false, {}},
      {"BypassPrepare", PropertyType::boolean, "True", {}, false, false, {}},
      {"CodePage", PropertyType::int32, "1252", {}, false, false, {}},
      {"TypeConversionMode", PropertyType::string, "Allowed", {}, false, false, {}},
      {"FileConnection", PropertyType::string, "", {}, false, true, {}},
      {"ExecutionValue", PropertyType::string, "", {}, false, true, {}}};
  return list;
}

const std::vector<std::string> &ExecuteSqlTask::log_entries() {
  static const std::vector<std::string> names = {"ExecuteSQLExecutingQuery"};
  return names;
}

ExecuteSqlTask::ExecuteSqlTask(const gantry_host *site) : site_(site) { define(properties()); }

Result<> ExecuteSqlTask::load(std::string_view xml) {
  Result<TaskData> data = read_task_data(xml);
  if (!data) return std::move(data).error();
  for (const auto &[property, value] : data->properties)
    if (Result<> set = set_property(property, value); !set) return set;
  data_ = std::move(data).value();
  return success();
}

Result<std::string> ExecuteSqlTask::save() {
  TaskData data = data_;
  data.properties.clear();
  for (const AttributeName &name : attribute_names())
    if (changed(name.property)) data.properties.emplace_back(name.property, text(name.property));
  return write_task_data(data);
}

std::string ExecuteSqlTask::property_text(const std::string &name) {
  // The slot of the FILE connection manager: bound only when the statement comes from there.
  if (name == "FileConnection") return source() == Source::file ? text("SqlStatementSource") : std::string();
  return text(name);
}

Result<> ExecuteSqlTask::validate_properties() {
  if (text("Connection").empty())
    return Error(Status::invalid, "no connection is set", "the name of a connection manager in Connection",
                 "nothing", "set Connection")
        .with_code(0xC001000E);
  if (text("SqlStatementSource").empty())
    return Error(Status::invalid, "no SQL statement is set",
                 "a statement, a FILE connection or a variable in SqlStatementSource", "nothing",
                 "set SqlStatementSource");
  if (number("TimeOut") < 0)
    return Error(Status::invalid, "TimeOut is negative", "seconds, or 0 for none", text("TimeOut"),
                 "correct it");
  const std::size_t count = data_.results.size();
  switch (result_set()) {
    case ResultSet::none: break;
    case ResultSet::single_row:
      if (count == 0)
        return Error(Status::invalid, "the single row goes to no variable", "at least one result binding",
                     "none", "bind a column, or set ResultSetType to none");
      break;
    default:
      if (count != 1 || data_.results[0].name != "0")
        return Error(Status::invalid, "a full or XML result set goes to one variable",
                     "one result binding named 0",
                     count == 1 ? "the name \"" + data_.results[0].name + "\"" : std::to_string(count),
                     "bind one variable, and name the result 0");
  }
  return success();
}

Result<> ExecuteSqlTask::look_at_connection() {
  Result<std::string> described = site_.describe_slot("Connection");
  if (!described) return std::move(described).error();
  std::string type;
  for_each_line(*described, [&](std::string_view key, std::string_view value) {
    if (key == "name") connection_name_ = value;
    if (key == "type") type = value;
  });
  Result<Binding> binding = binding_of(type);
  if (!binding) return std::move(binding).error();
  binding_ = *binding;
  return success();
}

Result<> ExecuteSqlTask::validate(Call call) {
  if (Result<> seen = look_at_connection(); !seen) return seen;
  for (const ParameterBinding &parameter : data_.parameters)
    if (Result<std::string> value = site_.variable(parameter.variable); !value)
      return std::move(value).error();
  for (const ResultBinding &result : data_.results) {
    std::int32_t type = 0;
    if (Result<std::string> value = site_.variable(result.variable, &type); !value)
      return std::move(value).error();
    if (result_set() == ResultSet::rowset && type != object_type)
      return unassigned(result.variable, "it cannot hold a full result set", "a variable of type Object",
                        "one of another type", "change the variable's type, or ResultSetType");
  }
  // A file may not be there yet, and a variable may be filled by an earlier task.
  if (source() == Source::file) return success();
  Result<std::string> text = statement(call);
  if (!text) return std::move(text).error();
  if (text->empty() && source() == Source::variable) return success();
  Result<std::vector<ReadyBatch>> made =
      make_statement(*text, flag("IsStoredProcedure"), binding_, data_.parameters);
  if (!made) return std::move(made).error();
  return success();
}

Result<std::string> ExecuteSqlTask::statement(Call call) {
  if (source() == Source::direct) return text("SqlStatementSource");
  if (source() == Source::variable) return site_.variable(text("SqlStatementSource"));
  Result<ObjectPtr> file = site_.acquire("FileConnection", GANTRY_PROPERTIES_ID, call);
  if (!file) return std::move(file).error();
  Result<std::string> path = PropertiesRef(*file).get("Path");
  if (!path)
    return Error(Status::unsupported, "the connection of the statement's file gives no path",
                 "a FILE connection manager", "one of another type", "bind it to a FILE one");
  return read_statement(*path);
}

Result<std::vector<Step>> ExecuteSqlTask::prepare(Call call) {
  if (Result<> seen = look_at_connection(); !seen) return std::move(seen).error();
  Result<std::string> text = statement(call);
  if (!text) return std::move(text).error();
  Result<std::vector<ReadyBatch>> made =
      make_statement(*text, flag("IsStoredProcedure"), binding_, data_.parameters);
  if (!made) return std::move(made).error();
  batches_ = std::move(made).value();
  // Opened now, so that a plan shows how the server is reached, and used by execute.
  Result<ObjectPtr> leased = site_.acquire("Connection", GANTRY_SQL_SESSION_ID, call);
  if (!leased) return std::move(leased).error();
  session_ = SessionRef(std::move(leased).value());
  std::vector<Step> steps;
  for (const ReadyBatch &batch : batches_) {
    const Classified what = classify(batch.text);
    Step step;
    step.connection = connection_name_;
    step.action = what.action;
    step.object = without_secrets(what.summary);
    step.text = without_secrets(batch.text);
    step.transactional = false;
    for (const Parameter &parameter : batch.parameters)
      step.reason += (step.reason.empty() ? "" : ", ") + parameter.name +
                     (parameter.binding->direction == Direction::input ? " from " : " to ") +
                     parameter.binding->variable;
    // A step is sent once: GO 3 makes three.
    for (std::int64_t round = 1; round <= batch.repeat; ++round) {
      steps.push_back(step);
      if (batch.repeat > 1)
        steps.back().reason = "round " + std::to_string(round) + " of " + std::to_string(batch.repeat) +
                              " (GO)" + (step.reason.empty() ? "" : ", ") + step.reason;
    }
  }
  prepared_ = true;
  return steps;
}

Result<TaskResult> ExecuteSqlTask::execute(Call call) {
  if (!prepared_)
    return Error(Status::state, "the Execute SQL task was not prepared", "prepare before execute", "execute",
                 "report this to the host's author (T1)");
  prepared_ = false;
  const std::int64_t seconds = number("TimeOut");
  if (seconds == 0) return run(call);
  std::int64_t deadline = monotonic_ns() + seconds * 1'000'000'000;
  if (call.deadline_ns() != 0) deadline = std::min(deadline, call.deadline_ns());
  Result<ChildCall> limited = site_.derive(call, deadline, false);
  if (!limited) return std::move(limited).error();
  return run(*limited);
}

Result<TaskResult> ExecuteSqlTask::run(Call call) {
  Outcome outcome(result_set() == ResultSet::none         ? Keep::nothing
                  : result_set() == ResultSet::single_row ? Keep::first_row
                                                          : Keep::all);
  const Result<> sent = send(outcome, call);
  const Result<> closed = std::exchange(session_, SessionRef()).close(call);
  if (!sent) return sent.error();
  if (!closed) return closed.error();
  // From here on the connection is free: what a changed variable sets off may use it.
  if (Result<> assigned = assign(outcome, call); !assigned) return std::move(assigned).error();
  store("ExecutionValue", std::to_string(outcome.affected()));
  tell(outcome.affected());
  site_.progress(100, 100, "", "the statement is executed");
  return TaskResult::success;
}

Result<> ExecuteSqlTask::send(Outcome &outcome, Call call) {
  std::vector<std::vector<Cell>> values;
  for (const ReadyBatch &batch : batches_) {
    std::vector<Cell> &row = values.emplace_back();
    for (const Parameter &parameter : batch.parameters) {
      if (parameter.binding->direction != Direction::input) {
        row.emplace_back();
        continue;
      }
      std::int32_t type = 0;
      Result<std::string> text = site_.variable(parameter.binding->variable, &type);
      if (!text) return std::move(text).error();
      Result<Cell> value = parameter_value(parameter.name, parameter.type_name, type, *text);
      if (!value) return std::move(value).error();
      row.push_back(std::move(value).value());
    }
  }
  for (std::size_t i = 0; i < batches_.size(); ++i) {
    const ReadyBatch &batch = batches_[i];
    std::vector<gantry_parameter> parameters;
    for (std::size_t p = 0; p < batch.parameters.size(); ++p) {
      gantry_parameter parameter{};
      parameter.struct_size = sizeof parameter;
      parameter.name = borrow(batch.parameters[p].name);
      parameter.type_name = borrow(batch.parameters[p].type_name);
      parameter.value = values[i][p].value();
      parameters.push_back(parameter);
    }
    for (std::int64_t round = 0; round < batch.repeat; ++round) {
      site_.log_entry("ExecuteSQLExecutingQuery", without_secrets(batch.text));
      Result<> done = outcome.run(session_, batch, parameters, call);
      if (!done) return located(std::move(done).error(), i);
    }
  }
  return success();
}

/// What an operator reads at a glance. Texts are not shown: they may be anybody's.
void ExecuteSqlTask::tell(std::int64_t affected) const {
  std::string line = affected == 1 ? "1 row changed" : std::to_string(affected) + " rows changed";
  const auto add = [&](const std::string &variable) {
    std::int32_t type = string_type;
    const Result<std::string> value = site_.variable(variable, &type);
    if (value && type != string_type) line += ", " + variable + " = " + *value;
  };
  if (result_set() != ResultSet::none)
    for (const ResultBinding &binding : data_.results) add(binding.variable);
  for (const ParameterBinding &binding : data_.parameters)
    if (binding.direction != Direction::input) add(binding.variable);
  site_.information(0, line);
}

Error ExecuteSqlTask::located(Error error, std::size_t batch) const {
  std::string place = "batch " + std::to_string(batch + 1) + " of " + std::to_string(batches_.size());
  if (error.line > 0)
    place += error.procedure.empty() ? ", line " + std::to_string(error.line + batches_[batch].line - 1)
                                     : ", line " + std::to_string(error.line) + " of " + error.procedure;
  error.what = "the statement failed in " + place + ": " + error.what;
  if (error.code == 0) error.code = query_failed;
  return error;
}

Result<> ExecuteSqlTask::assign(Outcome &outcome, Call call) {
  const auto set = [&](const std::string &variable, const Cell &cell) -> Result<> {
    std::int32_t type = 0;
    if (Result<std::string> now = site_.variable(variable, &type); !now) return std::move(now).error();
    Result<std::string> text = variable_text(variable, type, cell);
    if (!text) return std::move(text).error();
    if (Result<> done = site_.set_variable(variable, *text); !done) {
      Error error = std::move(done).error();
      return error.with_code(assignment_failed);
    }
    return success();
  };
  for (const auto &[binding, cell] : outcome.outputs())
    if (Result<> done = set(binding->variable, cell); !done) return done;
  if (result_set() == ResultSet::none) return success();
  std::optional<Table> &rows = outcome.rows();
  const std::string &first = data_.results[0].variable;
  if (!rows)
    return unassigned(first, "the statement gave no result set", "a result set, as ResultSetType says",
                      "statements without rows", "set ResultSetType to none, or correct the statement");
  if (result_set() == ResultSet::rowset) return site_.put_rows(first, rows_of(std::move(*rows)), call);
  if (result_set() == ResultSet::xml) {
    std::string xml;
    for (const std::vector<Cell> &row : rows->rows)
      if (!row.empty()) xml += row[0].text();
    return set(first, Cell(binding_ == Binding::ado_net ? xml : "<ROOT>" + xml + "</ROOT>"));
  }
  if (rows->rows.empty())
    return unassigned(first, "a single row is asked for, and no row came", "one row", "none",
                      "correct the statement, or let it give a row in every case");
  for (const ResultBinding &binding : data_.results) {
    Result<std::size_t> column = column_of(*rows, binding);
    if (!column) return std::move(column).error();
    if (Result<> done = set(binding.variable, rows->rows[0][*column]); !done) return done;
  }
  return success();
}

}  // namespace gantry::sql
