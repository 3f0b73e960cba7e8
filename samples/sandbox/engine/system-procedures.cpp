#include "samples/sandbox/engine/system-procedures.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/views.hpp"

#include <algorithm>

namespace sandbox {
namespace {

std::vector<SystemParameter> declared_parameters(const std::string &text) {
  std::vector<SystemParameter> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find(' ', at), text.size());
    SystemParameter item;
    item.name = text.substr(at, end - at);
    at = end + 1;
    if (item.name.empty()) continue;
    if (item.name.back() == '!') {
      item.required = true;
      item.name.pop_back();
    }
    const std::size_t colon = item.name.find(':');
    if (colon != std::string::npos) {
      item.type = written_type(item.name.substr(colon + 1));
      item.name.resize(colon);
    }
    out.push_back(std::move(item));
  }
  return out;
}

const ProcedureTable &procedures() {
  static const ProcedureTable table = [] {
    ProcedureTable out;
    add_security_procedures(out);
    add_help_procedures(out);
    add_server_procedures(out);
    add_lock_procedures(out);
    add_message_procedures(out);
    add_module_procedures(out);
    add_property_procedures(out);
    add_linked_server_procedures(out);
    return out;
  }();
  return table;
}

}  // namespace

const std::vector<SystemProcedure> &system_procedures() {
  static const std::vector<SystemProcedure> all = [] {
    std::vector<SystemProcedure> out;
    std::int64_t id = -100'000;
    for (const auto &[name, procedure] : procedures())
      out.push_back({name, id--, declared_parameters(procedure.parameters), &procedure});
    return out;
  }();
  return all;
}

const SystemProcedure *find_system_procedure(const std::string &name) {
  const std::string wanted = lower(name);
  const auto &all = system_procedures();
  const auto found = std::lower_bound(
      all.begin(), all.end(), wanted,
      [](const SystemProcedure &procedure, const std::string &text) { return procedure.name < text; });
  return found == all.end() || found->name != wanted ? nullptr : &*found;
}

std::string Invocation::text(std::size_t i, const std::string &otherwise) const {
  if (!given(i)) return otherwise;
  return as_text(convert(arguments_[i]->value, arguments_[i]->type, nvarchar_type(-1)));
}

std::int64_t Invocation::number(std::size_t i, std::int64_t otherwise) const {
  if (!given(i)) return otherwise;
  return as_int(convert(arguments_[i]->value, arguments_[i]->type, bigint_type()));
}

void Invocation::output(std::size_t i, const Value &value, const TypeInfo &type) {
  if (!arguments_[i]) return;
  arguments_[i]->value = value;
  arguments_[i]->type = type;
}

void Invocation::select(const std::string &query, const std::vector<Value> &values) {
  Variables locals;
  std::set<std::string> known;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name = "@p" + std::to_string(i + 1);
    Variable &slot = locals[fold(name)];
    slot.name = name;
    slot.value = values[i];
    slot.type = std::holds_alternative<std::int64_t>(values[i]) ? bigint_type()
                : std::holds_alternative<Bytes>(values[i])      ? varbinary_type(-1)
                                                                : nvarchar_type(4000);
    known.insert(fold(name));
  }
  Parser parser(query, true, std::move(known));
  const SelectPtr select = parser.lone_select();
  Variables *outer = engine.variables;
  engine.variables = &locals;
  try {
    const std::uint64_t count = engine.run_select(
        select, [this](const std::vector<Column> &columns) { engine.emit_columns(columns); },
        [this](Row &row) { engine.emit_row(row); });
    engine.variables = outer;
    engine.rowcount = static_cast<std::int64_t>(count);
    engine.emit_done(count, 0xC1);
  } catch (...) {
    engine.variables = outer;
    throw;
  }
}

void Invocation::rows(const std::vector<Column> &columns, const std::vector<Row> &rows) {
  engine.emit_columns(columns);
  for (const Row &row : rows) engine.emit_row(row);
  engine.rowcount = static_cast<std::int64_t>(rows.size());
  engine.emit_done(rows.size(), 0xC1);
}

bool Engine::system_procedure(const std::string &name, std::vector<Argument> &arguments,
                              std::int64_t &status) {
  const SystemProcedure *found = find_system_procedure(name);
  if (!found) return false;
  const std::vector<SystemParameter> &parameters = found->parameters;
  if (arguments.size() > parameters.size()) throw error(8144, {name});
  std::vector<Argument *> slots(parameters.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::size_t index = i;
    if (!arguments[i].name.empty()) {
      for (index = 0; index < parameters.size(); ++index)
        if (same_name(parameters[index].name, arguments[i].name)) break;
      if (index == parameters.size()) throw error(8145, {arguments[i].name, name});
    }
    slots[index] = &arguments[i];
  }
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].required && (!slots[i] || slots[i]->use_default))
      throw error(201, {name, parameters[i].name}, 4);
  Invocation invocation(*this, std::move(slots));
  status = found->code->body(invocation);
  return true;
}

}  // namespace sandbox
