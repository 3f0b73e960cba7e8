// One step of a task's plan as it is kept.
#ifndef GANTRY_AUDIT_STEP_RECORD_HPP
#define GANTRY_AUDIT_STEP_RECORD_HPP

#include <gantry/cpp/text.hpp>

#include <cstdint>
#include <string>

namespace gantry::audit {

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

/// Name and value of every member of a step (const or not), in the order in which they are written.
template <typename Step, typename Each>
void each_member(Step &step, Each each) {
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

}  // namespace gantry::audit

#endif
