// gantry recover: looks what is true after a run that did not end, and puts it right.
#include "host/audit/digest.hpp"
#include "host/audit/journal.hpp"
#include "host/audit/recovery.hpp"
#include "host/audit/report.hpp"
#include "host/audit/state-folder.hpp"
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/interrupt.hpp"
#include "host/cli/json.hpp"
#include "host/package/package-path.hpp"

#include <fmt/format.h>

namespace gantry::cli {

namespace {

struct RecoverOptions {
  bool dry_run = false, close = false;
};

/// Collects what the tasks would do now; errors are told.
class Looking final : public runtime::Listener {
 public:
  Looking(Screen &screen, const CommonOptions &options, std::string salt)
      : screen_(screen), options_(options), salt_(std::move(salt)) {}
  void on_event(const runtime::Event &event) override {
    if (event.kind != runtime::EventKind::error) return;
    Error error = event.error;
    if (error.what.empty()) error.what = event.text;
    refuse(screen_, options_, error);
  }
  void on_plan(const runtime::TaskPlan &plan) override {
    if (Result<audit::TaskRecord> task = audit::record_task(plan, salt_, audit::Clear::nothing))
      tasks.push_back(std::move(task).value());
    else
      refuse(screen_, options_, task.error());
  }
  std::vector<audit::TaskRecord> tasks;

 private:
  Screen &screen_;
  const CommonOptions &options_;
  const std::string salt_;
};

/// One unfinished run.
class Recoverer {
 public:
  Recoverer(Screen &screen, const CommonOptions &common, const RecoverOptions &options,
            audit::UnfinishedRun &run)
      : screen_(screen), common_(common), options_(options), run_(run) {}

  bool recover() {
    const audit::RunRecord &record = run_.record;
    tell("run", fmt::format("{}  package {}, begun {} by {}", audit::run_name(record.id), record.package.name,
                            record.time, record.user));
    if (run_.running) {
      tell("running", fmt::format("it is still running, as process {}", record.process));
      return true;
    }
    if (!record.sent_anything()) {
      tell("found", "it ended before anything was sent");
      return finish("nothing had been sent");
    }
    if (options_.close) {
      tell("found", "not looked at: closed as you said");
      return finish("closed without looking");
    }
    return look();
  }

 private:
  /// Errors have been told.
  bool look() {
    CommonOptions with = common_;
    with.connection.insert(with.connection.begin(), run_.record.package.connections.begin(),
                           run_.record.package.connections.end());
    if (!with.config && !run_.record.package.config.empty()) with.config = run_.record.package.config;
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(with, screen_);
    if (!workspace) return failed(workspace.error());
    Result<OpenedPackage> opened = open_again((*workspace)->host());
    if (!opened) return failed(opened.error());
    const auto call = runtime::CallNode::make_root();
    const Interrupt interrupt(call, screen_);
    runtime::Run look((*workspace)->host(), std::move(opened->package));
    Looking looking(screen_, common_, run_.record.salt);
    look.add_listener(looking);
    if (look.plan(call.get()) != package::ExecResult::success)
      return failed(Error(Status::state, "the destination could not be looked at", "every task planned again",
                          "the errors above",
                          "put them right and recover again, or look yourself and use --close"));
    if (Result<> same = same_servers(looking.tasks); !same) return failed(same.error());
    const audit::Recovery recovery = audit::decide(run_.record, looking.tasks);
    if (!recovery.contradictions.empty()) {
      Error error(Status::data, "looking does not tell what the run did",
                  "all steps of a transaction, or none", "neither",
                  "look at the destination and at " + run_.folder + ", then use --close");
      error.details = recovery.contradictions;
      return failed(error);
    }
    return put_right(look, recovery, call.get());
  }

  Result<OpenedPackage> open_again(runtime::Host &host) {
    const audit::PackageRecord &package = run_.record.package;
    Result<std::string> digest = audit::file_digest(package.file);
    if (!digest) return std::move(digest).error();
    if (*digest != package.sha256)
      return Error(Status::invalid, "package " + package.file + " has changed since the run",
                   "SHA-256 " + package.sha256, "SHA-256 " + *digest,
                   "put the package of the run back, or look yourself and use --close");
    bool not_found = false;
    Result<OpenedPackage> opened = open_package(host, options_of(package), not_found);
    if (!opened) return opened;
    // What is there already must not stop the tasks from saying what is left to do.
    for (const audit::TaskRecord &task : run_.record.tasks)
      (void)package::set_value(opened->package, task.task + ".Properties[IfObjectExists]", "1", {});
    return opened;
  }

  Result<> same_servers(const std::vector<audit::TaskRecord> &now) const {
    for (const audit::TaskRecord &was : run_.record.tasks)
      for (const audit::TaskRecord &is : now) {
        if (was.task != is.task) continue;
        for (std::size_t i = 0; i < was.slots.size() && i < is.slots.size(); ++i)
          if (!audit::same_server(was.slots[i], is.slots[i]))
            return Error(Status::invalid, was.slots[i].connection + " is another server than in the run",
                         was.slots[i].server_name + " at " + was.slots[i].server,
                         is.slots[i].server_name + " at " + is.slots[i].server,
                         "bind the connection as the run did");
      }
    return success();
  }

  bool put_right(runtime::Run &look, const audit::Recovery &recovery, const gantry_call *call) {
    std::size_t done = 0, not_done = 0, undone = 0;
    for (const audit::FoundStep &step : recovery.steps)
      ++(step.found == audit::StepState::done ? done : not_done);
    tell("found", fmt::format("{} of {} steps that were sent are done, {} are not", done,
                              recovery.steps.size(), not_done));
    for (const audit::FoundStep *step : recovery.to_undo()) {
      const Result<audit::StepRecord> found =
          run_.record.tasks[static_cast<std::size_t>(step->task_index)].step(step->ordinal);
      if (!found) return failed(found.error());
      const audit::StepRecord &record = *found;
      tell("undo", fmt::format("step {} {} {}{}", record.ordinal, record.action, record.object,
                               record.undo.empty() ? ": cannot be undone, it stays" : ""));
      if (options_.dry_run || record.undo.empty()) continue;
      if (Result<> taken = look.run_batch(record.connection, record.database, record.undo, call); !taken)
        return failed(taken.error());
      if (Result<> kept =
              write(audit::decision_line(step->task_index, record.ordinal, audit::StepState::taken_back));
          !kept)
        return failed(kept.error());
      ++undone;
    }
    if (options_.dry_run) return true;
    for (const audit::FoundStep &step : recovery.steps)
      if (step.found != step.before && !(step.undo && step.undoable))
        if (Result<> kept = write(audit::decision_line(step.task_index, step.ordinal, step.found)); !kept)
          return failed(kept.error());
    return finish(fmt::format("{} steps done, {} not done, {} of the done undone", done, not_done, undone));
  }

  Result<> write(const std::string &line) {
    Result<> whole = run_.journal.end_line();
    return whole ? run_.journal.append(line) : whole;
  }

  bool finish(const std::string &note) {
    if (options_.dry_run) return true;
    Result<> done = write(audit::end_line(audit::time_text(), "recovered", note));
    if (done) done = run_.journal.sync();
    if (!done) return failed(done.error());
    Result<audit::RunRecord> record = audit::parse_journal_file(run_.folder);
    Result<> reported = record ? audit::write_reports(run_.folder, *record, {}) : Result<>(record.error());
    if (!reported) return failed(reported.error());
    tell("closed", note + "; the same run may be started again");
    return true;
  }

  bool failed(const Error &error) {
    refuse(screen_, common_, error);
    return false;
  }

  void tell(const char *what, const std::string &text) {
    if (common_.json())
      screen_.out(line_of(
          {{"type", "recover"}, {"what", what}, {"run", audit::run_name(run_.record.id)}, {"text", text}}));
    else
      screen_.out((std::string(what) == "run" ? "" : "  ") + text + "\n");
  }

  Screen &screen_;
  const CommonOptions &common_;
  const RecoverOptions &options_;
  audit::UnfinishedRun &run_;
};

}  // namespace

int recover_command(const Words &words) {
  Arguments arguments("recover [OPTIONS] [RUN]",
                      "Looks after runs that did not end: killed, without power, without an answer to their "
                      "commit. For each it\n"
                      "connects as the run did, prepares the tasks again, compares with the journal what is "
                      "done and what is not,\n"
                      "undoes what stands alone outside of a transaction, and closes the journal. Nothing is "
                      "assumed: a transaction\n"
                      "that the server rolled back is seen to be gone.",
                      {"gantry recover --dry-run", "gantry recover", "gantry recover 0f8c1c62",
                       "gantry recover 0f8c1c62 --close"});
  RecoverOptions recover;
  arguments.positional("RUN", 1);
  arguments.options().add_options()                                                                 //
      ("dry-run", po::bool_switch(&recover.dry_run), "only show what was found and would be done")  //
      ("close", po::bool_switch(&recover.close), "close the run named without looking: you have looked");
  Screen screen;
  switch (arguments.parse(words, screen)) {
    case Arguments::Outcome::helped: return exit_success;
    case Arguments::Outcome::refused: return exit_command_line;
    case Arguments::Outcome::go: break;
  }
  const CommonOptions &options = arguments.common();
  screen = Screen(options.colour);
  const std::string wanted =
      arguments.has("RUN") ? arguments.given()["RUN"].as<std::vector<std::string>>().front() : std::string();
  const auto wrong = [&](const Error &error, int code) {
    refuse(screen, options, error);
    return code;
  };
  if (recover.close && wanted.empty())
    return wrong(Error(Status::invalid, "--close needs the run that is closed", "RUN", "none",
                       "see `gantry recover --dry-run`"),
                 exit_command_line);
  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) return wrong(workspace.error(), exit_command_line);
  bool good = true;
  Result<std::vector<audit::UnfinishedRun>> runs =
      audit::unfinished_runs((*workspace)->state_folder(options), [&](const Error &error) {
        refuse(screen, options, error);
        good = false;
      });
  if (!runs) return wrong(runs.error(), exit_failure);
  std::size_t matched = 0;
  for (audit::UnfinishedRun &run : *runs) {
    if (audit::run_name(run.record.id).rfind(audit::run_name(wanted), 0) != 0) continue;
    ++matched;
    good = Recoverer(screen, options, recover, run).recover() && good;
  }
  if (matched == 0 && !wanted.empty())
    return wrong(
        Error(Status::not_found, "there is no unfinished run " + wanted, "a run as gantry recover lists it",
              "none that begins so", "see `gantry recover --dry-run`"),
        exit_failure);
  if (matched == 0 && !options.json() && good)
    screen.out("every run has ended; there is nothing to recover\n");
  return good ? exit_success : exit_failure;
}

}  // namespace gantry::cli
