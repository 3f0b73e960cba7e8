#include "plugins/sql/task/task-data.hpp"

#include <pugixml.hpp>

#include <cstdlib>
#include <cstring>
#include <sstream>

namespace gantry::sql {
namespace {

constexpr const char *name_space = "www.microsoft.com/sqlserver/dts/tasks/sqltask";

struct DirectionName {
  Direction direction;
  const char *name;
};
constexpr DirectionName directions[] = {
    {Direction::input, "Input"}, {Direction::output, "Output"}, {Direction::return_value, "ReturnValue"}};

/// Behind the prefix, whatever it is.
std::string_view local(const char *name) {
  const char *colon = std::strchr(name, ':');
  return colon ? colon + 1 : name;
}

/// A text of the file in a message, cut short.
std::string shown_between(char open, std::string_view text, char close) {
  std::string shown(1, open);
  shown.append(text.substr(0, 64));
  shown += close;
  return shown;
}

Error wrong(std::string expected, std::string found) {
  return Error(Status::data, "the data of an Execute SQL task cannot be read", std::move(expected),
               std::move(found), "repair the package, or save it again with its designer")
      .with_code(0xC0010014);
}

std::string attribute(const pugi::xml_node &node, std::string_view name) {
  for (const pugi::xml_attribute &each : node.attributes())
    if (local(each.name()) == name) return each.value();
  return {};
}

Result<std::int64_t> number(const pugi::xml_node &node, std::string_view name, std::int64_t otherwise) {
  const std::string text = attribute(node, name);
  if (text.empty()) return otherwise;
  char *end = nullptr;
  const long long value = std::strtoll(text.c_str(), &end, 10);
  if (*end != 0) return wrong("a number in " + std::string(name), shown_between('"', text, '"'));
  return static_cast<std::int64_t>(value);
}

Result<ParameterBinding> parameter(const pugi::xml_node &node) {
  ParameterBinding binding;
  binding.name = attribute(node, "ParameterName");
  binding.variable = attribute(node, "DtsVariableName");
  const std::string direction = attribute(node, "ParameterDirection");
  bool known = direction.empty();
  for (const DirectionName &each : directions)
    if (direction == each.name) {
      binding.direction = each.direction;
      known = true;
    }
  if (!known) return wrong("Input, Output or ReturnValue", shown_between('"', direction, '"'));
  const Result<std::int64_t> type = number(node, "DataType", binding.data_type);
  if (!type) return type.error();
  const Result<std::int64_t> size = number(node, "ParameterSize", binding.size);
  if (!size) return size.error();
  binding.data_type = *type;
  binding.size = *size;
  return binding;
}

}  // namespace

const std::vector<AttributeName> &attribute_names() {
  static const std::vector<AttributeName> names = {{"Connection", "Connection"},
                                                   {"TimeOut", "TimeOut"},
                                                   {"IsStoredProc", "IsStoredProcedure"},
                                                   {"BypassPrepare", "BypassPrepare"},
                                                   {"SqlStmtSourceType", "SqlStatementSourceType"},
                                                   {"SqlStatementSource", "SqlStatementSource"},
                                                   {"CodePage", "CodePage"},
                                                   {"ResultType", "ResultSetType"},
                                                   {"TypeConversionMode", "TypeConversionMode"}};
  return names;
}

Result<TaskData> read_task_data(std::string_view xml) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!parsed) return wrong("well-formed XML", parsed.description());
  const pugi::xml_node root = document.document_element();
  if (local(root.name()) != "SqlTaskData")
    return wrong("the element SqlTaskData", shown_between('<', root.name(), '>'));
  TaskData data;
  for (const pugi::xml_attribute &each : root.attributes())
    for (const AttributeName &name : attribute_names())
      if (local(each.name()) == name.attribute) data.properties.emplace_back(name.property, each.value());
  for (const pugi::xml_node &child : root.children()) {
    if (local(child.name()) == "ParameterBinding") {
      Result<ParameterBinding> binding = parameter(child);
      if (!binding) return std::move(binding).error();
      data.parameters.push_back(std::move(binding).value());
    } else if (local(child.name()) == "ResultBinding") {
      data.results.push_back({attribute(child, "ResultName"), attribute(child, "DtsVariableName")});
    }
  }
  return data;
}

std::string write_task_data(const TaskData &data) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("SQLTask:SqlTaskData");
  const auto set = [](pugi::xml_node node, const std::string &name, const std::string &value) {
    node.append_attribute(("SQLTask:" + name).c_str()).set_value(value.c_str());
  };
  for (const auto &[property, value] : data.properties)
    for (const AttributeName &name : attribute_names())
      if (property == name.property) set(root, name.attribute, value);
  root.append_attribute("xmlns:SQLTask").set_value(name_space);
  for (const ResultBinding &binding : data.results) {
    const pugi::xml_node child = root.append_child("SQLTask:ResultBinding");
    set(child, "ResultName", binding.name);
    set(child, "DtsVariableName", binding.variable);
  }
  for (const ParameterBinding &binding : data.parameters) {
    const pugi::xml_node child = root.append_child("SQLTask:ParameterBinding");
    set(child, "ParameterName", binding.name);
    set(child, "DtsVariableName", binding.variable);
    for (const DirectionName &each : directions)
      if (each.direction == binding.direction) set(child, "ParameterDirection", each.name);
    set(child, "DataType", std::to_string(binding.data_type));
    set(child, "ParameterSize", std::to_string(binding.size));
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default | pugi::format_no_declaration, pugi::encoding_utf8);
  return out.str();
}

}  // namespace gantry::sql
