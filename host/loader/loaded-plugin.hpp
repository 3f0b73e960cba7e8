// A library that has been loaded, checked and initialised.
#ifndef GANTRY_LOADER_LOADED_PLUGIN_HPP
#define GANTRY_LOADER_LOADED_PLUGIN_HPP

#include "host/loader/check-report.hpp"
#include "host/loader/loader.hpp"

#include <gantry/object-factory.h>

#include <map>

namespace gantry::loader {

/// How a library is brought up.
struct Bringing {
  int seconds = 10;  ///< E3, for each of the steps
  std::function<void(const std::string &plugin, int level, std::string_view text)> log;
  std::function<void(std::string_view call)> on_call;  ///< before `load`, `init`, `describe`
  std::string announcement;                            ///< the watchdog's line on stdout
  std::shared_ptr<CheckReport> checks;                 ///< null: calls go unchecked
};

class LoadedPlugin : public Plugin {
 public:
  /// Loads, checks entry and note, runs init, checks describe. The caller serialises per library. Errors: 601
  /// to 610, 617, 618.
  static Result<std::unique_ptr<LoadedPlugin>> bring_up(const catalog::PluginFile &file,
                                                        const Bringing &bringing);

  /// The matching deinit. Only in the process that ran init (E3).
  void take_down() noexcept;

  const catalog::PluginFile &file() const override { return file_; }
  Result<std::string> describe(std::string_view class_id) override;
  Result<ObjectPtr> create(const gantry_host *site, std::string_view class_id) override;

 private:
  /// init's host: it serves the log and nothing else.
  struct InitHost {
    gantry_host host;
    LoadedPlugin *owner;
  };
  explicit LoadedPlugin(const catalog::PluginFile &file, const Bringing &bringing);

  static const void *query_host(const gantry_host *host, const char *iid) noexcept;
  static void write_log(const gantry_host *host, std::int32_t level, gantry_str text) noexcept;

  Result<> initialise();
  Result<> read_classes();
  /// Section 14 for the one call that has no object yet.
  void check_status(std::string_view class_id, gantry_status status, const gantry_error *error,
                    const gantry_object *made) const noexcept;
  Result<> check_object(gantry_object *object, const catalog::ClassNote &note) const;

  const catalog::PluginFile file_;
  const std::function<void(const std::string &plugin, int level, std::string_view text)> log_;
  const std::shared_ptr<CheckReport> checks_;
  InitHost host_;
  const gantry_plugin *descriptor_ = nullptr;
  const gantry_object_factory *factory_ = nullptr;
  std::map<std::string, std::string, std::less<>> described_;
  int process_ = 0;  ///< that ran init; 0: it did not run
};

}  // namespace gantry::loader

#endif
