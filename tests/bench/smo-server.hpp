// An SMOServer connection manager at work as the runtime has it: its plugin object, secrets, the door to
// drivers.
#ifndef GANTRY_BENCH_SMO_SERVER_HPP
#define GANTRY_BENCH_SMO_SERVER_HPP

#include "host/cli/workspace.hpp"
#include "host/runtime/driver-door.hpp"
#include "tests/bench/db-lib.hpp"

#include <memory>

namespace gantry::bench {

/// Ends the process when something cannot be made.
class SmoServer final : public runtime::SiteContext {
 public:
  SmoServer(const std::string &plugin_folder, const ServerAddress &server);

  /// What a task's acquire does: a new object, whose session has its options set and checked.
  ObjectPtr acquire();

  // What the plugin's objects ask; only sessions and secrets are at hand.
  void log(std::int32_t, std::string_view) override {}
  Result<> message(std::int32_t, std::uint32_t, std::string_view, std::string_view) override {
    return success();
  }
  Result<> progress(std::uint64_t, std::uint64_t, std::string_view, std::string_view) override {
    return success();
  }
  Result<> log_entry(std::string_view, std::string_view) override { return success(); }
  Result<VariableText> variable(std::string_view) override { return none(); }
  Result<> set_variable(std::string_view, std::string_view) override { return none(); }
  Result<> put_rows(std::string_view, const ObjectPtr &, const gantry_call *) override { return none(); }
  Result<ObjectPtr> rows(std::string_view) override { return none(); }
  Result<ObjectPtr> acquire(std::string_view, std::string_view, const gantry_call *) override {
    return none();
  }
  Result<std::string> describe_slot(std::string_view) override { return none(); }
  Result<ObjectPtr> open_session(std::string_view scheme, const PropertiesRef &request,
                                 std::string_view required, const gantry_call *call) override {
    return door_->open(scheme, request, required, call);
  }
  Result<std::string> secret(std::string_view property) override;
  bool reap(gantry_object *) override { return false; }

 private:
  static Error none() { return Error(Status::not_found, "the benchmark has no such thing"); }

  cli::Screen screen_;
  std::unique_ptr<cli::Workspace> workspace_;
  runtime::SiteStore sites_;
  std::unique_ptr<runtime::DriverDoor> door_;
  std::unique_ptr<runtime::LiveObject> manager_;
};

}  // namespace gantry::bench

#endif
