// Loads plugins and makes their objects (abi: E1 to E5, L1 to L4, M4, sections 12 to 14).
#ifndef GANTRY_LOADER_LOADER_HPP
#define GANTRY_LOADER_LOADER_HPP

#include "host/catalog/catalog.hpp"

#include <gantry/gantry.h>
#include <gantry/cpp/object.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::loader {

struct LoaderOptions {
  std::string marker_folder;  ///< as in catalog::ScanOptions; empty: no markers
  std::string probe_program;  ///< this program; run as `PROGRAM --probe-plugin FILE` for suspects
  bool check_calls = false;   ///< section 14
  int init_seconds = 10;      ///< E3
  std::function<void(const std::string &plugin, int level, std::string_view text)> log;  ///< of init
  std::function<void(const std::string &report)>
      check_report;  ///< one line of a check proxy; default: stderr
};

/// A library that has been loaded and initialised. Never unloaded (L1).
class Plugin {
 public:
  virtual ~Plugin() = default;
  virtual const catalog::PluginFile &file() const = 0;
  /// `describe` of a class in note format (P1), kept after the first call. Errors: NOT_FOUND, those of the
  /// plugin.
  virtual Result<std::string> describe(std::string_view class_id) = 0;
  /// A new object; `site` must live until its last release. The interfaces the class must have are checked
  /// (M4).
  virtual Result<ObjectPtr> create(const gantry_host *site, std::string_view class_id) = 0;
};

/// Any thread. One library per device and inode; loading is serialised per library.
class Loader {
 public:
  explicit Loader(LoaderOptions options);
  Loader(const Loader &) = delete;
  Loader &operator=(const Loader &) = delete;
  ~Loader();  ///< deinit of everything, in reverse order

  /// Loads at first use. Errors: UNSUPPORTED, DATA, IO ... each with its refusal number in `code` as
  /// docs/refusals.md has it (missing dependency: which, and what to install; descriptor and note differ:
  /// both values ...).
  Result<Plugin *> load(const catalog::PluginFile &file);
  /// Files loaded so far.
  std::vector<std::string> loaded() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A lease on an object (T3, B2): own identity, forwards unknown ids; its last release gives the inner object
/// to `reap` (takes over one reference; false: it could not, then it is released here).
ObjectPtr lease(ObjectPtr inner, std::function<bool(gantry_object *)> reap);

/// What the program does when started as `--probe-plugin FILE`: loads, inits, describes, deinits; prints the
/// describe texts. Returns an exit code.
int run_probe(const std::string &path);

}  // namespace gantry::loader

#endif
