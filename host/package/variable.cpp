#include "host/package/variable.hpp"

namespace gantry::package {

const Variable *find_variable(const std::vector<Variable> &variables, std::string_view name) {
  const std::size_t colons = name.find("::");
  const Variable *first = nullptr;
  for (const Variable &item : variables) {
    if (colons != std::string_view::npos) {
      if (item.name_space == name.substr(0, colons) && item.name == name.substr(colons + 2)) return &item;
    } else if (item.name == name) {
      if (item.name_space == "User") return &item;
      if (!first) first = &item;
    }
  }
  return first;
}

Variable *find_variable(std::vector<Variable> &variables, std::string_view name) {
  return const_cast<Variable *>(find_variable(std::as_const(variables), name));
}

}  // namespace gantry::package
