// What a run leaves for people and programs to read: no secret stands in it.
#ifndef GANTRY_AUDIT_REPORT_HPP
#define GANTRY_AUDIT_REPORT_HPP

#include "host/audit/run-audit.hpp"
#include "host/audit/run-record.hpp"

namespace gantry::audit {

/// How far both sides were shown to agree.
enum class Proof {
  whole,    ///< every task that has a plan ended well, which it does only when both sides agree
  partial,  ///< likewise, but a login did not see everything
  none
};
Proof proof_of(const RunRecord &run);

std::vector<TaskProgress> progress_of(const RunRecord &run);

/// JSON lines: the journal without what undoes (it may hold hashes), and a summary as last line. Reports come
/// part by part: they are as long as the run. Errors: those of StepRecords.
Result<> report_lines(const RunRecord &run, const Sink &put);
/// A page in Markdown.
Result<> report_page(const RunRecord &run, const Sink &put);

/// Reads the journal of a run's folder. Errors: those of read_journal.
Result<RunRecord> parse_journal_file(const std::string &folder);
/// Writes report.jsonl, report.md and, when there was a plan, undo.sql; copies the reports to `copy_to`
/// unless that is empty. Errors: IO, DENIED.
Result<> write_reports(const std::string &folder, const RunRecord &run, const std::string &copy_to);

}  // namespace gantry::audit

#endif
