// The documented places in the documented order (section 13).
#include "host/catalog/catalog.hpp"

#include <doctest.h>

using namespace gantry::catalog;

namespace {

std::vector<std::string> shown(const ScanOptions &options) {
  std::vector<std::string> lines;
  for (const ScanOptions::Folder &folder : options.folders)
    lines.push_back(folder.origin + ' ' + folder.path);
  return lines;
}

SearchSources everything() {
  SearchSources sources;
  sources.command_line = {"/one", "relative"};
  sources.environment_path = ":/two::three:";
  sources.configured = {"/four"};
  sources.data_home = "/home/u/.local/share";
  sources.cache_home = "/home/u/.cache";
  sources.state_home = "/home/u/.local/state";
  sources.program = "/opt/gantry/bin/gantry";
  return sources;
}

}  // namespace

TEST_CASE("command line, environment, configuration, user folder, install folder") {
  std::string notice = "old";
  const ScanOptions options = search_places(everything(), notice);
  const std::vector<std::string> lines = shown(options);
  REQUIRE(lines.size() >= 7);
  CHECK(lines[0] == "--plugin-path /one");
  CHECK(lines[1] == "--plugin-path relative");  // refused by scan, with its number
  CHECK(lines[2] == "GANTRY_PLUGIN_PATH /two");
  CHECK(lines[3] == "GANTRY_PLUGIN_PATH three");
  CHECK(lines[4] == "gantry.json /four");
  CHECK(lines[5] == "user folder /home/u/.local/share/gantry-1");
  CHECK(lines.back() == "install folder /opt/gantry/lib/gantry-1");
  CHECK(options.cache_file.find("/home/u/.cache/gantry/") == 0);
  CHECK(options.marker_folder.find("/home/u/.local/state/gantry") == 0);
  CHECK(!options.strict_ownership);
  CHECK(notice.empty());
}

TEST_CASE("with more rights than its user, a process ignores what the user can set, and says so") {
  SearchSources sources = everything();
  sources.privileged = true;
  std::string notice;
  const ScanOptions options = search_places(sources, notice);
  for (const ScanOptions::Folder &folder : options.folders) {
    CHECK(folder.origin != "GANTRY_PLUGIN_PATH");
    CHECK(folder.origin != "user folder");
  }
  CHECK(options.strict_ownership);
  CHECK(options.cache_file.empty());
  CHECK(options.marker_folder.empty());
  CHECK(notice.find("GANTRY_*") != std::string::npos);
  CHECK(notice.find('\n') == std::string::npos);
}

TEST_CASE("nothing is searched that nobody named") {
  std::string notice;
  CHECK(search_places(SearchSources{}, notice).folders.empty());
  SearchSources strict;
  strict.strict = true;
  CHECK(search_places(strict, notice).strict_ownership);
  SearchSources root;
  root.program = "/bin/gantry";
  CHECK(shown(search_places(root, notice)).back() == "install folder /lib/gantry-1");
}
