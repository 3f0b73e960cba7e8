// Variables and parameters.
#ifndef GANTRY_PACKAGE_VARIABLE_HPP
#define GANTRY_PACKAGE_VARIABLE_HPP

#include <string>
#include <string_view>
#include <vector>

#include "host/package/enums.hpp"
#include "host/package/object.hpp"

namespace gantry::package {

struct Variable : Object {
  std::string name_space = "User";  ///< `User`, `System`
  DataType data_type = DataType::int32;
  std::string value;  ///< text as in the file: booleans -1/0 or True/False; objects: their serialised form

  std::string qualified_name() const { return name_space + "::" + name; }
  bool evaluate_as_expression() const { return properties.boolean("EvaluateAsExpression", false); }
  std::string_view expression() const { return properties.text("Expression"); }
  bool read_only() const { return properties.boolean("ReadOnly", false); }
  bool raise_changed_event() const { return properties.boolean("RaiseChangedEvent", false); }
};

/// A parameter of the package (`$Package::P`) or of its project (`$Project::P`).
struct Parameter : Object {
  DataType data_type = DataType::string;
  std::string value;      ///< empty when sensitive and not readable here
  bool withheld = false;  ///< the file holds an encrypted value: it must be supplied from outside
  bool supplied = false;  ///< a value came from outside the file (/Set, /Par)

  bool required() const { return properties.boolean("Required", false); }
  bool sensitive() const { return properties.boolean("Sensitive", false); }
};

/// `User::X` finds exactly that one (case counts); a bare `X` prefers namespace User, then takes the first.
const Variable *find_variable(const std::vector<Variable> &variables, std::string_view name);
Variable *find_variable(std::vector<Variable> &variables, std::string_view name);

}  // namespace gantry::package

#endif
