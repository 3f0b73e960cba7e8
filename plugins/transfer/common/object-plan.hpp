// What the transfers of single kinds plan alike: an object is new, there, or the same; IfObjectExists
// decides.
#ifndef GANTRY_TRANSFER_COMMON_OBJECT_PLAN_HPP
#define GANTRY_TRANSFER_COMMON_OBJECT_PLAN_HPP

#include <optional>

#include "plugins/transfer/common/transfer-task.hpp"

namespace gantry::transfer {

/// How a task speaks of its objects: SSIS's codes (ssis.md 10.1).
struct ObjectWords {
  const char *kind;  ///< "UserDefinedMessage"
  const char *noun;  ///< "message"
  std::uint32_t exists;
  std::uint32_t not_found;
  std::uint32_t overwriting;
  Severity skipping_severity;
  std::uint32_t skipping;
  std::uint32_t failed;
};

/// What the plan does with one selected object.
enum class Fate {
  create,
  change,   ///< Overwrite: differs in something
  same,     ///< Overwrite: nothing differs
  keep,     ///< Skip
  left_out  ///< cannot be there; a finding says why
};

struct PlannedObject {
  std::string shown;  ///< names it in messages and, among the objects of a plan, identifies it
  std::size_t source_row = 0;
  std::optional<std::size_t> target_row;
  Fate fate = Fate::left_out;
  std::size_t group = 0;  ///< of the plan; counts only for create and change
};

struct ObjectPlan {
  Plan plan;
  std::vector<PlannedObject> objects;
};

/// Findings of one sort: the first hundred are told one by one, the others as a number.
class Told {
 public:
  Told(Severity severity, std::uint32_t code) : severity_(severity), code_(code) {}
  void add(std::vector<Finding> &findings, std::string text);
  /// Behind the last add: tells how many were not told. `what`: "messages were skipped".
  void finish(std::vector<Finding> &findings, const std::string &what) const;

 private:
  Severity severity_;
  std::uint32_t code_;
  std::size_t count_ = 0;
};

/// Sets every object's fate by IfObjectExists: create, keep, or change until a comparison says same. Skipped
/// ones become findings, what FailTask objects to becomes `blocking`.
void decide_fates(ObjectPlan &made, IfObjectExists if_exists, const ObjectWords &words,
                  const Side &destination, std::vector<Error> &blocking);

/// One error of many: the first, with the others as details. Success when there are none.
Result<> one_of(std::vector<Error> errors);

/// Rows to be scripted by one verb, each for a group of the plan.
struct ScriptRows {
  Table wanted, current;  ///< a verb that needs none leaves one without columns
  std::vector<std::size_t> groups;
  std::vector<std::string> objects;  ///< "UserDefinedMessage 50001 us_english"

  bool empty() const noexcept { return groups.empty(); }
};

/// Scripts rows of a kind at the destination and hands each batch to its row's group. Errors: script's; DATA
/// for a row that was not given.
Result<> script_into(Plan &plan, const Side &destination, std::string_view verb, const char *kind,
                     const std::string &database, const ScriptRows &rows, const char *action, Call call);

}  // namespace gantry::transfer

#endif
