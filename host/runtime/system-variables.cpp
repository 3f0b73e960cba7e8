#include "host/runtime/system-variables.hpp"

#include <pwd.h>
#include <unistd.h>

namespace gantry::runtime {

std::string variable_time(std::time_t time) {
  std::tm parts{};
  localtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  return text;
}

namespace {

/// Handlers are validated before any event has come: what they read of one must be known, if empty.
void start_handler_variables(RunContext &run, Node &node) {
  using package::DataType;
  for (const std::unique_ptr<Node> &handler : node.handlers) {
    for (const char *name :
         {"SourceName", "SourceID", "SourceDescription", "SourceParentGUID", "ErrorDescription",
          "ProgressDescription", "VariableName", "VariableID", "VariableDescription", "VariableValue"})
      run.variables.set_system(*handler, name, DataType::string, "");
    for (const char *name : {"ErrorCode", "PercentComplete", "ProgressCountHigh", "ProgressCountLow",
                             "ExecutionStatus", "ExecutionValue"})
      run.variables.set_system(*handler, name, DataType::int32, "0");
    run.variables.set_system(*handler, "Propagate", DataType::boolean, "True");
    run.variables.set_system(*handler, "Cancel", DataType::boolean, "False");
    start_handler_variables(run, *handler);
    for (const std::unique_ptr<Node> &child : handler->children) start_handler_variables(run, *child);
  }
  for (const std::unique_ptr<Node> &child : node.children) start_handler_variables(run, *child);
}

}  // namespace

void start_package_variables(RunContext &run, const std::string &execution_id) {
  using package::DataType;
  const package::Package &package = run.package;
  const auto set = [&](const char *name, DataType type, std::string text) {
    run.variables.set_system(run.root, name, type, std::move(text));
  };
  char machine[256] = {};
  if (gethostname(machine, sizeof machine - 1) != 0) machine[0] = 0;
  const passwd *user = getpwuid(geteuid());
  set("PackageName", DataType::string, package.root.name);
  set("PackageID", DataType::string, package.root.id);
  set("ExecutionInstanceGUID", DataType::string, execution_id);
  set("MachineName", DataType::string, machine);
  set("UserName", DataType::string, user ? user->pw_name : std::to_string(geteuid()));
  set("StartTime", DataType::date_time, variable_time(std::time(nullptr)));
  set("CreationDate", DataType::date_time, std::string(package.creation_date()));
  set("CreatorName", DataType::string, std::string(package.creator_name()));
  set("CreatorComputerName", DataType::string, std::string(package.creator_computer_name()));
  set("VersionMajor", DataType::int32, std::to_string(package.version_major()));
  set("VersionMinor", DataType::int32, std::to_string(package.version_minor()));
  set("VersionBuild", DataType::int32, std::to_string(package.version_build()));
  set("VersionComment", DataType::string, std::string(package.version_comments()));
  set("VersionGUID", DataType::string, std::string(package.version_guid()));
  set("LocaleID", DataType::int32, std::to_string(package.root.locale_id().value_or(1033)));
  set("InteractiveMode", DataType::boolean, "False");
  set("OfflineMode", DataType::boolean, run.options.offline ? "True" : "False");
  set("IgnoreConfigurationsOnLoad", DataType::boolean, "False");
  set("FailedConfigurations", DataType::string, "");
  set("CancelEvent", DataType::int32, "0");
  set("ServerExecutionID", DataType::int64, "0");
  start_handler_variables(run, run.root);
}

}  // namespace gantry::runtime
