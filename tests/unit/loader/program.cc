// A program that can be a probe, and one that loads a plugin and may die of it.
#include "host/catalog/catalog.hpp"
#include "host/loader/loader.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

// --probe-plugin FILE
// --load FOLDER MARKERS SECONDS     the first file of a folder, without a probe program
int main(int count, char **arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  if (what == "--probe-plugin" && count == 3) return gantry::loader::run_probe(arguments[2]);
  if (what == "--load" && count == 5) {
    gantry::catalog::ScanOptions places;
    places.folders = {{arguments[2], "--plugin-path"}};
    places.marker_folder = arguments[3];
    const gantry::catalog::Catalog catalog = gantry::catalog::Catalog::scan(places);
    gantry::loader::LoaderOptions options;
    options.marker_folder = arguments[3];
    options.init_seconds = std::atoi(arguments[4]);
    gantry::loader::Loader loader(options);
    const auto plugin = loader.load(catalog.files().at(0));
    if (plugin) return 0;
    std::fprintf(stderr, "%s\n", plugin.error().message().c_str());
    return 2;
  }
  return 6;
}
