// Plugins that die or hang, and what becomes of their files (section 13): 402, 403, 611 to 613.
#include "host/loader/probe.hpp"
#include "tests/unit/loader/plugin-folder.hpp"

#include <doctest.h>
#include <csignal>

using namespace gantry;
using namespace gantry::catalog;
using namespace gantry::loader;
using namespace gantry::tests;

TEST_CASE(
    "crashing in init: the run dies by the signal, the next one is told, and quarantine holds until reset") {
  const PluginFolder crash("crash-init");
  CHECK(crash.load_elsewhere().signal == SIGSEGV);
  CHECK(crash.marks() == 1);
  CHECK(crash.scanned().state == FileState::suspect);

  const Error first = crash.load_error();  // through the probe: this process lives
  CHECK(first.code == 612);
  CHECK(first.found == "SIGSEGV in init");
  CHECK(!mapped(crash.file));
  const PluginFile file = crash.scanned();
  CHECK(file.state == FileState::quarantined);
  CHECK(file.reason.text.found.find("SIGSEGV in init at 20") == 0);
  const Error second = crash.load_error();
  CHECK(second.code == 402);
  CHECK(second.todo.find("gantry plugins reset") != std::string::npos);

  REQUIRE(reset_marks(crash.places.marker_folder, crash.file));
  CHECK(crash.scanned().state == FileState::accepted);
}

TEST_CASE("crashing while it is loaded") {
  const PluginFolder crash("crash-load");
  CHECK(crash.load_elsewhere().signal == SIGABRT);
  CHECK(crash.scanned().reason.text.found.find("during load") != std::string::npos);
  const Error error = crash.load_error();
  CHECK(error.code == 612);
  CHECK(error.found == "SIGABRT in load");
}

TEST_CASE("611: hanging in init ends the process with a message and leaves the marker") {
  const PluginFolder hang("hang-init");
  const PluginFolder::Outcome outcome = hang.load_elsewhere(1);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.complaint.find(hang.file + " hangs in init [611]\nan end within 1 seconds\n") !=
        std::string::npos);
  CHECK(hang.marks() == 1);
  LoaderOptions options = hang.options;
  options.init_seconds = 0;  // the probe gets two more
  Loader loader(options);
  CHECK(hang.load_number(loader) == 611);
  CHECK(hang.scanned().state == FileState::suspect);  // only a crash quarantines
}

TEST_CASE("a suspect that passes its probe is loaded and is no suspect any more") {
  const PluginFolder good("good");
  good.leave_marker();
  CHECK(good.scanned().state == FileState::suspect);
  Loader loader(good.options);
  CHECK(good.load_number(loader) == 0);
  CHECK(good.marks() == 0);
  CHECK(good.scanned().state == FileState::accepted);
}

TEST_CASE("a suspect that its probe refuses is refused for that reason") {
  const PluginFolder failing("fail-init");
  failing.leave_marker();
  const Error error = failing.load_error();
  CHECK(error.code == 609);
  CHECK(error.found == "the licence server does not answer; an answer; none");
  CHECK(failing.scanned().state == FileState::suspect);
}

TEST_CASE("613: a probe that ends without a verdict, or cannot start") {
  const PluginFolder leaving("exit-init");
  leaving.leave_marker();
  const Error error = leaving.load_error();
  CHECK(error.code == 613);
  CHECK(error.found == "exit code 7 in init");
  CHECK(leaving.scanned().state == FileState::suspect);

  PluginFolder good("good");
  good.leave_marker();
  good.options.probe_program = good.folder / "absent";
  CHECK(good.load_error().code == 613);
}

TEST_CASE("403: a suspect is not loaded by a program that has no probe") {
  PluginFolder good("good");
  good.leave_marker();
  good.options.probe_program.clear();
  CHECK(good.load_error().code == 403);
  CHECK(!mapped(good.file));
}

TEST_CASE("without a marker folder nothing is marked") {
  PluginFolder good("good");
  good.options.marker_folder.clear();
  Loader loader(good.options);
  CHECK(good.load_number(loader) == 0);
  CHECK(good.marks() == 0);
}

TEST_CASE("the probe says what a good plugin describes") {
  const PluginFolder good("good");
  const Result<ProbeReport> report = probe(GANTRY_TEST_PROGRAM, good.file, 5);
  REQUIRE(report);
  CHECK(report->passed());
  CHECK(report->call == "deinit");
  CHECK(report->described.find("class=org.gantry.test.task\n") == 0);
  CHECK(report->described.find("probe.") == std::string::npos);
  CHECK(!mapped(good.file));
  const Result<ProbeReport> relative = probe(GANTRY_TEST_PROGRAM, "good.so", 5);
  REQUIRE(relative);
  CHECK(relative->exit_code == 1);
  CHECK(relative->refusal == 101);
}

TEST_CASE("a signal from outside is no crash") {
  ProbeReport report;
  report.signal = SIGKILL;
  CHECK(!report.crashed());
  CHECK(report.error("/p/a.so").code == 613);
  report.signal = SIGILL;
  CHECK(report.crashed());
}
