// Markers and quarantine (section 13): 402, 403.
#include "host/catalog/marks.hpp"

#include "host/catalog/identity.hpp"
#include "tests/unit/catalog/elf-fixture.hpp"
#include "tests/unit/catalog/temporary-folder.hpp"

#include <doctest.h>
#include <sys/wait.h>
#include <csignal>

using namespace gantry;
using namespace gantry::catalog;
using namespace gantry::tests;

namespace {

struct Fixture {
  TemporaryFolder folder;
  std::string plugins = folder.folder("plugins");
  std::string file = folder.write("plugins/a.so", elf_with(note_text("org.gantry.a")));
  ScanOptions options;
  Fixture() {
    options.folders = {{plugins, "--plugin-path"}};
    options.marker_folder = folder / "state";
  }
  FileIdentity identity() const { return *identity_of(file); }
  PluginFile scanned() const { return Catalog::scan(options).files().at(0); }

  /// A process that dies in the middle of loading.
  void die_while_loading(const char *call) const {
    const pid_t child = ::fork();
    if (child == 0) {
      auto marker = LoadMarker::create(options.marker_folder, file, identity());
      if (marker) marker->set_call(call);
      ::_exit(0);  // no destructor, as with a signal
    }
    int status = 0;
    ::waitpid(child, &status, 0);
  }
};

}  // namespace

TEST_CASE("403: a marker whose process is gone makes its file suspect, which is still usable") {
  Fixture f;
  CHECK(f.scanned().state == FileState::accepted);
  f.die_while_loading("init");
  const PluginFile file = f.scanned();
  CHECK(file.state == FileState::suspect);
  CHECK(file.usable());
  CHECK(file.reason.number == 403);
  CHECK(file.reason.text.found.find("during init") != std::string::npos);
}

TEST_CASE("a marker of a living process, or one that was taken away, says nothing") {
  Fixture f;
  {
    const auto marker = LoadMarker::create(f.options.marker_folder, f.file, f.identity());
    REQUIRE(marker);
    CHECK(f.scanned().state == FileState::accepted);
    const auto second = LoadMarker::create(f.options.marker_folder, f.file, f.identity());
    CHECK(second);
  }
  CHECK(f.scanned().state == FileState::accepted);
  CHECK(std::filesystem::is_empty(f.options.marker_folder));
}

TEST_CASE("the marker holds path, boot and time") {
  Fixture f;
  f.die_while_loading("describe");
  const auto mark = stale_marker_of(f.options.marker_folder, f.file, f.identity());
  REQUIRE(mark);
  CHECK(mark->path == f.file);
  CHECK(mark->call == "describe");
  CHECK(mark->boot == boot_id());
  CHECK(!boot_id().empty());
  CHECK(mark->time.size() == 20);
}

TEST_CASE("402: a quarantined file is not usable; signal, call and time are told") {
  Fixture f;
  f.die_while_loading("init");
  REQUIRE(quarantine(f.options.marker_folder,
                     {f.file, f.identity(), boot_id(), "init", "2026-01-02T03:04:05Z", SIGSEGV}));
  const PluginFile file = f.scanned();
  CHECK(file.state == FileState::quarantined);
  CHECK(!file.usable());
  CHECK(file.reason.number == 402);
  CHECK(file.reason.text.found == "SIGSEGV in init at 2026-01-02T03:04:05Z");
  CHECK(!stale_marker_of(f.options.marker_folder, f.file, f.identity()));
}

TEST_CASE("a changed file is neither suspect nor quarantined") {
  Fixture f;
  f.die_while_loading("init");
  f.folder.write("plugins/a.so", elf_with(note_text("org.gantry.a", "1.0.1")));
  CHECK(f.scanned().state == FileState::accepted);
  REQUIRE(
      quarantine(f.options.marker_folder, {f.file, f.identity(), boot_id(), "init", time_now(), SIGABRT}));
  CHECK(f.scanned().state == FileState::quarantined);
  f.folder.write("plugins/a.so", elf_with(note_text("org.gantry.a", "1.0.2")));
  CHECK(f.scanned().state == FileState::accepted);
}

TEST_CASE("reset lifts both, once") {
  Fixture f;
  f.die_while_loading("init");
  REQUIRE(reset_marks(f.options.marker_folder, f.file));
  CHECK(f.scanned().state == FileState::accepted);
  REQUIRE(
      quarantine(f.options.marker_folder, {f.file, f.identity(), boot_id(), "init", time_now(), SIGABRT}));
  std::filesystem::create_symlink(f.file, f.folder / "link.so");
  REQUIRE(reset_marks(f.options.marker_folder, f.folder / "link.so"));
  CHECK(f.scanned().state == FileState::accepted);
  const Result<> again = reset_marks(f.options.marker_folder, f.file);
  REQUIRE(!again);
  CHECK(again.error().status == Status::not_found);
  CHECK(!reset_marks("", f.file));
}

TEST_CASE("damaged marks say nothing") {
  Fixture f;
  f.die_while_loading("init");
  for (const auto &entry : std::filesystem::directory_iterator(f.options.marker_folder))
    f.folder.write("state/" + entry.path().filename().string(), "path=\nidentity=1 2 x\n");
  CHECK(f.scanned().state == FileState::accepted);
}

TEST_CASE("without a folder there are no marks") {
  Fixture f;
  CHECK(!LoadMarker::create("", f.file, f.identity()));
  CHECK(!LoadMarker::create(f.folder.write("file", "x") + "/state", f.file, f.identity()));
  CHECK(!quarantine("", {f.file, f.identity(), "", "init", "", SIGABRT}));
}

TEST_CASE("a path with line ends survives") {
  Fixture f;
  const std::string odd = f.folder.write("plugins/a\n\\n.so", elf_with(note_text("org.gantry.b")));
  REQUIRE(quarantine(f.options.marker_folder, {odd, *identity_of(odd), "", "init", "", SIGBUS}));
  const auto mark = quarantine_of(f.options.marker_folder, odd, *identity_of(odd));
  REQUIRE(mark);
  CHECK(mark->path == odd);
  CHECK(signal_name(SIGBUS) == "SIGBUS");
  CHECK(signal_name(60) == "signal 60");
}
