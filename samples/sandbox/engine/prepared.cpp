// Statements with parameters: sp_executesql, sp_prepare and their kin.
#include "samples/sandbox/engine/context.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/parser.hpp"

#include <algorithm>

namespace sandbox {
namespace {

const Engine::Argument *find_argument(const std::vector<Engine::Argument> &arguments, std::size_t position,
                                      std::initializer_list<const char *> names) {
  for (const Engine::Argument &argument : arguments)
    for (const char *name : names)
      if (!argument.name.empty() && same_name(argument.name, name)) return &argument;
  if (position < arguments.size() && arguments[position].name.empty()) return &arguments[position];
  return nullptr;
}

std::string text_of(const Engine::Argument *argument, const char *name) {
  if (!argument) throw error(214, {name, "ntext/nchar/nvarchar"}, 2);
  if (is_null(argument->value)) return {};
  if (!is_unicode(argument->type.type)) throw error(214, {name, "ntext/nchar/nvarchar"}, 2);
  return as_text(argument->value);
}

/// Parameters of sp_executesql and its kin become variables; arguments from `first` on fill them.
void bind_parameters(Engine &engine, const std::string &declarations, const std::string &statement,
                     std::vector<Engine::Argument> &arguments, std::size_t first, Variables &locals,
                     std::vector<std::pair<Engine::Argument *, std::string>> &outputs) {
  Parser parser(declarations, true);
  const std::vector<ModuleParameter> parameters = parser.lone_parameters();
  std::vector<bool> taken(arguments.size(), false);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const ModuleParameter &parameter = parameters[i];
    Engine::Argument *given = nullptr;
    for (std::size_t k = first; k < arguments.size(); ++k)
      if (!arguments[k].name.empty() && same_name(arguments[k].name, parameter.name)) {
        given = &arguments[k];
        taken[k] = true;
      }
    if (!given && first + i < arguments.size() && arguments[first + i].name.empty()) {
      given = &arguments[first + i];
      taken[first + i] = true;
    }
    Variable &slot = locals[fold(parameter.name)];
    slot.name = parameter.name;
    slot.type = parameter.type;
    if (!given || given->use_default) {
      if (!parameter.default_value) throw error(8178, {"(" + declarations + ")" + statement, parameter.name});
      slot.value = engine.evaluate_as(parameter.default_value, parameter.type);
      continue;
    }
    slot.value = convert(given->value, given->type, parameter.type, -1, engine.options.dateformat);
    if (!given->wants_output) continue;
    if (!parameter.output) throw error(8162, {parameter.name});
    outputs.emplace_back(given, fold(parameter.name));
  }
  for (std::size_t k = first; k < arguments.size(); ++k)
    if (!taken[k])
      throw arguments[k].name.empty() ? error(8144, {"sp_executesql"})
                                      : error(8145, {arguments[k].name, "sp_executesql"});
}

void run_prepared(Engine &engine, const std::string &declarations, const std::string &statement,
                  std::vector<Engine::Argument> &arguments, std::size_t first) {
  Variables locals;
  std::vector<std::pair<Engine::Argument *, std::string>> outputs;
  bind_parameters(engine, declarations, statement, arguments, first, locals, outputs);
  {
    Context context(engine);
    context.announce = true;
    engine.run_text(statement, &locals, true);
  }
  for (const auto &[argument, name] : outputs) {
    const Variable &slot = locals[name];
    argument->value = slot.value;
    argument->type = slot.type;
  }
}

}  // namespace

std::int64_t Engine::execute_sql(std::vector<Argument> &arguments) {
  const std::string statement = text_of(find_argument(arguments, 0, {"@stmt", "@statement"}), "@statement");
  const Argument *declared = find_argument(arguments, 1, {"@params", "@parameters"});
  const std::string declarations =
      declared && !is_null(declared->value) ? text_of(declared, "@params") : std::string();
  run_prepared(*this, declarations, statement, arguments,
               std::min<std::size_t>(arguments.size(), declared ? 2 : 1));
  return 0;
}

bool Engine::prepared_procedure(const std::string &name, std::vector<Argument> &arguments) {
  const auto give_handle = [&](std::int64_t handle) {
    if (arguments.empty()) throw error(201, {name, "@handle"});
    arguments[0].value = int_value(handle);
    arguments[0].type = integer_type();
  };
  const auto handle_of = [&] {
    if (arguments.empty() || is_null(arguments[0].value)) throw error(8179, {"0"});
    const std::int64_t handle = as_int(convert(arguments[0].value, arguments[0].type, integer_type()));
    if (!prepared.count(handle)) throw error(8179, {std::to_string(handle)});
    return handle;
  };
  if (name == "sp_prepare" || name == "sp_prepexec") {
    const Argument *declared = find_argument(arguments, 1, {"@params"});
    const std::string declarations =
        declared && !is_null(declared->value) ? text_of(declared, "@params") : std::string();
    const std::string statement = text_of(find_argument(arguments, 2, {"@stmt"}), "@stmt");
    const std::int64_t handle = next_handle++;
    prepared[handle] = statement;
    prepared_parameters[handle] = declarations;
    give_handle(handle);
    if (name == "sp_prepexec") run_prepared(*this, declarations, statement, arguments, 3);
    return true;
  }
  if (name == "sp_execute") {
    const std::int64_t handle = handle_of();
    const std::string declarations = prepared_parameters[handle], statement = prepared[handle];
    run_prepared(*this, declarations, statement, arguments, 1);
    return true;
  }
  if (name == "sp_unprepare") {
    const std::int64_t handle = handle_of();
    prepared.erase(handle);
    prepared_parameters.erase(handle);
    return true;
  }
  return false;
}

}  // namespace sandbox
