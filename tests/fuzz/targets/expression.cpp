// Expressions, parsed and evaluated.
#include "host/expression/expression.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using gantry::expression::Value;

/// Three variables; every other name is unknown.
struct Variables final : gantry::expression::Scope {
  gantry::Result<Value> variable(std::string_view name) const override {
    if (name == "User::Count" || name == "Count") return gantry::expression::value_of(3, "7");
    if (name == "User::Name" || name == "Name") return Value::string("North \"East\"");
    if (name == "User::Ready" || name == "Ready") return Value::boolean(true);
    gantry::Error error;
    error.status = gantry::Status::not_found;
    return error;
  }
};

}  // namespace

GANTRY_FUZZ_TARGET("expression") {
  const Variables variables;
  if (const auto expression = gantry::expression::Expression::parse(input)) {
    (void)expression->variables();
    if (const auto value = expression->evaluate(variables)) {
      (void)gantry::expression::property_text(*value);
      (void)gantry::expression::truth_of(*value);
      for (const int vartype : {3, 5, 7, 8, 11, 14}) (void)gantry::expression::text_for(*value, vartype);
    }
  }
  (void)gantry::expression::Assignment::parse(input);
}
