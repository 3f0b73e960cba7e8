// Scripts that unmodified clients run as they stand: batches between GO, comments that say what for.
#ifndef GANTRY_AUDIT_SQL_SCRIPT_HPP
#define GANTRY_AUDIT_SQL_SCRIPT_HPP

#include "host/audit/private-file.hpp"
#include "host/audit/run-record.hpp"

namespace gantry::audit {

/// `[name]`, with ] doubled.
std::string sql_name(std::string_view name);
/// `N'text'`, with ' doubled.
std::string sql_text(std::string_view text);
/// Every line behind `-- `.
std::string sql_comment(std::string_view text);
/// In its database and with its GO. A text with a line GO of its own, which clients would cut there, is
/// wrapped in EXEC.
std::string sql_batch(const std::string &database, const std::string &text);

/// What takes one step back, with a comment; for a step that is not undoable the comment alone.
std::string undo_piece(const TaskRecord &task, const StepRecord &step);
/// What stands above the pieces of an undo script.
std::string undo_head(const std::string &run_id, const std::string &time, const PackageRecord &package);
/// The undo script of a run as its journal tells it: what was done, last first. What nobody knows stands in
/// it as a comment. Errors: those of StepRecords.
Result<> undo_script(const RunRecord &run, const Sink &put);

/// The plan as a script to review and to run by hand: each unit in a transaction as a run would do it,
/// nothing after the first error. The tasks' steps are in memory.
std::string review_script(const PackageRecord &package, const std::vector<TaskRecord> &tasks,
                          const std::string &time, const std::string &version, bool in_clear);

}  // namespace gantry::audit

#endif
