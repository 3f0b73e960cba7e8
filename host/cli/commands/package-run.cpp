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

int run_package(Workspace &workspace, Screen &screen, const CommonOptions &options, Mode mode,
                OpenedPackage opened, const std::string &file, const runtime::RunOptions &how,
                const RunLimits &limits) {
  for (std::string &secret : opened.secrets) {
    workspace.masker().add(secret);
    wipe(secret);
  }
  const std::unique_ptr<Reporter> reporter = make_reporter(screen, options);
  reporter->begin(mode, opened.package, file);
  for (const dtsx::Finding &finding : opened.findings) reporter->finding(finding);

  const std::int64_t deadline = limits.timeout_seconds > 0
                                    ? monotonic_ns() + static_cast<std::int64_t>(limits.timeout_seconds * 1e9)
                                    : 0;
  const auto call = runtime::CallNode::make_root(deadline);
  package::ExecResult result = package::ExecResult::failure;
  {
    const Interrupt interrupt(call, screen);
    runtime::Run run(workspace.host(), std::move(opened.package), how);
    run.add_listener(*reporter);
    switch (mode) {
      case Mode::run: result = run.execute(call.get()); break;
      case Mode::plan: result = run.plan(call.get()); break;
      case Mode::validate: result = run.validate(call.get()); break;
    }
  }
  if (how.warnings_as_errors && reporter->warnings() > 0 && result == package::ExecResult::success)
    result = package::ExecResult::failure;
  reporter->end(result);
  return exit_code(result);
}

}  // namespace gantry::cli
