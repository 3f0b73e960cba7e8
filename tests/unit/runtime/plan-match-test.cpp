// The plan binds: which step a batch carries out.
#include "host/runtime/guard/plan-match.hpp"

#include <gantry/cpp/task.hpp>

#include <doctest.h>
#include <malloc.h>
#include <chrono>

using namespace gantry;
using namespace gantry::runtime;
using namespace gantry::runtime::guard;
using Found = PlanMatch::Found;

namespace {

Step step(std::string text, std::string undo = {}, bool at_source = false) {
  return {"Destination", at_source, "", "create", "x", std::move(text), true, std::move(undo), ""};
}

PlannedSteps planned(const std::vector<Step> &steps) {
  Result<PlannedSteps> stored = PlannedSteps::store(steps);
  REQUIRE(stored);
  return std::move(stored).value();
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
  PlanMatch plan(planned({step("A", "UNDO A"), step("B"), step("B"), step("S", {}, true)}));
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
  PlanMatch forwards(planned(steps)), backwards(planned(steps));
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

TEST_CASE("equal texts are carried out in order and undone from the last one on") {
  constexpr std::size_t count = 3000;
  const std::vector<Step> steps(count, step("EXEC p;", "EXEC q;"));
  PlanMatch plan(planned(steps));
  bool in_order = true;
  for (std::size_t i = 0; i < count; ++i)
    in_order = in_order && plan.begin("Destination", false, "EXEC p").row == i;
  CHECK(in_order);
  for (std::size_t i = count; i-- > 0;) {
    const PlanMatch::Answer answer = plan.begin("Destination", false, "EXEC q");
    in_order = in_order && answer.found == Found::undo && answer.row == i;
  }
  CHECK(in_order);
  CHECK(plan.begin("Destination", false, "EXEC q").found == Found::none);
  CHECK(plan.begin("Destination", false, "EXEC p").row == 0);
  CHECK(plan.begin("Destination", false, "EXEC p").row == 1);
  plan.taken_back(0);
  CHECK(plan.begin("Destination", false, "EXEC q").row == 1);
  // The one behind the last one comes first, even though others are left before it.
  CHECK(plan.begin("Destination", false, "EXEC p").row == 2);
}

TEST_CASE("an answer holds the cells of its step; texts with and without masks share their beginning") {
  PlanMatch plan(planned({step("ALTER LOGIN [a] WITH PASSWORD = ***;", "ALTER LOGIN [a]"),
                          step("ALTER LOGIN [a] WITH PASSWORD ="), step("***")}));
  const int text = plan.steps().column("text"), undo = plan.steps().column("undo");
  REQUIRE(text >= 0);
  REQUIRE(undo >= 0);
  CHECK(plan.begin("Destination", false, "ALTER LOGIN [a]").found == Found::none);
  const PlanMatch::Answer masked = plan.begin("Destination", false, "ALTER LOGIN [a] WITH PASSWORD = N'b';");
  REQUIRE(masked.found == Found::step);
  CHECK(masked.row == 0);
  CHECK(masked.step.at(static_cast<std::size_t>(text)).text() == "ALTER LOGIN [a] WITH PASSWORD = ***;");
  CHECK(plan.begin("Destination", false, "0x01").row == 2);
  CHECK(plan.begin("Destination", false, "ALTER LOGIN [a] WITH PASSWORD =").row == 1);
  const PlanMatch::Answer back = plan.begin("Destination", false, "ALTER LOGIN [a];");
  CHECK(back.found == Found::undo);
  CHECK(back.step.at(static_cast<std::size_t>(undo)).text() == "ALTER LOGIN [a]");
}

namespace {

/// Rows of a plan that are made one at a time: long texts, as many as asked for.
class ManySteps : public Implements<RowSource> {
 public:
  static constexpr std::size_t count = 200'000;
  static std::string text(std::size_t row) {
    return "EXEC p " + std::to_string(row) + ", N'" + std::string(1000, 'x') + "'";
  }
  std::uint32_t column_count() noexcept override { return static_cast<std::uint32_t>(names_.columns.size()); }
  Result<> column(std::uint32_t index, gantry_column &out) override {
    out.name = borrow(names_.columns.at(index));
    return success();
  }
  Result<> next(const gantry_fetch &, Call, gantry_batch &out) override {
    values_.clear();
    out.columns = column_count();
    out.rows = at_ < count ? 1 : 0;
    if (out.rows == 0) return success();
    rows_ = steps_table({step(text(at_), "UNDO " + std::to_string(at_))});
    for (const Cell &cell : rows_.rows[0]) values_.push_back(cell.value());
    out.values = values_.data();
    ++at_;
    return success();
  }

 private:
  ~ManySteps() override = default;
  const Table names_ = steps_table({});
  Table rows_;
  std::vector<gantry_value> values_;
  std::size_t at_ = 0;
};

}  // namespace

TEST_CASE("a plan takes the same memory however long its texts are") {
  const auto in_use = [] {
    const struct mallinfo2 heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
  };
  const std::size_t before = in_use();
  Result<PlannedSteps> stored = PlannedSteps::store(make_object<ManySteps>().hand_out());  // 200 MB
  REQUIRE(stored);
  REQUIRE(stored->size() == ManySteps::count);
  PlanMatch plan(std::move(stored).value());
  bool all = true;
  for (std::size_t i = 0; i < ManySteps::count; i += i < 1000 ? 1 : 997)
    all = all && plan.begin("Destination", false, ManySteps::text(i)).row == i;
  CHECK(all);
  CHECK(in_use() - before < ManySteps::count * 120);
}
