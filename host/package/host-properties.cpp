#include "host/package/host-properties.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "host/package/names.hpp"

namespace gantry::package {

namespace {

enum class Form { text, boolean, integer };

struct Known {
  std::string_view api, file;
  Form form;
  bool package_only = false;
};

constexpr Known executable_properties[] = {
    {"Disable", "Disabled", Form::boolean},
    {"DelayValidation", "DelayValidation", Form::boolean},
    {"DisableEventHandlers", "DisableEventHandlers", Form::boolean},
    {"FailPackageOnFailure", "FailPackageOnFailure", Form::boolean},
    {"FailParentOnFailure", "FailParentOnFailure", Form::boolean},
    {"MaximumErrorCount", "MaxErrorCount", Form::integer},
    {"ForceExecutionResult", "ForceExecutionResult", Form::integer},
    {"ForceExecutionValue", "ForceExecValue", Form::boolean},
    {"ForcedExecutionValue", "ExecValue", Form::text},
    {"ExecValueType", "ExecValueType", Form::integer},
    {"TransactionOption", "TransactionOption", Form::integer},
    {"IsolationLevel", "ISOLevel", Form::integer},
    {"LocaleID", "LocaleID", Form::integer},
    {"ExecValueVariable", "ExecValueVariable", Form::text},
    {"ExecutionValueVariable", "ExecValueVariable", Form::text},
    {"InitExpression", "InitExpression", Form::text},
    {"EvalExpression", "EvalExpression", Form::text},
    {"AssignExpression", "AssignExpression", Form::text},
    {"MaxConcurrent", "MaxConcurrent", Form::integer},
    {"CheckpointFileName", "CheckpointFileName", Form::text, true},
    {"CheckpointUsage", "CheckpointUsage", Form::integer, true},
    {"SaveCheckpoints", "SaveCheckpoints", Form::boolean, true},
    {"MaxConcurrentExecutables", "MaxConcurrentExecutables", Form::integer, true},
    {"PackagePriorityClass", "PackagePriorityClass", Form::integer, true},
    {"PackageType", "PackageType", Form::integer, true},
    {"EnableConfigurations", "EnableConfig", Form::boolean, true},
    {"SuppressConfigurationWarnings", "SuppressConfigurationWarnings", Form::boolean, true},
    {"OfflineMode", "OfflineMode", Form::boolean, true},
    {"InteractiveMode", "InteractiveMode", Form::boolean, true},
    {"VersionMajor", "VersionMajor", Form::integer, true},
    {"VersionMinor", "VersionMinor", Form::integer, true},
    {"VersionBuild", "VersionBuild", Form::integer, true},
    {"VersionComments", "VersionComments", Form::text, true},
    {"VersionGUID", "VersionGUID", Form::text, true},
    {"CreatorName", "CreatorName", Form::text, true},
    {"CreatorComputerName", "CreatorComputerName", Form::text, true},
};

Error unfit(std::string_view object, std::string_view name, std::string_view expected) {
  // The value itself is not shown: it may be a secret.
  return Error(Status::invalid,
               "The property '" + std::string(name) + "' of '" + std::string(object) + "' could not be set.",
               std::string(expected) + " was expected.", "The given text is none.", "Correct the value.")
      .with_code(0xC001F026);
}

Error read_only(std::string_view object, std::string_view name) {
  return Error(Status::denied,
               "The property '" + std::string(name) + "' of '" + std::string(object) + "' could not be set.",
               "A property that may be written was expected.", "It is read-only.",
               "Leave it out, or edit the package.")
      .with_code(0xC001F021);
}

Result<bool> set_formed(Properties &properties, std::string_view object, std::string_view name,
                        std::string_view file, Form form, std::string_view value) {
  if (form == Form::boolean) {
    const auto parsed = parse_boolean(value);
    if (!parsed) return unfit(object, name, "True or False");
    properties.set_boolean(file, *parsed);
  } else if (form == Form::integer) {
    const auto parsed = parse_integer(value);
    if (!parsed) return unfit(object, name, "A whole number");
    properties.set_integer(file, *parsed);
  } else {
    properties.set(file, value);
  }
  return true;
}

/// What all objects have in common.
Result<bool> set_common(Object &object, std::string_view name, std::string_view value) {
  if (name == "Description") {
    object.description = value;
    return true;
  }
  if (name == "ID" || name == "DTSID" || name == "CreationName" || name == "HostType")
    return read_only(object.name, name);
  return false;
}

/// Rank of an integer type, or nothing.
bool in_range(std::string_view text, std::int64_t low, std::int64_t high) {
  const auto number = parse_integer(text);
  return number && *number >= low && *number <= high;
}

}  // namespace

std::string_view file_spelling(std::string_view name) {
  for (const Known &known : executable_properties)
    if (known.api == name) return known.file;
  return name;
}

bool fits(DataType type, std::string_view text) {
  switch (type) {
    case DataType::boolean: return parse_boolean(text).has_value();
    case DataType::sbyte: return in_range(text, -128, 127);
    case DataType::byte: return in_range(text, 0, 255);
    case DataType::int16: return in_range(text, -32768, 32767);
    case DataType::uint16: return in_range(text, 0, 65535);
    case DataType::int32: return in_range(text, std::numeric_limits<std::int32_t>::min(), 2147483647);
    case DataType::uint32: return in_range(text, 0, 4294967295LL);
    case DataType::int64: return parse_integer(text).has_value();
    case DataType::uint64:
      return !text.empty() && text.size() <= 20 &&
             text.find_first_not_of("0123456789") == std::string_view::npos &&
             (text.size() < 20 || text <= "18446744073709551615");
    case DataType::single:
    case DataType::float64:
    case DataType::decimal: {
      // strtod takes more than numbers of a package (hex, inf), so the characters are checked first.
      if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return false;
      const std::string copy(text);
      char *end = nullptr;
      std::strtod(copy.c_str(), &end);
      return end == copy.c_str() + copy.size();
    }
    default: return true;
  }
}

Result<bool> set_host_property(Executable &object, std::string_view name, std::string_view value) {
  if (auto common = set_common(object, name, value); !common || *common) return common;
  if (name == "Name" || name == "ObjectName") {
    if (auto legal = check_name(value); !legal) return legal.error();
    object.name = value;
    return true;
  }
  if (name == "LoggingMode") return set_host_property(object.logging, name, value);
  if (name == "ProtectionLevel" && object.kind == ExecutableKind::package)
    return read_only(object.name, name);
  for (const Known &known : executable_properties) {
    if (known.api != name && known.file != name) continue;
    if (known.package_only && object.kind != ExecutableKind::package) continue;
    return set_formed(object.properties, object.name, name, known.file, known.form, value);
  }
  return false;
}

Result<bool> set_host_property(ConnectionManager &object, std::string_view name, std::string_view value) {
  if (auto common = set_common(object, name, value); !common || *common) return common;
  if (name == "DelayValidation")
    return set_formed(object.properties, object.name, name, name, Form::boolean, value);
  if (name == "Qualifier") {
    if (auto done = object.set_qualifier(value); !done) return done.error();
    return true;
  }
  if (name == "Name" || name == "ObjectName") {
    if (value.empty()) return unfit(object.name, name, "A name");
    object.name = value;
    return true;
  }
  return false;
}

Result<bool> set_host_property(LogProvider &object, std::string_view name, std::string_view value) {
  if (auto common = set_common(object, name, value); !common || *common) return common;
  if (name == "ConfigString")
    return set_formed(object.properties, object.name, name, name, Form::text, value);
  if (name == "DelayValidation")
    return set_formed(object.properties, object.name, name, name, Form::boolean, value);
  return false;
}

Result<bool> set_host_property(PrecedenceConstraint &object, std::string_view name, std::string_view value) {
  if (auto common = set_common(object, name, value); !common || *common) return common;
  if (name == "Value" || name == "EvalOp")
    return set_formed(object.properties, object.name, name, name, Form::integer, value);
  if (name == "LogicalAnd")
    return set_formed(object.properties, object.name, name, name, Form::boolean, value);
  if (name == "Expression") return set_formed(object.properties, object.name, name, name, Form::text, value);
  return false;
}

Result<bool> set_host_property(LoggingOptions &object, std::string_view name, std::string_view value) {
  if (name != "LoggingMode" && name != "FilterKind") return false;
  object.present = true;
  return set_formed(object.properties, "LoggingOptions", name, name, Form::integer, value);
}

Result<bool> set_host_property(Variable &object, std::string_view name, std::string_view value) {
  const std::string shown = object.qualified_name();
  if (name == "Value") {
    if (object.name_space == "System" && object.name != "Propagate") return read_only(shown, name);
    if (object.data_type == DataType::object) {
      return Error(Status::invalid, "The variable '" + shown + "' could not be set.",
                   "A variable of a simple type was expected.", "It is of type Object.",
                   "Let a task fill it, or change its type.")
          .with_code(0xC001F026);
    }
    if (!fits(object.data_type, value))
      return unfit(
          shown, name,
          "A value of its data type (VARTYPE " + std::to_string(static_cast<int>(object.data_type)) + ")");
    object.value = value;
    return true;
  }
  if (auto common = set_common(object, name, value); !common || *common) return common;
  for (std::string_view flag : {"EvaluateAsExpression", "ReadOnly", "RaiseChangedEvent"})
    if (name == flag) return set_formed(object.properties, shown, name, name, Form::boolean, value);
  if (name == "Expression") return set_formed(object.properties, shown, name, name, Form::text, value);
  return false;
}

Result<bool> set_host_property(Parameter &object, std::string_view name, std::string_view value) {
  if (name != "Value" && name != "ParameterValue") return false;
  if (!fits(object.data_type, value))
    return unfit(
        object.name, name,
        "A value of its data type (VARTYPE " + std::to_string(static_cast<int>(object.data_type)) + ")");
  object.value = value;
  object.withheld = false;
  object.supplied = true;
  return true;
}

}  // namespace gantry::package
