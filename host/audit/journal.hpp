// The journal of a run: JSON lines, what is about to happen before it happens. The last line may be cut off
// by a crash.
#ifndef GANTRY_AUDIT_JOURNAL_HPP
#define GANTRY_AUDIT_JOURNAL_HPP

#include "host/audit/private-file.hpp"
#include "host/audit/run-record.hpp"

namespace gantry::audit {

inline constexpr std::int64_t journal_format = 1;

// Its lines, each with its line feed; the time is now where none is given.
std::string run_line(const RunRecord &run);
/// Gives the steps of a plan one by one.
using EachStep = std::function<Result<>(const std::function<Result<>(StepRecord)> &take)>;
/// Writes the line of a plan: long, it holds every step, with what undoes it in clear. The task's steps then
/// are those in the journal, read by way of `file`. Errors: IO, and those of `each_step`; nothing stays of
/// the line then.
Result<> append_plan(PrivateFile &journal, std::shared_ptr<const ReadableFile> file, TaskRecord &task,
                     const EachStep &each_step);
/// Its task is the path as the record has it. What is empty is left out: the statement's step says it.
std::string before_line(const std::string &time, const runtime::Statement &statement);
std::string after_line(const runtime::Statement &statement, std::int64_t nanoseconds,
                       const std::string &error, bool lost);
std::string transaction_line(const std::string &task, const std::string &connection,
                             runtime::TransactionMoment moment);
std::string event_line(const EventRecord &event);
std::string session_line(const runtime::SessionFacts &facts);
std::string partial_line(const runtime::PartialView &view);
/// For a state that was found out later.
std::string decision_line(int task_index, std::int64_t ordinal, StepState state);
std::string end_line(const std::string &time, const std::string &result, const std::string &note);

/// The record's steps stay where they are, in the file. Errors: NOT_FOUND (no file, or not one line in it);
/// IO, DENIED; DATA (no journal, or one of another format).
Result<RunRecord> read_journal(const std::string &path);

}  // namespace gantry::audit

#endif
