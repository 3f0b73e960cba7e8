// Where runs leave their folders, and which of them did not end.
#ifndef GANTRY_AUDIT_STATE_FOLDER_HPP
#define GANTRY_AUDIT_STATE_FOLDER_HPP

#include "host/audit/private-file.hpp"
#include "host/audit/run-record.hpp"

#include <functional>

namespace gantry::audit {

inline constexpr const char *journal_name = "journal.jsonl";
inline constexpr const char *undo_name = "undo.sql";
inline constexpr const char *report_lines_name = "report.jsonl";
inline constexpr const char *report_page_name = "report.md";

/// The folder of a run: its GUID without braces, in lower case.
std::string run_name(const std::string &execution_id);

/// A run whose journal has no end.
struct UnfinishedRun {
  std::string folder;
  PrivateFile journal;   ///< open; locked unless its run still lives
  bool running = false;  ///< another process holds it
  RunRecord record;
};

/// Whether runs that still live are wanted too: reading their journals takes time.
enum class Living { listed, left_out };

/// Below `<state folder>/runs`, the oldest first. What cannot be read as a journal is told to `damaged` and
/// left out. Errors: IO, DENIED; no folder at all is none.
Result<std::vector<UnfinishedRun>> unfinished_runs(const std::string &state_folder,
                                                   const std::function<void(const Error &)> &damaged,
                                                   Living living = Living::listed);

/// Whether two servers are the same, as far as one can tell without asking them: by their own names, else as
/// reached.
bool same_server(const runtime::SlotFacts &a, const runtime::SlotFacts &b);

}  // namespace gantry::audit

#endif
