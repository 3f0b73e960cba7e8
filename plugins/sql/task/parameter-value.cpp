#include "plugins/sql/task/parameter-value.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace gantry::sql {
namespace {

constexpr std::uint32_t assignment_failed = 0xC002F309;

bool begins(std::string_view type, std::string_view with) { return type.substr(0, with.size()) == with; }

bool is_whole(std::string_view type) {
  for (const char *name : {"smallint", "int", "bigint", "tinyint"})
    if (type == name) return true;
  return false;
}

Error unfit(std::string_view parameter, std::string_view type) {
  return Error(Status::invalid,
               "the variable of parameter " + std::string(parameter) + " has no value of its type",
               "a value of type " + std::string(type), "a text that is none",
               "correct the variable, or the parameter's data type");
}

std::optional<std::string> bytes_of(std::string_view digits) {
  if (!begins(digits, "0x") && !begins(digits, "0X")) return std::nullopt;
  digits.remove_prefix(2);
  if (digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    int byte = 0;
    for (const char c : digits.substr(i, 2)) {
      const int value = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (value < 0) return std::nullopt;
      byte = byte * 16 + value;
    }
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

Result<Cell> parameter_value(std::string_view parameter, std::string_view type_name,
                             std::int32_t variable_type, std::string_view text) {
  if (variable_type == empty_type || variable_type == null_type ||
      (variable_type == object_type && text.empty()))
    return Cell();
  const std::string copy(text);
  char *end = nullptr;
  errno = 0;
  if (is_whole(type_name)) {
    if (copy == "True" || copy == "False") return Cell(static_cast<std::int64_t>(copy == "True"));
    const long long number = std::strtoll(copy.c_str(), &end, 10);
    if (copy.empty() || *end != 0 || errno != 0) return unfit(parameter, type_name);
    return Cell(static_cast<std::int64_t>(number));
  }
  if (type_name == "bit") {
    if (copy == "True" || copy == "1" || copy == "-1") return Cell(true);
    if (copy == "False" || copy == "0") return Cell(false);
    return unfit(parameter, type_name);
  }
  if (type_name == "float" || type_name == "real") {
    const double number = std::strtod(copy.c_str(), &end);
    if (copy.empty() || *end != 0) return unfit(parameter, type_name);
    return Cell(number);
  }
  if (begins(type_name, "binary") || begins(type_name, "varbinary")) {
    std::optional<std::string> bytes = bytes_of(text);
    if (!bytes) return unfit(parameter, type_name);
    return Cell(Blob{std::move(*bytes)});
  }
  if (begins(type_name, "date") && copy.size() > 10 && copy[10] == ' ') {
    std::string moment = copy;
    moment[10] = 'T';
    return Cell(std::move(moment));
  }
  return Cell(copy);
}

Result<std::string> variable_text(std::string_view variable, std::int32_t variable_type, const Cell &cell) {
  if (!cell.null()) return cell.text();
  if (variable_type == string_type || variable_type == object_type || variable_type == empty_type)
    return std::string();
  return Error(Status::data, "NULL cannot be assigned to variable " + std::string(variable),
               "a value: only variables of type String and Object take NULL", "NULL",
               "use ISNULL in the statement, or a variable of type String or Object")
      .with_code(assignment_failed);
}

}  // namespace gantry::sql
