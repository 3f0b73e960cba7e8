// <SQLTask:SqlTaskData>: the XML of the Execute SQL task, both eras alike.
#ifndef GANTRY_SQL_TASK_TASK_DATA_HPP
#define GANTRY_SQL_TASK_TASK_DATA_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/sql/task/bindings.hpp"

namespace gantry::sql {

/// What stands in the element: attributes as property and text, in the order of the file, then the bindings.
struct TaskData {
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<ParameterBinding> parameters;
  std::vector<ResultBinding> results;
};

/// Attribute names and the properties they stand for: `SqlStmtSourceType` is SqlStatementSourceType.
struct AttributeName {
  const char *attribute, *property;
};
const std::vector<AttributeName> &attribute_names();

/// Errors: DATA 0xC0010014: not this element, not well-formed, a direction or number that is none.
Result<TaskData> read_task_data(std::string_view xml);
/// The element with its namespace declared.
std::string write_task_data(const TaskData &data);

}  // namespace gantry::sql

#endif
