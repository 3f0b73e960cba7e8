#include "host/audit/sql-script.hpp"

#include <gantry/cpp/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace gantry::audit {
namespace {

std::string doubled(std::string_view text, char quote) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == quote) out += c;
  }
  return out;
}

/// Whether a line is what clients take for the end of a batch: GO, maybe with a count.
bool is_separator(std::string_view line) {
  std::size_t at = line.find_first_not_of(" \t\r");
  if (at == std::string_view::npos || line.size() < at + 2) return false;
  if (std::toupper(static_cast<unsigned char>(line[at])) != 'G' ||
      std::toupper(static_cast<unsigned char>(line[at + 1])) != 'O')
    return false;
  return line.size() == at + 2 || std::isspace(static_cast<unsigned char>(line[at + 2])) != 0 ||
         line[at + 2] == ';';
}

template <typename Each>
void each_line(std::string_view text, Each each) {
  while (true) {
    const std::size_t end = text.find('\n');
    each(text.substr(0, end), end != std::string_view::npos);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// The text as a literal in pieces, so that no line of the script is GO.
std::string wrapped(std::string_view text) {
  std::string literal = "EXEC (N'";
  each_line(text, [&](std::string_view line, bool more) {
    if (is_separator(line)) {
      const std::size_t cut = line.find_first_not_of(" \t\r") + 1;
      literal += doubled(line.substr(0, cut), '\'') + "' + N'" + doubled(line.substr(cut), '\'');
    } else {
      literal += doubled(line, '\'');
    }
    if (more) literal += '\n';
  });
  return literal + "');";
}

std::string step_title(const StepRecord &step) {
  std::string title = fmt::format("{}  {}  {}", step.ordinal, step.action, step.object);
  if (!step.reason.empty()) title += ": " + step.reason;
  return title;
}

/// Stops the rest of the script, whichever batch it is in; XACT_ABORT may have rolled back already.
std::string stop_on_error(bool in_transaction) {
  return std::string("IF @@ERROR <> 0") + (in_transaction ? " OR @@TRANCOUNT = 0" : "") +
         " BEGIN IF @@TRANCOUNT > 0 ROLLBACK; RAISERROR(N'Stopped at the first error; nothing of an open "
         "transaction stays.', 16, 1); SET NOEXEC ON; END;\nGO\n";
}

/// One server's part of a review script.
class ReviewWriter {
 public:
  explicit ReviewWriter(bool in_clear) : in_clear_(in_clear) {}

  void task(const TaskRecord &task) {
    text_ += "\n" + sql_comment(fmt::format("Task {}: {} step{}{}{}", task.task, task.steps.size(),
                                            task.steps.size() == 1 ? "" : "s",
                                            task.conditional ? ", only if its constraint holds" : "",
                                            task.looped ? ", one iteration of its loop" : ""));
    // As the runner does it: what the server bars from transactions follows what is committed.
    std::int64_t unit = -1;
    std::vector<const StepRecord *> barred;
    for (const StepRecord &step : task.steps.in_memory()) {
      if (!step.transactional) {
        barred.push_back(&step);
        continue;
      }
      if (step.unit != unit) {
        close_transaction();
        for (const StepRecord *late : barred) write(task, *late);
        barred.clear();
      }
      unit = step.unit;
      on_server(task, step.connection);
      if (!open_) text_ += "BEGIN TRANSACTION;\nGO\n";
      open_ = true;
      write(task, step);
    }
    close_transaction();
    for (const StepRecord *late : barred) write(task, *late);
  }
  std::string finish() {
    text_ += "SET NOEXEC OFF;\nGO\n";
    return std::move(text_);
  }

 private:
  void close_transaction() {
    if (open_) text_ += "COMMIT TRANSACTION;\nGO\n";
    open_ = false;
  }
  /// A script that reaches the wrong server does nothing there.
  void on_server(const TaskRecord &task, const std::string &connection) {
    if (connection == connection_) return;
    close_transaction();
    connection_ = connection;
    const runtime::SlotFacts *slot = task.slot_of(connection);
    text_ += sql_comment("Connection " + connection + (slot ? ": " + slot->server : std::string()));
    if (!slot || slot->server_name.empty()) return;
    text_ += fmt::format(
        "IF @@SERVERNAME <> {}\nBEGIN\n  RAISERROR({}, 16, 1);\n  SET NOEXEC ON;\nEND\nGO\n",
        sql_text(slot->server_name),
        sql_text("This part of the script is for server " + slot->server_name + "; nothing was done."));
  }
  void write(const TaskRecord &task, const StepRecord &step) {
    on_server(task, step.connection);
    text_ += sql_comment(step_title(step));
    if (step.undo.empty()) text_ += "-- not undoable\n";
    if (!step.transactional) text_ += "-- not part of a transaction\n";
    if (step.has_secrets && !in_clear_)
      text_ += "-- *** stands for a secret: put it there, or make the script with --with-hashes\n";
    text_ += sql_batch(step.database, step.text);
    text_ += stop_on_error(open_);
  }

  const bool in_clear_;
  bool open_ = false;
  std::string text_, connection_;
};

}  // namespace

std::string sql_name(std::string_view name) { return "[" + doubled(name, ']') + "]"; }
std::string sql_text(std::string_view text) { return "N'" + doubled(text, '\'') + "'"; }

std::string sql_comment(std::string_view text) {
  std::string out;
  each_line(text, [&](std::string_view line, bool) { out += "-- " + std::string(line) + "\n"; });
  return out;
}

std::string sql_batch(const std::string &database, const std::string &text) {
  bool separator = false;
  each_line(text, [&](std::string_view line, bool) { separator = separator || is_separator(line); });
  return fmt::format("USE {};\nGO\n{}\nGO\n", sql_name(database.empty() ? "master" : database),
                     separator ? wrapped(text) : text);
}

std::string undo_piece(const TaskRecord &task, const StepRecord &step) {
  std::string piece = "\n" + sql_comment(fmt::format("{}  step {}", task.task, step_title(step)));
  if (step.undo.empty()) return piece + "-- cannot be undone\n";
  if (step.undo_has_secrets && !task.in_clear)
    piece += "-- *** stands for a secret that the task does not tell\n";
  return piece + sql_batch(step.database, step.undo);
}

std::string undo_head(const std::string &run_id, const std::string &time, const PackageRecord &package) {
  return sql_comment("Takes back what run " + run_id + " of package " + package.name + ", begun " + time +
                     ", did; last step first.") +
         "-- It holds only steps that happened. Password hashes stand in it: keep it as secret as they are.\n"
         "-- sqlcmd -x -b -S SERVER -i undo.sql\n";
}

Result<> undo_script(const RunRecord &run, const Sink &put) {
  put(undo_head(run.id, run.time, run.package));
  for (std::size_t task = run.tasks.size(); task > 0; --task) {
    const TaskRecord &record = run.tasks[task - 1];
    for (std::size_t i = record.steps.size(); i > 0; --i) {
      const StepState state = run.state(static_cast<int>(task - 1), static_cast<std::int64_t>(i));
      if (state != StepState::done && state != StepState::unknown) continue;
      Result<StepRecord> step = record.steps.at(i - 1);
      if (!step) return std::move(step).error();
      std::string piece = undo_piece(record, *step);
      if (state == StepState::unknown)
        piece = "\n-- Nobody knows whether this step happened; see gantry recover\n" + sql_comment(piece);
      put(piece);
      wipe(piece);
    }
  }
  return success();
}

std::string review_script(const PackageRecord &package, const std::vector<TaskRecord> &tasks,
                          const std::string &time, const std::string &version, bool in_clear) {
  std::string text = sql_comment("What a run of package " + package.name + " would do, planned " + time +
                                 " by Gantry " + version + ".");
  if (in_clear) text += "-- Password hashes and other secrets stand in it: keep it as secret as they are.\n";
  text += "-- It stops at its first error.   sqlcmd -x -b -S SERVER -i plan.sql\n";
  std::size_t steps = 0;
  for (const TaskRecord &task : tasks) steps += task.steps.size();
  if (steps == 0) return text + "-- There is nothing to do.\n";
  text += "SET XACT_ABORT ON;\nGO\n";
  ReviewWriter writer(in_clear);
  for (const TaskRecord &task : tasks) writer.task(task);
  return text + writer.finish();
}

}  // namespace gantry::audit
