#include "host/loader/loader.hpp"

#include "host/catalog/identity.hpp"
#include "host/catalog/marks.hpp"
#include "host/catalog/refusal.hpp"
#include "host/loader/loaded-plugin.hpp"
#include "host/loader/probe.hpp"

#include <map>
#include <optional>

namespace gantry::loader {
namespace {

using catalog::Refusal;
using catalog::refuse;

/// init and deinit of a library are serialised in the whole process (E3), whichever loader runs them.
std::mutex &library_mutex(const catalog::FileIdentity &identity) {
  static std::mutex all;
  static auto &mutexes = *new std::map<std::pair<std::uint64_t, std::uint64_t>, std::mutex>;
  const std::lock_guard<std::mutex> lock(all);
  return mutexes[{identity.device, identity.inode}];
}

/// One library of this loader.
struct Library {
  std::mutex mutex;
  std::unique_ptr<LoadedPlugin> plugin;
  std::optional<Error> failure;  ///< final: of a library that is in memory and cannot be used
  catalog::FileIdentity identity;
};

/// A library that is in memory and was found wanting stays so; what was missing before can be installed
/// meanwhile, and marks can be lifted.
bool is_final(const Error &error) {
  switch (static_cast<Refusal>(error.code)) {
    case Refusal::no_entry:
    case Refusal::short_descriptor:
    case Refusal::descriptor_abi_major:
    case Refusal::descriptor_differs:
    case Refusal::describe_differs:
    case Refusal::init_failed:
    case Refusal::init_threw:
    case Refusal::no_factory:
    case Refusal::further_exports: return true;
    default: return false;
  }
}

}  // namespace

struct Loader::State {
  LoaderOptions options;
  std::shared_ptr<CheckReport> checks;
  mutable std::mutex mutex;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::unique_ptr<Library>> libraries;
  std::vector<Library *> order;  ///< as they came up

  Library &library(const catalog::FileIdentity &identity) {
    const std::lock_guard<std::mutex> lock(mutex);
    std::unique_ptr<Library> &found = libraries[{identity.device, identity.inode}];
    if (!found) {
      found = std::make_unique<Library>();
      found->identity = identity;
    }
    return *found;
  }

  /// Whether a library of that name came up before.
  bool holds(const std::string &path) const {
    const std::lock_guard<std::mutex> lock(mutex);
    for (const Library *library : order)
      if (library->plugin->file().path == path) return true;
    return false;
  }

  Result<> clear_suspicion(const catalog::PluginFile &file, const catalog::FileIdentity &identity) const;
  Result<std::unique_ptr<LoadedPlugin>> bring_up(const catalog::PluginFile &file,
                                                 const catalog::FileIdentity &identity) const;
};

/// A suspect goes through the probe first; only a crash there quarantines (section 13).
Result<> Loader::State::clear_suspicion(const catalog::PluginFile &file,
                                        const catalog::FileIdentity &identity) const {
  const std::string &folder = options.marker_folder;
  if (const std::optional<catalog::Mark> mark = catalog::quarantine_of(folder, file.path, identity))
    return catalog::quarantine_reason(*mark).text;
  const std::optional<catalog::Mark> stale = catalog::stale_marker_of(folder, file.path, identity);
  if (!stale) return success();
  if (options.probe_program.empty()) {
    Error error = catalog::suspect_reason(*stale).text;
    error.todo = "run it by a program that can try it in a process of its own, or `gantry plugins reset " +
                 file.path + "`";
    return error;
  }
  Result<ProbeReport> report = probe(options.probe_program, file.path, options.init_seconds + 2);
  if (!report) return std::move(report).error();
  if (report->passed()) {
    catalog::clear_marks(folder, file.path, false);
    return success();
  }
  if (report->crashed() && !report->timed_out) {
    catalog::Mark mark{file.path,           identity,
                       catalog::boot_id(),  report->call.empty() ? "load" : report->call,
                       catalog::time_now(), report->signal};
    (void)catalog::quarantine(folder, mark);
  }
  return report->error(file.path);
}

Result<std::unique_ptr<LoadedPlugin>> Loader::State::bring_up(const catalog::PluginFile &file,
                                                              const catalog::FileIdentity &identity) const {
  if (Result<> cleared = clear_suspicion(file, identity); !cleared) return std::move(cleared).error();
  const std::unique_ptr<catalog::LoadMarker> marker =
      catalog::LoadMarker::create(options.marker_folder, file.path, identity);
  Bringing bringing;
  bringing.seconds = options.init_seconds;
  bringing.log = options.log;
  bringing.checks = checks;
  bringing.on_call = [&](std::string_view call) {
    if (marker && call != "load") marker->set_call(call);  // it is born with load
  };
  const std::lock_guard<std::mutex> lock(library_mutex(identity));
  return LoadedPlugin::bring_up(file, bringing);
}

Loader::Loader(LoaderOptions options) : state_(std::make_unique<State>()) {
  if (options.check_calls) state_->checks = std::make_shared<CheckReport>(options.check_report);
  state_->options = std::move(options);
}

Loader::~Loader() {
  if (state_->checks) (void)report_unreleased(state_->checks);
  for (auto library = state_->order.rbegin(); library != state_->order.rend(); ++library) {
    const std::lock_guard<std::mutex> lock(library_mutex((*library)->identity));
    (*library)->plugin->take_down();
  }
}

Result<Plugin *> Loader::load(const catalog::PluginFile &file) {
  if (!file.usable()) {
    Error error = file.reason.text;
    error.code = static_cast<std::uint32_t>(file.reason.number);
    return error;
  }
  const std::optional<catalog::FileIdentity> identity = catalog::identity_of(file.path);
  if (!identity)
    return refuse(Refusal::unreadable_file, Status::not_found, "plugin " + file.path + " cannot be opened",
                  "the file that was catalogued", "no such file any more", "install it again, or rescan");
  Library &library = state_->library(*identity);
  const std::lock_guard<std::mutex> lock(library.mutex);
  if (library.plugin) return library.plugin.get();
  if (library.failure) return *library.failure;
  // What is loaded must be what was judged; under a name that is loaded already dlopen would give the old one
  // (L2).
  const bool judged = file.identity == catalog::FileIdentity{} || file.identity == *identity;
  if (!judged || state_->holds(file.path))
    return refuse(
        Refusal::file_changed, Status::state, "plugin " + file.path + " has changed since it was looked at",
        "the file that was catalogued", "other size or times", "rescan; give a new build a new file name");
  Result<std::unique_ptr<LoadedPlugin>> plugin = state_->bring_up(file, *identity);
  if (!plugin) {
    if (is_final(plugin.error())) library.failure = plugin.error();
    return std::move(plugin).error();
  }
  library.plugin = std::move(plugin).value();
  {
    const std::lock_guard<std::mutex> order_lock(state_->mutex);
    state_->order.push_back(&library);
  }
  return library.plugin.get();
}

std::vector<std::string> Loader::loaded() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  std::vector<std::string> paths;
  for (const Library *library : state_->order) paths.push_back(library->plugin->file().path);
  return paths;
}

}  // namespace gantry::loader
