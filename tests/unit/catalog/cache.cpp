// The cache (section 13): keyed by the file's state, damaged = rebuilt, unwritable = silent.
#include "host/catalog/catalog.hpp"

#include "tests/unit/catalog/elf-fixture.hpp"
#include "tests/unit/catalog/temporary-folder.hpp"

#include <doctest.h>
#include <chrono>
#include <thread>

using namespace gantry;
using namespace gantry::catalog;
using namespace gantry::tests;

namespace {

struct Fixture {
  TemporaryFolder folder;
  std::string plugins = folder.folder("plugins");
  ScanOptions options;
  Fixture() {
    folder.write("plugins/a.so", elf_with(note_text("org.gantry.a")));
    settle();
    options.folders = {{plugins, "--plugin-path"}};
    options.cache_file = folder / "cache/deep/notes.txt";
  }
  /// A file that has just changed is not kept.
  static void settle() { std::this_thread::sleep_for(std::chrono::milliseconds(150)); }
  Catalog scan() const { return Catalog::scan(options); }
  std::string cache() const { return read_whole(options.cache_file); }
};

}  // namespace

TEST_CASE("a scan writes what the next one reads, and an unchanged cache is not written again") {
  Fixture f;
  CHECK(f.scan().files().at(0).note.id == "org.gantry.a");
  const std::string first = f.cache();
  CHECK(first.find("org.gantry.a") != std::string::npos);
  struct stat before {
  }, after{};
  REQUIRE(::stat(f.options.cache_file.c_str(), &before) == 0);
  CHECK((before.st_mode & 0777) == 0600);
  CHECK(f.scan().files().at(0).note.id == "org.gantry.a");
  REQUIRE(::stat(f.options.cache_file.c_str(), &after) == 0);
  CHECK(before.st_ino == after.st_ino);
}

TEST_CASE("the text really comes from the cache, and only while the file is what it was") {
  Fixture f;
  f.scan();
  // Only the reader of the cache could see this: the id in the file is another one.
  std::string text = f.cache();
  const std::size_t at = text.find("org.gantry.a");
  REQUIRE(at != std::string::npos);
  text.replace(at, 12, "org.gantry.b");
  std::uint64_t hash = 14695981039346656037U;
  const std::size_t sum = text.rfind("sum=");
  for (const char c : text.substr(0, sum)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  char line[40];
  std::snprintf(line, sizeof line, "sum=%016llx\n", static_cast<unsigned long long>(hash));
  text.replace(sum, std::string::npos, line);
  f.folder.write("cache/deep/notes.txt", text);
  CHECK(f.scan().files().at(0).note.id == "org.gantry.b");
  f.folder.write("plugins/a.so", elf_with(note_text("org.gantry.c")));
  CHECK(f.scan().files().at(0).note.id == "org.gantry.c");
  Fixture::settle();
  CHECK(f.scan().files().at(0).note.id == "org.gantry.c");
  CHECK(f.cache().find("org.gantry.b") == std::string::npos);
}

TEST_CASE("a damaged cache is rebuilt, whatever the damage") {
  Fixture f;
  f.scan();
  const std::string good = f.cache();
  for (std::size_t length = 0; length < good.size(); length += 7) {
    f.folder.write("cache/deep/notes.txt", good.substr(0, length));
    CHECK(f.scan().files().at(0).note.id == "org.gantry.a");
    CHECK(f.cache() == good);
  }
  std::string flipped = good;
  flipped[good.find("org.gantry.a")] = 'X';
  f.folder.write("cache/deep/notes.txt", flipped);
  CHECK(f.scan().files().at(0).note.id == "org.gantry.a");
  CHECK(f.cache() == good);
}

TEST_CASE("a cache that others could have written is not read") {
  Fixture f;
  f.scan();
  ::chmod(f.options.cache_file.c_str(), 0666);
  CHECK(f.scan().files().at(0).note.id == "org.gantry.a");
  struct stat status {};
  REQUIRE(::stat(f.options.cache_file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);  // written anew
}

TEST_CASE("a cache that cannot be written is silently not there") {
  Fixture f;
  f.options.cache_file = f.folder.write("file", "x") + "/notes.txt";
  CHECK(f.scan().files().at(0).note.id == "org.gantry.a");
  CHECK(read_whole(f.folder / "file") == "x");
}

TEST_CASE("refused files are not kept: they are looked at again each time") {
  Fixture f;
  f.folder.write("plugins/b.so", "not a library");
  Fixture::settle();
  CHECK(f.scan().files().at(1).reason.number == 202);
  CHECK(f.cache().find("b.so") == std::string::npos);
}

TEST_CASE("trust is judged whatever the cache holds") {
  Fixture f;
  f.scan();
  ::chmod((f.plugins + "/a.so").c_str(), 0666);
  CHECK(f.scan().files().at(0).reason.number == 105);
}
