// Kinds whose lists are stored: rows are taken while they arrive, and nothing of them stays in memory.
#include <doctest/doctest.h>

#include <malloc.h>
#include <algorithm>

#include "plugins/smo/smo-server-object.hpp"
#include "tests/unit/smo/fake-session.hpp"

using namespace gantry;
using namespace gantry::smo;
using namespace gantry::test;

namespace {

std::size_t heap_in_use() {
  const struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

/// What a server gives for a list, and what the test sees of it.
struct Texts {
  std::size_t rows = 0, length = 10;
  std::optional<Error> in_rows;      ///< comes behind half of the rows
  std::optional<Error> behind_rows;  ///< comes where the next result would
  std::size_t open = 0;              ///< results that keep the session busy
  std::size_t longest_batch = 0;     ///< bytes that the reader left the driver
  std::size_t highest_heap = 0;

  std::string text(std::size_t row) const {
    return "CREATE PROC p" + std::to_string(row) + std::string(length, static_cast<char>('a' + row % 26));
  }
};

/// Makes its rows when they are asked for.
class MadeRows : public Implements<RowSource> {
 public:
  explicit MadeRows(Texts &texts) : texts_(texts) { ++texts_.open; }
  std::uint32_t column_count() noexcept override { return 3; }
  Result<> column(std::uint32_t index, gantry_column &out) override {
    static constexpr const char *names[] = {"object_name", "number", "definition"};
    out.name = borrow(names[index]);
    return success();
  }
  Result<> next(const gantry_fetch &fetch, Call, gantry_batch &out) override {
    texts_.longest_batch = std::max(texts_.longest_batch, fetch.max_bytes);
    texts_.highest_heap = std::max(texts_.highest_heap, heap_in_use());
    if (texts_.in_rows && at_ >= texts_.rows / 2) return *texts_.in_rows;
    out.columns = 3;
    out.rows = at_ < texts_.rows ? 1 : 0;
    if (out.rows == 0) return success();
    row_ = {Cell("[dbo].[p" + std::to_string(at_) + "]"), Cell(0), Cell(texts_.text(at_))};
    ++at_;
    for (std::size_t i = 0; i < 3; ++i) values_[i] = row_[i].value();
    out.values = values_;
    return success();
  }
  Result<bool> next_result(Call) override {
    if (texts_.behind_rows) return *texts_.behind_rows;
    return false;
  }
  Result<> close(Call) override {
    if (!std::exchange(closed_, true)) --texts_.open;
    return success();
  }

 private:
  ~MadeRows() override = default;
  Texts &texts_;
  std::size_t at_ = 0;
  bool closed_ = false;
  std::vector<Cell> row_;
  gantry_value values_[3]{};
};

class TextSession : public Implements<Session> {
 public:
  explicit TextSession(Texts &texts) : texts_(texts) {}
  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &, Call) override {
    if (texts_.open > 0) return Error(Status::busy, "a result of the session is open");
    if (sql.find("all_columns") != std::string_view::npos) return rows_of(table({"name"}));
    return make_object<MadeRows>(texts_).hand_out();
  }
  Result<> close(Call) override { return success(); }

 private:
  Texts &texts_;
};

struct Fixture {
  Texts texts;
  Own<TextSession> session = make_object<TextSession>(texts);
  Own<SmoServerObject> object = make_object<SmoServerObject>(ObjectPtr::share(session->raw()));
  SmoServerRef server{ObjectPtr::share(object->raw())};

  Result<StoredTable> list() const { return server.stored_list("ModuleDefinition", "master", {}, nullptr); }
};

Error refusal() {
  Error error(Status::denied, "The SELECT permission was denied.");
  error.native_code = 229;
  return error;
}

}  // namespace

TEST_CASE("memory does not grow with the texts that a list holds, on either side") {
  Fixture f;
  f.texts.length = 20'000;
  f.texts.rows = 50;
  REQUIRE(f.list());
  const std::size_t before = heap_in_use();
  f.texts.rows = 5000;  // 100 MB
  Result<StoredTable> list = f.list();
  if (!list) FAIL(list.error().message());
  REQUIRE(list->size() == f.texts.rows);
  CHECK(heap_in_use() - before < 2'000'000);
  CHECK(f.texts.highest_heap - before < 4'000'000);
  CHECK(f.texts.longest_batch > 0);
  CHECK(f.texts.longest_batch < 1'000'000);
  for (std::size_t row = 0; row < list->size(); row += 499)
    CHECK(list->at(row, "definition") == Cell(f.texts.text(row)));
}

TEST_CASE("an error amid the rows, or behind them, is the list's error; the session stays usable") {
  Fixture f;
  f.texts.rows = 100;
  std::optional<Error> *const places[] = {&f.texts.in_rows, &f.texts.behind_rows};
  for (std::optional<Error> *place : places) {
    *place = refusal();
    const Result<StoredTable> list = f.list();
    REQUIRE_FALSE(list);
    CHECK(list.error().status == Status::denied);
    CHECK(list.error().native_code == 229);
    CHECK(f.texts.open == 0);
    place->reset();
    CHECK(f.list());
  }
}

TEST_CASE("rows of a list need the session no more: another list is read while one is half read") {
  Fixture f;
  f.texts.rows = 4000;
  const Ref<gantry_smo_server> smo = f.server.object().query<gantry_smo_server>();
  gantry_object *rows = nullptr;
  ErrorReceiver error;
  REQUIRE(smo->list(smo.self, borrow("ModuleDefinition"), borrow("master"), borrow(""), nullptr, &rows,
                    error) == GANTRY_OK);
  CHECK(f.texts.open == 0);
  RowReader reader(ObjectPtr::adopt(rows));
  reader.fetch.max_rows = 10;
  REQUIRE(reader.next_batch());
  CHECK(f.list());
  std::size_t rest = 0;
  REQUIRE(reader.each_row([&](std::vector<Cell> &&row) {
    CHECK(row[2] == Cell(f.texts.text(10 + rest++)));
    return success();
  }));
  CHECK(rest == f.texts.rows - 10);
}

TEST_CASE("a filter too long for a statement keeps its rows of a stored list, in the server's spelling") {
  Own<FakeSession> session = make_object<FakeSession>();
  answer_as_server(*session, {{"msdb.dbo.sysjobs", {"name", "job_id"}}});
  Table jobs = table(std::vector<std::string>(17, "x"));
  for (int i = 0; i < 3000; ++i) {
    std::vector<Cell> row(17);
    row[0] = Cell("Job " + std::to_string(i));
    jobs.rows.push_back(std::move(row));
  }
  session->answer("FROM msdb.dbo.sysjobs AS t", jobs);
  Own<SmoServerObject> object = make_object<SmoServerObject>(ObjectPtr::share(session->raw()));
  std::vector<std::string> names;
  for (int i = 500; i < 2600; ++i) names.push_back("JOB " + std::to_string(i));
  const SmoServerRef server(ObjectPtr::share(object->raw()));
  const Result<StoredTable> list = server.stored_list("Job", {}, names, nullptr);
  if (!list) FAIL(list.error().message());
  REQUIRE(list->size() == names.size());
  CHECK(list->at(0, "name") == Cell("Job 500"));
  CHECK(list->at(list->size() - 1, "name") == Cell("Job 2599"));
  for (const std::string &batch : session->batches) CHECK(batch.find(" IN (") == std::string::npos);
}

TEST_CASE("lists that hold secrets stay in memory") {
  for (const char *name : {"Login", "Credential"}) {
    const Result<const Kind *> kind = find_kind(name);
    REQUIRE(kind);
    CHECK(std::holds_alternative<Kind::List>((*kind)->list));
  }
}
