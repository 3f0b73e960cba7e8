// Where the contents of a plan's steps lie.
#include <doctest/doctest.h>

#include <malloc.h>

#include "plugins/transfer/common/plan.hpp"

using namespace gantry;
using namespace gantry::transfer;

namespace {

ScriptBatch batch_of(std::string text, std::string undo = {}) {
  ScriptBatch batch;
  batch.text = std::move(text);
  batch.undo = std::move(undo);
  return batch;
}

}  // namespace

TEST_CASE("a step is read back as it was added, stored or kept") {
  Plan plan;
  plan.groups.push_back({"g", {}, {}});
  for (const char *secrets : {"", "0:3"}) {
    ScriptBatch batch = batch_of("text", "undo");
    batch.database = "Sales";
    batch.reason = "reason";
    batch.transactional = false;
    batch.secrets = secrets;
    REQUIRE(plan.add(0, {std::move(batch), "change", "Thing a"}));
  }
  REQUIRE(plan.groups[0].steps.size() == 2);
  for (const PlannedStep &planned : plan.groups[0].steps) {
    CHECK_FALSE(planned.transactional());
    const StepContent step = planned.read();
    CHECK(step.action == "change");
    CHECK(step.object == "Thing a");
    CHECK(step.batch.database == "Sales");
    CHECK(step.batch.text == "text");
    CHECK(step.batch.undo == "undo");
    CHECK(step.batch.reason == "reason");
    CHECK_FALSE(step.batch.transactional);
  }
  CHECK(plan.groups[0].steps[0].read().batch.masked() == "text");
  CHECK(plan.groups[0].steps[1].read().batch.masked() == "***t");
}

TEST_CASE("a step may be replaced, and outlives its plan's other owners") {
  Plan plan;
  plan.groups.push_back({"g", {}, {}});
  REQUIRE(plan.add(0, {batch_of("one"), "create", "a"}));
  REQUIRE(plan.replace(0, 0, {batch_of("another"), "change", "b"}));
  CHECK(plan.groups[0].steps[0].read().batch.text == "another");
  const std::vector<PlannedStep> steps = std::move(plan.groups[0].steps);
  plan = Plan();
  CHECK(steps[0].read().object == "b");
}

TEST_CASE("a long plan takes little memory, and what it shows too") {
  const auto in_use = [] {
    const struct mallinfo2 heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
  };
  const std::size_t before = in_use();
  Plan plan;
  constexpr std::size_t groups = 20'000, steps = 5;
  const std::string text(1000, 't');
  for (std::size_t group = 0; group < groups; ++group) {
    plan.groups.push_back({"UserDefinedMessage " + std::to_string(group), {}, {}});
    for (std::size_t step = 0; step < steps; ++step)
      REQUIRE(plan.add(group, {batch_of(text + std::to_string(group), text), "create", "Thing"}));
  }
  const Result<StoredTable> shown = plan.shown("To");
  REQUIRE(shown);
  CHECK(shown->size() == groups * steps);
  CHECK(shown->at(groups * steps - 1, "text").text() == text + std::to_string(groups - 1));
  CHECK(shown->at(groups * steps - 1, "ordinal").number() == static_cast<std::int64_t>(groups * steps));
  CHECK((in_use() - before) / (groups * steps) < 130);  // its texts are 2 kB a step
}
