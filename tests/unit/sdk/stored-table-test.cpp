// Rows in a file without a name: what goes in comes out, in any order, and memory does not grow with it.
#include <doctest.h>

#include <gantry/cpp/stored-table.hpp>

#include <dirent.h>
#include <malloc.h>
#include <cstdlib>
#include <limits>
#include <random>
#include <thread>

using namespace gantry;

namespace {

std::string text_of(std::size_t row) { return "row " + std::to_string(row) + std::string(row % 97, 'x'); }

StoredTable filled(std::size_t rows) {
  StoredTable table({"number", "text"});
  for (std::size_t i = 0; i < rows; ++i)
    REQUIRE(table.add({Cell(static_cast<std::int64_t>(i)), Cell(text_of(i))}));
  return table;
}

std::size_t files_in(const std::string &folder) {
  std::size_t count = 0;
  DIR *dir = opendir(folder.c_str());
  REQUIRE(dir != nullptr);
  while (readdir(dir) != nullptr) ++count;
  closedir(dir);
  return count - 2;
}

/// TMPDIR for one test.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::string path) {
    if (const char *was = std::getenv("TMPDIR")) before_ = was;
    setenv("TMPDIR", path.c_str(), 1);
  }
  ~TemporaryFolder() {
    if (before_)
      setenv("TMPDIR", before_->c_str(), 1);
    else
      unsetenv("TMPDIR");
  }

 private:
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("cells of every kind come back as they were") {
  StoredTable table({"cell"});
  const std::vector<Cell> cells = {Cell(),
                                   Cell(true),
                                   Cell(false),
                                   Cell(std::int64_t{0}),
                                   Cell(std::int64_t{-1}),
                                   Cell(std::numeric_limits<std::int64_t>::min()),
                                   Cell(std::numeric_limits<std::int64_t>::max()),
                                   Cell(-0.5),
                                   Cell(""),
                                   Cell(std::string("a\0b", 3)),
                                   Cell(Blob{std::string("\x00\xFF", 2)}),
                                   Cell(std::string(300'000, 'y'))};
  for (const Cell &cell : cells) REQUIRE(table.add({cell}));
  REQUIRE(table.size() == cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    CAPTURE(i);
    CHECK(table.at(i, "cell") == cells[i]);
    CHECK(table.row(i) == std::vector<Cell>{cells[i]});
  }
  CHECK(table.at(0, "no such column").null());
}

TEST_CASE("a row is as long as the columns") {
  StoredTable table({"a", "b"});
  REQUIRE(table.add({Cell(1)}));
  REQUIRE(table.add({Cell(1), Cell(2), Cell(3)}));
  CHECK(table.row(0) == std::vector<Cell>{Cell(1), Cell()});
  CHECK(table.row(1) == std::vector<Cell>{Cell(1), Cell(2)});
}

TEST_CASE("many rows are read in any order, by several threads, while rows are added in between") {
  constexpr std::size_t rows = 60'000;
  StoredTable table = filled(rows);
  const auto read = [&](unsigned seed) {
    std::mt19937 random(seed);
    for (int i = 0; i < 3000; ++i) {
      const std::size_t row = random() % rows;
      if (table.at(row, "number") != Cell(static_cast<std::int64_t>(row)) ||
          table.at(row, "text") != Cell(text_of(row)))
        return false;
    }
    return true;
  };
  bool first = false, second = false;
  std::thread one([&] { first = read(1); }), other([&] { second = read(2); });
  one.join();
  other.join();
  CHECK(first);
  CHECK(second);
  REQUIRE(table.add({Cell(-1), Cell("last")}));
  CHECK(table.at(rows, "text") == Cell("last"));
  CHECK(table.at(rows / 2, "text") == Cell(text_of(rows / 2)));
}

TEST_CASE("its memory is bounded by the longest row and a few bytes a row") {
  const auto in_use = [] {
    const struct mallinfo2 heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
  };
  const std::size_t before = in_use();
  StoredTable table({"text"});
  const std::string text(20'000, 'p');
  for (int i = 0; i < 5000; ++i) REQUIRE(table.add({Cell(text)}));  // 100 MB
  for (std::size_t i = 0; i < table.size(); i += 7) REQUIRE(table.at(i, 0).string()->size() == text.size());
  CHECK(in_use() - before < 2'000'000);
}

TEST_CASE("no file has a name, and a small table has none at all") {
  char folder[] = "/tmp/gantry-stored-XXXXXX";
  REQUIRE(mkdtemp(folder) != nullptr);
  {
    const TemporaryFolder chosen(folder);
    const StoredTable table = filled(20'000);
    CHECK(files_in(folder) == 0);
    CHECK(table.at(0, "text") == Cell(text_of(0)));
  }
  rmdir(folder);
  const TemporaryFolder nowhere("/no/such/folder");
  CHECK(filled(100).at(99, "text") == Cell(text_of(99)));
  StoredTable large({"text"});
  Result<> added = success();
  for (int i = 0; added && i < 1000; ++i) added = large.add({Cell(std::string(1000, 'z'))});
  REQUIRE(!added);
  CHECK(added.error().status == Status::io);
  CHECK(added.error().what == "a temporary file in /no/such/folder could not be made");
  CHECK(added.error().todo == "make room there, or name another folder in TMPDIR");
}

TEST_CASE("rows of an object are stored, and given out again") {
  Table table;
  table.columns = {"number", "text"};
  for (std::size_t i = 0; i < 3000; ++i)
    table.rows.push_back({Cell(static_cast<std::int64_t>(i)), i % 3 == 0 ? Cell() : Cell(text_of(i))});
  Result<StoredTable> stored = store_table(rows_of(table));
  REQUIRE(stored);
  REQUIRE(stored->size() == table.rows.size());
  CHECK(stored->columns() == table.columns);
  Result<Table> again =
      read_table(make_object<StoredRows>(std::make_shared<const StoredTable>(std::move(*stored))).hand_out());
  REQUIRE(again);
  CHECK(again->rows == table.rows);
}

TEST_CASE("chosen rows are given out in the order asked for, in batches within the reader's limits") {
  StoredTable table({"number", "text"});
  for (int i = 0; i < 100; ++i) REQUIRE(table.add({Cell(i), Cell(std::string(10'000, 'x'))}));
  const auto shared = std::make_shared<const StoredTable>(std::move(table));
  const std::vector<std::uint32_t> order = {7, 99, 0, 50};
  Result<Table> chosen = read_table(make_object<StoredRows>(shared, order).hand_out());
  REQUIRE(chosen);
  REQUIRE(chosen->rows.size() == order.size());
  for (std::size_t i = 0; i < order.size(); ++i) CHECK(chosen->at(i, "number").number() == order[i]);
  Result<Table> none = read_table(make_object<StoredRows>(shared, std::vector<std::uint32_t>()).hand_out());
  REQUIRE(none);
  CHECK(none->rows.empty());

  RowReader reader(make_object<StoredRows>(shared).hand_out());
  reader.fetch.max_bytes = 50'000;
  std::size_t rows = 0;
  for (;;) {
    Result<gantry_batch> batch = reader.next_batch();
    REQUIRE(batch);
    if (batch->rows == 0) break;
    CHECK(batch->rows <= 5);
    rows += batch->rows;
  }
  CHECK(rows == shared->size());
}
