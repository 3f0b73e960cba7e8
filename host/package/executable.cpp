#include "host/package/executable.hpp"

#include <algorithm>

#include "host/package/names.hpp"

namespace gantry::package {

namespace {

/// The number of a property as one of a contiguous range of enumerators, else the default.
template <typename Enum>
Enum ranged(const Properties &properties, std::string_view name, Enum otherwise, std::int64_t first,
            std::int64_t last) {
  const std::int64_t number = properties.integer(name, static_cast<std::int64_t>(otherwise));
  return number < first || number > last ? otherwise : static_cast<Enum>(number);
}

/// `A.B.Class, Assembly, Version=...` gives `A.B.Class`.
std::string_view class_of_clr(std::string_view type) {
  std::string_view name = type.substr(0, type.find(','));
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  return name;
}

std::string_view last_word(std::string_view type) {
  if (type.substr(0, 6) == "STOCK:") return type.substr(6);
  std::string_view name = class_of_clr(type);
  // Old ProgIDs end with a number: `DTS.LogProviderTextFile.2`.
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot + 1 < name.size() &&
      name.find_first_not_of("0123456789", dot + 1) == std::string_view::npos)
    name = name.substr(0, dot);
  return name.substr(name.rfind('.') + 1);
}

}  // namespace

ConstraintValue PrecedenceConstraint::value() const {
  return ranged(properties, "Value", ConstraintValue::success, 0, 2);
}

EvalOp PrecedenceConstraint::eval_op() const {
  return ranged(properties, "EvalOp", EvalOp::constraint, 1, 4);
}

LoggingMode LoggingOptions::mode() const {
  return ranged(properties, "LoggingMode", LoggingMode::use_parent_setting, 0, 2);
}

std::vector<std::string> Executable::type_names() const {
  std::vector<std::string> names;
  const auto add = [&](std::string_view word) {
    if (!word.empty() && std::find(names.begin(), names.end(), word) == names.end()) names.emplace_back(word);
  };
  for (const std::string *type : {&creation_name, &executable_type}) add(*type);
  for (const std::string *type : {&creation_name, &executable_type}) add(class_of_clr(*type));
  for (const std::string *type : {&creation_name, &executable_type}) add(last_word(*type));
  return names;
}

std::string Executable::simple_type() const {
  return std::string(last_word(executable_type.empty() ? creation_name : executable_type));
}

std::string_view Executable::event_name() const {
  const std::string_view stated = properties.text("EventName");
  if (!stated.empty()) return stated;
  return creation_name.empty() ? std::string_view(name) : std::string_view(creation_name);
}

ForcedResult Executable::force_execution_result() const {
  return ranged(properties, "ForceExecutionResult", ForcedResult::none, -1, 2);
}

std::optional<std::string> Executable::forced_execution_value() const {
  if (!properties.boolean("ForceExecValue", false)) return std::nullopt;
  return std::string(properties.text("ExecValue", "0"));
}

DataType Executable::forced_execution_value_type() const {
  const Property *value = properties.find("ExecValue");
  const std::int64_t stated = properties.integer("ExecValueType", value ? value->data_type : 0);
  return stated > 0 && stated <= 21 ? static_cast<DataType>(stated) : DataType::int32;
}

TransactionOption Executable::transaction_option() const {
  return ranged(properties, "TransactionOption", TransactionOption::supported, 0, 2);
}

IsolationLevel Executable::isolation_level() const {
  const std::int64_t number = properties.integer("ISOLevel", 1048576);
  for (IsolationLevel level :
       {IsolationLevel::unspecified, IsolationLevel::chaos, IsolationLevel::read_uncommitted,
        IsolationLevel::read_committed, IsolationLevel::repeatable_read, IsolationLevel::snapshot})
    if (number == static_cast<std::int64_t>(level)) return level;
  return IsolationLevel::serializable;
}

std::optional<std::int32_t> Executable::locale_id() const {
  const std::int64_t number = properties.integer("LocaleID", -1);
  if (number <= 0 || number > 0xFFFFF) return std::nullopt;
  return static_cast<std::int32_t>(number);
}

const Executable *Executable::find_child(std::string_view key) const {
  if (key.empty()) return nullptr;
  for (const Executable &child : executables)
    if (child.ref_id == key || child.name == key || same_guid(child.id, key)) return &child;
  return nullptr;
}

Executable *Executable::find_child(std::string_view key) {
  return const_cast<Executable *>(std::as_const(*this).find_child(key));
}

ExecutableKind kind_of_type(std::string_view type) {
  const std::string_view word = last_word(type);
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return std::equal(word.begin(), word.end(), name.begin(), name.end(),
                        [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
    });
  };
  if (is({"PACKAGE"})) return ExecutableKind::package;
  if (is({"SEQUENCE"})) return ExecutableKind::sequence;
  if (is({"FORLOOP"})) return ExecutableKind::for_loop;
  if (is({"FOREACHLOOP"})) return ExecutableKind::foreach_loop;
  return ExecutableKind::task;
}

}  // namespace gantry::package
