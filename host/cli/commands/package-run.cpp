#include "host/cli/commands/package-run.hpp"

#include "host/cli/exit-code.hpp"
#include "host/cli/interrupt.hpp"
#include "host/cli/json.hpp"

namespace gantry::cli {

void refuse(Screen &screen, const CommonOptions &options, const Error &error) {
  if (options.json())
    screen.out(line_of({{"type", "error"}, {"message", json_of(error)}}));
  else
    show_error(screen, error);
}

void add_evidence_options(boost::program_options::options_description &options, EvidenceOptions &target) {
  namespace po = boost::program_options;
  options.add_options()                                                                           //
      ("yes", po::bool_switch(&target.yes), "steps that destroy may be executed without asking")  //
      ("report", po::value<std::string>(&target.report_folder)->value_name("FOLDER"),
       "also write the report (report.md, report.jsonl) there");
}

namespace {

/// A plan that binds is compared as a whole first: nothing is changed when anything drifted.
Result<> check_drift(Workspace &workspace, package::Package package, const runtime::RunOptions &how,
                     const RunLimits &limits, Reporter &reporter, const gantry_call *call,
                     package::ExecResult &result) {
  runtime::RunOptions asking_nobody = how;
  asking_nobody.approve = nullptr;
  runtime::Run run(workspace.host(), std::move(package), asking_nobody);
  audit::DriftCheck drift(*limits.evidence.bound);
  OnlyProblems problems(reporter);
  run.add_listener(problems);
  run.add_listener(drift);
  result = run.plan(call);
  if (result != package::ExecResult::success) return success();  // told by its events
  Result<> same = drift.result();
  if (!same) result = package::ExecResult::failure;
  return same;
}

}  // namespace

int run_package(Workspace &workspace, Screen &screen, const CommonOptions &options, Mode mode,
                OpenedPackage opened, const std::string &file, const runtime::RunOptions &how,
                const RunLimits &limits) {
  for (std::string &secret : opened.secrets) {
    workspace.masker().add(secret);
    wipe(secret);
  }
  Result<PlanOutput> output = PlanOutput::make(limits.output, record_of(opened, options));
  if (!output) {
    refuse(screen, options, output.error());
    return exit_failure;
  }
  const std::unique_ptr<Reporter> reporter = make_reporter(screen, options);
  reporter->begin(mode, opened.package, file);
  for (const dtsx::Finding &finding : opened.findings) reporter->finding(finding);

  const std::int64_t deadline = limits.timeout_seconds > 0
                                    ? monotonic_ns() + static_cast<std::int64_t>(limits.timeout_seconds * 1e9)
                                    : 0;
  const auto call = runtime::CallNode::make_root(deadline);
  RunEnd end;
  end.result = package::ExecResult::failure;
  Evidence evidence(workspace, screen, options, limits.evidence, opened);
  runtime::RunOptions asked = how;
  Result<> done = success();
  {
    const Interrupt interrupt(call, screen);
    if (mode == Mode::run && limits.evidence.bound) {
      end.result = package::ExecResult::success;
      done = check_drift(workspace, opened.package, how, limits, *reporter, call.get(), end.result);
    }
    if (mode == Mode::run) evidence.ask_in(asked);
    if (mode != Mode::run || !limits.evidence.bound || end.result == package::ExecResult::success) {
      runtime::Run run(workspace.host(), std::move(opened.package), asked);
      run.add_listener(*reporter);
      run.add_listener(*output);
      switch (mode) {
        case Mode::run:
          done = evidence.attach(run);
          end.result = done ? run.execute(call.get()) : package::ExecResult::failure;
          break;
        case Mode::plan: end.result = run.plan(call.get()); break;
        case Mode::validate: end.result = run.validate(call.get()); break;
      }
    }
  }
  if (how.warnings_as_errors && reporter->warnings() > 0 && end.result == package::ExecResult::success)
    end.result = package::ExecResult::failure;
  if (mode == Mode::plan && end.result == package::ExecResult::success) done = output->write(screen);
  if (done && mode == Mode::run) {
    end.folder = evidence.audit().folder();
    done = evidence.close(end.result);
    if (end.result != package::ExecResult::success) end.progress = evidence.audit().progress();
  }
  if (!done) {
    reporter->problem(done.error());
    end.result = package::ExecResult::failure;
  }
  reporter->end(end);
  if (mode == Mode::plan && limits.exit_code && end.result == package::ExecResult::success)
    return output->steps() > 0 ? exit_changes : exit_success;
  return exit_code(end.result);
}

}  // namespace gantry::cli
