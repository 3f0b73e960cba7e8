// Statements that go to the server together: which may, what the guard makes of each, what an error leaves.
#include "host/runtime/guard/guarded-object.hpp"
#include "host/runtime/guard/joined-batch.hpp"

#include <gantry/cpp/statement-list.hpp>
#include <gantry/cpp/task.hpp>

#include <doctest.h>

using namespace gantry;
using namespace gantry::runtime;
using namespace gantry::runtime::guard;

namespace {

/// What a server answers to a joined batch that failed: how far it came, and then the error.
class Stopped : public Implements<RowSource> {
 public:
  Stopped(std::int64_t reached, Error error) : cell_(reached), error_(std::move(error)) {}

  std::uint32_t column_count() noexcept override { return 1; }
  Result<> column(std::uint32_t, gantry_column &out) override {
    out.name = borrow("gantry_statements_done");
    out.kind = GANTRY_KIND_INT64;
    return success();
  }
  Result<> next(const gantry_fetch &, Call, gantry_batch &out) override {
    value_ = cell_.value();
    out.columns = 1;
    out.rows = given_ ? 0 : 1;
    out.values = &value_;
    given_ = true;
    return success();
  }
  Result<bool> next_result(Call) override { return error_; }

 private:
  const Cell cell_;
  const Error error_;
  gantry_value value_{};
  bool given_ = false;
};

/// Writes down what it is sent; the batch that holds `refuses` fails at that statement.
class FakeServer : public Implements<Session, TransactionControl> {
 public:
  std::vector<std::string> sent;
  std::string refuses;
  bool lost = false;

  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &, Call) override {
    sent.emplace_back(sql);
    if (lost) return Error(Status::io, "the line is cut");
    Error refused(Status::data, "refused");
    refused.native_code = 15040;
    const std::size_t at = refuses.empty() ? std::string::npos : sql.find(refuses);
    if (at == std::string::npos) return rows_of(Table());
    if (sql.find("BEGIN TRY") == std::string_view::npos) return refused;
    std::int64_t reached = 0;
    for (std::size_t i = sql.find("SET @gantry"); i < at; i = sql.find("SET @gantry", i + 1)) ++reached;
    return make_object<Stopped>(reached, refused).hand_out();
  }
  Result<> close(Call) override { return success(); }
  Result<> begin(std::int32_t, Call) override { return success(); }
  Result<> commit(Call) override { return success(); }
  Result<> rollback(Call) override { return success(); }
  Result<> save(std::string_view, Call) override { return success(); }
  Result<> rollback_to(std::string_view, Call) override { return success(); }
  Result<std::int32_t> transaction_state(Call) override { return 0; }
};

struct Recorder : StatementObserver {
  std::vector<std::string> lines;
  Result<> before(const Statement &s) override {
    lines.push_back("before " + std::to_string(s.ordinal));
    return success();
  }
  void after(const Statement &s, const Error *error, std::int64_t) override {
    lines.push_back("after " + std::to_string(s.ordinal) + (error ? ": " + error->what : ""));
  }
  Result<> transaction(const std::string &, const std::string &, TransactionMoment) override {
    return success();
  }
};

/// A destination's session while a plan of that many messages is carried out.
struct Fixture {
  Recorder recorder;
  std::vector<StatementObserver *> observers{&recorder};
  Own<FakeServer> server = make_object<FakeServer>();
  std::shared_ptr<TaskGuard> guard;
  std::vector<std::string> texts;
  SessionRef session;
  StatementListRef list;

  explicit Fixture(int count) {
    GuardSite site{"Package\\Copy", observers, false, {}, {}, {}, {}, {}};
    site.masked = [](std::string_view text) { return std::string(text); };
    guard = std::make_shared<TaskGuard>(std::move(site));
    const ObjectPtr object =
        guard->wrap({"DestinationConnection", "To", true}, ObjectPtr::share(server->raw()), nullptr);
    session = SessionRef(object);
    list = StatementListRef(object);
    REQUIRE(list);
    std::vector<Step> steps;
    for (int i = 1; i <= count; ++i) {
      texts.push_back("EXEC sp_addmessage " + std::to_string(50000 + i) + ", 16, N'it''s';");
      steps.push_back({"To", false, "", "create", "Message", texts.back(), true, "", ""});
    }
    REQUIRE(guard->start_executing(*PlannedSteps::store(steps)));
    server->sent.clear();
  }
  /// All of them, as a task would; how many went well.
  std::size_t run(Result<> &outcome, std::optional<std::size_t> *last = nullptr) {
    std::vector<gantry_str> all;
    for (const std::string &text : texts) all.push_back(borrow(text));
    std::size_t done = 0;
    while (done < all.size()) {
      StatementListRef::Progress progress = list.run(all, done, nullptr);
      done += progress.done.value_or(0);
      if (last) *last = progress.done;
      outcome = std::move(progress.outcome);
      if (!outcome) break;
      REQUIRE(progress.done.value_or(0) > 0);
    }
    return done;
  }
};

}  // namespace

TEST_CASE("a list needs a transaction, and goes in ever fewer round trips") {
  Fixture f(40);
  Result<> outcome = success();
  CHECK(f.run(outcome) == 0);
  CHECK(outcome.error().status == Status::state);
  CHECK(f.server->sent.empty());

  REQUIRE(f.session.begin(nullptr));
  CHECK(f.run(outcome) == 40);
  CHECK(outcome);
  CHECK(f.server->sent.size() == 6);  // 1, 2, 4, 8, 16 and the rest
  CHECK(f.server->sent[0] == f.texts[0]);
  CHECK(f.server->sent[1].find("EXEC (N'EXEC sp_addmessage 50002, 16, N''it''''s'';');") !=
        std::string::npos);
  REQUIRE(f.recorder.lines.size() == 80);
  CHECK(f.recorder.lines[2] == "before 2");
  CHECK(f.recorder.lines[3] == "before 3");
  CHECK(f.recorder.lines[4] == "after 2");
}

TEST_CASE("an error among several is that of its statement; what stands behind was not begun") {
  Fixture f(7);
  f.server->refuses = "50006";
  REQUIRE(f.session.begin(nullptr));
  Result<> outcome = success();
  CHECK(f.run(outcome) == 5);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().native_code == 15040);
  const std::vector<std::string> &lines = f.recorder.lines;
  REQUIRE(lines.size() == 14);
  CHECK(lines[10] == "after 4");
  CHECK(lines[11] == "after 5");
  CHECK(lines[12] == "after 6: refused");
  CHECK(lines[13].find("not begun") != std::string::npos);
  // Rolled back, all of it may come again.
  REQUIRE(f.session.rollback(nullptr));
  REQUIRE(f.session.begin(nullptr));
  f.server->refuses.clear();
  CHECK(f.run(outcome) == 7);
  CHECK(outcome);
}

TEST_CASE("when the line is cut nobody knows which of several it was") {
  Fixture f(3);
  REQUIRE(f.session.begin(nullptr));
  Result<> outcome = success();
  f.texts.resize(1);
  CHECK(f.run(outcome) == 1);
  f.server->lost = true;
  f.texts = {"EXEC sp_addmessage 50002, 16, N'it''s';", "EXEC sp_addmessage 50003, 16, N'it''s';"};
  std::optional<std::size_t> done = 7;
  CHECK(f.run(outcome, &done) == 0);
  CHECK_FALSE(done);
  CHECK(outcome.error().status == Status::io);
}

TEST_CASE("what no step plans is refused in a list as well, when its turn comes") {
  Fixture f(4);
  f.texts[2] = "DROP DATABASE [x];";
  REQUIRE(f.session.begin(nullptr));
  Result<> outcome = success();
  CHECK(f.run(outcome) == 2);
  CHECK(outcome.error().status == Status::denied);
  for (const std::string &sent : f.server->sent) CHECK(sent.find("DROP") == std::string::npos);
}

TEST_CASE("only statements that leave nothing in the session go together") {
  for (const char *joins :
       {"CREATE LOGIN [set] WITH PASSWORD = N'use; set x';", "GRANT VIEW SERVER STATE TO [a];",
        "DECLARE @id int = 1; SET @id = 2; EXEC p @id;", "IF 1 = 1 BEGIN EXEC p END",
        "-- first\nCREATE OR ALTER PROCEDURE p AS SET NOCOUNT ON; BEGIN TRAN; USE x; CREATE TABLE #t (a int)",
        "ALTER TRIGGER t ON x AFTER INSERT AS SET NOCOUNT ON;"})
    CHECK_MESSAGE(can_be_joined(joins), joins);
  for (const char *alone :
       {"SET QUOTED_IDENTIFIER OFF", "EXEC p; SET IDENTITY_INSERT t ON;", "USE [x]; EXEC p;",
        "SELECT 1 AS a INTO #t", "SELECT 1 AS a INTO [#t]", "EXECUTE AS LOGIN = N'a'; EXEC p;", "REVERT;",
        "COMMIT", "EXEC p; ROLLBACK", "BEGIN TRAN; EXEC p", "SAVE TRANSACTION x", "EXEC p 'not closed", ""})
    CHECK_MESSAGE(!can_be_joined(alone), alone);
}
