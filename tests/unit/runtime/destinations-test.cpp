// Which servers may be written.
#include "host/runtime/guard/destinations.hpp"

#include <gantry/cpp/task.hpp>

#include <doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

using namespace gantry;
using namespace gantry::runtime;
using guard::Destinations;

namespace {

configuration::HostConfiguration configured(const std::string &destinations) {
  char path[] = "/tmp/gantry-destinations-XXXXXX";
  const int descriptor = mkstemp(path);
  REQUIRE(descriptor >= 0);
  fchmod(descriptor, 0600);
  std::ofstream(path) << "{\"destinations\": " << destinations << "}";
  configuration::Sources sources;
  sources.file = path;
  auto loaded = configuration::HostConfiguration::load(sources);
  remove(path);
  REQUIRE(loaded);
  return std::move(loaded).value();
}

TaskPlan plan(const std::string &server, const std::string &own, const std::string &action = "create") {
  TaskPlan made;
  made.path = "Package\\Copy";
  made.steps = *PlannedSteps::store({{"To", false, "", action, "Login a", "CREATE LOGIN [a]", true, "", ""}});
  made.slots = {{"DestinationConnection", true, "To", server, own, "16.0"}};
  return made;
}

}  // namespace

TEST_CASE("a server is listed by the name it is reached by, or by its own") {
  const Destinations listed(configured(R"({"Db2.example": {}, "DB3\\SALES": {}, "127.0.0.1,14330": {}})"),
                            {});
  CHECK(listed.judge(plan("db2.EXAMPLE", "")));
  CHECK(listed.judge(plan("db2.example,1433", "")));
  CHECK(listed.judge(plan("10.0.0.7", "db3\\sales")));
  CHECK(listed.judge(plan("127.0.0.1,14330", "X")));
  CHECK_FALSE(listed.judge(plan("127.0.0.1,14331", "X")));
  CHECK_FALSE(listed.judge(plan("db2.example,14330", "")));
  CHECK_FALSE(listed.judge(plan("db2.example\\X", "")));
  const Result<> refused = listed.judge(plan("other", "OTHER"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == Status::denied);
  CHECK(refused.error().todo.find("\"destinations\": { \"other\": {} }") != std::string::npos);
  CHECK(Destinations(configured("{}"), {"other"}).judge(plan("other", "")));
  TaskPlan reading = plan("other", "");
  reading.steps = *PlannedSteps::store({{"To", false, "", "change", "", "SELECT 1;", false, "", ""}});
  CHECK(listed.judge(reading));
  TaskPlan nothing = plan("other", "");
  nothing.steps = PlannedSteps();
  CHECK(listed.judge(nothing));
}

TEST_CASE("destroy = deny beats everything, also what was typed") {
  const Destinations careful(configured(R"({"db2": {"destroy": "deny"}})"), {"db2"});
  CHECK(careful.judge(plan("db2", "", "change")));
  const Result<> refused = careful.judge(plan("db2", "", "destroy"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what.find("Login a") != std::string::npos);
  // By its own name as well.
  CHECK_FALSE(Destinations(configured(R"({"db2": {"destroy": "deny"}, "10.0.0.7": {}})"), {})
                  .judge(plan("10.0.0.7", "DB2", "destroy")));
  CHECK(Destinations(configured(R"({"db2": {"destroy": "allow"}})"), {}).judge(plan("db2", "", "destroy")));
}
