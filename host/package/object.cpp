#include "host/package/object.hpp"

#include <algorithm>

namespace gantry::package {

std::string_view Object::expression_of(std::string_view property) const {
  for (const PropertyExpression &item : expressions)
    if (item.property == property) return item.expression;
  return {};
}

void Object::set_expression(std::string_view property, std::string_view expression) {
  if (expression.empty()) {
    std::erase_if(expressions, [&](const PropertyExpression &item) { return item.property == property; });
    return;
  }
  for (PropertyExpression &item : expressions) {
    if (item.property == property) {
      item.expression = expression;
      return;
    }
  }
  expressions.push_back({std::string(property), std::string(expression)});
}

void Object::set_override(std::string_view property, std::string_view value, bool sensitive) {
  // The order of different properties matters (ConnectionString, then Password), so a repeated one moves
  // back.
  std::erase_if(overrides, [&](const Override &item) { return item.property == property; });
  overrides.push_back({std::string(property), std::string(value), sensitive});
}

}  // namespace gantry::package
