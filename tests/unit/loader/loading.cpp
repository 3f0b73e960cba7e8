// A plugin that does everything right (E1 to E5, L1, M4).
#include "tests/unit/loader/plugin-folder.hpp"

#include <doctest.h>

#include <thread>

using namespace gantry;
using namespace gantry::loader;
using namespace gantry::tests;

TEST_CASE("loaded at first use, for ever; init and deinit once") {
  const PluginFolder good("good");
  const std::string trace = good.folder / "trace";
  ::setenv("GANTRY_TEST_TRACE", trace.c_str(), 1);
  std::string logged;
  LoaderOptions options = good.options;
  options.log = [&](const std::string &plugin, int level, std::string_view text) {
    logged += plugin + ' ' + std::to_string(level) + ' ' + std::string(text);
  };
  {
    Loader loader(options);
    const catalog::PluginFile file = good.scanned();
    CHECK(loader.loaded().empty());
    CHECK(!mapped(good.file));
    const Result<Plugin *> plugin = loader.load(file);
    REQUIRE(plugin);
    CHECK(mapped(good.file));
    CHECK(logged == "org.gantry.test 2 hello");
    CHECK((*plugin)->file().path == good.file);
    CHECK(loader.loaded() == std::vector<std::string>{good.file});
    CHECK(good.marks() == 0);  // the marker went with init
    const Result<Plugin *> again = loader.load(file);
    REQUIRE(again);
    CHECK(*again == *plugin);
    CHECK(read_whole(trace) == "init\n");

    const Result<std::string> text = (*plugin)->describe("org.gantry.test.task");
    REQUIRE(text);
    CHECK(text->find("class=org.gantry.test.task\nclass.kind=task\n") == 0);
    const Result<ObjectPtr> object = (*plugin)->create(bare_site(), "org.gantry.test.task");
    REQUIRE(object);
    CHECK(object->query<gantry_task>());
    CHECK(!object->query<gantry_rows>());
  }
  ::unsetenv("GANTRY_TEST_TRACE");
  CHECK(read_whole(trace) == "init\ndeinit\n");
  CHECK(mapped(good.file));
}

TEST_CASE("one library per device and inode: another name of the same file is the same plugin") {
  const PluginFolder good("good");
  catalog::PluginFile first = good.scanned();
  std::filesystem::create_hard_link(good.file, good.folder / "other.so");
  catalog::PluginFile second = first;
  second.path = good.folder / "other.so";
  second.identity = first.identity = *catalog::identity_of(good.file);
  Loader loader(good.options);
  const Result<Plugin *> one = loader.load(first), two = loader.load(second);
  REQUIRE(one);
  REQUIRE(two);
  CHECK(*one == *two);
}

TEST_CASE("many threads that ask at once get one plugin, initialised once") {
  const PluginFolder good("good");
  const std::string trace = good.folder / "trace";
  ::setenv("GANTRY_TEST_TRACE", trace.c_str(), 1);
  {
    Loader loader(good.options);
    const catalog::PluginFile file = good.scanned();
    std::vector<Plugin *> found(8);
    std::vector<std::thread> threads;
    for (Plugin *&place : found)
      threads.emplace_back([&loader, &file, &place] {
        const Result<Plugin *> plugin = loader.load(file);
        place = plugin ? *plugin : nullptr;
      });
    for (std::thread &thread : threads) thread.join();
    for (const Plugin *plugin : found) {
      CHECK(plugin != nullptr);
      CHECK(plugin == found[0]);
    }
    CHECK(read_whole(trace) == "init\n");
  }
  ::unsetenv("GANTRY_TEST_TRACE");
}

TEST_CASE("a real plugin built with the SDK") {
  catalog::PluginFile file;
  const TemporaryFolder folder;
  std::filesystem::copy_file(GANTRY_FILE_PLUGIN, folder / "gantry-file.so");
  catalog::ScanOptions places;
  places.folders = {{folder.path(), "--plugin-path"}};
  const catalog::Catalog catalog = catalog::Catalog::scan(places);
  const catalog::Provider provider = catalog.find(catalog::ClassKind::connection_manager, {"FILE"});
  REQUIRE(provider.file);
  Loader loader({});
  const Result<Plugin *> plugin = loader.load(*provider.file);
  REQUIRE(plugin);
  const Result<ObjectPtr> object = (*plugin)->create(bare_site(), provider.note->id);
  REQUIRE(object);
  CHECK(object->query<gantry_connection_manager>());
  CHECK((*plugin)->describe(provider.note->id)->find("property=ConnectionString\n") != std::string::npos);
}

TEST_CASE("614: a class that the plugin does not have") {
  const PluginFolder good("good");
  Loader loader(good.options);
  const Result<Plugin *> plugin = loader.load(good.scanned());
  REQUIRE(plugin);
  const Result<ObjectPtr> object = (*plugin)->create(bare_site(), "org.gantry.test.other");
  REQUIRE(!object);
  CHECK(object.error().code == 614);
  CHECK((*plugin)->describe("").error().code == 614);
}

TEST_CASE("616: the file changed since it was looked at, or its name is loaded already") {
  const PluginFolder good("good");
  Loader loader(good.options);
  const catalog::PluginFile before = good.scanned();
  ::utimensat(AT_FDCWD, good.file.c_str(), nullptr, 0);
  CHECK(loader.load(before).error().code == 616);
  CHECK(loader.loaded().empty());
  REQUIRE(loader.load(good.scanned()));
  // dlopen would give the old mapping under the old name.
  std::filesystem::remove(good.file);
  std::filesystem::copy_file(GANTRY_TEST_PLUGINS "/good.so", good.file);
  CHECK(good.load_number(loader) == 616);
}

TEST_CASE("what the catalogue refused is not loaded, with the catalogue's reason") {
  const PluginFolder good("good");
  std::filesystem::permissions(good.file, std::filesystem::perms(0666));
  Loader loader(good.options);
  CHECK(good.load_number(loader) == 105);
  CHECK(!mapped(good.file));
  catalog::PluginFile gone;
  gone.path = good.folder / "gone.so";
  CHECK(loader.load(gone).error().code == 201);
}
