// /Par: values for parameters.
#include <algorithm>
#include <array>

#include "host/configuration/names.hpp"
#include "host/configuration/nearest.hpp"
#include "host/configuration/package-configuration.hpp"
#include "host/configuration/set-text.hpp"
#include "host/expression/value.hpp"
#include "host/package/host-properties.hpp"
#include "host/package/package-path.hpp"

namespace gantry::configuration {
namespace {

struct TypeName {
  std::string_view name;
  package::DataType type;
};

constexpr std::array type_names = {
    TypeName{"Boolean", package::DataType::boolean},    TypeName{"Byte", package::DataType::byte},
    TypeName{"DateTime", package::DataType::date_time}, TypeName{"Decimal", package::DataType::decimal},
    TypeName{"Double", package::DataType::float64},     TypeName{"Int16", package::DataType::int16},
    TypeName{"Int32", package::DataType::int32},        TypeName{"Int64", package::DataType::int64},
    TypeName{"SByte", package::DataType::sbyte},        TypeName{"Single", package::DataType::single},
    TypeName{"String", package::DataType::string},      TypeName{"UInt32", package::DataType::uint32},
    TypeName{"UInt64", package::DataType::uint64},      TypeName{"UInt16", package::DataType::uint16},
};

std::string name_of(package::DataType type) {
  for (const TypeName &candidate : type_names)
    if (candidate.type == type) return std::string(candidate.name);
  return "VARTYPE " + std::to_string(static_cast<int>(type));
}

Error refuse(Status status, std::string_view target, std::string expected, std::string found,
             std::string todo) {
  return Error(status,
               target.empty() ? "A parameter could not be set."
                              : "The parameter '" + shown(target) + "' could not be set.",
               std::move(expected), std::move(found), std::move(todo));
}

std::vector<std::string> parameter_names(const package::Package &package) {
  std::vector<std::string> names;
  for (const package::Parameter &p : package.parameters) names.push_back("$Package::" + p.name);
  for (const package::Parameter &p : package.project_parameters) names.push_back("$Project::" + p.name);
  return names;
}

/// `CM.NAME.Property`: a property of a connection manager, as a project's parameters name it.
Result<> set_manager(package::Package &package, std::string_view target, std::string_view value) {
  const std::string_view rest = target.substr(3);
  const std::size_t dot = rest.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == rest.size())
    return refuse(Status::invalid, target, "CM.NAME.Property was expected.", "A part of it is missing.",
                  "Complete it.");
  const std::string path = "\\Package.Connections[" + std::string(rest.substr(0, dot)) + "].Properties[" +
                           std::string(rest.substr(dot + 1)) + "]";
  package::SetOptions options;
  options.sensitive = is_secret_name(rest.substr(dot + 1));
  return package::set_value(package, path, value, options);
}

}  // namespace

Result<> set_parameter(package::Package &package, std::string_view text) {
  std::size_t at = 0;
  const auto halves = part_text(text, at);
  if (!halves)
    return refuse(Status::invalid, {}, "NAME;VALUE was expected.",
                  "There is no ; behind the name (position " + std::to_string(at + 1) + ").",
                  "Write it like $Package::NAME;value.");
  std::string target = halves->target;
  if (lower_case(target).rfind("$serveroption::", 0) == 0)
    return refuse(Status::unsupported, target, "A parameter of the package or its project was expected.",
                  "Server options belong to the Integration Services catalog.", "Leave it out.");
  std::optional<package::DataType> stated;
  if (!target.empty() && target.back() == ')')
    if (const std::size_t open = target.rfind('('); open != std::string::npos) {
      const std::string type = target.substr(open + 1, target.size() - open - 2);
      const auto found = std::find_if(type_names.begin(), type_names.end(), [&](const TypeName &candidate) {
        return lower_case(candidate.name) == lower_case(type);
      });
      if (found == type_names.end()) {
        std::vector<std::string> names;
        for (const TypeName &candidate : type_names) names.emplace_back(candidate.name);
        return refuse(Status::invalid, target, "One of the types " + joined(names) + " was expected.",
                      "'" + shown(type) + "' is none.", suggestion(type, names));
      }
      stated = found->type;
      target.resize(open);
    }
  if (target.empty())
    return refuse(Status::invalid, {}, "NAME;VALUE was expected.", "The name is empty (position 1).",
                  "Write it like $Package::NAME;value.");
  for (const std::string_view prefix : {"CM.", "$Package::CM.", "$Project::CM."})
    if (target.rfind(prefix, 0) == 0)
      return set_manager(package, target.substr(prefix.size() - 3), halves->value);

  package::Parameter *parameter = nullptr;
  if (target.front() == '$') {
    parameter = package.find_parameter(target);
  } else {
    parameter = package.find_parameter("$Package::" + target);
    if (!parameter) parameter = package.find_parameter("$Project::" + target);
  }
  if (!parameter) {
    const std::vector<std::string> names = parameter_names(package);
    const std::string near = nearest(target, names);
    return refuse(Status::not_found, target, "A parameter of the package was expected.",
                  names.empty() ? "It has none." : "It has " + joined(names) + ".",
                  near.empty() ? "Correct the name." : "Did you mean '" + near + "'?");
  }
  const std::string type = name_of(parameter->data_type);
  if (stated && *stated != parameter->data_type)
    return refuse(Status::invalid, target, "The type " + type + " was expected.",
                  "It is given as " + name_of(*stated) + ".", "Correct the type, or leave it out.");
  // The value is not shown: parameters may be secrets.
  const auto value = expression::value_of(static_cast<std::int32_t>(parameter->data_type), halves->value);
  if (parameter->data_type != package::DataType::object && !value)
    return refuse(Status::invalid, target, "A value of type " + type + " was expected.", "The text is none.",
                  "Correct the value.");
  auto done = package::set_host_property(*parameter, "Value", halves->value);
  if (!done) return done.error();
  return success();
}

}  // namespace gantry::configuration
