#include "host/runtime/scheduler.hpp"

#include <doctest.h>

#include <string>

using namespace gantry;
using package::ExecResult;

namespace {

/// Children named A, B, C ... and constraints between them.
package::Executable container(int children) {
  package::Executable made;
  for (int i = 0; i < children; ++i) {
    package::Executable child;
    child.id = child.name = std::string(1, static_cast<char>('A' + i));
    made.executables.push_back(child);
  }
  return made;
}

void constrain(package::Executable &parent, const char *from, const char *to, int value = 0, int eval_op = 2,
               bool all = true) {
  package::PrecedenceConstraint constraint;
  constraint.from_id = from;
  constraint.to_id = to;
  constraint.properties.set_integer("Value", value);
  constraint.properties.set_integer("EvalOp", eval_op);
  constraint.properties.set("Expression", "x");
  constraint.properties.set_boolean("LogicalAnd", all);
  parent.constraints.push_back(constraint);
}

using Indices = std::vector<std::size_t>;
const auto yes = [](const package::PrecedenceConstraint &) { return true; };
const auto no = [](const package::PrecedenceConstraint &) { return false; };

}  // namespace

TEST_CASE("without constraints all start at once, each one once") {
  const package::Executable parent = container(3);
  runtime::Scheduler scheduler(parent, yes);
  CHECK(scheduler.take_ready() == Indices{0, 1, 2});
  CHECK(scheduler.take_ready().empty());
  CHECK_FALSE(scheduler.idle());
  for (const std::size_t i : Indices{0, 1, 2}) scheduler.finished(i, ExecResult::success);
  CHECK(scheduler.idle());
}

TEST_CASE("success, failure and completion") {
  for (const ExecResult result : {ExecResult::success, ExecResult::failure}) {
    package::Executable parent = container(4);
    constrain(parent, "A", "B", 0);
    constrain(parent, "A", "C", 1);
    constrain(parent, "A", "D", 2);
    runtime::Scheduler scheduler(parent, yes);
    CHECK(scheduler.take_ready() == Indices{0});
    scheduler.finished(0, result);
    CHECK(scheduler.take_ready() == (result == ExecResult::success ? Indices{1, 3} : Indices{2, 3}));
  }
}

TEST_CASE("all constraints, or one of them") {
  package::Executable every = container(3);
  constrain(every, "A", "C");
  constrain(every, "B", "C");
  runtime::Scheduler strict(every, yes);
  strict.take_ready();
  strict.finished(0, ExecResult::success);
  CHECK(strict.take_ready().empty());
  strict.finished(1, ExecResult::success);
  CHECK(strict.take_ready() == Indices{2});

  package::Executable any = container(3);
  constrain(any, "A", "C", 0, 2, false);
  constrain(any, "B", "C", 0, 2, false);
  runtime::Scheduler loose(any, yes);
  loose.take_ready();
  loose.finished(0, ExecResult::failure);
  loose.finished(1, ExecResult::success);
  CHECK(loose.take_ready() == Indices{2});
}

TEST_CASE("expressions: alone, and, or") {
  struct Case {
    int eval_op;
    bool truth, succeeded, starts;
  };
  for (const Case &c : {Case{1, true, false, true}, Case{1, false, true, false}, Case{3, true, true, true},
                        Case{3, true, false, false}, Case{3, false, true, false}, Case{4, true, false, true},
                        Case{4, false, true, true}, Case{4, false, false, false}}) {
    CAPTURE(c.eval_op);
    CAPTURE(c.truth);
    CAPTURE(c.succeeded);
    package::Executable parent = container(2);
    constrain(parent, "A", "B", 0, c.eval_op);
    runtime::Scheduler scheduler(
        parent, c.truth ? std::function<bool(const package::PrecedenceConstraint &)>(yes) : no);
    scheduler.take_ready();
    scheduler.finished(0, c.succeeded ? ExecResult::success : ExecResult::failure);
    CHECK(scheduler.take_ready() == (c.starts ? Indices{1} : Indices{}));
    CHECK(scheduler.idle() != c.starts);
  }
}

TEST_CASE("what never starts starts nothing behind it; a cancelled one neither") {
  package::Executable parent = container(3);
  constrain(parent, "A", "B", 1);
  constrain(parent, "B", "C", 2);
  runtime::Scheduler scheduler(parent, yes);
  scheduler.take_ready();
  scheduler.finished(0, ExecResult::success);
  CHECK(scheduler.take_ready().empty());
  CHECK(scheduler.idle());

  package::Executable other = container(2);
  constrain(other, "A", "B", 2);
  runtime::Scheduler cancelled(other, yes);
  cancelled.take_ready();
  cancelled.finished(0, ExecResult::canceled);
  CHECK(cancelled.take_ready().empty());
}
