#include "host/runtime/log-writer.hpp"

#include "host/logging/filter.hpp"
#include "host/package/names.hpp"
#include "host/runtime/guard/destinations.hpp"

#include <gantry/cpp/task.hpp>

#include <pwd.h>
#include <unistd.h>

#include <set>

namespace gantry::runtime {

namespace {

std::string user_name() {
  const passwd *entry = getpwuid(geteuid());
  return entry ? entry->pw_name : std::to_string(geteuid());
}

/// A log table is written like any other: its server has to be listed under destinations.
Result<> may_write(RunContext &run, LiveConnection &connection, const logging::LogTable &table) {
  SlotFacts slot;
  slot.connection = connection.manager().name;
  if (const std::optional<SessionFacts> session = connection.last_session()) {
    slot.server = session->server;
    slot.server_name = session->server_name;
  }
  Step step;
  step.connection = slot.connection;
  step.action = "create";
  step.object = "dbo." + table.table;
  step.text = "CREATE TABLE dbo." + table.table;
  TaskPlan plan;
  plan.path = "Package";
  Result<PlannedSteps> steps = PlannedSteps::store({step});
  if (!steps) return std::move(steps).error();
  plan.steps = std::move(steps).value();
  plan.slots.push_back(std::move(slot));
  Result<> judged = guard::Destinations(run.host.configuration, run.options.destinations_allowed).judge(plan);
  if (judged) return judged;
  Error error = std::move(judged).error();
  error.what = "its table dbo." + table.table + " would be written at " + plan.slots[0].server +
               " through connection " + plan.slots[0].connection;
  return error;
}

std::string machine_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

}  // namespace

LogWriter::LogWriter(std::string execution_id)
    : execution_id_(std::move(execution_id)), computer_(machine_name()), operator_(user_name()) {}

Result<> LogWriter::open(RunContext &run, Connections &connections, const gantry_call *call) {
  std::set<std::string> selected;
  package::walk(run.package.root, [&](const package::Executable &executable, int) {
    if (executable.disabled() || executable.logging.mode() == package::LoggingMode::disabled) return;
    selected.insert(executable.logging.providers.begin(), executable.logging.providers.end());
  });
  for (const package::LogProvider &provider : run.package.log_providers) {
    bool wanted = false;
    for (const std::string &id : selected)
      wanted = wanted || package::same_guid(id, provider.id) || id == provider.name;
    if (!wanted) continue;
    const logging::ProviderKind kind = logging::provider_kind(provider.creation_name);
    const std::string path = "log provider " + provider.name;
    if (const std::string why = logging::refusal(kind); !why.empty())
      return Error(Status::unsupported, path + " (" + provider.creation_name + ") cannot be used",
                   "the text file, XML file or SQL Server provider", why,
                   "choose another provider, or take this one out of the package's logging")
          .with_code(0xC0010018);
    Result<std::unique_ptr<logging::Provider>> opened = kind == logging::ProviderKind::sql_server
                                                            ? open_table(run, provider, call)
                                                            : open_file(connections, provider, kind, call);
    if (!opened) return std::move(opened).error();
    providers_.emplace(provider.id, std::move(opened).value());
  }
  return success();
}

Result<std::unique_ptr<logging::Provider>> LogWriter::open_file(Connections &connections,
                                                                const package::LogProvider &provider,
                                                                logging::ProviderKind kind,
                                                                const gantry_call *call) {
  const std::string path = "log provider " + provider.name;
  Result<LiveConnection *> connection = connections.find(provider.config_string());
  if (!connection) {
    Error error = std::move(connection).error();
    error.what = path + ": " + error.what;
    return error;
  }
  Result<ObjectPtr> object =
      (*connection)->lease(GANTRY_PROPERTIES_ID, GANTRY_PROPERTIES_ID, guard::Access::other, call);
  if (!object) return std::move(object).error();
  Result<std::string> file = PropertiesRef(*object).get("Path");
  if (!file)
    return Error(Status::unsupported,
                 path + ": connection manager " + (*connection)->manager().name + " gives no path",
                 "a FILE connection manager", (*connection)->manager().creation_name,
                 "bind the provider to a FILE one");
  return kind == logging::ProviderKind::xml_file ? logging::open_xml_file(*file)
                                                 : logging::open_text_file(*file);
}

Result<std::unique_ptr<logging::Provider>> LogWriter::open_table(RunContext &run,
                                                                 const package::LogProvider &provider,
                                                                 const gantry_call *call) {
  const auto named = [&](Error error) {
    error.what = "log provider " + provider.name + ": " + error.what;
    return error;
  };
  Result<package::ConnectionManager *> manager = run.package.connections.get(provider.config_string());
  if (!manager) return named(std::move(manager).error());
  Result<std::unique_ptr<LiveConnection>> made = LiveConnection::make(run, **manager);
  if (!made) return named(std::move(made).error());
  LiveConnection &connection = *connections_.emplace_back(std::move(made).value());
  Result<ObjectPtr> session =
      connection.lease(GANTRY_SQL_SESSION_ID, GANTRY_SQL_SESSION_ID, guard::Access::other, call);
  if (!session) return named(std::move(session).error());
  const logging::LogTable table = logging::log_table(run.package.format_version);
  if (Result<> allowed = may_write(run, connection, table); !allowed)
    return named(std::move(allowed).error());
  return logging::open_sql_server(std::move(session).value(), table);
}

void LogWriter::write(const Node &source, const Event &event) {
  if (providers_.empty()) return;
  const package::Executable *deciding = logging::deciding(source.chain());
  if (!deciding) return;
  const std::string name = event.event_name();
  const bool always = event.kind == EventKind::package_start || event.kind == EventKind::package_end;
  if (!always && !logging::wants(deciding->logging, name)) return;
  logging::Record record;
  record.event = name;
  record.computer = computer_;
  record.operator_name = operator_;
  record.source = event.source_name;
  record.source_id = event.source_id;
  record.execution_id = execution_id_;
  record.message = event.text;
  record.start = record.end = event.time;
  record.data_code = event.kind == EventKind::post_execute || event.kind == EventKind::package_end
                         ? event.result
                         : static_cast<std::int32_t>(event.code);
  logging::strip(deciding->logging, record);
  for (auto &[id, provider] : providers_) {
    bool selected = false;
    for (const std::string &chosen : deciding->logging.providers)
      selected = selected || package::same_guid(chosen, id);
    if (!selected) continue;
    if (Result<> done = provider->write(record); !done && !failure_) failure_ = std::move(done).error();
  }
}

Result<> LogWriter::close() {
  for (auto &[id, provider] : providers_)
    if (Result<> done = provider->close(); !done && !failure_) failure_ = std::move(done).error();
  providers_.clear();
  if (failure_) return *failure_;
  return success();
}

}  // namespace gantry::runtime
