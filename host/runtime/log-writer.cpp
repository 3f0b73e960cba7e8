#include "host/runtime/log-writer.hpp"

#include "host/logging/filter.hpp"
#include "host/package/names.hpp"

#include <pwd.h>
#include <unistd.h>

#include <set>

namespace gantry::runtime {

namespace {

std::string user_name() {
  const passwd *entry = getpwuid(geteuid());
  return entry ? entry->pw_name : std::to_string(geteuid());
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
                   "the text file or the XML file provider", why,
                   "choose another provider, or take this one out of the package's logging")
          .with_code(0xC0010018);
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
    Result<std::unique_ptr<logging::Provider>> opened = kind == logging::ProviderKind::xml_file
                                                            ? logging::open_xml_file(*file)
                                                            : logging::open_text_file(*file);
    if (!opened) return std::move(opened).error();
    providers_.emplace(provider.id, std::move(opened).value());
  }
  return success();
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
