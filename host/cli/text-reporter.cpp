#include "host/cli/reporter.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <set>

namespace gantry::cli {

using package::ExecResult;
using runtime::Event;
using runtime::EventKind;

const char *result_name(ExecResult result) {
  switch (result) {
    case ExecResult::success: return "success";
    case ExecResult::failure: return "failure";
    case ExecResult::completion: return "completion";
    case ExecResult::canceled: return "cancelled";
  }
  return "failure";
}

std::string counted(std::int64_t count, const char *word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string count_actions(const runtime::PlannedSteps &steps) {
  std::vector<std::pair<std::string, int>> counts;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string action = steps.at(i, "action").text();
    bool known = false;
    for (auto &[name, count] : counts)
      if (name == action) {
        ++count;
        known = true;
      }
    if (!known) counts.emplace_back(action, 1);
  }
  std::string text;
  for (const auto &[name, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  return text;
}

namespace {

class TextReporter final : public Reporter {
 public:
  TextReporter(Screen &screen, CommonOptions options) : screen_(screen), options_(std::move(options)) {}

  void begin(Mode mode, const package::Package &package, const std::string &file) override {
    mode_ = mode;
    started_ = std::chrono::steady_clock::now();
    if (options_.quiet) return;
    const char *word = mode == Mode::run ? "Run" : mode == Mode::plan ? "Plan" : "Validate";
    screen_.out(screen_.styled(Style::bold, fmt::format("{} of package {}", word, package.root.name)) +
                (file.empty() ? "" : screen_.styled(Style::dim, "  " + file)) + "\n");
  }

  void finding(const dtsx::Finding &finding) override {
    if (finding.severity == dtsx::Finding::Severity::information) {
      if (options_.verbose) screen_.err("note: " + finding.text.what + "\n");
      return;
    }
    const bool error = finding.severity == dtsx::Finding::Severity::error;
    ++(error ? errors_ : warnings_);
    show_error(screen_, finding.text, !error);
  }

  void on_session(const runtime::SessionFacts &facts) override {
    if (options_.quiet) return;
    std::string security;
    if (facts.encryption == "off")
      security = screen_.styled(Style::yellow, "NOT encrypted");
    else if (!facts.certificate_verified)
      security = screen_.styled(Style::yellow, "encrypted, certificate NOT verified");
    else if (facts.encryption == "request")
      security = screen_.styled(Style::yellow, "encrypted if the server likes");
    else
      security = "encrypted, certificate verified";
    const std::string login = facts.login.empty() ? facts.authentication : "as " + facts.login;
    screen_.out(fmt::format("  {:<14}{}, {}, {}{}\n", facts.connection,
                            screen_.styled(Style::cyan, facts.server), login, security,
                            screen_.styled(Style::dim, ", " + facts.driver)));
  }

  void on_plan(const runtime::TaskPlan &plan) override {
    planned_ += static_cast<std::int64_t>(plan.steps.size());
    if (options_.quiet) return;
    std::string marks;
    if (plan.conditional) marks += " (only if its constraint holds)";
    if (plan.looped) marks += " (one iteration of its loop)";
    const std::string count =
        plan.steps.empty() ? "nothing to do" : counted(static_cast<std::int64_t>(plan.steps.size()), "step");
    const std::string actions = count_actions(plan.steps);
    screen_.out(fmt::format("\n{}  {}{}{}\n", screen_.styled(Style::bold, "\\" + plan.path), count,
                            actions.empty() ? "" : ": " + actions, screen_.styled(Style::dim, marks)));
    if (plan.refusal) show_refusal(*plan.refusal);
    if (mode_ == Mode::plan || options_.verbose) show_steps(plan.steps);
  }

  void on_partial(const runtime::PartialView &) override { partial_ = true; }

  void on_event(const Event &event) override {
    switch (event.kind) {
      case EventKind::error:
        ++errors_;
        event_problem(event, false);
        return;
      case EventKind::warning:
        ++warnings_;
        event_problem(event, true);
        return;
      case EventKind::information:
        if (options_.quiet || (mode_ != Mode::run && !options_.verbose)) return;
        screen_.out("  " + event.text + "\n");
        return;
      case EventKind::progress: progress(event); return;
      case EventKind::post_execute: screen_.clear_drawn(); return;
      case EventKind::log_entry:
      case EventKind::diagnostic:
        if (options_.verbose)
          screen_.err(screen_.styled(
              Style::dim, fmt::format("  {}{}\n", event.name.empty() ? "" : event.name + ": ", event.text),
              true));
        return;
      default: return;
    }
  }

  void problem(const Error &error) override {
    ++errors_;
    show_error(screen_, error);
  }

  void end(const RunEnd &run) override {
    const ExecResult result = run.result;
    screen_.clear_drawn();
    if (mode_ == Mode::run) show_progress(run.progress);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    if (options_.quiet && result == ExecResult::success) return;
    const Style style = result == ExecResult::success    ? Style::green
                        : result == ExecResult::canceled ? Style::yellow
                                                         : Style::red;
    std::string what;
    if (mode_ == Mode::plan && result == ExecResult::success)
      what = planned_ == 0 ? "nothing to do" : counted(planned_, "step") + " to do; nothing has been changed";
    else if (mode_ == Mode::validate && result == ExecResult::success)
      what = "the package can run";
    else
      what = result_name(result);
    std::string counts;
    if (partial_) counts += ", proof partial: not every object could be seen";
    if (errors_ > 0) counts += ", " + counted(errors_, "error");
    if (warnings_ > 0) counts += ", " + counted(warnings_, "warning");
    screen_.out(fmt::format("\n{}{}  {}\n", screen_.styled(style, what), counts,
                            screen_.styled(Style::dim, fmt::format("{:.1f} s", seconds))));
    if (!run.folder.empty() && !options_.quiet)
      screen_.out(screen_.styled(Style::dim, "journal, undo script and report: " + run.folder) + "\n");
  }

 private:
  void show_progress(const std::vector<audit::TaskProgress> &progress) {
    for (const audit::TaskProgress &task : progress) {
      if (task.steps == 0) continue;
      screen_.out(fmt::format("\n{}  {} of {} done\n", screen_.styled(Style::bold, task.task), task.done,
                              counted(static_cast<std::int64_t>(task.steps), "step")));
      for (const std::string &left : task.left) screen_.out("  left: " + left + "\n");
      const std::size_t more = task.steps - task.done - task.left.size();
      if (more > 0) screen_.out(fmt::format("  left: {} more\n", more));
    }
  }
  /// What `gantry run` would say to this plan.
  void show_refusal(const Error &error) {
    screen_.out(screen_.styled(Style::yellow, "  a run would be refused: ") + error.what + "\n    expected " +
                error.expected + "\n    found    " + error.found + "\n    do       " + error.todo + "\n");
  }

  void event_problem(const Event &event, bool warning) {
    Error error = event.error;
    if (error.what.empty()) {
      error.what = event.text;
      // A task gives its four parts on four lines (R3).
      for (std::string *part : {&error.expected, &error.found, &error.todo}) {
        std::string &whole = part == &error.expected ? error.what
                             : part == &error.found  ? error.expected
                                                     : error.found;
        const std::size_t line = whole.find('\n');
        if (line == std::string::npos) break;
        *part = whole.substr(line + 1);
        whole.resize(line);
      }
      error.code = event.code;
    }
    if (!event.path.empty() && error.what.find(event.path) == std::string::npos && event.path != "Package")
      error.what = "\\" + event.path + ": " + error.what;
    show_error(screen_, error, warning);
  }

  void progress(const Event &event) {
    if (options_.quiet || !screen_.err_is_terminal()) return;
    constexpr int cells = 24;
    const int full = event.percent * cells / 100;
    std::string bar;
    for (int i = 0; i < cells; ++i) bar += i < full ? "━" : "─";
    screen_.draw_over(
        fmt::format("  {} {:3}%  {}", screen_.styled(Style::cyan, bar, true), event.percent, event.text));
  }

  void show_steps(const runtime::PlannedSteps &steps) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::string action = steps.at(i, "action").text();
      const Style style = action == "create"    ? Style::green
                          : action == "destroy" ? Style::red
                          : action == "copy"    ? Style::cyan
                                                : Style::yellow;
      std::string marks;
      if (!steps.at(i, "transactional").flag()) marks += " [outside the transaction]";
      if (steps.at(i, "at-source").flag()) marks += " [at the source]";
      if (steps.at(i, "undo").text().empty()) marks += " [not undoable]";
      rows.push_back({steps.at(i, "ordinal").text(), screen_.styled(style, action),
                      steps.at(i, "object").text(),
                      screen_.styled(Style::dim, steps.at(i, "reason").text() + marks)});
      // The statement below its line, so that what is read is what would be run.
      std::string text = steps.at(i, "text").text();
      flush(rows);
      std::size_t begin = 0;
      while (begin < text.size()) {
        std::size_t line = text.find('\n', begin);
        if (line == std::string::npos) line = text.size();
        screen_.out(screen_.styled(Style::dim, "        " + text.substr(begin, line - begin)) + "\n");
        begin = line + 1;
      }
    }
  }
  void flush(std::vector<std::vector<std::string>> &rows) {
    for (std::vector<std::string> &row : rows) {
      const std::string number(row[0].size() < 4 ? 4 - row[0].size() : 0, ' ');
      const std::size_t action = display_width(row[1]);
      const std::size_t object = display_width(row[2]);
      screen_.out(number + row[0] + "  " + row[1] + std::string(action < 8 ? 8 - action : 1, ' ') + row[2] +
                  std::string(object < 34 ? 34 - object : 2, ' ') + row[3] + "\n");
    }
    rows.clear();
  }

  Screen &screen_;
  const CommonOptions options_;
  Mode mode_ = Mode::run;
  std::int64_t planned_ = 0;
  bool partial_ = false;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace

std::unique_ptr<Reporter> make_text_reporter(Screen &screen, const CommonOptions &options) {
  return std::make_unique<TextReporter>(screen, options);
}

std::unique_ptr<Reporter> make_silent_reporter(Screen &screen, const CommonOptions &options) {
  CommonOptions silent = options;
  silent.quiet = true;
  return std::make_unique<TextReporter>(screen, std::move(silent));
}

}  // namespace gantry::cli
