// The documented places in the documented order (contract section 13).
#include "host/catalog/catalog.hpp"

#ifndef GANTRY_LIBRARY_FOLDER
#define GANTRY_LIBRARY_FOLDER "lib"
#endif

namespace gantry::catalog {
namespace {

void add(ScanOptions &options, std::string_view folder, std::string_view origin) {
  if (!folder.empty()) options.folders.push_back({std::string(folder), std::string(origin)});
}

std::string parent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return std::string(path.substr(0, slash == 0 ? 1 : slash));
}

}  // namespace

ScanOptions search_places(const SearchSources &sources, std::string &notice) {
  ScanOptions options;
  notice.clear();
  options.strict_ownership = sources.strict || sources.privileged;
  for (const std::string &folder : sources.command_line) add(options, folder, "--plugin-path");
  if (sources.privileged) {
    notice =
        "this process has more rights than its user: GANTRY_* variables, the user's plugin folder and the "
        "configuration in the home folder are ignored";
  } else {
    std::string_view left = sources.environment_path;
    while (!left.empty()) {
      const std::size_t colon = left.find(':');
      add(options, left.substr(0, colon), "GANTRY_PLUGIN_PATH");
      if (colon == std::string_view::npos) break;
      left.remove_prefix(colon + 1);
    }
  }
  for (const std::string &folder : sources.configured) add(options, folder, "gantry.json");
  if (!sources.privileged) {
    if (!sources.data_home.empty()) add(options, sources.data_home + "/gantry-1", "user folder");
    if (!sources.cache_home.empty()) options.cache_file = sources.cache_home + "/gantry/plugin-notes.txt";
    if (!sources.state_home.empty()) options.marker_folder = sources.state_home + "/gantry/plugins";
  }
  // <prefix>/bin/gantry finds <prefix>/<libdir>/gantry-1; the build tree has lib/ whatever the libdir is
  // called.
  if (const std::string bin = parent(sources.program); !bin.empty()) {
    const std::string prefix = parent(bin);
    if (!prefix.empty()) {
      const std::string base = prefix == "/" ? "" : prefix;
      add(options, base + "/" GANTRY_LIBRARY_FOLDER "/gantry-1", "install folder");
      if (std::string_view(GANTRY_LIBRARY_FOLDER) != "lib")
        add(options, base + "/lib/gantry-1", "install folder");
    }
  }
  return options;
}

}  // namespace gantry::catalog
