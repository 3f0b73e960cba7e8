// What the kinds of SQL Server Agent have in common: columns that are read from msdb and set by arguments of
// msdb's procedures. A kind is a table of columns and the names of its procedures.
#ifndef GANTRY_SMO_AGENT_OBJECT_HPP
#define GANTRY_SMO_AGENT_OBJECT_HPP

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/smo/kind.hpp"

namespace gantry::smo {

/// How a value stands in a statement. An absent text is listed as '' (and a procedure takes N'' to clear it),
/// because NULL in a wish means "leave it alone".
enum class AgentForm { text, number, flag, binary };

struct AgentColumn {
  std::string_view column;      ///< of the kind
  std::string_view expression;  ///< `t.name` is read where the server has the column; else any expression
  std::string_view argument;    ///< of the procedures that add and update; empty: only read
  AgentForm form = AgentForm::text;
  bool also_empty = false;  ///< leaving it out would not give an empty text
};

using AgentColumns = std::vector<AgentColumn>;

/// One call of a procedure under construction: EXEC msdb.dbo.name @argument = value, ...;
class ProcedureCall {
 public:
  explicit ProcedureCall(std::string_view name) : text_("EXEC msdb.dbo." + std::string(name)) {}

  ProcedureCall &text(std::string_view argument, std::string_view value);
  ProcedureCall &number(std::string_view argument, std::int64_t value);
  /// An expression as it stands, such as a variable.
  ProcedureCall &raw(std::string_view argument, std::string_view value);
  ProcedureCall &value(const AgentColumn &column, const Cell &cell);
  /// Every column that has an argument and is wanted; empty texts are left out, as they are the default.
  ProcedureCall &all(const AgentColumns &columns, const Wish &wish);
  /// What is wanted and differs. `back`: what there was instead, for undoing.
  ProcedureCall &differences(const AgentColumns &columns, const Wish &wish, bool back = false);
  /// True when all() or differences() added something.
  bool has_arguments() const noexcept { return added_ > 0; }
  std::string done() const { return text_ + ';'; }

 private:
  std::string text_;
  int given_ = 0;  ///< all arguments
  int added_ = 0;  ///< those of all() and differences()
};

/// The names of the columns, then `more`.
std::vector<std::string> column_names(const AgentColumns &columns,
                                      std::initializer_list<const char *> more = {});

/// Learns the tables (msdb.dbo.<name>). Errors: UNSUPPORTED when the first is not there: no Agent.
Result<> learn_agent(Server &server, std::initializer_list<const char *> tables, Call call);
bool has_agent_table(const Server &server, std::string_view table);
/// SELECT list of the columns for `table` under the alias t, without SELECT.
std::string agent_select(const Server &server, std::string_view table, const AgentColumns &columns);
/// Gives a result its kind's column names, and absent texts their ''.
void name_columns(Table &table, const AgentColumns &columns);
/// The same for one row.
void fit_row(std::vector<Cell> &row, const AgentColumns &columns);
/// Runs the batch and checks the number of its results. Errors: DATA, the session's.
Result<std::vector<Table>> query_agent(Server &server, const std::string &sql, std::size_t results,
                                       Call call);
/// The same, row by row.
Result<> read_agent(Server &server, const std::string &sql, std::size_t results, const Server::TakeRow &take,
                    Call call);

/// SELECT on the tables, unless the login is sysadmin: whoever reads the tables sees all rows, whoever reads
/// the views sees their own. `name?`: not every server has the table.
Result<std::vector<MissingRight>> missing_agent_rights(Server &server, std::vector<std::string> tables,
                                                       Call call);

/// Adds the call that brings what differs, with its undo; nothing when nothing differs. `what` names the
/// object in both calls.
void add_update(const Wish &wish, Script &script, const AgentColumns &columns, const ProcedureCall &what,
                std::string reason);

/// Sets @schedule_id for the calls behind it: names of schedules are not unique.
std::string schedule_by_uid(const std::string &uid);

/// What must be added to `current` and taken from it, to make it `wanted`.
struct ListChanges {
  std::vector<std::string> added, removed;
};
/// Of a list column; nothing when it is not wanted. Errors: INVALID for a text that is no list.
Result<ListChanges> list_changes(const Wish &wish, std::string_view column);

}  // namespace gantry::smo

#endif
