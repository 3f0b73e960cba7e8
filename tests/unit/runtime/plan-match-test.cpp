// The plan binds: which step a batch carries out.
#include "host/runtime/guard/plan-match.hpp"

#include <gantry/cpp/task.hpp>

#include <doctest.h>

#include <chrono>

using namespace gantry;
using namespace gantry::runtime::guard;
using Found = PlanMatch::Found;

namespace {

Step step(std::string text, std::string undo = {}, bool at_source = false) {
  return {"Destination", at_source, "", "create", "x", std::move(text), true, std::move(undo), ""};
}

}  // namespace

TEST_CASE("masks stand for literals and for nothing else") {
  const std::string masked = "CREATE LOGIN [a] WITH PASSWORD = *** HASHED, SID = 0x01;";
  CHECK(matches_masked(masked, "CREATE LOGIN [a] WITH PASSWORD = 0x0200AF HASHED, SID = 0x01;\n"));
  CHECK(matches_masked(masked, "CREATE LOGIN [a] WITH PASSWORD = N'it''s' HASHED, SID = 0x01"));
  CHECK_FALSE(matches_masked(masked, "CREATE LOGIN [a] WITH PASSWORD = 0x0200AF HASHED, SID = 0x02;"));
  CHECK_FALSE(matches_masked(
      masked, "CREATE LOGIN [a] WITH PASSWORD = N'x'; DROP LOGIN [b]; SELECT 0x1 HASHED, SID = 0x01;"));
  CHECK_FALSE(matches_masked(masked, "CREATE LOGIN [a] WITH PASSWORD = HASHED, SID = 0x01;"));
  const std::string inside = "ALTER LOGIN [O'Neill] WITH PASSWORD = N'***';";
  CHECK(matches_masked(inside, "ALTER LOGIN [O'Neill] WITH PASSWORD = N'a''b';"));
  CHECK(matches_masked(inside, "ALTER LOGIN [O'Neill] WITH PASSWORD = N'';"));
  CHECK_FALSE(
      matches_masked(inside, "ALTER LOGIN [O'Neill] WITH PASSWORD = N'a'; DROP LOGIN [x]; PRINT N'b';"));
  CHECK(matches_masked("EXEC p N'user=x;password=***;y=1'", "EXEC p N'user=x;password=abc;y=1'"));
  CHECK(matches_masked("/*** by hand ***/ CREATE TABLE t (a int)",
                       "/*** by hand ***/ CREATE TABLE t (a int);"));
}

TEST_CASE("in any order, undo behind its step, and once more") {
  PlanMatch plan(steps_table({step("A", "UNDO A"), step("B"), step("B"), step("S", {}, true)}));
  CHECK(plan.begin("Destination", false, "UNDO A").found == Found::none);
  CHECK(plan.begin("Destination", false, "B;").row == 1);
  CHECK(plan.begin("Destination", false, " A ").row == 0);
  CHECK(plan.begin("Destination", false, "A").row == 0);
  CHECK(plan.begin("Destination", false, "B").row == 2);
  CHECK(plan.begin("Destination", false, "B").row == 1);
  CHECK(plan.begin("Destination", false, "UNDO A").found == Found::undo);
  CHECK(plan.begin("Destination", false, "A").found == Found::step);
  plan.taken_back(1);
  CHECK(plan.begin("Destination", false, "B").row == 1);
  // Another side, another connection, another text.
  CHECK(plan.begin("Destination", true, "A").found == Found::none);
  CHECK(plan.begin("Destination", false, "S").found == Found::none);
  CHECK(plan.begin("Destination", true, "S").found == Found::step);
  CHECK(plan.begin("Source", false, "A").found == Found::none);
  CHECK(plan.begin("Destination", false, "C").found == Found::none);
}

TEST_CASE("ten thousand steps, forwards and backwards") {
  std::vector<Step> steps;
  for (int i = 0; i < 10000; ++i)
    steps.push_back(step("CREATE LOGIN [login_" + std::to_string(i) + "] WITH PASSWORD = *** HASHED;"));
  PlanMatch forwards(steps_table(steps)), backwards(steps_table(steps));
  const auto sent = [](int i) {
    return "CREATE LOGIN [login_" + std::to_string(i) + "] WITH PASSWORD = 0x0200 HASHED;";
  };
  const auto begun = std::chrono::steady_clock::now();
  bool all = true;
  for (int i = 0; i < 10000; ++i)
    all = all && forwards.begin("Destination", false, sent(i)).row == std::size_t(i);
  for (int i = 9999; i >= 0; --i)
    all = all && backwards.begin("Destination", false, sent(i)).row == std::size_t(i);
  CHECK(all);
  // Compared one by one this would take minutes.
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(20));
}
