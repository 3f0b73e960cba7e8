// What does not depend on the row is evaluated once for each execution of a query, when it is first wanted.
#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {
namespace {

/// GETDATE() is one moment for all of its places in a query; RAND() is another number in each.
bool shared_by_references(const Expr &expr) {
  if (expr.kind != Expr::call && expr.kind != Expr::parameterless) return false;
  if (!expr.args.empty() || expr.parts.size() > 1) return false;
  const Function *function = find_function(expr.name);
  return function && function->constancy == Function::query;
}

}  // namespace

void Binder::evaluate_once(const ExprPtr &expr, Bound &bound) {
  switch (expr->kind) {
    case Expr::literal:
    case Expr::variable:
    case Expr::global: return;  // as cheap as remembering
    default: break;
  }
  std::shared_ptr<Once> &once =
      shared_by_references(*expr) ? compile_.shared_constants[expr->name] : compile_.constants[expr];
  if (!once) once = std::make_shared<Once>();
  bound.eval = [once, evaluate = std::move(bound.eval)](Eval &eval) -> Value {
    if (once->execution != eval.execution) {
      Value value = evaluate(eval);
      once->value = std::move(value);
      once->execution = eval.execution;
    }
    return once->value;
  };
}

}  // namespace sandbox
