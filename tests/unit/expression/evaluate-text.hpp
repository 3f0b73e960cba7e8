// What the tests of expressions share: a scope of fixed variables, and results as text.
#ifndef GANTRY_TESTS_UNIT_EXPRESSION_EVALUATE_TEXT_HPP
#define GANTRY_TESTS_UNIT_EXPRESSION_EVALUATE_TEXT_HPP

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>

#include "host/expression/conversion.hpp"
#include "host/expression/expression.hpp"

namespace gantry::expression {

class MapScope : public Scope {
 public:
  std::map<std::string, Value, std::less<>> values;
  Result<Value> variable(std::string_view name) const override {
    const auto found = values.find(name);
    if (found != values.end()) return found->second;
    return Error(Status::not_found, "The variable '" + std::string(name) + "' could not be read.",
                 "A variable in scope was expected.", "There is none.", "Correct the name.")
        .with_code(0xC00470A6);
  }
};

/// `DT_I4 42`, `DT_BOOL NULL`; of errors `error C004707B invalid` with the code and the status.
inline std::string outcome(std::string_view text, const Scope &scope = MapScope()) {
  const auto value = evaluate(text, scope);
  if (!value) {
    char code[16];
    std::snprintf(code, sizeof code, "%08X", value.error().code);
    const Status status = value.error().status;
    return std::string("error ") + code +
           (status == Status::invalid ? " invalid"
            : status == Status::data  ? " data"
                                      : " other");
  }
  return std::string(name_of(value->type())) + " " + (value->is_null() ? "NULL" : plain_text(*value));
}

inline Error error_of(std::string_view text, const Scope &scope = MapScope()) {
  const auto value = evaluate(text, scope);
  REQUIRE_FALSE(value);
  return value.error();
}

}  // namespace gantry::expression

#endif
