// A task's plan as it is kept: in plan files and in journals.
#ifndef GANTRY_AUDIT_TASK_RECORD_HPP
#define GANTRY_AUDIT_TASK_RECORD_HPP

#include "host/runtime/event.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gantry::audit {

using Json = nlohmann::ordered_json;

struct StepRecord {
  std::int64_t ordinal = 0;
  std::int64_t unit = 0;  ///< the first step of those that are kept or taken back together
  std::string connection, database, action, object;
  std::string text;  ///< masked, unless the record was made in clear
  std::string undo;  ///< likewise; empty: not undoable
  std::string reason;
  bool at_source = false, transactional = true;
  bool has_secrets = false, undo_has_secrets = false;
  /// Keyed: equal when the step does the same to the same object, secrets included.
  std::string fingerprint;

  StepRecord() = default;
  StepRecord(const StepRecord &) = default;
  StepRecord(StepRecord &&) = default;
  StepRecord &operator=(const StepRecord &) = default;
  StepRecord &operator=(StepRecord &&) = default;
  ~StepRecord() {
    wipe(text);
    wipe(undo);
  }
};

struct TaskRecord {
  std::string task;  ///< `\Package\Transfer logins`
  std::vector<runtime::SlotFacts> slots;
  std::vector<StepRecord> steps;
  bool conditional = false, looped = false;
  bool in_clear =
      false;  ///< the task told its script: what is in clear below is, and fingerprints see secrets

  /// The slot that is reached by a connection of that name; null: none.
  const runtime::SlotFacts *slot_of(const std::string &connection) const;
  const StepRecord *step(std::int64_t ordinal) const;
};

enum class Clear {
  nothing,  ///< as plans show it
  undo,     ///< undo texts, for the journal and the undo script
  all       ///< texts too, for scripts with hashes
};

/// Reads the plan while its task lives. Errors: those of the task's script.
Result<TaskRecord> record_task(const runtime::TaskPlan &plan, const std::string &salt, Clear clear);

Json json_of(const TaskRecord &task);
Json slots_json(const TaskRecord &task);
/// Name and value of every member of a step, in the order in which they are written.
template <typename Each>
void each_member(const StepRecord &step, Each each) {
  each("ordinal", step.ordinal);
  each("connection", step.connection);
  each("at-source", step.at_source);
  each("database", step.database);
  each("action", step.action);
  each("object", step.object);
  each("text", step.text);
  each("secrets", step.has_secrets);
  each("transactional", step.transactional);
  each("unit", step.unit);
  each("undo", step.undo);
  each("undo-secrets", step.undo_has_secrets);
  each("reason", step.reason);
  each("fingerprint", step.fingerprint);
}
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
