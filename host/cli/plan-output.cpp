#include "host/cli/plan-output.hpp"

#include "host/audit/digest.hpp"
#include "host/audit/private-file.hpp"
#include "host/audit/sql-script.hpp"
#include "host/runtime/host.hpp"

namespace gantry::cli {

Result<PlanOutput> PlanOutput::make(PlanOutputOptions options, audit::PackageRecord package) {
  PlanOutput made;
  made.options_ = std::move(options);
  if (!made.options_.wanted()) return made;
  Result<std::string> salt = audit::make_salt();
  if (!salt) return std::move(salt).error();
  made.plan_.salt = std::move(salt).value();
  made.plan_.gantry = runtime::host_version;
  made.plan_.created = audit::time_text();
  made.plan_.package = std::move(package);
  return made;
}

void PlanOutput::on_plan(const runtime::TaskPlan &plan) {
  steps_ += plan.steps.size();
  if (!options_.wanted()) return;
  Result<audit::TaskRecord> task =
      audit::record_task(plan, plan_.salt, options_.with_hashes ? audit::Clear::all : audit::Clear::nothing);
  if (!task) {
    problem_ = std::move(task).error();
    return;
  }
  if (options_.with_hashes && !task->in_clear && !problem_)
    problem_ =
        Error(Status::unsupported, "the script of " + task->task + " cannot be written with its hashes",
              "a task that tells its plan in clear (gantry.task-script/1)", "one that does not",
              "leave --with-hashes out, or ask the plugin's author");
  plan_.tasks.push_back(std::move(task).value());
}

std::size_t PlanOutput::steps() const { return steps_; }

Result<> PlanOutput::write(Screen &screen) {
  if (problem_) return *problem_;
  if (!options_.wanted()) return success();
  std::string text = options_.script ? audit::review_script(plan_.package, plan_.tasks, plan_.created,
                                                            plan_.gantry, options_.with_hashes)
                                     : audit::plan_text(plan_);
  Result<> written = success();
  if (options_.file.empty())
    screen.out(text);
  else
    written = audit::write_private_file(options_.file, text);
  wipe(text);
  return written;
}

}  // namespace gantry::cli
