#include "host/audit/report.hpp"

#include "host/audit/journal.hpp"
#include "host/audit/json-line.hpp"
#include "host/audit/sql-script.hpp"
#include "host/audit/state-folder.hpp"

#include <fmt/format.h>

namespace gantry::audit {
namespace {

const char *proof_name(Proof proof) {
  return proof == Proof::whole ? "whole" : proof == Proof::partial ? "partial" : "none";
}

struct Counts {
  std::size_t steps = 0, done = 0, taken_back = 0, failed = 0, left = 0, unknown = 0;
};

Counts counts_of(const RunRecord &run) {
  Counts counts;
  for (std::size_t task = 0; task < run.tasks.size(); ++task)
    for (std::size_t step = 1; step <= run.tasks[task].steps.size(); ++step) {
      ++counts.steps;
      switch (run.state(static_cast<int>(task), static_cast<std::int64_t>(step))) {
        case StepState::done: ++counts.done; break;
        case StepState::taken_back:
        case StepState::open: ++counts.taken_back; break;
        case StepState::failed: ++counts.failed; break;
        case StepState::unknown: ++counts.unknown; break;
        case StepState::not_begun: ++counts.left; break;
      }
    }
  return counts;
}

std::string milliseconds(std::int64_t nanoseconds) {
  return fmt::format("{:.1f} ms", static_cast<double>(nanoseconds) / 1e6);
}

/// A cell of a Markdown table.
std::string cell(const std::string &text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '|' || c == '`' || c == '<' || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string security(const runtime::SessionFacts &session) {
  if (session.encryption == "off") return "NOT encrypted";
  return session.encryption +
         (session.certificate_verified ? ", certificate verified" : ", certificate NOT verified");
}

Result<> add_steps(const Sink &put, const RunRecord &run, std::size_t task) {
  const TaskRecord &record = run.tasks[task];
  put(fmt::format("\n## {}\n\n", cell(record.task)));
  for (const runtime::SlotFacts &slot : record.slots)
    put(fmt::format("- {} {} {} ({} {})\n", slot.writes ? "writes" : "reads", cell(slot.connection),
                    cell(slot.server), cell(slot.server_name), cell(slot.server_version)));
  if (record.steps.empty()) {
    put("\nNothing to do: both sides agreed.\n");
    return success();
  }
  put("\n| step | action | object | state | undo |\n|---|---|---|---|---|\n");
  return record.steps.each([&](const StepRecord &step) {
    put(fmt::format("| {} | {} | {} | {} | {} |\n", step.ordinal, step.action, cell(step.object),
                    state_name(run.state(static_cast<int>(task), step.ordinal)),
                    step.undo.empty() ? "not undoable" : "in undo.sql"));
    return success();
  });
}

}  // namespace

Proof proof_of(const RunRecord &run) {
  if (run.result != "success" || run.tasks.empty()) return Proof::none;
  return run.partial.empty() ? Proof::whole : Proof::partial;
}

std::vector<TaskProgress> progress_of(const RunRecord &run) {
  constexpr std::size_t most_named = 10;
  std::vector<TaskProgress> all;
  for (std::size_t task = 0; task < run.tasks.size(); ++task) {
    TaskProgress progress;
    progress.task = run.tasks[task].task;
    progress.steps = run.tasks[task].steps.size();
    for (std::size_t i = 0; i < progress.steps; ++i) {
      const auto ordinal = static_cast<std::int64_t>(i + 1);
      if (run.state(static_cast<int>(task), ordinal) == StepState::done) {
        ++progress.done;
      } else if (progress.left.size() < most_named) {
        const Result<StepRecord> step = run.tasks[task].steps.at(i);
        progress.left.push_back(step ? fmt::format("{} {} {}", ordinal, step->action, step->object)
                                     : std::to_string(ordinal));
      }
    }
    all.push_back(std::move(progress));
  }
  return all;
}

Result<> report_lines(const RunRecord &run, const Sink &put) {
  put(line_of({{"type", "run"},
               {"id", run_name(run.id)},
               {"begun", run.time},
               {"gantry", run.gantry},
               {"application", run.application},
               {"user", run.user},
               {"host", run.host},
               {"package", json_of(run.package)}}));
  for (const runtime::SessionFacts &session : run.sessions)
    put(line_of({{"type", "server"},
                 {"connection", session.connection},
                 {"server", session.server},
                 {"server-name", session.server_name},
                 {"server-version", session.server_version},
                 {"login", session.login},
                 {"authentication", session.authentication},
                 {"driver", session.driver},
                 {"encrypt", session.encryption},
                 {"certificate-verified", session.certificate_verified}}));
  for (std::size_t task = 0; task < run.tasks.size(); ++task) {
    Result<> all = run.tasks[task].steps.each([&](const StepRecord &step) {
      put(JsonLine("step")
              .add("task", run.tasks[task].task)
              .add("ordinal", step.ordinal)
              .add("connection", step.connection)
              .add("database", step.database)
              .add("action", step.action)
              .add("object", step.object)
              .add("text", step.text)
              .add("reason", step.reason)
              .add("transactional", step.transactional)
              .add("undoable", !step.undo.empty())
              .add("state", state_name(run.state(static_cast<int>(task), step.ordinal)))
              .finish());
      return success();
    });
    if (!all) return all;
  }
  for (const StatementRecord &statement : run.statements) {
    const StatementDetail &detail = run.detail_of(statement);
    JsonLine line("statement");
    line.add("time", time_text(statement.time))
        .add("task", run.task_of(statement))
        .add("connection", run.connection_of(statement))
        .add("ordinal", statement.ordinal);
    // A planned step's own line says what was sent.
    if (!detail.text.empty()) line.add("database", detail.database).add("text", detail.text);
    line.add("milliseconds", static_cast<double>(statement.nanoseconds) / 1e6)
        .add("answered", statement.answered);
    if (!detail.error.empty()) line.add("error", detail.error);
    put(line.finish());
  }
  for (const EventRecord &event : run.events)
    put(line_of({{"type", "event"},
                 {"time", event.time},
                 {"kind", event.kind},
                 {"source", event.source},
                 {"text", event.text}}));
  for (const runtime::PartialView &view : run.partial)
    put(line_of({{"type", "partial"},
                 {"task", view.task},
                 {"connection", view.connection},
                 {"kind", view.kind},
                 {"database", view.database},
                 {"rights", view.rights}}));
  const Counts counts = counts_of(run);
  put(line_of({{"type", "summary"},
               {"ended", run.end_time},
               {"result", run.result.empty() ? "unknown" : run.result},
               {"steps", counts.steps},
               {"done", counts.done},
               {"taken-back", counts.taken_back},
               {"failed", counts.failed},
               {"unknown", counts.unknown},
               {"not-begun", counts.left},
               {"retries", run.retries},
               {"proof", proof_name(proof_of(run))},
               {"note", run.note}}));
  return success();
}

Result<> report_page(const RunRecord &run, const Sink &put) {
  const Counts counts = counts_of(run);
  put(fmt::format("# Run of package {}\n\n", cell(run.package.name)));
  const auto line = [&](const char *name, const std::string &value) {
    if (!value.empty()) put(fmt::format("| {} | {} |\n", name, cell(value)));
  };
  put("| | |\n|---|---|\n");
  line("result", run.result.empty() ? "unknown: see gantry recover" : run.result);
  line("proof", proof_name(proof_of(run)));
  line("steps",
       fmt::format("{} planned, {} done, {} taken back, {} failed, {} not begun, {} unknown", counts.steps,
                   counts.done, counts.taken_back, counts.failed, counts.left, counts.unknown));
  line("retries", std::to_string(run.retries));
  line("begun", run.time);
  line("ended", run.end_time);
  line("run", run_name(run.id));
  line("program", run.application);
  line("who", run.user + " on " + run.host);
  line("package", run.package.file);
  line("SHA-256", run.package.sha256);
  line("recovery", run.note);
  put("\n## Servers\n\n| connection | server | own name | version | login | encryption | driver "
      "|\n|---|---|---|---|---|---|---|\n");
  for (const runtime::SessionFacts &session : run.sessions)
    put(fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", cell(session.connection), cell(session.server),
                    cell(session.server_name), cell(session.server_version),
                    cell(session.login.empty() ? session.authentication : session.login),
                    cell(security(session)), cell(session.driver)));
  for (std::size_t task = 0; task < run.tasks.size(); ++task)
    if (Result<> added = add_steps(put, run, task); !added) return added;
  if (!run.statements.empty()) {
    put("\n## Statements\n\n| when | step | took | statement |\n|---|---|---|---|\n");
    for (const StatementRecord &statement : run.statements) {
      const Result<std::string> text = run.text_of(statement);
      if (!text) return text.error();
      const std::string &error = run.detail_of(statement).error;
      put(fmt::format("| {} | {} | {} | {}{} |\n", time_text(statement.time),
                      statement.ordinal > 0 ? std::to_string(statement.ordinal) : std::string(),
                      statement.answered ? milliseconds(statement.nanoseconds) : std::string("no answer"),
                      cell(*text), error.empty() ? "" : " **" + cell(error) + "**"));
    }
  }
  if (!run.events.empty() || !run.partial.empty()) {
    put("\n## Findings\n\n");
    for (const EventRecord &event : run.events) put(fmt::format("- {}: {}\n", event.kind, cell(event.text)));
    for (const runtime::PartialView &view : run.partial)
      put(fmt::format("- partial view of {} at {}: {} is missing\n", cell(view.kind), cell(view.connection),
                      cell(view.rights)));
  }
  return success();
}

Result<RunRecord> parse_journal_file(const std::string &folder) {
  return read_journal(folder + "/" + journal_name);
}

Result<> write_reports(const std::string &folder, const RunRecord &run, const std::string &copy_to) {
  if (!run.tasks.empty())
    if (Result<> written = write_private_file(folder + "/" + undo_name,
                                              [&](const Sink &put) { return undo_script(run, put); });
        !written)
      return written;
  constexpr std::pair<const char *, Result<> (*)(const RunRecord &, const Sink &)> reports[] = {
      {report_lines_name, &report_lines}, {report_page_name, &report_page}};
  const auto write_to = [&](const std::string &place) -> Result<> {
    for (const auto &[name, write] : reports)
      if (Result<> written = write_private_file(
              place + "/" + name, [&, make = write](const Sink &put) { return make(run, put); });
          !written)
        return written;
    return success();
  };
  if (Result<> written = write_to(folder); !written || copy_to.empty()) return written;
  if (Result<> made = make_private_folder(copy_to); !made) return made;
  return write_to(copy_to);
}

}  // namespace gantry::audit
