#include "plugins/smo/agent-object.hpp"

#include <algorithm>

namespace gantry::smo {
namespace {

std::string full_name(std::string_view table) { return "msdb.dbo." + std::string(table); }

Error other_results(std::size_t expected, std::size_t found) {
  return Error(Status::data, "SQL Server Agent's objects could not be listed",
               std::to_string(expected) + " results", std::to_string(found),
               "check that the server speaks T-SQL");
}

}  // namespace

ProcedureCall &ProcedureCall::raw(std::string_view argument, std::string_view value) {
  text_ += given_++ ? ", @" : " @";
  text_.append(argument).append(" = ").append(value);
  return *this;
}

ProcedureCall &ProcedureCall::text(std::string_view argument, std::string_view value) {
  return raw(argument, quoted_text(value));
}

ProcedureCall &ProcedureCall::number(std::string_view argument, std::int64_t value) {
  return raw(argument, std::to_string(value));
}

ProcedureCall &ProcedureCall::value(const AgentColumn &column, const Cell &cell) {
  switch (column.form) {
    case AgentForm::number: return number(column.argument, cell.number());
    case AgentForm::flag: return number(column.argument, cell.flag() ? 1 : 0);
    case AgentForm::binary: return raw(column.argument, binary_literal(cell.bytes()));
    case AgentForm::text: break;
  }
  return text(column.argument, cell.text());
}

ProcedureCall &ProcedureCall::all(const AgentColumns &columns, const Wish &wish) {
  for (const AgentColumn &column : columns) {
    const Cell &wanted = wish.wanted(column.column);
    if (column.argument.empty() || wanted.null()) continue;
    if (column.form == AgentForm::text && !column.also_empty && wanted.text().empty()) continue;
    ++added_;
    value(column, wanted);
  }
  return *this;
}

ProcedureCall &ProcedureCall::differences(const AgentColumns &columns, const Wish &wish, bool back) {
  for (const AgentColumn &column : columns) {
    if (column.argument.empty() || !wish.differs(column.column)) continue;
    ++added_;
    value(column, back ? wish.current(column.column) : wish.wanted(column.column));
  }
  return *this;
}

std::vector<std::string> column_names(const AgentColumns &columns, std::initializer_list<const char *> more) {
  std::vector<std::string> names;
  for (const AgentColumn &column : columns) names.emplace_back(column.column);
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

Result<> learn_agent(Server &server, std::initializer_list<const char *> tables, Call call) {
  std::vector<std::string> views;
  for (const char *table : tables) views.push_back(full_name(table));
  if (Result<> learnt = server.learn(views, call); !learnt) return learnt;
  if (server.has(views.front())) return success();
  return Error(Status::unsupported, "this server has no SQL Server Agent that can be seen",
               "the table " + views.front(), "none that the login may see",
               "connect to a server with SQL Server Agent, as a user of msdb");
}

bool has_agent_table(const Server &server, std::string_view table) { return server.has(full_name(table)); }

std::string agent_select(const Server &server, std::string_view table, const AgentColumns &columns) {
  std::string text;
  for (const AgentColumn &column : columns) {
    const bool own = column.expression.rfind("t.", 0) == 0;
    const bool there = !own || server.has(full_name(table), column.expression.substr(2));
    text += text.empty() ? "" : ", ";
    text += there ? std::string(column.expression) : "NULL";
  }
  return text;
}

void name_columns(Table &table, const AgentColumns &columns) {
  table.columns.clear();
  for (const AgentColumn &column : columns) table.columns.emplace_back(column.column);
  for (std::vector<Cell> &row : table.rows) fit_row(row, columns);
}

void fit_row(std::vector<Cell> &row, const AgentColumns &columns) {
  for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) {
    if (columns[i].form == AgentForm::text && row[i].null()) row[i] = Cell("");
    if (columns[i].form == AgentForm::flag) row[i] = Cell(row[i].flag());
  }
}

Result<std::vector<Table>> query_agent(Server &server, const std::string &sql, std::size_t results,
                                       Call call) {
  Result<std::vector<Table>> tables = server.query_all(sql, call);
  if (!tables || tables->size() == results) return tables;
  return other_results(results, tables->size());
}

Result<> read_agent(Server &server, const std::string &sql, std::size_t results, const Server::TakeRow &take,
                    Call call) {
  const Result<std::size_t> read = server.read(sql, take, call);
  if (!read) return read.error();
  return *read == results ? success() : Result<>(other_results(results, *read));
}

Result<std::vector<MissingRight>> missing_agent_rights(Server &server, std::vector<std::string> tables,
                                                       Call call) {
  // A table that not every server has is marked: there, not to know it is no lack.
  std::vector<bool> everywhere;
  for (std::string &table : tables) {
    everywhere.push_back(table.back() != '?');
    if (!everywhere.back()) table.pop_back();
  }
  std::string sql = "SELECT IS_SRVROLEMEMBER(N'sysadmin'), SUSER_SNAME()";
  for (const std::string &table : tables)
    sql += ", HAS_PERMS_BY_NAME(" + quoted_text(full_name(table)) + ", N'OBJECT', N'SELECT')";
  Result<Table> answer = server.query(sql + ";", call);
  if (!answer) return std::move(answer).error();
  std::vector<MissingRight> missing;
  const std::vector<Cell> none(tables.size() + 2);
  const std::vector<Cell> &has = answer->rows.empty() ? none : answer->rows[0];
  // Asked first: some servers answer 0 for single permissions to a member of sysadmin.
  if (has[0].flag()) return missing;
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (!has[i + 2].flag() && (everywhere[i] || !has[i + 2].null()))
      missing.push_back({"SELECT on " + full_name(tables[i]), "USE [msdb]; GRANT SELECT ON OBJECT::[dbo]." +
                                                                  quoted_name(tables[i]) + " TO " +
                                                                  quoted_name(has[1].text()) + ";"});
  return missing;
}

void add_update(const Wish &wish, Script &script, const AgentColumns &columns, const ProcedureCall &what,
                std::string reason) {
  ProcedureCall change = what, undo = what;
  if (!change.differences(columns, wish).has_arguments()) return;
  undo.differences(columns, wish, true);
  script.add(change.done(), undo.done(), std::move(reason));
}

std::string schedule_by_uid(const std::string &uid) {
  return "DECLARE @schedule_id int = (SELECT schedule_id FROM msdb.dbo.sysschedules WHERE schedule_uid = " +
         quoted_text(uid) + "); ";
}

Result<ListChanges> list_changes(const Wish &wish, std::string_view column) {
  ListChanges changes;
  if (wish.wanted(column).null()) return changes;
  Result<std::vector<std::string>> wanted = wish.names(true, column);
  if (!wanted) return std::move(wanted).error();
  std::vector<std::string> current;
  if (!wish.current(column).null()) {
    Result<std::vector<std::string>> there = wish.names(false, column);
    if (!there) return std::move(there).error();
    current = std::move(there).value();
  }
  const auto without = [](const std::vector<std::string> &all, const std::vector<std::string> &some) {
    std::vector<std::string> rest;
    for (const std::string &name : all)
      if (std::find(some.begin(), some.end(), name) == some.end()) rest.push_back(name);
    return rest;
  };
  changes.added = without(*wanted, current);
  changes.removed = without(current, *wanted);
  return changes;
}

}  // namespace gantry::smo
