// Plugins that each do one thing wrong: 301, 601 to 610, 615, 617 to 619.
#include "tests/unit/catalog/elf-fixture.hpp"
#include "tests/unit/loader/plugin-folder.hpp"

#include <doctest.h>

using namespace gantry;
using namespace gantry::loader;
using namespace gantry::tests;

namespace {

/// The error of loading a test plugin; it has four parts, its file's name and leaves no marker.
Error refused(const std::string &name) {
  const PluginFolder folder(name);
  Error error = folder.load_error();
  CHECK(folder.marks() == 0);
  CHECK(error.what.find(folder.file) != std::string::npos);
  CHECK(!error.expected.empty());
  CHECK(!error.found.empty());
  CHECK(!error.todo.empty());
  return error;
}

}  // namespace

TEST_CASE("301: an entry without a note is refused before it is loaded") {
  const PluginFolder folder("without-note");
  CHECK(folder.load_error().code == 301);
  CHECK(!mapped(folder.file));
}

TEST_CASE("601: a missing library is named") {
  const Error error = refused("missing-library");
  CHECK(error.code == 601);
  CHECK(error.found.find("libgantry-test-absent.so") != std::string::npos);
  CHECK(error.todo.find("apt-file search libgantry-test-absent.so") != std::string::npos);
}

TEST_CASE("602: a missing symbol is found at loading, not at the first call (L1)") {
  const Error error = refused("missing-symbol");
  CHECK(error.code == 602);
  CHECK(error.found.find("gantry_test_nowhere") != std::string::npos);
}

TEST_CASE("603: a file with a note that the dynamic linker does not take") {
  const PluginFolder folder("good");
  std::ofstream(folder.file, std::ios::binary | std::ios::trunc) << elf_with(note_text());
  CHECK(folder.load_error().code == 603);
}

TEST_CASE("604: no entry") { CHECK(refused("no-entry").code == 604); }

TEST_CASE("605: an entry that is too short, longer than its symbol, or with null pointers") {
  const Error shorter = refused("short-entry");
  CHECK(shorter.code == 605);
  CHECK(shorter.found == "24 bytes");
  const Error longer = refused("long-entry");
  CHECK(longer.code == 605);
  CHECK(longer.expected.find("4096 bytes") != std::string::npos);
  CHECK(refused("no-init").code == 605);
}

TEST_CASE("606: an entry of another ABI major") {
  const Error error = refused("other-major");
  CHECK(error.code == 606);
  CHECK(error.found == "ABI major 2");
}

TEST_CASE("607: note and entry differ, both are shown (M4)") {
  const Error version = refused("other-version");
  CHECK(version.code == 607);
  CHECK(version.expected == "note: 1.0.0");
  CHECK(version.found == "descriptor: 1.0.1");
  const Error id = refused("other-id");
  CHECK(id.code == 607);
  CHECK(id.expected == "note: org.gantry.test");
  CHECK(id.found == "descriptor: org.gantry.other");
}

TEST_CASE("608: note and describe differ, both are shown (M4)") {
  const Error error = refused("other-describe");
  CHECK(error.code == 608);
  CHECK(error.expected.find("class.xml=TestTask") != std::string::npos);
  CHECK(error.found.find("class.xml=OtherTask") != std::string::npos);
}

TEST_CASE("609: init fails, and its message is shown") {
  const Error error = refused("fail-init");
  CHECK(error.code == 609);
  CHECK(error.status == Status::io);
  CHECK(error.found == "the licence server does not answer; an answer; none");
  CHECK(error.todo == "start it");
}

TEST_CASE("610: an exception out of init does not get further (L4)") {
  const Error error = refused("throw-init");
  CHECK(error.code == 610);
  CHECK(error.found.find("out of patience") != std::string::npos);
}

TEST_CASE("617: no factory") { CHECK(refused("no-factory").code == 617); }

TEST_CASE("618: more exports than the entry (E1)") {
  const Error error = refused("further-export");
  CHECK(error.code == 618);
  CHECK(error.found == "gantry_test_further");
}

TEST_CASE("a refusal is remembered; a library that was missing may come") {
  const PluginFolder folder("fail-init");
  Loader loader(folder.options);
  CHECK(folder.load_number(loader) == 609);
  CHECK(folder.load_number(loader) == 609);
  CHECK(loader.loaded().empty());
}

TEST_CASE("615: an object that lacks the interface of its kind") {
  const PluginFolder folder("no-task");
  Loader loader(folder.options);
  const Result<Plugin *> plugin = loader.load(folder.scanned());
  REQUIRE(plugin);
  const Result<ObjectPtr> object = (*plugin)->create(bare_site(), "org.gantry.test.task");
  REQUIRE(!object);
  CHECK(object.error().code == 615);
  CHECK(object.error().expected.find("gantry.task/1") == 0);
}

TEST_CASE("619: no object at all") {
  const PluginFolder folder("null-object");
  Loader loader(folder.options);
  const Result<Plugin *> plugin = loader.load(folder.scanned());
  REQUIRE(plugin);
  CHECK((*plugin)->create(bare_site(), "org.gantry.test.task").error().code == 619);
}
