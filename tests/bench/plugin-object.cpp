#include "tests/bench/plugin-object.hpp"

#include "host/loader/loader.hpp"
#include "tests/bench/rounds.hpp"

namespace gantry::bench {
namespace {

/// A host without services: what a driver needs of it is optional.
const gantry_host bare_host = {
    sizeof(gantry_host),
    GANTRY_ABI_MAJOR,
    GANTRY_ABI_MINOR,
    "bench",
    "1",
    [](const gantry_host *, const char *) noexcept -> const void * { return nullptr; }};

}  // namespace

ObjectPtr plugin_object(const std::string &folder, const std::string &class_id) {
  catalog::ScanOptions options;
  options.folders = {{folder, "bench"}};
  static const catalog::Catalog catalogue = catalog::Catalog::scan(options);
  static loader::Loader loader{loader::LoaderOptions{}};
  const catalog::Provider provider = catalogue.find_class(class_id);
  if (!provider.file) give_up("no plugin in " + folder + " has a class " + class_id);
  Result<loader::Plugin *> plugin = loader.load(*provider.file);
  if (!plugin) give_up(plugin.error().message());
  Result<ObjectPtr> object = (*plugin)->create(&bare_host, class_id);
  if (!object) give_up(object.error().message());
  return std::move(object).value();
}

}  // namespace gantry::bench
