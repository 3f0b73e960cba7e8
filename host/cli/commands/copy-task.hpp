// What `gantry copy` knows of a task: a table. One more task is one more entry in copy-tasks.cpp.
#ifndef GANTRY_CLI_COMMANDS_COPY_TASK_HPP
#define GANTRY_CLI_COMMANDS_COPY_TASK_HPP

#include <string>
#include <utility>
#include <vector>

namespace gantry::cli {

/// Property and value.
using CopyValues = std::vector<std::pair<std::string, std::string>>;

/// One way to say which objects: a switch, or with a value name a repeatable option whose values go into a
/// list.
struct CopySelection {
  const char *option;
  const char *value_name;  ///< null: a switch
  const char *help;
  const char *list;    ///< the property that takes the values; null for a switch
  CopyValues implies;  ///< set as well, unless another option of the line sets it
};

/// An option that sets one property.
struct CopyOption {
  const char *option;
  const char *help;
  const char *property;
  /// What may stand behind it, and the member each means; empty and no value name: a switch that sets True.
  std::vector<std::pair<const char *, const char *>> words;
  const char *value_name = nullptr;  ///< a repeatable option whose values go into a list
};

struct CopyTask {
  const char *what;           ///< "logins"
  const char *creation_name;  ///< "Microsoft.TransferLoginsTask"
  const char *text;           ///< what the help says first
  std::vector<std::string> examples;
  std::vector<CopySelection> selections;  ///< exactly one of them is given
  std::vector<CopyOption> options;        ///< besides if-exists and transaction, which all tasks have
};

/// In the order of the help.
const std::vector<CopyTask> &copy_tasks();

/// "fail|overwrite|skip"
std::string choices_of(const CopyOption &option);

}  // namespace gantry::cli

#endif
