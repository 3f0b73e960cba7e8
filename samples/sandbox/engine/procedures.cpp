// EXEC, user procedures and functions, remote procedure calls.
#include "samples/sandbox/engine/context.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/parser.hpp"

#include <algorithm>

namespace sandbox {
namespace {

/// The server's own procedures run in the database before their name: EXEC Sales.sys.sp_executesql ...
class InDatabase {
 public:
  InDatabase(Engine &engine, const Name &name)
      : engine_(engine), database_(engine.database_name), id_(engine.database_id) {
    if (name.database().empty()) return;
    engine.leaf([&] {
      const DatabaseInfo there = engine.database_of(name.database());
      if (!engine.is_sysadmin() && engine.current_user(there.id) == 0)
        throw error(916, {engine.login_name, there.name});
      engine.database_name = there.name;
      engine.database_id = there.id;
    });
  }
  ~InDatabase() {
    engine_.database_name = database_;
    engine_.database_id = id_;
  }
  InDatabase(const InDatabase &) = delete;
  InDatabase &operator=(const InDatabase &) = delete;

 private:
  Engine &engine_;
  const std::string database_;
  const int id_;
};

/// EXECUTE AS in a module's header: another login for as long as it runs.
class Impersonation {
 public:
  Impersonation(Engine &engine, const ObjectInfo &object)
      : engine_(engine), id_(engine.login_id), name_(engine.login_name), sid_(engine.login_sid) {
    const Value as = engine.sql.one("SELECT execute_as FROM object_details WHERE db = ?1 AND id = ?2",
                                    {int_value(object.database), int_value(object.id)});
    if (is_null(as)) return;
    const std::int64_t user = as_int(as) == execute_as_owner ? engine.owner_of(object) : as_int(as);
    const auto rows = engine.sql.rows("SELECT sid, name FROM db_principals WHERE db = ?1 AND id = ?2",
                                      {int_value(object.database), int_value(user)});
    const auto *sid = rows.empty() ? nullptr : std::get_if<Bytes>(&rows[0][0]);
    const auto login = sid ? engine.principal_by_sid(sid->data) : std::nullopt;
    if (!login) throw error(15517, {rows.empty() ? std::to_string(user) : as_text(rows[0][1])});
    become(login->id, login->name, login->sid);
  }
  ~Impersonation() { become(id_, name_, sid_); }
  Impersonation(const Impersonation &) = delete;
  Impersonation &operator=(const Impersonation &) = delete;

 private:
  void become(std::int64_t id, const std::string &name, const std::string &sid) {
    engine_.login_id = id;
    engine_.login_name = name;
    engine_.login_sid = sid;
  }
  Engine &engine_;
  std::int64_t id_;
  std::string name_, sid_;
};

Name name_of(const std::string &text) {
  Name out;
  std::string part;
  bool open = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (open && c == ']' && i + 1 < text.size() && text[i + 1] == ']') {
      part += c;
      ++i;
    } else if (!open && c == '[') {
      open = true;
    } else if (open && c == ']') {
      open = false;
    } else if (!open && c == '.') {
      out.parts.push_back(part);
      part.clear();
    } else if (open || c != ' ') {
      part += c;
    }
  }
  out.parts.push_back(part);
  return out;
}

/// Where ";2" begins in "name;2", or the end.
std::size_t procedure_group(const std::string &text) {
  const std::size_t at = text.rfind(';');
  const bool numbered = at != std::string::npos && at + 1 < text.size() && text.size() - at < 7 &&
                        text.find_first_not_of("0123456789", at + 1) == std::string::npos;
  return numbered ? at : text.size();
}

std::int64_t procedure_number(const std::string &text) {
  const std::size_t at = procedure_group(text);
  return at < text.size() ? std::stoll(text.substr(at + 1)) : 1;
}

}  // namespace

StatementPtr Engine::module_of(const ObjectInfo &object) {
  const std::string key = (object.quoted_identifier ? "q" : "n") + object.definition;
  const auto found = modules.find(key);
  if (found != modules.end()) return found->second;
  Parser parser(object.definition, object.quoted_identifier);
  const Statements parsed = parser.batch();
  if (parsed.empty()) throw error(102, {object.definition});
  if (modules.size() > 1000) modules.clear();
  return modules[key] = parsed.front();
}

void Engine::exec(const Statement &statement) {
  if (!statement.exprs.empty()) {
    std::string text;
    for (const ExprPtr &part : statement.exprs) text += evaluate_text(part);
    Variables locals;
    Context context(*this);
    context.announce = true;
    run_text(text, &locals, true);
    return;
  }
  Name name = statement.name;
  if (statement.expr) name = name_of(evaluate_text(statement.expr));
  std::vector<Argument> arguments;
  bool named = false;
  for (std::size_t i = 0; i < statement.arguments.size(); ++i) {
    const ExecArgument &given = statement.arguments[i];
    if (given.name.empty() && named) throw error(119, {std::to_string(i + 1)});
    named = named || !given.name.empty();
    Argument argument;
    argument.name = given.name;
    argument.use_default = given.use_default;
    if (given.output) {
      if (!given.expr || given.expr->kind != Expr::variable) throw error(179);
      argument.wants_output = true;
      argument.output = fold(given.expr->name);
    }
    if (given.expr) argument.value = evaluate(given.expr, argument.type);
    arguments.push_back(std::move(argument));
  }
  const std::int64_t status = call_procedure(name, arguments, statement.module_options.number);
  for (const Argument &argument : arguments)
    if (argument.wants_output) assign(argument.output, Op::none, argument.value, argument.type);
  if (!statement.word.empty()) assign(statement.word, Op::none, int_value(status), integer_type());
  if (procedure_depth > 0 || nesting > 0 || capture || !sink) return;
  flush_done(true);
  sink->return_status(static_cast<std::int32_t>(status));
  pending_done = Done();
  pending_done->command = 0xE0;
  pending_in_procedure = false;
}

std::int64_t Engine::call_procedure(const Name &name, std::vector<Argument> &arguments, std::int64_t number) {
  const std::string procedure = lower(name.object());
  const std::string schema = name.schema();
  if (same_name(schema, "sandbox") && procedure == "inject") {
    inject(arguments);
    return 0;
  }
  if (schema.empty() || same_name(schema, "sys") || same_name(schema, "dbo")) {
    std::optional<InDatabase> there;
    if (procedure.rfind("sp_", 0) == 0) there.emplace(*this, name);
    if (procedure == "sp_executesql") return execute_sql(arguments);
    if (prepared_procedure(procedure, arguments)) return 0;
    std::int64_t status = 0;
    bool known = false;
    if (procedure.rfind("sp_msforeach", 0) == 0)
      known = system_procedure(procedure, arguments, status);
    else if (procedure.rfind("sp_", 0) == 0 || procedure.rfind("xp_", 0) == 0)
      leaf([&] { known = system_procedure(procedure, arguments, status); });
    if (known) return status;
  }
  std::optional<ObjectInfo> object;
  leaf([&] {
    object = find_object(name);
    // A procedure of master named sp_... serves every database.
    if ((!object || object->type != "P") && procedure.rfind("sp_", 0) == 0 && name.database().empty())
      object = find_object(database_of("master"), schema.empty() ? "dbo" : schema, name.object());
    // Inside a module its owner answers for what it calls.
    if (object && object->type == "P" && procedure_name.empty() &&
        !has_database_permission(object->database, "EXECUTE", object->id, object->schema_id))
      throw error(229, {"EXECUTE", object->name, object->database_name, object->schema}, 5);
    if (object && number > 1) {
      object->definition =
          sql.text("SELECT definition FROM numbered_procedures WHERE db = ?1 AND object = ?2 AND number = ?3",
                   {int_value(object->database), int_value(object->id), int_value(number)});
      if (object->definition.empty()) object.reset();
    }
  });
  if (!object || object->type != "P") throw error(2812, {name.text()}, 62);
  return run_module(*object, arguments);
}

std::int64_t Engine::run_module(const ObjectInfo &object, std::vector<Argument> &arguments) {
  if (nesting >= 32) throw error(217, {"32"});
  const StatementPtr module = module_of(object);
  if (module->parameters.empty() && !arguments.empty()) throw error(8146, {object.name});
  if (arguments.size() > module->parameters.size()) throw error(8144, {object.name});
  Variables locals;
  std::vector<std::pair<Argument *, std::string>> outputs;
  for (const Argument &argument : arguments)
    if (!argument.name.empty() &&
        std::none_of(module->parameters.begin(), module->parameters.end(),
                     [&](const ModuleParameter &p) { return same_name(p.name, argument.name); }))
      throw error(8145, {argument.name, object.name}, 2);
  for (std::size_t i = 0; i < module->parameters.size(); ++i) {
    const ModuleParameter &parameter = module->parameters[i];
    Argument *given = nullptr;
    for (Argument &argument : arguments)
      if (!argument.name.empty() && same_name(argument.name, parameter.name)) given = &argument;
    if (!given && i < arguments.size() && arguments[i].name.empty()) given = &arguments[i];
    Variable &slot = locals[fold(parameter.name)];
    slot.name = parameter.name;
    slot.type = parameter.type;
    if (!given || given->use_default) {
      if (!parameter.default_value) throw error(201, {object.name, parameter.name}, 4);
      slot.value = evaluate_as(parameter.default_value, parameter.type);
      continue;
    }
    slot.value = convert(given->value, given->type, parameter.type, -1, options.dateformat);
    if (!given->wants_output) continue;
    if (!parameter.output) throw error(8162, {parameter.name});
    outputs.emplace_back(given, fold(parameter.name));
  }
  const int before = transaction_count;
  std::int64_t status = 0;
  {
    const Impersonation impersonation(*this, object);
    Context context(*this);
    ++nesting;
    ++procedure_depth;
    variables = &locals;
    options.ansi_nulls = object.ansi_nulls;
    options.quoted_identifier = object.quoted_identifier;
    // sp_ procedures of master see the caller's database.
    if (object.database != 1 || lower(object.name).rfind("sp_", 0) != 0) {
      database_name = object.database_name;
      database_id = object.database;
    }
    const std::int64_t outer = return_value;
    return_value = 0;
    run_scope(module->body, object.definition, object.name);
    status = return_value;
    return_value = outer;
  }
  for (const auto &[argument, name] : outputs) {
    const Variable &slot = locals[name];
    argument->value = slot.value;
    argument->type = slot.type;
  }
  if (transaction_count != before && !transaction_doomed)
    throw error(266, {std::to_string(before), std::to_string(transaction_count)}, 2);
  return status;
}

void Engine::run_function(const ObjectInfo &object, const Statement &module, const std::vector<Value> &values,
                          const std::vector<TypeInfo> &types, Variables &locals) {
  if (nesting >= 32) throw error(217, {"32"});
  if (values.size() != module.parameters.size())
    throw error(values.size() > module.parameters.size() ? 8144 : 313, {object.name});
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ModuleParameter &parameter = module.parameters[i];
    Variable &slot = locals[fold(parameter.name)];
    slot.name = parameter.name;
    slot.type = parameter.type;
    slot.value = convert(values[i], types[i], parameter.type, -1, options.dateformat);
  }
  struct Restore {
    Engine &engine;
    bool in_function;
    std::int64_t rowcount;
    ~Restore() {
      engine.in_function = in_function;
      engine.rowcount = rowcount;
    }
  } restore{*this, in_function, rowcount};
  Context context(*this);
  ++nesting;
  in_function = true;
  variables = &locals;
  database_name = object.database_name;
  database_id = object.database;
  run_scope(module.body, object.definition, object.name);
}

Value Engine::call_function(const ObjectInfo &object, const std::vector<Value> &values,
                            const std::vector<TypeInfo> &types, TypeInfo &type) {
  const StatementPtr module = module_of(object);
  Variables locals;
  type = module->returns.value_or(integer_type());
  locals["@@RETURN"].type = type;
  run_function(object, *module, values, types, locals);
  return locals["@@RETURN"].value;
}

std::vector<Row> Engine::call_table_function(const ObjectInfo &object, const std::vector<Value> &values,
                                             const std::vector<TypeInfo> &types) {
  const StatementPtr module = module_of(object);
  Variables locals;
  const std::string &name = module->declared.at(0).name;
  const TablePtr table = memory_table(name, *module->table, true);
  locals[fold(name)].name = name;
  locals[fold(name)].table = table;
  run_function(object, *module, values, types, locals);
  std::vector<Row> rows;
  for (auto &[id, row] : table->memory->rows) rows.push_back(std::move(row));
  return rows;
}

void Engine::call(const std::string &procedure, std::vector<Parameter> parameters, ResultSink &out) {
  run_request(out, [&] {
    Variables locals;
    variables = &locals;
    std::vector<Argument> arguments;
    for (Parameter &parameter : parameters) {
      Argument argument;
      argument.name = parameter.name;
      argument.type = parameter.type;
      argument.value = std::move(parameter.value);
      argument.wants_output = parameter.output;
      arguments.push_back(std::move(argument));
    }
    std::int64_t status = 0;
    bool whole = true;
    procedure_depth = 1;
    try {
      try {
        status = call_procedure(name_of(procedure.substr(0, procedure_group(procedure))), arguments,
                                procedure_number(procedure));
      } catch (SqlError &failure) {
        whole = false;
        handle_error(failure, nullptr);
      }
    } catch (const BatchAborted &) {
      whole = false;
    } catch (const ScopeAborted &) {
      whole = false;
    }
    procedure_depth = 0;
    flush_done(true);
    if (whole) {
      out.return_status(static_cast<std::int32_t>(status));
      for (std::size_t i = 0; i < arguments.size(); ++i)
        if (arguments[i].wants_output)
          out.output_parameter(arguments[i].name, arguments[i].type, arguments[i].value);
    }
    pending_done = Done();
    pending_done->error = !whole;
    pending_in_procedure = false;
  });
}

}  // namespace sandbox
