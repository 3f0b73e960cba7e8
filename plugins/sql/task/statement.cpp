#include "plugins/sql/task/statement.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "plugins/sql/task/batches.hpp"
#include "plugins/sql/task/markers.hpp"

namespace gantry::sql {
namespace {

std::string lower(std::string_view text) {
  std::string folded(text);
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return folded;
}

/// A result name may not close its brackets.
std::string bracketed(std::string_view name) {
  std::string text = "[";
  for (const char c : name) {
    text += c;
    if (c == ']') text += c;
  }
  return text + ']';
}

/// Output parameters are variables of the batch; a last SELECT reads them, so that no driver has to.
void add_outputs(ReadyBatch &batch) {
  std::string columns;
  for (const Parameter &parameter : batch.parameters) {
    if (parameter.binding->direction == Direction::input) continue;
    columns += ", " + parameter.name + " AS " + bracketed(parameter.name);
    batch.outputs.push_back(parameter.binding);
  }
  if (!columns.empty()) batch.text += "\n;SELECT N'' AS " + bracketed(output_column) + columns + ';';
}

/// `EXEC @result = dbo.p @a = @a, @b = @b OUTPUT`; by position without names.
Result<std::string> call_text(std::string_view procedure, Binding binding,
                              const std::vector<ParameterBinding> &bindings) {
  while (!procedure.empty() &&
         (std::isspace(static_cast<unsigned char>(procedure.back())) != 0 || procedure.back() == ';'))
    procedure.remove_suffix(1);
  std::string result, arguments;
  int index = 0;
  for (const ParameterBinding &parameter : bindings) {
    const bool named = binding == Binding::ado_net;
    const std::string name = !named ? "?" : parameter.name[0] == '@' ? parameter.name : '@' + parameter.name;
    ++index;
    if (parameter.direction == Direction::return_value) {
      if (!result.empty() || (!named && index != 1))
        return Error(Status::invalid, "the return value of " + std::string(procedure) + " cannot be bound",
                     "one parameter ReturnValue, the first one where they go by position", "another place",
                     "correct the parameters");
      result = name + " = ";
      continue;
    }
    arguments += (arguments.empty() ? " " : ", ") + (named ? name + " = " : std::string()) + name;
    if (parameter.direction == Direction::output) arguments += " OUTPUT";
  }
  return "EXEC " + result + std::string(procedure) + arguments;
}

}  // namespace

Result<std::vector<ReadyBatch>> make_statement(std::string_view text, bool procedure, Binding binding,
                                               const std::vector<ParameterBinding> &bindings) {
  for (const ParameterBinding &parameter : bindings)
    if (parameter.name.empty())
      return Error(Status::invalid, "a parameter of the statement has no name", "a name or a number", "none",
                   "name it");
  std::string call;
  if (procedure && text.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    Result<std::string> made = call_text(text, binding, bindings);
    if (!made) return std::move(made).error();
    call = std::move(made).value();
    text = call;
  }
  Result<std::vector<Batch>> batches = split_batches(text);
  if (!batches) return std::move(batches).error();
  if (batches->empty())
    return Error(Status::invalid, "the SQL statement is empty", "at least one batch",
                 text.empty() ? "nothing" : "comments and GO", "write the statement");
  std::vector<ReadyBatch> ready;
  int markers = 0;
  for (const Batch &batch : *batches) {
    ReadyBatch one;
    one.line = batch.line;
    one.repeat = batch.repeat;
    one.text =
        binding == Binding::ado_net ? batch.text : rename_markers(without_call_escape(batch.text), markers);
    if (binding == Binding::ado_net)
      (void)rename_markers(batch.text, markers);  // counts what may not be there
    ready.push_back(std::move(one));
  }
  Result<std::vector<Parameter>> parameters = parameters_of(binding, bindings, markers);
  if (!parameters) return std::move(parameters).error();
  for (ReadyBatch &batch : ready) {
    const std::set<std::string> mentioned = variables_in(batch.text);
    for (const Parameter &parameter : *parameters)
      if (mentioned.count(lower(parameter.name))) batch.parameters.push_back(parameter);
    add_outputs(batch);
  }
  return ready;
}

}  // namespace gantry::sql
