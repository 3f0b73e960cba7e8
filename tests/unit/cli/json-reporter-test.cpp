// A plan as one JSON line, written piece by piece.
#include "host/cli/json.hpp"
#include "host/cli/reporter.hpp"

#include <doctest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace gantry;
using namespace gantry::cli;

namespace {

/// What the body writes on standard output.
template <typename Body>
std::string written_by(Body body) {
  char path[] = "/tmp/gantry-json-XXXXXX";
  const int file = mkstemp(path);
  REQUIRE(file >= 0);
  std::fflush(stdout);
  const int before = dup(STDOUT_FILENO);
  dup2(file, STDOUT_FILENO);
  body();
  std::fflush(stdout);
  dup2(before, STDOUT_FILENO);
  close(before);
  close(file);
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  std::filesystem::remove(path);
  return text.str();
}

runtime::TaskPlan plan_of(const std::vector<Step> &steps) {
  runtime::TaskPlan plan;
  plan.path = "Package\\T";
  Result<runtime::PlannedSteps> stored = runtime::PlannedSteps::store(steps);
  REQUIRE(stored);
  plan.steps = std::move(stored).value();
  return plan;
}

std::string shown(const runtime::TaskPlan &plan) {
  Screen screen(Colour::never);
  const CommonOptions options;
  const auto reporter = make_json_reporter(screen, options);
  return written_by([&] { reporter->on_plan(plan); });
}

}  // namespace

TEST_CASE("a plan is one line, byte for byte") {
  CHECK(shown(plan_of({})) ==
        "{\"type\":\"plan\",\"task\":\"\\\\Package\\\\T\",\"conditional\":false,\"looped\":false,"
        "\"steps\":[]}\n");
  runtime::TaskPlan plan = plan_of({{"To", false, "", "create", "Login a", "A \"1\"\n;", true, "B", "new"},
                                    {"From", true, "d", "copy", "Table b", "\xff", false, "", ""}});
  plan.looped = true;
  const std::string steps =
      "{\"type\":\"plan\",\"task\":\"\\\\Package\\\\T\",\"conditional\":false,\"looped\":true,\"steps\":["
      "{\"ordinal\":1,\"connection\":\"To\",\"at-source\":false,\"database\":\"\",\"action\":\"create\","
      "\"object\":\"Login a\",\"text\":\"A \\\"1\\\"\\n;\",\"transactional\":true,\"undo\":\"B\","
      "\"reason\":\"new\"},"
      "{\"ordinal\":2,\"connection\":\"From\",\"at-source\":true,\"database\":\"d\",\"action\":\"copy\","
      "\"object\":\"Table "
      "b\",\"text\":\"\xef\xbf\xbd\",\"transactional\":false,\"undo\":\"\",\"reason\":\"\"}]";
  CHECK(shown(plan) == steps + "}\n");
  plan.refusal = Error(Status::denied, "no");
  const std::string refused = shown(plan);
  CHECK(refused.rfind(steps + ",\"refused\":{\"status\":\"denied\",\"what\":\"no\"", 0) == 0);
  CHECK(refused.find('\n') == refused.size() - 1);
}

TEST_CASE("a plan of many pieces is whole") {
  std::vector<Step> steps;
  for (int i = 0; i < 500; ++i)
    steps.push_back({"To", false, "", "create", std::to_string(i), std::string(1000, 'x'), true, "", ""});
  const std::string line = shown(plan_of(steps));
  CHECK(line.find('\n') == line.size() - 1);
  const Json json = Json::parse(line, nullptr, false);
  REQUIRE(json.is_object());
  REQUIRE(json["steps"].size() == steps.size());
  CHECK(json["steps"][499]["object"] == "499");
  CHECK(json["steps"][499]["ordinal"] == 500);
}
