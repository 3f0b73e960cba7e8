// Who serves (T3, T5): 501 to 505.
#include "host/catalog/catalog.hpp"

#include "host/catalog/identity.hpp"
#include "host/catalog/marks.hpp"
#include "tests/unit/catalog/elf-fixture.hpp"
#include "tests/unit/catalog/temporary-folder.hpp"

#include <doctest.h>
#include <csignal>

using namespace gantry;
using namespace gantry::catalog;
using namespace gantry::tests;

namespace {

struct Plugins {
  TemporaryFolder folder;
  ScanOptions options;
  Plugins() {
    options.folders = {{folder.folder("plugins"), "--plugin-path"}};
    options.marker_folder = folder / "state";
  }
  void add(const std::string &file, const std::string &id, const std::string &version,
           const std::string &classes) {
    folder.write("plugins/" + file, elf_with(note_text(id, version, classes)));
  }
  std::string path(const std::string &file) const { return folder / ("plugins/" + file); }
  Catalog scan() const { return Catalog::scan(options); }
};

std::string driver(const std::string &id, int priority, const std::string &more = {}) {
  return "class=" + id +
         "\nclass.kind=driver\nclass.scheme=mssql\nclass.priority=" + std::to_string(priority) +
         "\nclass.provides=gantry.sql-session/1\n" + more;
}
std::string manager(const std::string &id, const std::string &name, const std::string &more) {
  return "class=" + id + "\nclass.kind=connection-manager\nclass.creation-name=" + name + '\n' + more;
}

std::vector<std::string> ids(const std::vector<Provider> &providers) {
  std::vector<std::string> result;
  for (const Provider &provider : providers) result.push_back(provider.note->id);
  return result;
}
using Ids = std::vector<std::string>;

const Attempt *attempt_of(const std::vector<Attempt> &attempts, const std::string &driver) {
  for (const Attempt &attempt : attempts)
    if (attempt.driver.compare(0, driver.size(), driver) == 0) return &attempt;
  return nullptr;
}

}  // namespace

TEST_CASE("the highest semantic version of an id serves, a tie goes to search order") {
  Plugins p;
  p.add("a.so", "org.a", "1.9.0", manager("org.a.m", "FILE", ""));
  p.add("b.so", "org.a", "1.10.0", manager("org.a.m", "FILE", ""));
  p.add("c.so", "org.a", "1.10.0-rc.1", manager("org.a.m", "FILE", ""));
  p.add("d.so", "org.a", "1.10.0+build", manager("org.a.m", "FILE", ""));
  const Catalog catalog = p.scan();
  const Provider provider = catalog.find(ClassKind::connection_manager, {"FILE"});
  REQUIRE(provider.file);
  CHECK(provider.file->path == p.path("b.so"));
  CHECK(catalog.find_class("org.a.m").file == provider.file);
  CHECK(catalog.all(ClassKind::connection_manager).size() == 1);
}

TEST_CASE("the best name decides, then search order; another kind never answers") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0", manager("org.a.m", "Short", ""));
  p.add("b.so", "org.b", "1.0.0", manager("org.b.m", "Type, Assembly", "class.creation-name=Short\n"));
  const Catalog catalog = p.scan();
  CHECK(catalog.find(ClassKind::connection_manager, {"Type, Assembly, Version=1", "Short"}).note->id ==
        "org.b.m");
  CHECK(catalog.find(ClassKind::connection_manager, {"short"}).note->id == "org.a.m");
  CHECK(!catalog.find(ClassKind::task, {"Short"}).note);
  CHECK(!catalog.find(ClassKind::connection_manager, {"Other"}).note);
  CHECK(!catalog.find_class("org.c.m").note);
}

TEST_CASE("what was looked at for a name that nobody provides") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0", manager("org.a.m", "FILE", ""));
  p.add("b.so", "org.b", "1.0.0", driver("org.b.d", 0));
  p.folder.write("plugins/c.so", "no library");
  const std::vector<std::string> lines = p.scan().looked_at(ClassKind::connection_manager);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "org.a 1.0.0 (" + p.path("a.so") + "): FILE");
  CHECK(lines[1] == p.path("c.so") + ": refused [202]");
}

TEST_CASE("drivers: configured order, then priority, then id") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0", driver("org.d1", 1) + driver("org.d3", 5));
  p.add("b.so", "org.b", "1.0.0", driver("org.d2", 5) + driver("org.d0", -1));
  const Catalog catalog = p.scan();
  std::vector<Attempt> attempts;
  Result<std::vector<Provider>> found = catalog.drivers("mssql", {}, "", {}, attempts);
  REQUIRE(found);
  CHECK(ids(*found) == Ids{"org.d2", "org.d3", "org.d1", "org.d0"});
  CHECK(attempts.empty());
  found = catalog.drivers("mssql", {}, "", {"org.absent", "org.d0", "org.d1"}, attempts);
  REQUIRE(found);
  CHECK(ids(*found) == Ids{"org.d0", "org.d1", "org.d2", "org.d3"});
}

TEST_CASE("501: a driver that lacks something is passed over and told") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0",
        driver("org.rich", 0, "class.provides=gantry.bulk-copy/1\nclass.capability.ntlm=1\n") +
            driver("org.poor", 9, "class.capability.ntlm=0\n"));
  const Catalog catalog = p.scan();
  for (const std::vector<std::string> &required :
       {Ids{"gantry.bulk-copy/1"}, Ids{"gantry.sql-session/1", "capability:ntlm"}}) {
    std::vector<Attempt> attempts;
    const Result<std::vector<Provider>> found = catalog.drivers("mssql", required, "", {}, attempts);
    REQUIRE(found);
    CHECK(ids(*found) == Ids{"org.rich"});
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].driver == "org.poor");
    CHECK(attempts[0].state == "lacks");
    CHECK(attempts[0].reason == 501);
    CHECK(attempts[0].text == required.back());
  }
}

TEST_CASE("a driver that was asked for is the only candidate") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0", driver("org.d1", 1) + driver("org.d2", 9) + "class.creation-name=second\n");
  const Catalog catalog = p.scan();
  std::vector<Attempt> attempts;
  Result<std::vector<Provider>> found = catalog.drivers("mssql", {}, "org.d1", {"org.d2"}, attempts);
  REQUIRE(found);
  CHECK(ids(*found) == Ids{"org.d1"});
  REQUIRE(attempts.size() == 1);
  CHECK(attempts[0].driver == "org.d2");
  CHECK(attempts[0].state == "not tried");
  found = catalog.drivers("mssql", {}, "second", {}, attempts);
  REQUIRE(found);
  CHECK(ids(*found) == Ids{"org.d2"});
}

TEST_CASE("502: it is not there") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0", driver("org.d1", 1));
  std::vector<Attempt> attempts;
  const auto found = p.scan().drivers("mssql", {}, "org.other", {}, attempts);
  REQUIRE(!found);
  CHECK(found.error().code == 502);
  CHECK(found.error().status == Status::not_found);
  CHECK(found.error().what.find("org.other") != std::string::npos);
  CHECK(found.error().found == "other drivers: org.d1");
}

TEST_CASE("503: it lacks what is required, and there is no fallback") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0",
        driver("org.poor", 1) + driver("org.rich", 0, "class.provides=gantry.bulk-copy/1\n"));
  std::vector<Attempt> attempts;
  const auto found = p.scan().drivers("mssql", {"gantry.bulk-copy/1"}, "org.poor", {}, attempts);
  REQUIRE(!found);
  CHECK(found.error().code == 503);
  CHECK(found.error().found == "it lacks gantry.bulk-copy/1");
  CHECK(attempt_of(attempts, "org.poor")->state == "lacks");
  CHECK(attempt_of(attempts, "org.rich")->state == "not tried");
}

TEST_CASE("504: none can be used; a quarantined one is named with its reason") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0", driver("org.d1", 1));
  REQUIRE(quarantine(p.options.marker_folder,
                     {p.path("a.so"), *identity_of(p.path("a.so")), "", "init", "now", SIGSEGV}));
  std::vector<Attempt> attempts;
  const auto found = p.scan().drivers("mssql", {}, "", {}, attempts);
  REQUIRE(!found);
  CHECK(found.error().code == 504);
  REQUIRE(attempts.size() == 1);
  CHECK(attempts[0].state == "refused");
  CHECK(attempts[0].reason == 402);
  CHECK(found.error().details.size() == 1);
  CHECK(found.error().found.find("quarantined") != std::string::npos);
  const auto other = p.scan().drivers("oracle", {}, "", {}, attempts);
  REQUIRE(!other);
  CHECK(other.error().found == "no driver for oracle");
}

TEST_CASE("505: a connection that cannot satisfy a slot") {
  Plugins p;
  p.add("a.so", "org.a", "1.0.0",
        manager("org.a.file", "FILE", "class.provides=gantry.properties/1\n") +
            manager("org.a.smo", "SMOServer", "class.provides=gantry.smo-server/1\nclass.forwards=mssql\n"));
  const auto match = [&](const char *type, const std::vector<std::string> &required,
                         const char *requested = "") {
    const Catalog catalog = p.scan();
    return catalog.matches(catalog.find(ClassKind::connection_manager, {type}), required, requested, {});
  };
  CHECK(match("FILE", {"gantry.properties/1"}));
  CHECK(match("FILE", {}));
  const Result<> file = match("FILE", {"gantry.smo-server/1"});
  REQUIRE(!file);
  CHECK(file.error().code == 505);
  CHECK(file.error().status == Status::unsupported);
  CHECK(file.error().what.find("FILE") != std::string::npos);
  CHECK(file.error().what.find("gantry.smo-server/1") != std::string::npos);

  // What it forwards depends on a driver: without one it yields nothing.
  const Result<> none = match("SMOServer", {"gantry.smo-server/1"});
  REQUIRE(!none);
  CHECK(none.error().code == 505);
  CHECK(none.error().expected == "a driver for mssql");

  p.add("b.so", "org.b", "1.0.0", driver("org.d1", 1, "class.capability.ntlm=1\n"));
  CHECK(match("SMOServer", {"gantry.smo-server/1"}));
  CHECK(match("SMOServer", {"gantry.smo-server/1", "gantry.sql-session/1", "capability:ntlm"}));
  const Result<> bulk = match("SMOServer", {"gantry.smo-server/1", "gantry.bulk-copy/1"});
  REQUIRE(!bulk);
  CHECK(bulk.error().code == 505);
  CHECK(bulk.error().what.find("gantry.bulk-copy/1") != std::string::npos);
  CHECK(bulk.error().what.find("gantry.smo-server/1") == std::string::npos);
  CHECK(bulk.error().found.find("org.d1: lacks [501]") != std::string::npos);
  CHECK(!match("SMOServer", {"gantry.smo-server/1"}, "org.other"));
}
