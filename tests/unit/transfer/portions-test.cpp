// What is wanted of many or long objects goes to script() in portions; texts and names are found again.
#include <doctest/doctest.h>

#include <malloc.h>
#include <algorithm>

#include "plugins/transfer/common/names.hpp"
#include "plugins/transfer/jobs/wishes.hpp"
#include "plugins/transfer/procedures/module-texts.hpp"

using namespace gantry;
using namespace gantry::transfer;

namespace {

/// Scripts every row by its own text, and remembers how much it was given at once.
class CountingServer : public Implements<SmoServer> {
 public:
  std::vector<std::size_t> rows, bytes;
  std::int64_t beyond = 0;  ///< added to the rows that batches name

  Result<std::string> facts(Call) override { return std::string(); }
  Result<ObjectPtr> list(std::string_view, std::string_view, std::string_view, Call) override {
    return rows_of(Table());
  }
  Result<Table> missing_rights(std::string_view, std::string_view, Call) override { return Table(); }
  Result<std::vector<ScriptBatch>> script(std::string_view, std::string_view, std::string_view,
                                          const Table &wanted, const Table &current, std::string_view,
                                          Call) override {
    rows.push_back(wanted.rows.size());
    bytes.push_back(0);
    std::vector<ScriptBatch> batches;
    for (std::size_t row = 0; row < wanted.rows.size(); ++row) {
      bytes.back() += wanted.at(row, "text").string()->size();
      ScriptBatch batch;
      batch.row = static_cast<std::int64_t>(row) + beyond;
      batch.text = wanted.at(row, "name").text() + " was " + current.at(row, "name").text();
      batches.push_back(std::move(batch));
    }
    return batches;
  }
};

struct Rows {
  Own<CountingServer> server = make_object<CountingServer>();
  Side side;
  Plan plan;
  Table wanted, current;
  Wishes wishes{"change", "JobStep", "change"};

  Rows(std::size_t count, std::size_t length) {
    side.smo = SmoServerRef(ObjectPtr::share(server->raw()));
    wanted.columns = current.columns = {"name", "text"};
    for (std::size_t i = 0; i < count; ++i) {
      wanted.rows.push_back({Cell("new " + std::to_string(i)), Cell(std::string(length, 't'))});
      current.rows.push_back({Cell("old " + std::to_string(i)), Cell("")});
      plan.groups.push_back({"JobStep", {}, {}});
    }
    // From behind: the group of a row is not its number.
    for (std::size_t i = 0; i < count; ++i)
      wishes.change(WantedRow(wanted, i), WantedRow(current, i), count - 1 - i, "step " + std::to_string(i));
  }
};

}  // namespace

TEST_CASE("many rows are scripted in portions, and each batch is its own row's") {
  Rows many(2500, 10);
  REQUIRE(many.wishes.script(many.side, many.plan, nullptr));
  const std::vector<std::size_t> &rows = many.server->rows;
  CHECK(rows.size() > 1);
  CHECK(*std::max_element(rows.begin(), rows.end()) < 2500);
  for (std::size_t i = 0; i < 2500; ++i) {
    const StepGroup &group = many.plan.groups[2499 - i];
    REQUIRE(group.steps.size() == 1);
    const std::string number = std::to_string(i);
    const StepContent step = group.steps[0].read();
    CHECK(step.batch.text == "new " + number + " was old " + number);
    CHECK(step.object == "step " + number);
  }
}

TEST_CASE("long rows are scripted few at a time") {
  Rows longs(40, 300'000);
  REQUIRE(longs.wishes.script(longs.side, longs.plan, nullptr));
  const std::vector<std::size_t> &bytes = longs.server->bytes;
  CHECK(*std::max_element(bytes.begin(), bytes.end()) <= 900'000);
}

TEST_CASE("a batch of a row that was not given is refused, in any portion") {
  Rows few(3, 10);
  few.server->beyond = 1;
  const Result<> refused = few.wishes.script(few.side, few.plan, nullptr);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == Status::data);
  CHECK(refused.error().expected == "a row below 3");
}

TEST_CASE("texts of procedures are found by name, with their numbers, and are not kept in memory") {
  const struct mallinfo2 before = mallinfo2();
  StoredTable rows({"object", "number", "definition"});
  std::vector<std::string> names;
  for (int i = 0; i < 2000; ++i) {
    names.push_back("[dbo].[p" + std::to_string(i) + "]");
    REQUIRE(rows.add({Cell(names.back()), Cell(0), Cell(std::to_string(i) + std::string(20'000, 'x'))}));
  }
  REQUIRE(rows.add({Cell("[dbo].[p7]"), Cell(2), Cell("second")}));
  REQUIRE(rows.add({Cell("[dbo].[p7]"), Cell(3), Cell("third")}));
  names.pop_back();
  const ModuleTexts texts(std::move(rows), names);
  CHECK(texts.definition("[dbo].[p1234]") == Cell("1234" + std::string(20'000, 'x')));
  CHECK(texts.definition("[dbo].[p1999]").null());  // not among those that were asked for
  CHECK(texts.definition("[dbo].[nobody]").null());
  CHECK(texts.numbered("[dbo].[p7]") ==
        std::vector<std::pair<int, Cell>>{{2, Cell("second")}, {3, Cell("third")}});
  CHECK(texts.numbered("[dbo].[p8]").empty());
  const struct mallinfo2 after = mallinfo2();
  CHECK(after.uordblks + after.hblkhd - before.uordblks - before.hblkhd < 2'000'000);
}

TEST_CASE("names are found as the server compares them: of several of one name the first") {
  StoredTable table({"name"});
  for (const char *name : {"b", "Alpha", "alpha", "B ", "c"}) REQUIRE(table.add({Cell(name)}));
  const NameIndex folded(table, "name", NameComparer("SQL_Latin1_General_CP1_CI_AS"));
  CHECK(folded.find("ALPHA") == std::optional<std::size_t>(1));
  CHECK(folded.find("B") == std::optional<std::size_t>(0));
  CHECK_FALSE(folded.has("d"));
  const NameIndex exact(table, "name", NameComparer("Latin1_General_CS_AS"));
  CHECK(exact.find("alpha") == std::optional<std::size_t>(2));
  CHECK(exact.find("B") == std::optional<std::size_t>(3));
  CHECK_FALSE(exact.has("ALPHA"));
}
