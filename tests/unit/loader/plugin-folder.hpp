// A folder with one copy of a test plugin: a file of its own, so that each test loads a library of its own.
#ifndef GANTRY_TESTS_LOADER_PLUGIN_FOLDER_HPP
#define GANTRY_TESTS_LOADER_PLUGIN_FOLDER_HPP

#include "host/catalog/identity.hpp"
#include "host/catalog/marks.hpp"
#include "host/loader/loader.hpp"
#include "tests/unit/catalog/temporary-folder.hpp"

#include <fcntl.h>
#include <sys/wait.h>

namespace gantry::tests {

struct PluginFolder {
  TemporaryFolder folder;
  std::string plugins = folder.folder("plugins");
  std::string file;
  catalog::ScanOptions places;
  loader::LoaderOptions options;

  explicit PluginFolder(const std::string &name) : file(plugins + '/' + name + ".so") {
    std::filesystem::copy_file(std::string(GANTRY_TEST_PLUGINS "/") + name + ".so", file);
    ::chmod(file.c_str(), 0644);
    places.folders = {{plugins, "--plugin-path"}};
    places.marker_folder = options.marker_folder = folder / "state";
    options.probe_program = GANTRY_TEST_PROGRAM;
    options.init_seconds = 5;
  }

  catalog::PluginFile scanned() const { return catalog::Catalog::scan(places).files().at(0); }
  /// The number of the refusal, 0 when it loads.
  int load_number(loader::Loader &loader) const {
    const Result<loader::Plugin *> plugin = loader.load(scanned());
    return plugin ? 0 : static_cast<int>(plugin.error().code);
  }
  Error load_error() const {
    loader::Loader loader(options);
    Result<loader::Plugin *> plugin = loader.load(scanned());
    return plugin ? Error(Status::ok, "it loads") : std::move(plugin).error();
  }
  std::size_t marks() const {
    if (!std::filesystem::exists(places.marker_folder)) return 0;
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(places.marker_folder), {}));
  }

  /// A process that dies in the middle of loading the file.
  void leave_marker() const {
    const pid_t child = ::fork();
    if (child == 0) {
      auto marker = catalog::LoadMarker::create(places.marker_folder, file, *catalog::identity_of(file));
      ::_exit(marker ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
  }

  struct Outcome {
    int signal = 0, exit_code = 0;
    std::string complaint;
  };
  /// Loads it in a process of its own that has no probe.
  Outcome load_elsewhere(int seconds = 5) const {
    const std::string complaint = folder / "stderr";
    const std::string command = "exec '" GANTRY_TEST_PROGRAM "' --load '" + plugins + "' '" +
                                places.marker_folder + "' " + std::to_string(seconds) + " 2>'" + complaint +
                                "'";
    const pid_t child = ::fork();
    if (child == 0) {
      ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      ::_exit(99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    Outcome outcome;
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
    if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
    outcome.complaint = read_whole(complaint);
    return outcome;
  }
};

inline bool mapped(const std::string &path) {
  return read_whole("/proc/self/maps").find(path) != std::string::npos;
}

/// A site that offers nothing.
inline const gantry_host *bare_site() {
  static const gantry_host host = {
      sizeof(gantry_host),
      GANTRY_ABI_MAJOR,
      GANTRY_ABI_MINOR,
      "test",
      "0",
      [](const gantry_host *, const char *) noexcept -> const void * { return nullptr; }};
  return &host;
}

}  // namespace gantry::tests

#endif
