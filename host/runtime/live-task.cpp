#include "host/runtime/live-task.hpp"

#include <algorithm>

namespace gantry::runtime {

using package::ExecResult;

namespace {

std::string joined(const std::vector<std::string> &items, const char *separator) {
  std::string text;
  for (const std::string &item : items) text += (text.empty() ? "" : separator) + item;
  return text;
}

}  // namespace

Error no_provider(const RunContext &run, catalog::ClassKind kind, const std::string &element,
                  const std::string &path, const std::vector<std::string> &names) {
  const std::string looked = joined(run.host.catalog.looked_at(kind), "; ");
  return Error(Status::not_found, element + " is of a type that no plugin provides",
               "a plugin whose note names " + joined(names, " or "),
               looked.empty() ? "no " + std::string(catalog::kind_name(kind)) + " plugin at all" : looked,
               kind == catalog::ClassKind::task
                   ? "install a plugin for it, or run the rest with --disable-task \"\\" + path + "\""
                   : "install a plugin for it")
      .with_code(0xC0010018);
}

LiveTask::LiveTask(RunContext &run, Connections &connections, Node &node, catalog::Provider provider,
                   std::string name)
    : run_(run),
      connections_(connections),
      node_(node),
      guard_{std::make_shared<guard::TaskGuard>(guard_site())},
      live_(run.host, run.sites, *this, provider, std::move(name)) {}

Result<std::unique_ptr<LiveTask>> LiveTask::make(RunContext &run, Connections &connections, Node &node,
                                                 catalog::ClassKind kind,
                                                 const std::vector<std::string> &names,
                                                 const package::Object &object,
                                                 const package::ObjectData &data, std::string name) {
  const catalog::Provider provider = run.host.catalog.find(kind, names);
  if (!provider.note) return no_provider(run, kind, name, node.path, names);
  std::unique_ptr<LiveTask> made(new LiveTask(run, connections, node, provider, std::move(name)));
  if (Result<> done = made->live_.make(); !done) return std::move(done).error();
  std::vector<Error> warnings;
  if (Result<> done = made->live_.load(data, object.overrides, warnings); !done)
    return std::move(done).error();
  for (const Error &warning : warnings) run.events.raise_warning(&node, warning);
  for (const package::PropertyExpression &rule : object.expressions) {
    // What the host holds itself (Disabled ...) was set before the task was made.
    package::Executable scratch;
    Result<expression::Value> value = run.variables.evaluate(node, rule.expression);
    Result<std::string> text =
        value ? expression::property_text(*value) : Result<std::string>(std::move(value).error());
    if (!text) {
      Error error = std::move(text).error();
      error.what =
          "the expression of property " + rule.property + " of " + made->live_.name() + ": " + error.what;
      return std::move(error.with_code(0xC0017003));
    }
    if (Result<bool> own = package::set_host_property(scratch, rule.property, *text); own && *own) continue;
    if (Result<> done = made->live_.set(rule.property, *text); !done)
      return std::move(Error(std::move(done).error()).with_code(0xC0017004));
  }
  return made;
}

Result<std::unique_ptr<LiveTask>> LiveTask::make_task(RunContext &run, Connections &connections, Node &node) {
  const package::Executable &task = *node.executable;
  Result<std::unique_ptr<LiveTask>> made =
      make(run, connections, node, catalog::ClassKind::task, task.type_names(), task, task.object_data,
           "task \\" + node.path);
  if (made && !(*made)->live_.object().query<gantry_task>())
    return Error(Status::unsupported, "task \\" + node.path + ": its class is no task", GANTRY_TASK_ID,
                 "an object without it", "report this to the plugin's author (M4)");
  return made;
}

Result<std::unique_ptr<LiveTask>> LiveTask::make_enumerator(RunContext &run, Connections &connections,
                                                            Node &loop) {
  const std::string name = "the enumerator of \\" + loop.path;
  if (!loop.executable->enumerator)
    return Error(Status::data, name + " is missing", "a ForEachEnumerator in the loop", "none",
                 "choose an enumerator in the package")
        .with_code(0xC0010014);
  const package::ForeachEnumerator &enumerator = *loop.executable->enumerator;
  return make(run, connections, loop, catalog::ClassKind::enumerator, {enumerator.creation_name}, enumerator,
              enumerator.object_data, name);
}

void LiveTask::failed(Error error) {
  if (error.status == Status::cancelled) return;  // the result says so
  if (error.what.rfind(live_.name(), 0) != 0) error.what = live_.name() + ": " + error.what;
  ++errors_;
  run_.events.raise_error(&node_, error);
}

bool LiveTask::validate(const gantry_call *call) {
  const int before = errors_;
  if (Result<> valid = live_.validate(); !valid) {
    failed(std::move(valid).error());
    return false;
  }
  const Ref<gantry_task> task = live_.object().query<gantry_task>();
  ErrorReceiver receiver;
  const gantry_status status = task->validate(task.self, call, receiver);
  if (status != GANTRY_OK) failed(receiver.error(status));
  return status == GANTRY_OK && errors_ == before;
}

guard::GuardSite LiveTask::guard_site() {
  guard::GuardSite site{node_.path, run_.observers, run_.options.allow_partial, {}, {}, {}, {}, {}};
  site.warn = [this](const Error &error) { run_.events.raise_warning(&node_, error); };
  site.inform = [this](std::string text) { run_.events.raise_information(&node_, 0, std::move(text)); };
  site.log = [this](const std::string &text) { log(GANTRY_LOG_INFORMATION, text); };
  site.partial = [this](const PartialView &view) { run_.events.show_partial(view); };
  site.masked = [this](std::string_view text) { return run_.host.masker.mask(text); };
  return site;
}

namespace {

bool is_for_servers(const catalog::SlotNote &slot) {
  return std::any_of(slot.requires_.begin(), slot.requires_.end(), [](const std::string &iid) {
    return iid == GANTRY_SQL_SESSION_ID || iid == GANTRY_SMO_SERVER_ID;
  });
}

}  // namespace

bool LiveTask::uses_servers() const {
  const std::vector<catalog::SlotNote> &slots = live_.provider().note->slots;
  return std::any_of(slots.begin(), slots.end(), is_for_servers);
}

std::optional<PlannedSteps> LiveTask::prepare(const gantry_call *call) {
  const Ref<gantry_task> task = live_.object().query<gantry_task>();
  gantry_object *steps = nullptr;
  ErrorReceiver receiver;
  const gantry_status status = task->prepare(task.self, call, &steps, receiver);
  if (status != GANTRY_OK) {
    failed(receiver.error(status));
    return std::nullopt;
  }
  Result<PlannedSteps> plan = PlannedSteps::store(ObjectPtr::adopt(steps), call);
  if (!plan) {
    failed(std::move(plan).error());
    return std::nullopt;
  }
  return std::move(plan).value();
}

TaskPlan LiveTask::describe_plan(PlannedSteps steps) {
  TaskPlan plan;
  plan.task = node_.executable;
  plan.path = node_.path;
  plan.steps = std::move(steps);
  plan.script = TaskScriptRef(live_.object());
  for (const catalog::SlotNote &slot : live_.provider().note->slots) {
    SlotFacts facts;
    facts.slot = slot.property;
    facts.writes = slot.writes;
    if (Result<LiveConnection *> connection = bound(slot.property)) {
      facts.connection = (*connection)->manager().name;
      if (const std::optional<SessionFacts> session = (*connection)->last_session()) {
        facts.server = session->server;
        facts.server_name = session->server_name;
        facts.server_version = session->server_version;
      }
    }
    plan.slots.push_back(std::move(facts));
  }
  return plan;
}

ExecResult LiveTask::execute(TaskPlan plan, const gantry_call *call) {
  if (Result<> bound = guard_.task->start_executing(std::move(plan.steps)); !bound) {
    failed(std::move(bound).error());
    return ExecResult::failure;
  }
  const Ref<gantry_task> task = live_.object().query<gantry_task>();
  std::int32_t result = 1;
  ErrorReceiver receiver;
  const gantry_status status = task->execute(task.self, call, &result, receiver);
  if (status == GANTRY_E_CANCELLED) return ExecResult::canceled;
  if (status != GANTRY_OK) {
    failed(receiver.error(status));
    return ExecResult::failure;
  }
  if (result < 0 || result > 3) {
    failed(Error(Status::internal, "it gave result " + std::to_string(result), "0, 1, 2 or 3",
                 std::to_string(result), "report this to the plugin's author (T1)"));
    return ExecResult::failure;
  }
  // A failure that told nobody why would be invisible to error counts and handlers.
  if (result == 1 && errors_ == 0)
    failed(Error(Status::internal, "it failed", "success, or an error that says why", "neither",
                 "look at its warnings; report this to the plugin's author"));
  return static_cast<ExecResult>(result);
}

Result<> LiveTask::validate_enumerator() {
  if (Result<> valid = live_.validate(); !valid) return valid;
  for (const catalog::SlotNote &slot : live_.provider().note->slots)
    if (Result<LiveConnection *> connection = bound(slot.property); !connection)
      return std::move(connection).error();
  return success();
}

Result<ObjectPtr> LiveTask::open_enumerator(const gantry_call *call) {
  if (Result<> valid = live_.validate(); !valid) return std::move(valid).error();
  const Ref<gantry_enumerator> enumerator = live_.object().query<gantry_enumerator>();
  if (!enumerator)
    return Error(Status::unsupported, live_.name() + " is no enumerator", GANTRY_ENUMERATOR_ID, "none");
  gantry_object *rows = nullptr;
  ErrorReceiver receiver;
  const gantry_status status = enumerator->open(enumerator.self, call, &rows, receiver);
  if (status != GANTRY_OK) return receiver.error(status);
  return ObjectPtr::adopt(rows);
}

std::string LiveTask::execution_value() const {
  Result<std::string> value = live_.get("ExecutionValue");
  return value ? std::move(value).value() : std::string();
}

void LiveTask::log(std::int32_t level, std::string_view text) {
  Event event;
  event.kind = EventKind::diagnostic;
  event.level = level;
  event.text = text;
  run_.events.raise(&node_, std::move(event));
}

Result<> LiveTask::message(std::int32_t severity, std::uint32_t code, std::string_view sub_component,
                           std::string_view text) {
  Event event;
  switch (severity) {
    case GANTRY_EVENT_INFORMATION: event.kind = EventKind::information; break;
    case GANTRY_EVENT_WARNING: event.kind = EventKind::warning; break;
    case GANTRY_EVENT_ERROR: event.kind = EventKind::error; break;
    default:
      return Error(Status::invalid, "an event of severity " + std::to_string(severity),
                   "information, warning or error", std::to_string(severity),
                   "report this to the plugin's author (T4)");
  }
  if (event.kind == EventKind::error) ++errors_;
  event.code = code;
  event.sub_component = sub_component;
  event.text = text;
  run_.events.raise(&node_, std::move(event));
  return success();
}

Result<> LiveTask::progress(std::uint64_t done, std::uint64_t total, std::string_view sub_component,
                            std::string_view text) {
  if (total != 0 && done > total)
    return Error(Status::invalid, "progress of " + std::to_string(done) + " of " + std::to_string(total),
                 "done at most total", "more", "report this to the plugin's author (T4)");
  Event event;
  event.kind = EventKind::progress;
  event.done = done;
  event.total = total;
  event.percent =
      total == 0 ? 0 : static_cast<int>(static_cast<double>(done) * 100.0 / static_cast<double>(total));
  event.sub_component = sub_component;
  event.text = text;
  run_.events.raise(&node_, std::move(event));
  return success();
}

Result<> LiveTask::log_entry(std::string_view name, std::string_view text) {
  if (!live_.has_log_entry(name))
    return Error(Status::not_found, "log entry " + std::string(name) + " is not described by the class",
                 "a log-entry= line of describe", std::string(name),
                 "report this to the plugin's author (P1)");
  Event event;
  event.kind = EventKind::log_entry;
  event.name = name;
  event.text = text;
  run_.events.raise(&node_, std::move(event));
  return success();
}

Result<SiteContext::VariableText> LiveTask::variable(std::string_view name) {
  Result<runtime::VariableText> found = run_.variables.get(node_, name);
  if (!found) return std::move(found).error();
  return VariableText{static_cast<std::int32_t>(found->type), std::move(found->text)};
}

Result<> LiveTask::set_variable(std::string_view name, std::string_view value) {
  return run_.variables.set(node_, name, value);
}

Result<> LiveTask::put_rows(std::string_view name, const ObjectPtr &rows, const gantry_call *call) {
  Result<Table> table = read_table(rows, call);
  if (!table) return std::move(table).error();
  return run_.variables.set_rows(node_, name, std::make_shared<const Table>(std::move(table).value()));
}

Result<ObjectPtr> LiveTask::rows(std::string_view name) {
  Result<std::shared_ptr<const Table>> table = run_.variables.rows(node_, name);
  if (!table) return std::move(table).error();
  return make_object<TableRows>(std::move(table).value()).hand_out();
}

Result<LiveConnection *> LiveTask::bound(std::string_view slot) {
  if (!live_.provider().note->slot(slot))
    return Error(Status::not_found, live_.name() + " asked for slot " + std::string(slot),
                 "a slot that its note declares", "another name", "report this to the plugin's author (M2)");
  Result<std::string> key = live_.get(slot);
  if (!key) return std::move(key).error();
  if (key->empty())
    return Error(Status::not_found,
                 live_.name() + ": " + std::string(slot) + " is bound to no connection manager",
                 "the name or id of a connection manager", "nothing", "set " + std::string(slot))
        .with_code(0xC001000E);
  return connections_.find(*key);
}

Result<ObjectPtr> LiveTask::acquire(std::string_view slot, std::string_view iid, const gantry_call *call) {
  Result<LiveConnection *> connection = bound(slot);
  if (!connection) return std::move(connection).error();
  const catalog::SlotNote &note = *live_.provider().note->slot(slot);
  Result<ObjectPtr> object = (*connection)
                                 ->lease(joined(note.requires_, " "), iid,
                                         note.writes ? guard::Access::writing : guard::Access::reading, call);
  if (!object) return object;
  return guard_.task->wrap({note.property, (*connection)->manager().name, note.writes},
                           std::move(object).value(), call);
}

Result<std::string> LiveTask::describe_slot(std::string_view slot) {
  Result<LiveConnection *> connection = bound(slot);
  if (!connection) return std::move(connection).error();
  const package::ConnectionManager &manager = (*connection)->manager();
  std::string lines =
      "name=" + manager.name + "\nid=" + manager.id + "\ntype=" + manager.creation_name + "\n";
  if (const std::optional<bool> same = guard_.task->same_instance(std::string(slot)))
    lines += std::string("same-instance=") + (*same ? "true" : "false") + "\n";
  return lines;
}

Result<ObjectPtr> LiveTask::open_session(std::string_view, const PropertiesRef &, std::string_view,
                                         const gantry_call *) {
  return Error(Status::denied, live_.name() + " asked for a session of its own",
               "a connection manager that asks", "a task", "let the task acquire one of its slots (T3, T4)");
}

Result<std::string> LiveTask::secret(std::string_view property) {
  return run_.host.secrets.get(node_.executable->name, property);
}

}  // namespace gantry::runtime
