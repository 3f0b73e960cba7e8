#include "host/loader/library.hpp"

#include "host/catalog/refusal.hpp"
#include "host/loader/dl-message.hpp"
#include "host/loader/exports.hpp"

#include <boost/dll/shared_library.hpp>

#include <algorithm>
#include <exception>
#include <mutex>

namespace gantry::loader {
namespace {

using catalog::Refusal;
using catalog::refuse;

/// A static constructor's exception comes out of dlopen.
Result<boost::dll::shared_library *> load(const std::string &path) {
  // Kept for ever: what a library gave out may be used until the very end of the process (L1, O3).
  static std::mutex kept_mutex;
  static auto &kept = *new std::vector<boost::dll::shared_library *>;
  auto *library = new boost::dll::shared_library;
  std::string message;
  try {
    boost::dll::fs::error_code problem;
    library->load(boost::dll::fs::path(path), problem,
                  boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (!problem && library->is_loaded()) {
      const std::lock_guard<std::mutex> lock(kept_mutex);
      kept.push_back(library);
      return library;
    }
    const char *said = ::dlerror();
    message = said ? said : problem.message();
  } catch (const std::exception &thrown) {
    message = std::string("an exception while it was loaded: ") + thrown.what();
  } catch (...) {
    message = "an exception while it was loaded";
  }
  delete library;
  return explain_dl_message(path, message);
}

Error no_entry(const std::string &path, std::string found) {
  return refuse(Refusal::no_entry, Status::unsupported, "plugin " + path + " has no entry",
                "one exported constant object " GANTRY_ENTRY_NAME, std::move(found),
                "build it with gantry_add_plugin; it may be for another Gantry");
}

Error short_descriptor(const std::string &path, std::string expected, std::string found) {
  return refuse(Refusal::short_descriptor, Status::data, "plugin " + path + " has a broken entry",
                std::move(expected), std::move(found), "ask the plugin's author for a corrected one");
}

std::string bytes_text(std::size_t bytes) { return std::to_string(bytes) + " bytes"; }

/// The lines of a class as a note or describe has them, in order: of repeated keys the first one is special
/// (M2).
std::vector<std::string> class_lines(std::string_view text, std::string_view class_id) {
  std::vector<std::string> lines;
  bool inside = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (line.substr(0, 6) == "class=") inside = line.substr(6) == class_id;
    if (inside && (line.substr(0, 6) == "class=" || line.substr(0, 6) == "class.")) lines.emplace_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::vector<std::string> class_ids(std::string_view text) {
  std::vector<std::string> ids;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (line.substr(0, 6) == "class=") ids.emplace_back(line.substr(6));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return ids;
}

Error describes_differently(const std::string &path, std::string what, std::string note,
                            std::string described) {
  return refuse(Refusal::describe_differs, Status::data,
                "plugin " + path + " describes " + what + " differently",
                "as its note has it: " + std::move(note), "describe has: " + std::move(described),
                "build it with gantry_add_plugin, which makes both from one text");
}

}  // namespace

Result<const gantry_plugin *> open_library(const std::string &path) {
  Result<boost::dll::shared_library *> loaded = load(path);
  if (!loaded) return std::move(loaded).error();
  boost::dll::shared_library &library = **loaded;

  const std::vector<Export> exports = exports_of(reinterpret_cast<void *>(library.native()));
  const auto entry = std::find_if(exports.begin(), exports.end(),
                                  [](const Export &e) { return e.name == GANTRY_ENTRY_NAME; });
  if (entry == exports.end() || !library.has(GANTRY_ENTRY_NAME)) return no_entry(path, "no such symbol");
  if (!entry->data) return no_entry(path, "a symbol of that name that is no object");
  std::string further;
  for (const Export &other : exports)
    if (other.name != GANTRY_ENTRY_NAME && further.size() < 200)
      further += (further.empty() ? "" : ", ") + other.name;
  if (!further.empty())
    return refuse(Refusal::further_exports, Status::unsupported,
                  "plugin " + path + " exports more than its entry", "only " GANTRY_ENTRY_NAME, further,
                  "build it with gantry_add_plugin, or with its version script");

  // Constant data: everything is judged before any of its functions runs (E2).
  if (entry->size < sizeof(std::uint32_t))
    return short_descriptor(path, "an entry with a size", bytes_text(entry->size));
  const gantry_plugin *descriptor = &library.get<const gantry_plugin>(GANTRY_ENTRY_NAME);
  if (descriptor->struct_size > entry->size)
    return short_descriptor(path, "an entry as long as it says: " + bytes_text(descriptor->struct_size),
                            bytes_text(entry->size));
  if (descriptor->struct_size < offsetof(gantry_plugin, id))
    return short_descriptor(path, bytes_text(sizeof(gantry_plugin)), bytes_text(descriptor->struct_size));
  if (descriptor->abi_major != GANTRY_ABI_MAJOR)
    return refuse(Refusal::descriptor_abi_major, Status::unsupported,
                  "plugin " + path + " is for another host", "ABI major " + std::to_string(GANTRY_ABI_MAJOR),
                  "ABI major " + std::to_string(descriptor->abi_major), "install the build for this Gantry");
  if (descriptor->struct_size < sizeof(gantry_plugin))
    return short_descriptor(path, bytes_text(sizeof(gantry_plugin)), bytes_text(descriptor->struct_size));
  if (!descriptor->id || !descriptor->version || !descriptor->init || !descriptor->deinit ||
      !descriptor->get_factory)
    return short_descriptor(path, "id, version, init, deinit and get_factory", "a null pointer among them");
  return descriptor;
}

Result<> check_agreement(const std::string &path, const gantry_plugin &descriptor,
                         const catalog::PluginNote &note) {
  const auto differ = [&](const char *name, const std::string &in_note, const std::string &in_descriptor) {
    return refuse(Refusal::descriptor_differs, Status::data,
                  "plugin " + path + " has a note and a descriptor that differ in " + name,
                  "note: " + in_note, "descriptor: " + in_descriptor,
                  "build it with gantry_add_plugin, which makes both from one text");
  };
  if (note.id != descriptor.id) return differ("id", note.id, descriptor.id);
  if (note.version != descriptor.version) return differ("version", note.version, descriptor.version);
  if (note.abi_major != descriptor.abi_major)
    return differ("ABI major", std::to_string(note.abi_major), std::to_string(descriptor.abi_major));
  return success();
}

Result<> check_classes(const std::string &path, const std::vector<std::string> &described,
                       const catalog::PluginNote &note) {
  const std::vector<std::string> ids = class_ids(note.text);
  if (ids.size() != described.size())
    return describes_differently(path, "its classes", std::to_string(ids.size()) + " classes",
                                 std::to_string(described.size()));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::vector<std::string> found = class_ids(described[i]);
    if (found.size() != 1 || found[0] != ids[i])
      return describes_differently(path, "class " + std::to_string(i), ids[i],
                                   found.empty() ? "no class" : found[0]);
    const std::vector<std::string> in_note = class_lines(note.text, ids[i]);
    const std::vector<std::string> in_describe = class_lines(described[i], ids[i]);
    for (std::size_t k = 0; k < std::max(in_note.size(), in_describe.size()); ++k) {
      const std::string left = k < in_note.size() ? in_note[k] : "nothing more";
      const std::string right = k < in_describe.size() ? in_describe[k] : "nothing more";
      if (left != right) return describes_differently(path, "class " + ids[i], left, right);
    }
  }
  return success();
}

}  // namespace gantry::loader
