// A plan on disk, and what happens when the disk gives it back no more.
#include "host/runtime/guard/task-guard.hpp"

#include <doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

using namespace gantry;
using namespace gantry::runtime;
using namespace gantry::runtime::guard;

namespace {

constexpr int count = 2000;  // of a kilobyte: more than is kept in memory

std::vector<Step> many() {
  std::vector<Step> steps;
  for (int i = 0; i < count; ++i)
    steps.push_back({"To", false, "", i % 2 ? "copy" : "create", "Table " + std::to_string(i),
                     "EXEC p " + std::to_string(i) + ", N'" + std::string(1000, 'x') + "';", true, "", ""});
  return steps;
}

/// A folder of its own for files without a name, so that they can be found and emptied.
class Folder {
 public:
  Folder() {
    if (const char *was = std::getenv("TMPDIR")) before_ = was;
    REQUIRE(mkdtemp(path_.data()) != nullptr);
    setenv("TMPDIR", path_.c_str(), 1);
  }
  ~Folder() {
    if (before_)
      setenv("TMPDIR", before_->c_str(), 1);
    else
      unsetenv("TMPDIR");
    std::filesystem::remove_all(path_);
  }
  /// As a disk that lost them; how many.
  int lose_files() const {
    int lost = 0;
    for (const auto &entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      if (std::filesystem::read_symlink(entry.path(), gone).string().rfind(path_ + "/", 0) != 0) continue;
      REQUIRE(ftruncate(std::stoi(entry.path().filename()), 0) == 0);
      ++lost;
    }
    return lost;
  }

 private:
  std::string path_ = "/tmp/gantry-planned-XXXXXX";
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("copies share the steps, and nothing is left without any") {
  PlannedSteps steps;
  CHECK(steps.empty());
  CHECK(steps.at(0, "text").null());
  Result<PlannedSteps> stored = PlannedSteps::store(many());
  REQUIRE(stored);
  steps = *stored;
  const PlannedSteps moved = std::move(*stored);
  CHECK(steps.size() == count);
  CHECK(moved.at(3, "object").text() == "Table 3");
  CHECK(steps.row(5).size() == steps.columns().size());
  CHECK(steps.at(5, "no such column").null());
}

TEST_CASE("a plan that cannot be read any more is an error, and lets nothing pass") {
  const Folder folder;
  const std::vector<StatementObserver *> nobody;
  TaskGuard guard({"Package\\Copy", nobody, false, {}, {}, {}, {}, {}});
  Result<PlannedSteps> steps = PlannedSteps::store(many());
  REQUIRE(steps);
  REQUIRE(guard.start_executing(*steps));
  const SlotUse to{"DestinationConnection", "To", true};
  const std::vector<Step> planned = many();
  REQUIRE(guard.admit(to, planned[0].text, true));
  REQUIRE(guard.admit_copy(to, "", "Table 1"));
  REQUIRE(folder.lose_files() == 1);

  // Far from what is in memory: the middle of the plan.
  const Result<Admission> batch = guard.admit(to, planned[count / 2].text, true);
  REQUIRE_FALSE(batch);
  CHECK(batch.error().status == Status::io);
  CHECK(batch.error().what == "the plan of task \\Package\\Copy could not be read");
  CHECK(batch.error().found.find("temporary file") != std::string::npos);
  const Result<> copy = guard.admit_copy(to, "", "Table 1001");
  REQUIRE_FALSE(copy);
  CHECK(copy.error().status == Status::io);
  CHECK_THROWS_AS((void)steps->at(count / 2, "text"), PlanUnreadable);
  CHECK_THROWS_AS((void)steps->row(count / 2), PlanUnreadable);
  // What no step plans needs no reading to be refused.
  const Result<Admission> other = guard.admit(to, "DROP TABLE t;", true);
  REQUIRE_FALSE(other);
  CHECK(other.error().status == Status::denied);

  TaskGuard late({"Package\\Copy", nobody, false, {}, {}, {}, {}, {}});
  const Result<> begun = late.start_executing(*steps);
  REQUIRE_FALSE(begun);
  CHECK(begun.error().status == Status::io);
  CHECK(late.admit(to, planned[count - 1].text, true).error().status == Status::denied);
}

TEST_CASE("no room for a plan is an error of prepare") {
  const Folder folder;
  setenv("TMPDIR", "/no/such/folder", 1);
  const Result<PlannedSteps> steps = PlannedSteps::store(many());
  REQUIRE_FALSE(steps);
  CHECK(steps.error().status == Status::io);
  CHECK(PlannedSteps::store({many()[0]}));
}
