#include "host/loader/loaded-plugin.hpp"

#include "host/catalog/refusal.hpp"
#include "host/loader/library.hpp"
#include "host/loader/watchdog.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <exception>

namespace gantry::loader {
namespace {

using catalog::Refusal;
using catalog::refuse;

constexpr const char *host_name = "gantry";
constexpr const char *host_version = "0.1.0";

/// Runs foreign code: what it throws becomes a text (L4 forbids it; a host that dies of it would hide who did
/// it).
template <typename Body>
Result<gantry_status> guarded_call(const std::string &path, const char *call, Body &&body) {
  std::string thrown;
  try {
    return static_cast<gantry_status>(body());
  } catch (const std::exception &exception) {
    thrown = exception.what();
  } catch (...) {
    thrown = "no std::exception";
  }
  return refuse(Refusal::init_threw, Status::internal, "plugin " + path + " threw an exception in " + call,
                "a status", "an exception: " + thrown.substr(0, 200), "report this to the plugin's author");
}

std::string one_line(const Error &error) {
  std::string text = error.what;
  for (const std::string *part : {&error.expected, &error.found})
    if (!part->empty()) text += "; " + *part;
  return text;
}

const char *interface_of(catalog::ClassKind kind) {
  switch (kind) {
    case catalog::ClassKind::connection_manager: return GANTRY_CONNECTION_MANAGER_ID;
    case catalog::ClassKind::task: return GANTRY_TASK_ID;
    case catalog::ClassKind::driver: return GANTRY_DRIVER_ID;
    case catalog::ClassKind::enumerator: return GANTRY_ENUMERATOR_ID;
  }
  return "";
}

}  // namespace

LoadedPlugin::LoadedPlugin(const catalog::PluginFile &file, const Bringing &bringing)
    : file_(file),
      log_(bringing.log),
      checks_(bringing.checks),
      host_{{sizeof(gantry_host), GANTRY_ABI_MAJOR, GANTRY_ABI_MINOR, host_name, host_version, &query_host},
            this} {}

Result<std::unique_ptr<LoadedPlugin>> LoadedPlugin::bring_up(const catalog::PluginFile &file,
                                                             const Bringing &bringing) {
  const auto step = [&](const char *call) {
    if (bringing.on_call) bringing.on_call(call);
    return std::make_unique<Watchdog>(
        bringing.seconds,
        refuse(Refusal::init_hung, Status::deadline, "plugin " + file.path + " hangs in " + call + " [611]",
               "an end within " + std::to_string(bringing.seconds) + " seconds", "none; this process ends",
               "take the file out of its folder, or ask the plugin's author for a corrected one")
            .message(),
        bringing.announcement);
  };
  std::unique_ptr<LoadedPlugin> plugin(new LoadedPlugin(file, bringing));
  {
    const auto watchdog = step("load");
    Result<const gantry_plugin *> descriptor = open_library(file.path);
    if (!descriptor) return std::move(descriptor).error();
    plugin->descriptor_ = *descriptor;
  }
  if (Result<> agrees = check_agreement(file.path, *plugin->descriptor_, file.note); !agrees)
    return std::move(agrees).error();
  {
    const auto watchdog = step("init");
    if (Result<> ready = plugin->initialise(); !ready) return std::move(ready).error();
  }
  {
    const auto watchdog = step("describe");
    if (Result<> read = plugin->read_classes(); !read) {
      plugin->take_down();
      return std::move(read).error();
    }
  }
  return plugin;
}

Result<> LoadedPlugin::initialise() {
  ErrorReceiver receiver;
  const Result<gantry_status> status =
      guarded_call(file_.path, "init", [&] { return descriptor_->init(&host_.host, receiver); });
  if (!status) return status.error();
  if (*status == GANTRY_OK) {
    process_ = ::getpid();
    return success();
  }
  const Error said = receiver.error(*status);
  Error error =
      refuse(Refusal::init_failed, said.status, "plugin " + file_.path + " cannot start", "init to succeed",
             one_line(said), said.todo.empty() ? "see what it says, or report it to its author" : said.todo);
  error.details = said.details;
  return error;
}

Result<> LoadedPlugin::read_classes() {
  const void *table = nullptr;
  Result<gantry_status> asked = guarded_call(file_.path, "get_factory", [&] {
    table = descriptor_->get_factory(GANTRY_OBJECT_FACTORY_ID);
    return GANTRY_OK;
  });
  if (!asked) return std::move(asked).error();
  factory_ = static_cast<const gantry_object_factory *>(table);
  if (!factory_ || factory_->struct_size < sizeof(gantry_object_factory) || !factory_->count ||
      !factory_->describe || !factory_->create)
    return refuse(Refusal::no_factory, Status::unsupported, "plugin " + file_.path + " makes no objects",
                  GANTRY_OBJECT_FACTORY_ID, factory_ ? "a broken table" : "none",
                  "ask the plugin's author for a corrected one");
  std::size_t count = 0;
  Result<gantry_status> counted = guarded_call(file_.path, "count", [&] {
    count = factory_->count();
    return GANTRY_OK;
  });
  if (!counted) return std::move(counted).error();
  std::vector<std::string> described;
  // A note cannot hold more classes than this, so a higher count differs from it anyway.
  for (std::size_t i = 0; i < std::min<std::size_t>(count, 4096); ++i) {
    StringSink sink;
    ErrorReceiver receiver;
    Result<gantry_status> status =
        guarded_call(file_.path, "describe", [&] { return factory_->describe(i, sink, receiver); });
    if (!status) return std::move(status).error();
    if (*status != GANTRY_OK)
      return refuse(Refusal::describe_differs, Status::data,
                    "plugin " + file_.path + " does not describe class " + std::to_string(i),
                    "its description", one_line(receiver.error(*status)),
                    "ask the plugin's author for a corrected one");
    described.push_back(sink.release());
  }
  if (Result<> same = check_classes(file_.path, described, file_.note); !same) return same;
  for (const std::string &text : described) {
    const std::size_t at = text.find("class=") + 6;  // check_classes has seen that line
    described_[text.substr(at, text.find('\n', at) - at)] = text;
  }
  return success();
}

void LoadedPlugin::take_down() noexcept {
  if (process_ == 0 || process_ != ::getpid()) return;
  process_ = 0;
  try {
    descriptor_->deinit();
  } catch (...) {
    write_log(&host_.host, GANTRY_LOG_ERROR, borrow("an exception came out of deinit"));
  }
}

Result<std::string> LoadedPlugin::describe(std::string_view class_id) {
  const auto found = described_.find(class_id);
  if (found != described_.end()) return found->second;
  return refuse(Refusal::unknown_class, Status::not_found,
                "plugin " + file_.path + " has no class " + std::string(class_id), "a class of its note",
                std::string(class_id), "ask `gantry plugins inspect` what it has");
}

Result<ObjectPtr> LoadedPlugin::create(const gantry_host *site, std::string_view class_id) {
  const catalog::ClassNote *note = file_.note.find_class(class_id);
  if (!note) return describe(class_id).error();
  gantry_object *made = nullptr;
  ErrorReceiver receiver;
  Result<gantry_status> status = guarded_call(
      file_.path, "create", [&] { return factory_->create(site, borrow(class_id), &made, receiver); });
  if (!status) {
    if (checks_)
      checks_->say(Side::plugin, class_id, GANTRY_OBJECT_FACTORY_ID " create", "an exception came out (L4)");
    return std::move(status).error();
  }
  if (checks_) check_status(class_id, *status, receiver, made);
  if (*status != GANTRY_OK) return receiver.error(*status);
  if (Result<> usable = check_object(made, *note); !usable) {
    // A table that is not whole cannot be asked to release.
    if (usable.error().code == static_cast<std::uint32_t>(Refusal::interface_missing))
      made->base->release(made);
    return std::move(usable).error();
  }
  ObjectPtr object = ObjectPtr::adopt(made);
  return checks_ ? checked(std::move(object), std::string(class_id), checks_) : std::move(object);
}

void LoadedPlugin::check_status(std::string_view class_id, gantry_status status, const gantry_error *error,
                                const gantry_object *made) const noexcept {
  constexpr const char *call = GANTRY_OBJECT_FACTORY_ID " create";
  if (status < GANTRY_OK || status > GANTRY_E_INTERNAL)
    checks_->say(Side::plugin, class_id, call, "a status which is none (R2)");
  else if (status != GANTRY_OK && (error->status != status || error->message_length == 0))
    checks_->say(Side::plugin, class_id, call, "a failure without a matching error (R1)");
  else if (status == GANTRY_OK && error->status != GANTRY_OK)
    checks_->say(Side::plugin, class_id, call, "OK and an error that was written to (R1)");
  if (status == GANTRY_OK && !made) checks_->say(Side::plugin, class_id, call, "OK without an object");
}

Result<> LoadedPlugin::check_object(gantry_object *object, const catalog::ClassNote &note) const {
  if (!object || !object->base || object->base->struct_size < sizeof(gantry_object_vtbl) ||
      !object->base->retain || !object->base->release || !object->base->query)
    return refuse(Refusal::broken_object, Status::internal,
                  "plugin " + file_.path + " made a broken object of class " + note.id,
                  "an object with retain, release and query",
                  object ? "a table that is not whole" : "a null pointer",
                  "report this to the plugin's author");
  std::vector<const char *> needed = {interface_of(note.kind)};
  if (note.kind != catalog::ClassKind::driver) needed.push_back(GANTRY_PROPERTIES_ID);  // P1
  for (const char *iid : needed) {
    gantry_ref ref{nullptr, nullptr};
    if (object->base->query(object, iid, &ref) == 0 || !ref.self || !ref.table)
      return refuse(Refusal::interface_missing, Status::unsupported,
                    "an object of class " + note.id + " (" + file_.path + ") lacks an interface",
                    std::string(iid) + ", which every " + std::string(kind_name(note.kind)) + " has",
                    "no answer to it", "ask the plugin's author for a corrected one");
  }
  return success();
}

const void *LoadedPlugin::query_host(const gantry_host *, const char *iid) noexcept {
  static constexpr gantry_host_log log = {sizeof(gantry_host_log), 0, &LoadedPlugin::write_log};
  return iid && std::string_view(iid) == GANTRY_HOST_LOG_ID ? &log : nullptr;
}

void LoadedPlugin::write_log(const gantry_host *host, std::int32_t level, gantry_str text) noexcept {
  const LoadedPlugin &plugin = *reinterpret_cast<const InitHost *>(host)->owner;
  const int known = level >= GANTRY_LOG_TRACE && level <= GANTRY_LOG_ERROR ? level : GANTRY_LOG_INFORMATION;
  try {
    if (plugin.log_) plugin.log_(plugin.file_.note.id, known, view(text));
  } catch (...) {
    // Logging never fails (V10).
  }
}

}  // namespace gantry::loader
