#include "host/audit/report.hpp"

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
    for (const StepRecord &step : run.tasks[task].steps) {
      ++counts.steps;
      switch (run.state(static_cast<int>(task), step.ordinal)) {
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

void add_steps(std::string &page, const RunRecord &run, std::size_t task) {
  const TaskRecord &record = run.tasks[task];
  page += fmt::format("\n## {}\n\n", cell(record.task));
  for (const runtime::SlotFacts &slot : record.slots)
    page += fmt::format("- {} {} {} ({} {})\n", slot.writes ? "writes" : "reads", cell(slot.connection),
                        cell(slot.server), cell(slot.server_name), cell(slot.server_version));
  if (record.steps.empty()) {
    page += "\nNothing to do: both sides agreed.\n";
    return;
  }
  page += "\n| step | action | object | state | undo |\n|---|---|---|---|---|\n";
  for (const StepRecord &step : record.steps)
    page += fmt::format("| {} | {} | {} | {} | {} |\n", step.ordinal, step.action, cell(step.object),
                        state_name(run.state(static_cast<int>(task), step.ordinal)),
                        step.undo.empty() ? "not undoable" : "in undo.sql");
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
    for (const StepRecord &step : run.tasks[task].steps) {
      ++progress.steps;
      if (run.state(static_cast<int>(task), step.ordinal) == StepState::done)
        ++progress.done;
      else if (progress.left.size() < most_named)
        progress.left.push_back(fmt::format("{} {} {}", step.ordinal, step.action, step.object));
    }
    all.push_back(std::move(progress));
  }
  return all;
}

std::string report_lines(const RunRecord &run) {
  std::string lines = line_of({{"type", "run"},
                               {"id", run_name(run.id)},
                               {"begun", run.time},
                               {"gantry", run.gantry},
                               {"application", run.application},
                               {"user", run.user},
                               {"host", run.host},
                               {"package", json_of(run.package)}});
  for (const runtime::SessionFacts &session : run.sessions)
    lines += line_of({{"type", "server"},
                      {"connection", session.connection},
                      {"server", session.server},
                      {"server-name", session.server_name},
                      {"server-version", session.server_version},
                      {"login", session.login},
                      {"authentication", session.authentication},
                      {"driver", session.driver},
                      {"encrypt", session.encryption},
                      {"certificate-verified", session.certificate_verified}});
  for (std::size_t task = 0; task < run.tasks.size(); ++task)
    for (const StepRecord &step : run.tasks[task].steps)
      lines += line_of({{"type", "step"},
                        {"task", run.tasks[task].task},
                        {"ordinal", step.ordinal},
                        {"connection", step.connection},
                        {"database", step.database},
                        {"action", step.action},
                        {"object", step.object},
                        {"text", step.text},
                        {"reason", step.reason},
                        {"transactional", step.transactional},
                        {"undoable", !step.undo.empty()},
                        {"state", state_name(run.state(static_cast<int>(task), step.ordinal))}});
  for (const StatementRecord &statement : run.statements) {
    Json line{
        {"type", "statement"},           {"time", statement.time},
        {"task", statement.task},        {"connection", statement.connection},
        {"ordinal", statement.ordinal},  {"database", statement.database},
        {"text", statement.text},        {"milliseconds", static_cast<double>(statement.nanoseconds) / 1e6},
        {"answered", statement.answered}};
    if (!statement.error.empty()) line["error"] = statement.error;
    lines += line_of(line);
  }
  for (const EventRecord &event : run.events)
    lines += line_of({{"type", "event"},
                      {"time", event.time},
                      {"kind", event.kind},
                      {"source", event.source},
                      {"text", event.text}});
  for (const runtime::PartialView &view : run.partial)
    lines += line_of({{"type", "partial"},
                      {"task", view.task},
                      {"connection", view.connection},
                      {"kind", view.kind},
                      {"database", view.database},
                      {"rights", view.rights}});
  const Counts counts = counts_of(run);
  return lines + line_of({{"type", "summary"},
                          {"ended", run.end_time},
                          {"result", run.result.empty() ? "unknown" : run.result},
                          {"steps", counts.steps},
                          {"done", counts.done},
                          {"taken-back", counts.taken_back},
                          {"failed", counts.failed},
                          {"unknown", counts.unknown},
                          {"not-begun", counts.left},
                          {"retries", run.retries()},
                          {"proof", proof_name(proof_of(run))},
                          {"note", run.note}});
}

std::string report_page(const RunRecord &run) {
  const Counts counts = counts_of(run);
  std::string page = fmt::format("# Run of package {}\n\n", cell(run.package.name));
  const auto line = [&](const char *name, const std::string &value) {
    if (!value.empty()) page += fmt::format("| {} | {} |\n", name, cell(value));
  };
  page += "| | |\n|---|---|\n";
  line("result", run.result.empty() ? "unknown: see gantry recover" : run.result);
  line("proof", proof_name(proof_of(run)));
  line("steps",
       fmt::format("{} planned, {} done, {} taken back, {} failed, {} not begun, {} unknown", counts.steps,
                   counts.done, counts.taken_back, counts.failed, counts.left, counts.unknown));
  line("retries", std::to_string(run.retries()));
  line("begun", run.time);
  line("ended", run.end_time);
  line("run", run_name(run.id));
  line("program", run.application);
  line("who", run.user + " on " + run.host);
  line("package", run.package.file);
  line("SHA-256", run.package.sha256);
  line("recovery", run.note);
  page +=
      "\n## Servers\n\n| connection | server | own name | version | login | encryption | driver "
      "|\n|---|---|---|---|---|---|---|\n";
  for (const runtime::SessionFacts &session : run.sessions)
    page += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", cell(session.connection),
                        cell(session.server), cell(session.server_name), cell(session.server_version),
                        cell(session.login.empty() ? session.authentication : session.login),
                        cell(security(session)), cell(session.driver));
  for (std::size_t task = 0; task < run.tasks.size(); ++task) add_steps(page, run, task);
  if (!run.statements.empty()) {
    page += "\n## Statements\n\n| when | step | took | statement |\n|---|---|---|---|\n";
    for (const StatementRecord &statement : run.statements)
      page += fmt::format("| {} | {} | {} | {}{} |\n", statement.time,
                          statement.ordinal > 0 ? std::to_string(statement.ordinal) : std::string(),
                          statement.answered ? milliseconds(statement.nanoseconds) : std::string("no answer"),
                          cell(statement.text),
                          statement.error.empty() ? "" : " **" + cell(statement.error) + "**");
  }
  if (!run.events.empty() || !run.partial.empty()) {
    page += "\n## Findings\n\n";
    for (const EventRecord &event : run.events)
      page += fmt::format("- {}: {}\n", event.kind, cell(event.text));
    for (const runtime::PartialView &view : run.partial)
      page += fmt::format("- partial view of {} at {}: {} is missing\n", cell(view.kind),
                          cell(view.connection), cell(view.rights));
  }
  return page;
}

Result<RunRecord> parse_journal_file(const std::string &folder) {
  const std::string path = folder + "/" + journal_name;
  Result<std::string> text = read_file(path);
  if (!text) return std::move(text).error();
  Result<RunRecord> record = parse_journal(*text, path);
  wipe(*text);
  return record;
}

Result<> write_reports(const std::string &folder, const RunRecord &run, const std::string &copy_to) {
  if (!run.tasks.empty()) {
    std::string undo = undo_script(run);
    Result<> written = write_private_file(folder + "/" + undo_name, undo);
    wipe(undo);
    if (!written) return written;
  }
  const std::pair<const char *, std::string> reports[] = {{report_lines_name, report_lines(run)},
                                                          {report_page_name, report_page(run)}};
  for (const auto &[name, content] : reports)
    if (Result<> written = write_private_file(folder + "/" + name, content); !written) return written;
  if (copy_to.empty()) return success();
  if (Result<> made = make_private_folder(copy_to); !made) return made;
  for (const auto &[name, content] : reports)
    if (Result<> written = write_private_file(copy_to + "/" + name, content); !written) return written;
  return success();
}

}  // namespace gantry::audit
