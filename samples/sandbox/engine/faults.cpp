// Faults on demand: `EXEC sandbox.inject @fault = N'error', @number = 1105, @statement = N'INSERT', @after =
// 2`.
#include "samples/sandbox/engine/faults.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {

void Faults::add(Fault fault) {
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_.push_back(std::move(fault));
}

void Faults::clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_.clear();
}

std::vector<Fault> Faults::list() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return faults_;
}

std::optional<Fault> Faults::strike(const std::string &statement_kind, const std::string &login,
                                    std::string_view statement_text) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    Fault &fault = faults_[i];
    if (!fault.statement_kind.empty() && !same_name(fault.statement_kind, statement_kind)) continue;
    if (!fault.login.empty() && !same_name(fault.login, login)) continue;
    if (!fault.match.empty() && fold(statement_text).find(fold(fault.match)) == std::string::npos) continue;
    if (fault.after > 0) {
      --fault.after;
      continue;
    }
    Fault out = fault;
    if (--fault.times <= 0) faults_.erase(faults_.begin() + static_cast<std::ptrdiff_t>(i));
    return out;
  }
  return std::nullopt;
}

namespace {

std::string statement_name(const Statement &statement) {
  switch (statement.kind) {
    case Statement::select: return "SELECT";
    case Statement::insert: return "INSERT";
    case Statement::update: return "UPDATE";
    case Statement::delete_: return "DELETE";
    case Statement::merge: return "MERGE";
    case Statement::truncate: return "TRUNCATE";
    case Statement::exec: return "EXEC";
    case Statement::use: return "USE";
    case Statement::create_table: return "CREATE TABLE";
    case Statement::alter_table: return "ALTER TABLE";
    case Statement::create_index: return "CREATE INDEX";
    case Statement::create_database: return "CREATE DATABASE";
    case Statement::alter_database: return "ALTER DATABASE";
    case Statement::create_schema: return statement.verb + " SCHEMA";
    case Statement::transaction: return statement.verb;
    case Statement::drop: return "DROP " + statement.what;
    case Statement::grant:
    case Statement::authorization:
      return statement.kind == Statement::grant ? statement.verb : "ALTER AUTHORIZATION";
    case Statement::principal:
    case Statement::module: return statement.verb + " " + statement.what;
    case Statement::kill: return "KILL";
    case Statement::waitfor: return "WAITFOR";
    case Statement::print: return "PRINT";
    case Statement::set_option:
    case Statement::set_variable: return "SET";
    default: return {};
  }
}

}  // namespace

void Engine::due_fault(const Statement &statement) {
  const std::string name = statement_name(statement);
  if (name.empty()) return;
  std::string_view text;
  if (statement.finish > statement.begin && statement.finish <= source_text.size())
    text = source_text.substr(statement.begin, statement.finish - statement.begin);
  // Planning faults is not itself a statement that faults meet.
  if (statement.kind == Statement::exec &&
      same_name(statement.name.parts.empty() ? "" : statement.name.object(), "inject"))
    return;
  const auto fault = server->faults.strike(name, login_name, text);
  if (!fault) return;
  if (fault->kind == "error") {
    SqlError failure = error(static_cast<std::int32_t>(fault->number));
    failure.message.severity = static_cast<std::uint8_t>(fault->severity);
    if (!fault->text.empty()) failure.message.text = fault->text;
    failure.compile = false;
    throw failure;
  }
  if (fault->kind == "deadlock") throw error(1205, {std::to_string(spid_), "lock"}, 51);
  if (fault->kind == "lock") throw error(1222, {}, 51);
  if (fault->kind == "delay") {
    wait_milliseconds(fault->milliseconds);
    return;
  }
  if (fault->kind == "blind") {
    blind = true;
    return;
  }
  WireFault wire;
  wire.kind = fault->kind == "drop"          ? WireFault::drop
              : fault->kind == "wrong_token" ? WireFault::wrong_token
              : fault->kind == "truncate"    ? WireFault::truncate
                                             : WireFault::stall;
  wire.milliseconds = static_cast<int>(fault->milliseconds);
  wire_fault = wire;
}

std::optional<WireFault> Engine::take_wire_fault() {
  std::optional<WireFault> out;
  out.swap(wire_fault);
  return out;
}

void Engine::inject(std::vector<Argument> &arguments) {
  if (!is_sysadmin()) throw error(15003, {"sysadmin"});
  static constexpr const char *order[] = {"@fault",        "@number", "@statement", "@after", "@times",
                                          "@milliseconds", "@login",  "@severity",  "@text",  "@match"};
  Fault fault;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string name = arguments[i].name.empty() ? (i < 10 ? order[i] : "?") : lower(arguments[i].name);
    if (is_null(arguments[i].value)) continue;
    const auto text = [&] {
      return as_text(convert(arguments[i].value, arguments[i].type, nvarchar_type(-1)));
    };
    const auto number = [&] { return as_int(convert(arguments[i].value, arguments[i].type, bigint_type())); };
    if (name == "@fault")
      fault.kind = lower(text());
    else if (name == "@number")
      fault.number = number();
    else if (name == "@statement")
      fault.statement_kind = upper(text());
    else if (name == "@after")
      fault.after = number();
    else if (name == "@times")
      fault.times = number();
    else if (name == "@milliseconds")
      fault.milliseconds = number();
    else if (name == "@login")
      fault.login = text();
    else if (name == "@severity")
      fault.severity = number();
    else if (name == "@text")
      fault.text = text();
    else if (name == "@match")
      fault.match = text();
    else
      throw error(8145, {name, "inject"});
  }
  if (fault.kind == "clear") {
    server->faults.clear();
    return;
  }
  if (fault.kind == "deadlock") fault.number = 1205;
  for (const char *known :
       {"error", "deadlock", "lock", "delay", "blind", "drop", "wrong_token", "truncate", "stall"})
    if (fault.kind == known) {
      server->faults.add(std::move(fault));
      return;
    }
  throw error(15600, {"sandbox.inject"});
}

}  // namespace sandbox
