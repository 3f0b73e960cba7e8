// A connection manager of the package at work: its plugin object, its expressions, the objects it yields.
#ifndef GANTRY_RUNTIME_LIVE_CONNECTION_HPP
#define GANTRY_RUNTIME_LIVE_CONNECTION_HPP

#include "host/package/host-properties.hpp"
#include "host/runtime/driver-door.hpp"
#include "host/runtime/event-bus.hpp"
#include "host/runtime/guard/turns.hpp"
#include "host/runtime/run-options.hpp"
#include "host/runtime/statement-observer.hpp"
#include "host/runtime/variables.hpp"

#include <map>
#include <mutex>
#include <set>

namespace gantry::runtime {

/// What live objects of one run share.
struct RunContext {
  Host &host;
  SiteStore &sites;
  Reaper &reaper;
  EventBus &events;
  Variables &variables;
  package::Package &package;
  Node &root;
  const RunOptions &options;
  const std::vector<StatementObserver *> &observers;
  const std::string &execution_id;
  std::string application;  ///< the name by which servers know this run
  guard::Turns &turns;

  guard::Manners manners() const {
    return {application, options.step_timeout, host.configuration.limits().step_timeout};
  }
};

/// Any thread.
class LiveConnection final : public SiteContext {
 public:
  /// Errors of make: 0xC0014005 (type with no provider, with what was looked at), the loader's, those of
  /// ObjectData.
  static Result<std::unique_ptr<LiveConnection>> make(RunContext &run, package::ConnectionManager &manager);

  const package::ConnectionManager &manager() const { return manager_; }
  const LiveObject &live() const { return *live_; }

  /// A lease on a new object that offers `iid` (T3). `required`: every id that the slot asked for; `access`:
  /// of the slot. Errors: STATE 0xC0014019 (offline), UNSUPPORTED naming id, connection and driver, those of
  /// acquire.
  Result<ObjectPtr> lease(std::string_view required, std::string_view iid, guard::Access access,
                          const gantry_call *call);
  /// `key=value` lines.
  Result<std::string> test(const gantry_call *call);
  /// Values without I/O, expressions applied first.
  Result<> validate();
  std::vector<catalog::Attempt> attempts() const { return door_.attempts(); }
  /// How the server was reached the last time; nothing before.
  std::optional<SessionFacts> last_session();

  // SiteContext: what its plugin object asks.
  void log(std::int32_t level, std::string_view text) override;
  Result<> message(std::int32_t severity, std::uint32_t code, std::string_view sub_component,
                   std::string_view text) override;
  Result<> progress(std::uint64_t, std::uint64_t, std::string_view, std::string_view) override {
    return success();
  }
  Result<> log_entry(std::string_view, std::string_view) override { return success(); }
  Result<VariableText> variable(std::string_view name) override;
  Result<> set_variable(std::string_view name, std::string_view value) override;
  Result<> put_rows(std::string_view name, const ObjectPtr &rows, const gantry_call *call) override;
  Result<ObjectPtr> rows(std::string_view name) override;
  Result<ObjectPtr> acquire(std::string_view slot, std::string_view iid, const gantry_call *call) override;
  Result<std::string> describe_slot(std::string_view slot) override;
  Result<ObjectPtr> open_session(std::string_view scheme, const PropertiesRef &request,
                                 std::string_view required, const gantry_call *call) override;
  Result<std::string> secret(std::string_view property) override;
  bool reap(gantry_object *object) override { return run_.reaper.take(object); }

 private:
  LiveConnection(RunContext &run, package::ConnectionManager &manager, catalog::Provider provider);
  Result<> apply_expressions();
  void session_opened(const SessionFacts &facts);

  RunContext &run_;
  package::ConnectionManager &manager_;
  DriverDoor door_;
  std::unique_ptr<LiveObject> live_;
  std::mutex expressions_;  ///< values change before an acquire: one at a time when there are any
  std::mutex told_;
  std::vector<SessionFacts> sessions_;
  std::optional<SessionFacts> last_;
};

/// The live connections of a run, made when first asked for.
class Connections {
 public:
  explicit Connections(RunContext &run) : run_(run) {}
  /// By DTSID, name or refId (P3). Errors: NOT_FOUND 0xC001000E with the names that are there.
  Result<LiveConnection *> find(std::string_view key);

 private:
  RunContext &run_;
  std::mutex mutex_;
  std::map<const package::ConnectionManager *, std::unique_ptr<LiveConnection>> made_;
};

}  // namespace gantry::runtime

#endif
