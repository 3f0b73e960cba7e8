// Expressions outside queries: variables, DECLARE, SET, conditions.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"

namespace sandbox {
namespace {

bool has_query(const ExprPtr &expr) {
  if (!expr) return false;
  if (expr->query) return true;
  for (const ExprPtr &argument : expr->args)
    if (has_query(argument)) return true;
  return false;
}

}  // namespace

Variable &Engine::variable(const std::string &name) {
  if (variables) {
    const auto found = variables->find(fold(name));
    if (found != variables->end()) return found->second;
  }
  throw error(137, {name}, 2);
}

bool Engine::condition(const ExprPtr &expr) {
  bool yes = false;
  leaf([&] {
    if (has_query(expr)) for_read();
    Compile compile;
    Binder binder(*this, compile, nullptr);
    const Bound bound = binder.bind_condition(expr);
    Eval eval(*this);
    const Value value = bound.eval(eval);
    yes = !is_null(value) && as_int(value) != 0;
  });
  return yes;
}

Value Engine::evaluate(const ExprPtr &expr, TypeInfo &type) {
  Value value;
  leaf([&] {
    if (has_query(expr)) for_read();
    Compile compile;
    Binder binder(*this, compile, nullptr);
    const Bound bound = binder.bind(expr);
    type = bound.type;
    Eval eval(*this);
    value = bound.eval(eval);
  });
  return value;
}

Value Engine::evaluate_as(const ExprPtr &expr, const TypeInfo &type) {
  Value value;
  leaf([&] {
    if (has_query(expr)) for_read();
    Compile compile;
    Binder binder(*this, compile, nullptr);
    const Bound bound = converted(binder, binder.bind(expr), type);
    Eval eval(*this);
    value = bound.eval(eval);
  });
  return value;
}

std::string Engine::evaluate_text(const ExprPtr &expr) {
  const Value value = evaluate_as(expr, nvarchar_type(-1));
  return is_null(value) ? std::string() : as_text(value);
}

void Engine::assign(const std::string &name, Op op, const Value &value, const TypeInfo &type) {
  Variable &slot = variable(name);
  if (op == Op::none) {
    if (!is_null(value)) check_convertible(type, slot.type, true);
    slot.value = convert(value, type, slot.type, -1, options.dateformat);
    return;
  }
  Compile compile;
  Binder binder(*this, compile, nullptr);
  const auto constant = [](const Value &given, const TypeInfo &of) {
    Bound bound;
    bound.type = of;
    bound.eval = [given](Eval &) { return given; };
    return bound;
  };
  const Bound result = converted(
      binder, binary_operator(binder, op, constant(slot.value, slot.type), constant(value, type)), slot.type);
  Eval eval(*this);
  slot.value = result.eval(eval);
}

void Engine::declare(const Statement &statement) {
  for (const Declared &declared : statement.declared) {
    Variable &slot = (*variables)[fold(declared.name)];
    slot.name = declared.name;
    if (declared.table) {
      if (!slot.table) slot.table = memory_table(declared.name, *declared.table, true);
      continue;
    }
    slot.type = declared.type;
    if (!declared.initial) continue;
    TypeInfo type;
    const Value value = evaluate(declared.initial, type);
    assign(declared.name, Op::none, value, type);
    rowcount = 1;
  }
}

void Engine::set_variable(const Statement &statement) {
  TypeInfo type;
  const Value value = evaluate(statement.expr, type);
  assign(statement.word, statement.op, value, type);
  rowcount = 1;
}

}  // namespace sandbox
