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
/// Long: it holds every step, with what undoes it in clear.
void put_plan(const TaskRecord &task, const Sink &put);
/// What the statement's step says is left out.
std::string before_line(const StatementRecord &statement, std::string_view task);
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

/// Errors: DATA (no journal, or one of another format).
Result<RunRecord> parse_journal(std::string_view text, const std::string &path);

}  // namespace gantry::audit

#endif
