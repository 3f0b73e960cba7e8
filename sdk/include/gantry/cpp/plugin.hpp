// The entry of a plugin written in C++ (E1 to E5). A class that is handed to GANTRY_CXX_PLUGIN has
//   static constexpr const char *class_id = "...";           as in the note
//   static const gantry::PropertyList &properties();          P1
//   explicit Class(const gantry_host *site);
// and may have
//   static const std::vector<std::string> &log_entries();     P1
//   static gantry::Result<> init(const gantry_host *host);    counted: runs once (E3)
//   static void deinit() noexcept;
#ifndef GANTRY_CPP_PLUGIN_HPP
#define GANTRY_CPP_PLUGIN_HPP

#include <gantry/cpp/connection-manager.hpp>
#include <gantry/cpp/driver.hpp>
#include <gantry/cpp/task.hpp>

#include <array>

namespace gantry {

namespace detail {
template <typename Class, typename = void>
struct HasLogEntries : std::false_type {};
template <typename Class>
struct HasLogEntries<Class, std::void_t<decltype(Class::log_entries())>> : std::true_type {};
template <typename Class, typename = void>
struct HasInit : std::false_type {};
template <typename Class>
struct HasInit<Class, std::void_t<decltype(Class::init(nullptr))>> : std::true_type {};
template <typename Class, typename = void>
struct HasDeinit : std::false_type {};
template <typename Class>
struct HasDeinit<Class, std::void_t<decltype(Class::deinit())>> : std::true_type {};

/// The lines of a class in note text (M2): from `class=<id>` to before the next `class=`.
inline std::string_view class_block(std::string_view note, std::string_view class_id) {
  const std::string begin = "class=" + std::string(class_id) + '\n';
  std::size_t at = note.substr(0, begin.size()) == begin ? 0 : note.find('\n' + begin);
  if (at == std::string_view::npos) return {};
  if (at != 0) ++at;
  const std::size_t end = note.find("\nclass=", at);
  return note.substr(at, end == std::string_view::npos ? end : end - at + 1);
}
}  // namespace detail

/// Note: the text that gantry_add_plugin() generated, so that descriptor, describe and note agree (M4).
template <typename Note, typename... Classes>
class PluginOf {
 public:
  static gantry_status init(const gantry_host *host, gantry_error *error) noexcept {
    if (count() > 0) {
      ++count();
      return GANTRY_OK;
    }
    const gantry_status status = guarded(error, [&]() -> Result<> {
      Result<> result = success();
      (void)((result = init_class<Classes>(host), result.ok()) && ...);
      return result;
    });
    if (status == GANTRY_OK) ++count();
    return status;
  }
  static void deinit() noexcept {
    if (count() == 0 || --count() > 0) return;
    (deinit_class<Classes>(), ...);
  }
  static const void *get_factory(const char *iid) noexcept {
    return iid && std::string_view(iid) == GANTRY_OBJECT_FACTORY_ID ? &factory : nullptr;
  }

 private:
  static std::uint32_t &count() noexcept {
    static std::uint32_t value = 0;
    return value;
  }
  template <typename Class>
  static Result<> init_class(const gantry_host *host) {
    if constexpr (detail::HasInit<Class>::value) return Class::init(host);
    return success();
  }
  template <typename Class>
  static void deinit_class() noexcept {
    if constexpr (detail::HasDeinit<Class>::value) Class::deinit();
  }
  template <typename Class>
  static std::string describe_class() {
    std::string text(detail::class_block(Note::text, Class::class_id));
    text += describe_properties(Class::properties());
    if constexpr (detail::HasLogEntries<Class>::value)
      for (const std::string &entry : Class::log_entries()) text += "log-entry=" + entry + '\n';
    return text;
  }
  template <typename Class>
  static bool create_class(const gantry_host *site, std::string_view id, gantry_object **out) {
    if (id != Class::class_id) return false;
    *out = make_object<Class>(site).hand_out().release();
    return true;
  }

  static constexpr gantry_object_factory factory = {
      sizeof(gantry_object_factory), 0, []() noexcept -> std::size_t { return sizeof...(Classes); },
      [](std::size_t index, gantry_sink out, gantry_error *error) noexcept {
        return guarded(error, [&]() -> Result<> {
          using Describe = std::string (*)();
          static constexpr std::array<Describe, sizeof...(Classes)> all = {&describe_class<Classes>...};
          if (index >= all.size())
            return Error(Status::invalid, "there is no such class",
                         "an index below " + std::to_string(all.size()), std::to_string(index));
          const gantry_status status = put(out, all[index]());
          if (status != GANTRY_OK) return Error(static_cast<Status>(status), "the description was not taken");
          return success();
        });
      },
      [](const gantry_host *site, gantry_str class_id, gantry_object **out, gantry_error *error) noexcept {
        return guarded(error, [&]() -> Result<> {
          if ((create_class<Classes>(site, view(class_id), out) || ...)) return success();
          return Error(Status::not_found, "this plugin has no class " + std::string(view(class_id)),
                       "a class of its note", std::string(view(class_id)),
                       "ask `gantry plugins inspect` what it has");
        });
      }};
};

}  // namespace gantry

/// Use once, at file scope, after including the generated "gantry-plugin-note.h".
#define GANTRY_CXX_PLUGIN(...)                                                             \
  namespace {                                                                              \
  struct GantryPluginNote {                                                                \
    static constexpr const char *text = GANTRY_PLUGIN_NOTE;                                \
  };                                                                                       \
  using GantryPlugin = ::gantry::PluginOf<GantryPluginNote, __VA_ARGS__>;                  \
  }                                                                                        \
  extern "C" __attribute__((visibility("default"))) const gantry_plugin gantry_plugin_1;   \
  const gantry_plugin gantry_plugin_1 = {                                                  \
      sizeof(gantry_plugin), GANTRY_ABI_MAJOR,    GANTRY_ABI_MINOR,      GANTRY_PLUGIN_ID, \
      GANTRY_PLUGIN_VERSION, &GantryPlugin::init, &GantryPlugin::deinit, &GantryPlugin::get_factory}

#endif
