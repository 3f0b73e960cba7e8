#include "host/runtime/live-connection.hpp"

#include <algorithm>

namespace gantry::runtime {

namespace {

/// Manager's words for each log level, as a diagnostic event.
Event diagnostic(std::int32_t level, std::string_view text, const std::string &who) {
  Event event;
  event.kind = EventKind::diagnostic;
  event.level = level;
  event.sub_component = who;
  event.text = text;
  return event;
}

}  // namespace

LiveConnection::LiveConnection(RunContext &run, package::ConnectionManager &manager,
                               catalog::Provider provider)
    : run_(run),
      manager_(manager),
      door_(
          run.host, run.sites, *this, manager.name, run.manners(),
          [this](const SessionFacts &facts) { session_opened(facts); },
          [this](std::string text) { (void)message(GANTRY_EVENT_INFORMATION, 0, {}, text); }),
      live_(std::make_unique<LiveObject>(run.host, run.sites, *this, provider,
                                         "connection manager " + manager.name)) {}

Result<std::unique_ptr<LiveConnection>> LiveConnection::make(RunContext &run,
                                                             package::ConnectionManager &manager) {
  const catalog::Provider provider = run.host.catalog.find(
      catalog::ClassKind::connection_manager, {manager.creation_name, std::string(manager.type())});
  if (!provider.note) {
    std::string looked;
    for (const std::string &line : run.host.catalog.looked_at(catalog::ClassKind::connection_manager))
      looked += (looked.empty() ? "" : "; ") + line;
    return Error(Status::not_found,
                 "connection manager " + manager.name + " is of type " + manager.creation_name +
                     ", which no plugin provides",
                 "a plugin whose note names " + manager.creation_name,
                 looked.empty() ? "no connection manager plugin at all" : looked,
                 "install a plugin for it; `gantry plugins list` shows those there are")
        .with_code(0xC0014005);
  }
  std::unique_ptr<LiveConnection> made(new LiveConnection(run, manager, provider));
  if (Result<> done = made->live_->make(); !done) return std::move(done).error();
  std::vector<Error> warnings;
  if (Result<> done = made->live_->load(manager.object_data, manager.overrides, warnings); !done)
    return std::move(done).error();
  for (const Error &warning : warnings) run.events.raise_warning(nullptr, warning);
  return made;
}

Result<> LiveConnection::apply_expressions() {
  for (const package::PropertyExpression &rule : manager_.expressions) {
    Result<expression::Value> value = run_.variables.evaluate(run_.root, rule.expression);
    Result<std::string> text =
        value ? expression::property_text(*value) : Result<std::string>(std::move(value).error());
    if (!text) {
      Error error = std::move(text).error();
      error.what = "the expression of property " + rule.property + " of connection manager " + manager_.name +
                   ": " + error.what;
      return std::move(error.with_code(0xC0017003));
    }
    Result<bool> own = package::set_host_property(manager_, rule.property, *text);
    if (!own) return std::move(own).error();
    if (*own) continue;
    if (Result<> done = live_->set(rule.property, *text); !done)
      return std::move(Error(std::move(done).error()).with_code(0xC0017004));
  }
  return success();
}

Result<ObjectPtr> LiveConnection::lease(std::string_view required, std::string_view iid, guard::Access access,
                                        const gantry_call *call) {
  const guard::AccessScope scope(access);
  if (run_.options.offline)
    return Error(Status::state, "connection manager " + manager_.name + " was not acquired",
                 "a run that may connect", "the package is in offline mode", "run it without offline mode")
        .with_code(0xC0014019);
  std::unique_lock<std::mutex> lock(expressions_, std::defer_lock);
  if (manager_.has_expressions()) {
    lock.lock();
    if (Result<> done = apply_expressions(); !done) return std::move(done).error();
  }
  const Ref<gantry_connection_manager> manager = live_->object().query<gantry_connection_manager>();
  gantry_object *raw = nullptr;
  ErrorReceiver receiver;
  const gantry_status status = manager->acquire(manager.self, borrow(required), call, &raw, receiver);
  if (status != GANTRY_OK) {
    Error error = receiver.error(status);
    error.what = "connection manager " + manager_.name + ": " + error.what;
    return error;
  }
  ObjectPtr object = ObjectPtr::adopt(raw);
  gantry_ref found{nullptr, nullptr};
  const std::string id(iid);
  if (!id.empty() && !object.get()->base->query(object.get(), id.c_str(), &found)) {
    std::string driver;
    for (const catalog::Attempt &attempt : door_.attempts())
      if (attempt.state == "chosen") driver = attempt.driver;
    return Error(Status::unsupported,
                 "connection manager " + manager_.name + " gave an object that does not offer " + id, id,
                 "type " + manager_.creation_name + (driver.empty() ? "" : " over driver " + driver),
                 "choose a driver that has it: `gantry drivers why`");
  }
  Reaper &reaper = run_.reaper;
  return loader::lease(std::move(object), [&reaper](gantry_object *last) { return reaper.take(last); });
}

Result<std::string> LiveConnection::test(const gantry_call *call) {
  if (run_.options.offline)
    return Error(Status::state, "connection manager " + manager_.name + " was not tested",
                 "a run that may connect", "offline mode", "test it without offline mode")
        .with_code(0xC0014019);
  const std::lock_guard<std::mutex> lock(expressions_);
  if (Result<> done = apply_expressions(); !done) return std::move(done).error();
  const Ref<gantry_connection_manager> manager = live_->object().query<gantry_connection_manager>();
  if (!manager)
    return Error(Status::unsupported, "connection manager " + manager_.name + " cannot be tested");
  StringSink sink;
  ErrorReceiver receiver;
  const gantry_status status = manager->test(manager.self, call, sink, receiver);
  if (status != GANTRY_OK) {
    Error error = receiver.error(status);
    error.what = "connection manager " + manager_.name + ": " + error.what;
    return error;
  }
  return sink.release();
}

Result<> LiveConnection::validate() {
  const std::lock_guard<std::mutex> lock(expressions_);
  if (Result<> done = apply_expressions(); !done) return done;
  return live_->validate();
}

void LiveConnection::session_opened(const SessionFacts &facts) {
  {
    const std::lock_guard<std::mutex> lock(told_);
    last_ = facts;
    if (std::find(sessions_.begin(), sessions_.end(), facts) != sessions_.end()) return;
    sessions_.push_back(facts);
  }
  run_.events.show_session(facts);
}

std::optional<SessionFacts> LiveConnection::last_session() {
  const std::lock_guard<std::mutex> lock(told_);
  return last_;
}

void LiveConnection::log(std::int32_t level, std::string_view text) {
  run_.events.raise(nullptr, diagnostic(level, text, manager_.name));
}

Result<> LiveConnection::message(std::int32_t severity, std::uint32_t code, std::string_view,
                                 std::string_view text) {
  Event event;
  event.kind = severity == GANTRY_EVENT_ERROR     ? EventKind::error
               : severity == GANTRY_EVENT_WARNING ? EventKind::warning
                                                  : EventKind::information;
  event.code = code;
  event.text = text;
  event.sub_component = "Connection manager \"" + manager_.name + "\"";
  run_.events.raise(&run_.root, std::move(event));
  return success();
}

Result<SiteContext::VariableText> LiveConnection::variable(std::string_view name) {
  Result<runtime::VariableText> found = run_.variables.get(run_.root, name);
  if (!found) return std::move(found).error();
  return VariableText{static_cast<std::int32_t>(found->type), std::move(found->text)};
}

Result<> LiveConnection::set_variable(std::string_view name, std::string_view value) {
  return run_.variables.set(run_.root, name, value);
}

Result<> LiveConnection::put_rows(std::string_view name, const ObjectPtr &, const gantry_call *) {
  return Error(Status::denied, "connection manager " + manager_.name + " gave rows to " + std::string(name),
               "a task that gives them", "a connection manager", "report this to the plugin's author (T4)");
}

Result<ObjectPtr> LiveConnection::rows(std::string_view name) {
  return Error(
      Status::denied, "connection manager " + manager_.name + " asked for rows of " + std::string(name),
      "a task or enumerator that asks", "a connection manager", "report this to the plugin's author (T4)");
}

Result<ObjectPtr> LiveConnection::acquire(std::string_view slot, std::string_view, const gantry_call *) {
  return Error(Status::not_found, "connection manager " + manager_.name + " has no slot " + std::string(slot),
               "a task or enumerator that asks", "a connection manager",
               "report this to the plugin's author (T3)");
}

Result<std::string> LiveConnection::describe_slot(std::string_view slot) {
  return Error(Status::not_found,
               "connection manager " + manager_.name + " has no slot " + std::string(slot));
}

Result<ObjectPtr> LiveConnection::open_session(std::string_view scheme, const PropertiesRef &request,
                                               std::string_view required, const gantry_call *call) {
  if (run_.options.offline)
    return Error(Status::state, "connection manager " + manager_.name + " was not acquired",
                 "a run that may connect", "offline mode", "run it without offline mode")
        .with_code(0xC0014019);
  // Before the session that may write is opened, and so before its task can have looked at anything.
  if (scheme == "mssql" && guard::AccessScope::active() == guard::Access::writing) {
    std::string note;
    const auto open = [&] { return door_.open(scheme, request, GANTRY_SQL_SESSION_ID, call); };
    Result<> taken = run_.turns.take(manager_.name, open, call, note);
    if (!note.empty()) (void)message(GANTRY_EVENT_INFORMATION, 0, {}, note);
    if (!taken) return std::move(taken).error();
  }
  return door_.open(scheme, request, required, call);
}

Result<std::string> LiveConnection::secret(std::string_view property) {
  return run_.host.secrets.get(manager_.name, property);
}

Result<LiveConnection *> Connections::find(std::string_view key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  package::ConnectionManager *manager = run_.package.connections.find(key);
  if (!manager) {
    std::string names;
    for (const package::ConnectionManager &each : run_.package.connections)
      names += (names.empty() ? "" : ", ") + each.name;
    return Error(Status::not_found, "connection manager \"" + std::string(key) + "\" is not in the package",
                 "one of " +
                     (names.empty() ? std::string("none: the package has no connection managers") : names),
                 key.empty() ? "no name" : "\"" + std::string(key) + "\"",
                 "correct the name, or add the connection manager")
        .with_code(0xC001000E);
  }
  if (const auto found = made_.find(manager); found != made_.end()) return found->second.get();
  Result<std::unique_ptr<LiveConnection>> made = LiveConnection::make(run_, *manager);
  if (!made) return std::move(made).error();
  return made_.emplace(manager, std::move(made).value()).first->second.get();
}

}  // namespace gantry::runtime
