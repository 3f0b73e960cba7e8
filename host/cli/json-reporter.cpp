#include "host/cli/json.hpp"
#include "host/cli/reporter.hpp"

#include <fmt/format.h>

#include <exception>

namespace gantry::cli {

using runtime::Event;
using runtime::EventKind;

namespace {

constexpr std::size_t most_pending = std::size_t{64} * 1024;

/// One JSON object a line on standard output; nothing else is written there.
class JsonReporter final : public Reporter {
 public:
  JsonReporter(Screen &screen, const CommonOptions &options) : screen_(screen), options_(options) {}

  void begin(Mode mode, const package::Package &package, const std::string &file) override {
    write({{"type", "begin"},
           {"mode", mode == Mode::run    ? "run"
                    : mode == Mode::plan ? "plan"
                                         : "validate"},
           {"package", package.root.name},
           {"package-id", package.root.id},
           {"file", file}});
  }
  void finding(const dtsx::Finding &finding) override {
    const bool error = finding.severity == dtsx::Finding::Severity::error;
    const bool warning = finding.severity == dtsx::Finding::Severity::warning;
    if (error) ++errors_;
    if (warning) ++warnings_;
    write({{"type", "finding"},
           {"severity", error     ? "error"
                        : warning ? "warning"
                                  : "information"},
           {"object", finding.object},
           {"message", json_of(finding.text)}});
  }
  void on_session(const runtime::SessionFacts &facts) override {
    write({{"type", "session"},
           {"connection", facts.connection},
           {"server", facts.server},
           {"driver", facts.driver},
           {"encrypt", facts.encryption},
           {"certificate-verified", facts.certificate_verified},
           {"authentication", facts.authentication},
           {"login", facts.login},
           {"server-name", facts.server_name},
           {"server-version", facts.server_version}});
  }
  void on_plan(const runtime::TaskPlan &plan) override {
    std::string text = text_of({{"type", "plan"},
                                {"task", "\\" + plan.path},
                                {"conditional", plan.conditional},
                                {"looped", plan.looped}});
    text.pop_back();
    text += ",\"steps\":[";
    // One line as any other, but never the whole of it in memory.
    std::optional<Error> refusal = plan.refusal;
    std::exception_ptr unreadable;
    try {
      for (std::size_t row = 0; row < plan.steps.size(); ++row) {
        text += (row > 0 ? "," : "") + text_of(json_of(plan.steps.columns(), plan.steps.row(row)));
        if (text.size() < most_pending) continue;
        screen_.out(text);
        text.clear();
      }
    } catch (const runtime::PlanUnreadable &thrown) {
      refusal = runtime::plan_unreadable(plan.path, thrown);
      unreadable = std::current_exception();
    }
    text += "]";
    if (refusal) text += ",\"refused\":" + text_of(json_of(*refusal));
    screen_.out(text + "}\n");
    if (unreadable) std::rethrow_exception(unreadable);
  }
  void on_run(const runtime::RunFacts &facts) override {
    write({{"type", "run"}, {"execution-id", facts.execution_id}, {"application", facts.application}});
  }
  void on_partial(const runtime::PartialView &view) override {
    partial_ = true;
    write({{"type", "partial"},
           {"task", "\\" + view.task},
           {"connection", view.connection},
           {"kind", view.kind},
           {"database", view.database},
           {"rights", view.rights},
           {"grants", view.grants}});
  }
  void on_event(const Event &event) override {
    if (event.kind == EventKind::diagnostic && !options_.verbose) return;
    if (event.kind == EventKind::error) ++errors_;
    if (event.kind == EventKind::warning) ++warnings_;
    Json json{{"type", "event"}, {"event", event.event_name()}, {"source", event.path}, {"time", event.time}};
    if (!event.text.empty()) json["text"] = event.text;
    if (event.code) json["code"] = fmt::format("0x{:08X}", event.code);
    if (!event.error.what.empty()) json["message"] = json_of(event.error);
    if (event.kind == EventKind::progress) {
      json["done"] = event.done;
      json["total"] = event.total;
      json["percent"] = event.percent;
    }
    if (event.kind == EventKind::post_execute || event.kind == EventKind::package_end)
      json["result"] = event.result;
    write(json);
  }
  void problem(const Error &error) override {
    ++errors_;
    write({{"type", "error"}, {"message", json_of(error)}});
  }
  void end(const RunEnd &run) override {
    for (const audit::TaskProgress &task : run.progress)
      if (task.steps > 0)
        write({{"type", "progress"},
               {"task", task.task},
               {"steps", task.steps},
               {"done", task.done},
               {"left", task.left}});
    Json end{{"type", "end"},
             {"result", result_name(run.result)},
             {"errors", errors_},
             {"warnings", warnings_},
             {"partial", partial_}};
    if (!run.folder.empty()) end["folder"] = run.folder;
    write(end);
  }

 private:
  void write(const Json &json) { screen_.out(line_of(json)); }
  bool partial_ = false;
  Screen &screen_;
  const CommonOptions &options_;
};

}  // namespace

std::unique_ptr<Reporter> make_json_reporter(Screen &screen, const CommonOptions &options) {
  return std::make_unique<JsonReporter>(screen, options);
}

}  // namespace gantry::cli
