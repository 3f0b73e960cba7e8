// Parameters in a statement: `?` becomes @P1, @P2 ...; ODBC's call escape becomes EXEC.
#ifndef GANTRY_SQL_TASK_MARKERS_HPP
#define GANTRY_SQL_TASK_MARKERS_HPP

#include <set>
#include <string>
#include <string_view>

namespace gantry::sql {

/// Renames the markers of one batch; `count` goes on from batch to batch, so that @P7 is the seventh marker
/// of the whole text. Markers in strings, names and comments are none.
std::string rename_markers(std::string_view batch, int &count);

/// `{? = call dbo.p(?, ?)}` as `EXEC ? = dbo.p ?, ?`; anything else as it is.
std::string without_call_escape(std::string_view batch);

/// The variables that a batch mentions, in lower case with their @.
std::set<std::string> variables_in(std::string_view batch);

}  // namespace gantry::sql

#endif
