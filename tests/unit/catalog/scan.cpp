// Looking at folders (sections 12, 13): 101 to 107, 201, 401, states.
#include "host/catalog/catalog.hpp"

#include "tests/unit/catalog/elf-fixture.hpp"
#include "tests/unit/catalog/temporary-folder.hpp"

#include <doctest.h>
#include <set>

using namespace gantry;
using namespace gantry::catalog;
using namespace gantry::tests;

namespace {

Catalog scan(const std::vector<std::string> &folders, bool strict = false,
             const std::string &origin = "--plugin-path") {
  ScanOptions options;
  for (const std::string &folder : folders) options.folders.push_back({folder, origin});
  options.strict_ownership = strict;
  return Catalog::scan(options);
}

std::string test_elf(const std::string &id, const std::string &version = "1.0.0") {
  return elf_with(note_text(id, version));
}

bool whole(const Reason &reason) {
  return reason.text.code == static_cast<std::uint32_t>(reason.number) && !reason.text.what.empty() &&
         !reason.text.expected.empty() && !reason.text.found.empty() && !reason.text.todo.empty();
}

std::string maps() { return read_whole("/proc/self/maps"); }

}  // namespace

TEST_CASE("a folder with good, bad and foreign files: one state and at most one reason each") {
  const TemporaryFolder folder;
  folder.write("a-good.so", test_elf("org.gantry.a"));
  folder.write("b-text.so", "not a library");
  ElfFixture foreign;
  foreign.header.e_machine = EM_S390;
  folder.write("c-foreign.so", foreign.lay_out().assemble());
  folder.write("ignored.so.1", "x");
  folder.write("ignored.txt", "x");
  folder.write(".hidden.so", "x");
  const Catalog catalog = scan({folder.path()});
  REQUIRE(catalog.files().size() == 3);
  CHECK(catalog.files()[0].state == FileState::accepted);
  CHECK(catalog.files()[0].reason.number == 0);
  CHECK(catalog.files()[0].note.id == "org.gantry.a");
  CHECK(catalog.files()[0].origin == "--plugin-path");
  CHECK(catalog.files()[1].state == FileState::refused);
  CHECK(catalog.files()[1].reason.number == 202);
  CHECK(whole(catalog.files()[1].reason));
  CHECK(catalog.files()[1].reason.text.what.find("b-text.so") != std::string::npos);
  CHECK(catalog.files()[2].state == FileState::skipped);
  CHECK(state_name(catalog.files()[2].state) == "skipped");
  CHECK(catalog.files()[2].reason.number == 204);
  CHECK(catalog.refused_folders().empty());
}

TEST_CASE("scanning a real plugin loads nothing") {
  const TemporaryFolder folder;
  std::filesystem::copy_file(GANTRY_FILE_PLUGIN, folder / "gantry-file.so");
  const std::string before = maps();
  const Catalog catalog = scan({folder.path()});
  const std::string after = maps();
  REQUIRE(catalog.files().size() == 1);
  CHECK(catalog.files()[0].usable());
  CHECK(catalog.find(ClassKind::connection_manager, {"FILE"}).note != nullptr);
  CHECK(before.find("gantry-file.so") == std::string::npos);
  CHECK(after.find("gantry-file.so") == std::string::npos);
  CHECK(after.find(folder.path()) == std::string::npos);
}

TEST_CASE("101: a relative folder is never searched") {
  const TemporaryFolder folder;
  folder.write("a.so", test_elf("org.gantry.a"));
  const std::string here = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const Catalog catalog = scan({".", "./sub", "plugins"});
  std::filesystem::current_path(here);
  CHECK(catalog.files().empty());
  REQUIRE(catalog.refused_folders().size() == 3);
  CHECK(catalog.refused_folders()[0].second.number == 101);
  CHECK(whole(catalog.refused_folders()[0].second));
}

TEST_CASE("102: a folder that cannot be read") {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "x");
  std::filesystem::create_symlink("loop", folder / "loop");
  const Catalog catalog = scan({file, folder / "loop"});
  REQUIRE(catalog.refused_folders().size() == 2);
  for (const auto &[path, reason] : catalog.refused_folders()) {
    CHECK(reason.number == 102);
    CHECK(whole(reason));
  }
}

TEST_CASE("103: a named folder that is absent; user and install folder may be") {
  const TemporaryFolder folder;
  const Catalog named = scan({folder / "absent"});
  REQUIRE(named.refused_folders().size() == 1);
  CHECK(named.refused_folders()[0].second.number == 103);
  CHECK(whole(named.refused_folders()[0].second));
  CHECK(scan({folder / "absent"}, false, "user folder").refused_folders().empty());
  CHECK(scan({folder / "absent"}, false, "install folder").refused_folders().empty());
}

TEST_CASE("empty items and duplicates are ignored, also by links") {
  const TemporaryFolder folder;
  folder.write("a.so", test_elf("org.gantry.a"));
  std::filesystem::create_symlink(folder.path(), folder / "link");
  std::filesystem::create_hard_link(folder / "a.so", folder / "b.so");
  const Catalog catalog = scan({"", folder.path(), folder.path() + "/", folder / "link"});
  CHECK(catalog.files().size() == 1);
  CHECK(catalog.refused_folders().empty());
}

TEST_CASE("104: a folder writable by others, itself or above") {
  const TemporaryFolder folder;
  const std::string open = folder.folder("open"), inner = folder.folder("open/inner");
  folder.write("open/inner/a.so", test_elf("org.gantry.a"));
  ::chmod(open.c_str(), 0777);
  for (const std::string &path : {open, inner}) {
    const Catalog catalog = scan({path});
    CHECK(catalog.files().empty());
    REQUIRE(catalog.refused_folders().size() == 1);
    CHECK(catalog.refused_folders()[0].second.number == 104);
    CHECK(whole(catalog.refused_folders()[0].second));
  }
  // Sticky above: others cannot replace what is ours. Sticky itself: they can add to it.
  ::chmod(open.c_str(), 01777);
  CHECK(scan({inner}).files().size() == 1);
  CHECK(scan({open}).refused_folders().size() == 1);
  if (::geteuid() == 0) {
    REQUIRE(::chown(inner.c_str(), 12345, 12345) == 0);
    CHECK(scan({inner}).refused_folders().size() == 1);
  }
  // A link that leads into it does not help.
  ::chmod(open.c_str(), 0777);
  std::filesystem::create_directory_symlink(inner, folder / "link");
  CHECK(scan({folder / "link"}).files().empty());
}

TEST_CASE("104: a file that is a link into a folder writable by others") {
  const TemporaryFolder folder;
  const std::string open = folder.folder("open"), plugins = folder.folder("plugins");
  folder.write("open/a.so", test_elf("org.gantry.a"));
  std::filesystem::create_symlink(open + "/a.so", plugins + "/a.so");
  CHECK(scan({plugins}).files().at(0).state == FileState::accepted);
  ::chmod(open.c_str(), 0777);
  const Catalog catalog = scan({plugins});
  REQUIRE(catalog.files().size() == 1);
  CHECK(catalog.files()[0].state == FileState::refused);
  CHECK(catalog.files()[0].reason.number == 104);
}

TEST_CASE("105: a file writable by others; when strict, also by a group") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.so", test_elf("org.gantry.a"));
  ::chmod(path.c_str(), 0646);
  const Catalog catalog = scan({folder.path()});
  REQUIRE(catalog.files().size() == 1);
  CHECK(catalog.files()[0].reason.number == 105);
  CHECK(whole(catalog.files()[0].reason));
  ::chmod(path.c_str(), 0664);
  CHECK(scan({folder.path()}).files()[0].state == FileState::accepted);
}

TEST_CASE("106: strict takes only files of root and the user") {
  if (::geteuid() != 0) return;  // only root can give files away
  const TemporaryFolder folder;
  const std::string path = folder.write("a.so", test_elf("org.gantry.a"));
  REQUIRE(::chown(path.c_str(), 12345, 12345) == 0);
  CHECK(scan({folder.path()}).files()[0].state == FileState::accepted);
  const Catalog catalog = scan({folder.path()}, true);
  if (catalog.files().empty()) {  // the folders above are not root's on this machine
    REQUIRE(catalog.refused_folders().size() == 1);
    return;
  }
  CHECK(catalog.files()[0].reason.number == 106);
  CHECK(whole(catalog.files()[0].reason));
}

TEST_CASE("107: neither folders nor fifos nor devices are opened") {
  const TemporaryFolder folder;
  folder.folder("a.so");
  REQUIRE(::mkfifo((folder / "b.so").c_str(), 0644) == 0);
  std::filesystem::create_symlink("/dev/zero", folder / "c.so");
  const Catalog catalog = scan({folder.path()});
  REQUIRE(catalog.files().size() == 3);
  for (const PluginFile &file : catalog.files()) {
    CHECK(file.state == FileState::refused);
    CHECK(file.reason.number == 107);
    CHECK(whole(file.reason));
  }
}

TEST_CASE("201: a link that leads nowhere") {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("nowhere", folder / "a.so");
  const Catalog catalog = scan({folder.path()});
  REQUIRE(catalog.files().size() == 1);
  CHECK(catalog.files()[0].reason.number == 201);
  CHECK(whole(catalog.files()[0].reason));
}

TEST_CASE("a note that is refused leaves its file's id in the listing") {
  const TemporaryFolder folder;
  folder.write("a.so", elf_with("gantry-note=1\nabi=2\nid=org.gantry.a\nversion=1.0.0\n"));
  const Catalog catalog = scan({folder.path()});
  REQUIRE(catalog.files().size() == 1);
  CHECK(catalog.files()[0].reason.number == 308);
  CHECK(catalog.files()[0].note.id == "org.gantry.a");
  CHECK(catalog.files()[0].reason.text.what.find("a.so") != std::string::npos);
}

TEST_CASE("401: later ones of the same id and version are shadowed, others are not") {
  const TemporaryFolder folder;
  const std::string one = folder.folder("one"), two = folder.folder("two");
  folder.write("one/a.so", test_elf("org.gantry.a"));
  folder.write("two/a.so", test_elf("org.gantry.a"));
  folder.write("two/b.so", test_elf("org.gantry.a", "1.1.0"));
  const Catalog catalog = scan({one, two});
  REQUIRE(catalog.files().size() == 3);
  CHECK(catalog.files()[0].state == FileState::accepted);
  CHECK(catalog.files()[1].state == FileState::shadowed);
  CHECK(catalog.files()[1].reason.number == 401);
  CHECK(whole(catalog.files()[1].reason));
  CHECK(catalog.files()[1].reason.text.found.find(one) == 0);
  CHECK(catalog.files()[2].state == FileState::accepted);
}

TEST_CASE("every number of refusal.hpp is in docs/refusals.md, once") {
  const std::string text = read_whole(GANTRY_REFUSALS);
  std::multiset<int> numbers;
  for (std::size_t at = 0; (at = text.find("\n| ", at)) != std::string::npos; at += 3)
    if (text[at + 3] >= '1' && text[at + 3] <= '9') numbers.insert(std::atoi(text.c_str() + at + 3));
  for (const auto &[from, to] : {std::pair(101, 107), std::pair(201, 208), std::pair(301, 308),
                                 std::pair(401, 403), std::pair(501, 505), std::pair(601, 619)})
    for (int number = from; number <= to; ++number) CHECK(numbers.count(number) == 1);
  CHECK(numbers.size() == 7 + 8 + 8 + 3 + 5 + 19);
}
