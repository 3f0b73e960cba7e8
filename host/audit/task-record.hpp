// A task's plan as it is kept: in plan files and in journals.
#ifndef GANTRY_AUDIT_TASK_RECORD_HPP
#define GANTRY_AUDIT_TASK_RECORD_HPP

#include "host/audit/step-records.hpp"
#include "host/runtime/event.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gantry::audit {

using Json = nlohmann::ordered_json;

struct TaskRecord {
  std::string task;  ///< `\Package\Transfer logins`
  std::vector<runtime::SlotFacts> slots;
  StepRecords steps;
  bool conditional = false, looped = false;
  bool in_clear =
      false;  ///< the task told its script: what is in clear below is, and fingerprints see secrets

  /// The slot that is reached by a connection of that name; null: none.
  const runtime::SlotFacts *slot_of(const std::string &connection) const;
  /// Errors: NOT_FOUND, and those of StepRecords.
  Result<StepRecord> step(std::int64_t ordinal) const;
};

enum class Clear {
  nothing,  ///< as plans show it
  undo,     ///< undo texts, for the journal and the undo script
  all       ///< texts too, for scripts with hashes
};

/// A plan without its steps.
TaskRecord record_head(const runtime::TaskPlan &plan);
/// Reads the steps of a plan one by one while its task lives. Errors: those of the task's script, and of
/// `take`.
Result<> record_steps(const runtime::TaskPlan &plan, const std::string &salt, Clear clear,
                      const std::function<Result<>(StepRecord)> &take);
/// Both, in memory.
Result<TaskRecord> record_task(const runtime::TaskPlan &plan, const std::string &salt, Clear clear);

/// Of a task whose steps are in memory.
Json json_of(const TaskRecord &task);
Json slots_json(const TaskRecord &task);
/// With its steps in memory.
TaskRecord task_of(const Json &json);

/// Members that may be absent or of another type.
std::string text_of(const Json &json, const char *key);
std::int64_t number_of(const Json &json, const char *key);
bool flag_of(const Json &json, const char *key);
std::vector<std::string> list_of(const Json &json, const char *key);
/// One line; bytes that are no UTF-8 are replaced.
std::string line_of(const Json &json);
/// The same without its line feed.
std::string object_of(const Json &json);

}  // namespace gantry::audit

#endif
