// What `gantry plan` writes besides showing steps: plan files and scripts.
#ifndef GANTRY_CLI_PLAN_OUTPUT_HPP
#define GANTRY_CLI_PLAN_OUTPUT_HPP

#include "host/audit/plan-file.hpp"
#include "host/cli/screen.hpp"

namespace gantry::cli {

struct PlanOutputOptions {
  std::string file;          ///< --out; empty: a script goes to standard output
  bool script = false;       ///< --format sql
  bool with_hashes = false;  ///< --with-hashes
  bool wanted() const { return script || !file.empty(); }
};

/// Collects the plans of a package while their tasks live.
class PlanOutput final : public runtime::Listener {
 public:
  /// Errors: INTERNAL (no random bytes).
  static Result<PlanOutput> make(PlanOutputOptions options, audit::PackageRecord package);

  void on_event(const runtime::Event &) override {}
  void on_plan(const runtime::TaskPlan &plan) override;
  std::size_t steps() const;
  /// Errors: those of the tasks' scripts, IO, DENIED.
  Result<> write(Screen &screen);

 private:
  PlanOutputOptions options_;
  audit::PlanFile plan_;
  std::size_t steps_ = 0;
  std::optional<Error> problem_;
};

}  // namespace gantry::cli

#endif
