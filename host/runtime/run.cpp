#include "host/runtime/run.hpp"

#include <gantry/cpp/driver.hpp>

#include "host/package/names.hpp"
#include "host/package/structure.hpp"
#include "host/runtime/executor.hpp"
#include "host/runtime/log-writer.hpp"
#include "host/runtime/matching.hpp"
#include "host/runtime/refusals.hpp"
#include "host/runtime/system-variables.hpp"

namespace gantry::runtime {

using package::ExecResult;

namespace {

/// What servers see in sys.dm_exec_sessions.program_name.
std::string application_name(const std::string &execution_id) {
  return std::string("Gantry ") + host_version + " " + execution_id;
}

}  // namespace

struct Run::State {
  State(Host &given, package::Package copy, RunOptions chosen)
      : host(given),
        package(std::move(copy)),
        options(std::move(chosen)),
        root(make_tree(package)),
        variables(package),
        events(given.masker),
        execution_id(package::new_guid()),
        context{host,
                sites,
                reaper,
                events,
                variables,
                package,
                *root,
                options,
                observers,
                execution_id,
                application_name(execution_id),
                turns},
        connections(std::make_unique<Connections>(context)) {
    if (options.max_concurrent != 0)
      package.root.properties.set_integer("MaxConcurrentExecutables", options.max_concurrent);
    variables.on_change([this](Node &place, const std::string &name) {
      Event event;
      event.kind = EventKind::variable_value_changed;
      event.text = name;
      events.raise(&place, std::move(event));
    });
    start_package_variables(context, execution_id);
  }
  ~State() {
    turns.end();
    // Connections and their drivers first: what they leave behind is closed by the reaper, which then ends.
    connections.reset();
    reaper.stop();
  }

  bool match() {
    bool good = true;
    for (const Error &error : package::check_structure(package)) {
      events.raise_error(root.get(), error);
      good = false;
    }
    for (const Error &error : refused_features(*root, package)) {
      events.raise_error(root.get(), error);
      good = false;
    }
    for (const Mismatch &mismatch : runtime::match(context, *root)) {
      if (mismatch.warning)
        events.raise_warning(mismatch.node ? mismatch.node : root.get(), mismatch.error);
      else
        events.raise_error(mismatch.node ? mismatch.node : root.get(), mismatch.error);
      good = good && mismatch.warning;
    }
    return good;
  }

  ExecResult ended(bool good, const gantry_call *call) const {
    return Call(call).cancelled() ? ExecResult::canceled : good ? ExecResult::success : ExecResult::failure;
  }

  Host &host;
  package::Package package;
  RunOptions options;
  SiteStore sites;
  Reaper reaper;
  std::unique_ptr<Node> root;
  Variables variables;
  EventBus events;
  std::vector<StatementObserver *> observers;
  const std::string execution_id;
  guard::Turns turns{execution_id};
  RunContext context;
  std::unique_ptr<Connections> connections;
};

Run::Run(Host &host, package::Package package, RunOptions options)
    : state_(std::make_unique<State>(host, std::move(package), std::move(options))) {}
Run::~Run() = default;

void Run::add_listener(Listener &listener) { state_->events.add(listener); }
void Run::add_observer(StatementObserver &observer) { state_->observers.push_back(&observer); }
const std::string &Run::execution_id() const { return state_->execution_id; }
const package::Package &Run::package() const { return state_->package; }

ExecResult Run::match() { return state_->ended(state_->match(), nullptr); }

ExecResult Run::validate(const gantry_call *call) {
  if (!state_->match()) return ExecResult::failure;
  Executor executor(state_->context, *state_->connections, call);
  return state_->ended(executor.validate(*state_->root), call);
}

ExecResult Run::plan(const gantry_call *call) {
  state_->events.show_run({state_->execution_id, state_->context.application});
  if (!state_->match()) return ExecResult::failure;
  Executor executor(state_->context, *state_->connections, call);
  return state_->ended(executor.plan(*state_->root), call);
}

ExecResult Run::execute(const gantry_call *call) {
  State &state = *state_;
  state.events.show_run({state.execution_id, state.context.application});
  state.turns.begin();
  Executor executor(state.context, *state.connections, call);
  LogWriter log(state.execution_id);
  Result<> opened = log.open(state.context, *state.connections, call);
  if (!opened) {
    state.events.raise_error(state.root.get(), opened.error());
    return ExecResult::failure;
  }
  state.events.on_log([&](const Node &source, const Event &event) { log.write(source, event); });
  state.events.on_handler(
      [&](Node &handler, const Event &event) { return executor.run_handler(handler, event); });

  Event start;
  start.kind = EventKind::package_start;
  start.text = "Beginning of package execution.";
  state.events.raise(state.root.get(), std::move(start));
  ExecResult result = ExecResult::failure;
  if (state.match() && executor.validate(*state.root))
    result = executor.execute(*state.root);
  else if (Call(call).cancelled())
    result = ExecResult::canceled;
  state.turns.end();
  Event end;
  end.kind = EventKind::package_end;
  end.text = "End of package execution.";
  end.result = static_cast<std::int32_t>(result);
  state.events.raise(state.root.get(), std::move(end));

  state.events.on_handler(nullptr);
  state.events.on_log(nullptr);
  if (Result<> closed = log.close(); !closed) {
    state.events.raise_error(state.root.get(), closed.error());
    result = result == ExecResult::success ? ExecResult::failure : result;
  }
  return result;
}

Result<std::string> Run::test_connection(std::string_view key, const gantry_call *call) {
  Result<LiveConnection *> connection = state_->connections->find(key);
  if (!connection) return std::move(connection).error();
  return (*connection)->test(call);
}

Result<Table> Run::query(std::string_view key, const std::string &sql,
                         const std::vector<std::pair<std::string, std::string>> &parameters,
                         const gantry_call *call) {
  Result<LiveConnection *> connection = state_->connections->find(key);
  if (!connection) return std::move(connection).error();
  Result<ObjectPtr> leased =
      (*connection)->lease(GANTRY_SQL_SESSION_ID, GANTRY_SQL_SESSION_ID, guard::Access::reading, call);
  if (!leased) return std::move(leased).error();
  const SessionRef session(*leased);
  std::vector<gantry_parameter> sent;
  for (const auto &[name, text] : parameters) {
    gantry_parameter parameter{};
    parameter.struct_size = sizeof parameter;
    parameter.name = borrow(name);
    parameter.value.kind = GANTRY_KIND_UTF8;
    parameter.value.u.data = {text.data(), text.size()};
    sent.push_back(parameter);
  }
  Result<RowReader> reader = session.execute(sql, call, sent);
  if (!reader) return std::move(reader).error();
  Result<Table> table = reader->read_all();
  const Result<> done = reader->close(), closed = session.close(call);
  if (table && !done) return done.error();
  if (table && !closed) return closed.error();
  return table;
}

Result<> Run::run_batch(std::string_view connection, const std::string &database, std::string_view sql,
                        const gantry_call *call) {
  Result<LiveConnection *> found = state_->connections->find(connection);
  if (!found) return std::move(found).error();
  Result<ObjectPtr> object =
      (*found)->lease(GANTRY_SQL_SESSION_ID, GANTRY_SQL_SESSION_ID, guard::Access::writing, call);
  if (!object) return std::move(object).error();
  const SessionRef session(std::move(object).value());
  std::string quoted;
  for (const char c : database) quoted += c == ']' ? std::string("]]") : std::string(1, c);
  if (!database.empty())
    if (Result<> used = session.run("USE [" + quoted + "];", call); !used) return used;
  return session.run(sql, call);
}

std::vector<catalog::Attempt> Run::attempts(std::string_view key) {
  Result<LiveConnection *> connection = state_->connections->find(key);
  return connection ? (*connection)->attempts() : std::vector<catalog::Attempt>();
}

}  // namespace gantry::runtime
