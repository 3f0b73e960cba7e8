// What a task's session lets through, and who is told.
#include "host/runtime/guard/guarded-object.hpp"

#include <gantry/cpp/task.hpp>

#include <doctest.h>

using namespace gantry;
using namespace gantry::runtime;
using namespace gantry::runtime::guard;

namespace {

/// A session, transactions and lists that only write down what they are asked.
class FakeServer : public Implements<Session, TransactionControl, SmoServer> {
 public:
  std::vector<std::string> sent;
  std::vector<Error> fail_next;  ///< the next executes fail with these, first to last
  bool lose_commit = false;
  Table rights;
  int asked_rights = 0, lists = 0, lock_free = 1;

  Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &, Call) override {
    sent.emplace_back(sql);
    if (!fail_next.empty()) {
      Error error = fail_next.front();
      fail_next.erase(fail_next.begin());
      return error;
    }
    Table one;
    one.columns = {"number"};
    one.rows.push_back({Cell(sql.find("APPLOCK_TEST") != std::string_view::npos ? lock_free : 0)});
    return rows_of(std::move(one));
  }
  Result<> close(Call) override { return success(); }
  Result<> begin(std::int32_t, Call) override { return success(); }
  Result<> commit(Call) override {
    if (lose_commit) return Error(Status::outcome_unknown, "lost");
    return success();
  }
  Result<> rollback(Call) override { return success(); }
  Result<> save(std::string_view, Call) override { return success(); }
  Result<> rollback_to(std::string_view, Call) override { return success(); }
  Result<std::int32_t> transaction_state(Call) override { return 0; }
  Result<std::string> facts(Call) override { return std::string("major=16\n"); }
  Result<ObjectPtr> list(std::string_view, std::string_view, std::string_view, Call) override {
    ++lists;
    return rows_of(Table{{"name"}, {{Cell("x")}}});
  }
  Result<Table> missing_rights(std::string_view, std::string_view, Call) override {
    ++asked_rights;
    return rights;
  }
  Result<std::vector<ScriptBatch>> script(std::string_view, std::string_view, std::string_view, const Table &,
                                          const Table &, std::string_view, Call) override {
    return std::vector<ScriptBatch>();
  }
};

struct Recorder : StatementObserver {
  std::vector<std::string> lines;
  bool refuse = false, refuse_commit = false;
  Result<> before(const Statement &s) override {
    lines.push_back("before " + std::to_string(s.ordinal) + " " + s.action + " " + s.text);
    if (refuse) return Error(Status::io, "the journal's disk is full");
    return success();
  }
  void after(const Statement &s, const Error *error, std::int64_t) override {
    lines.push_back("after " + std::to_string(s.ordinal) + (error ? " failed" : ""));
  }
  Result<> transaction(const std::string &, const std::string &, TransactionMoment moment) override {
    static const char *const names[] = {"begun", "committing", "committed", "rolled back", "unknown"};
    lines.emplace_back(names[static_cast<int>(moment)]);
    if (refuse_commit && moment == TransactionMoment::committing) return Error(Status::io, "disk full");
    return success();
  }
};

struct Fixture {
  Recorder recorder;
  std::vector<StatementObserver *> observers{&recorder};
  std::vector<std::string> warnings, informations;
  std::vector<PartialView> partial;
  bool allow_partial = false;
  Own<FakeServer> server = make_object<FakeServer>();
  std::shared_ptr<TaskGuard> guard;

  std::shared_ptr<TaskGuard> make() {
    GuardSite site{"Package\\Copy", observers, allow_partial, {}, {}, {}, {}, {}};
    site.warn = [this](const Error &error) { warnings.push_back(error.what); };
    site.inform = [this](std::string text) { informations.push_back(std::move(text)); };
    site.log = [](const std::string &) {};
    site.partial = [this](const PartialView &view) { partial.push_back(view); };
    site.masked = [](std::string_view text) { return std::string(text); };
    return guard = std::make_shared<TaskGuard>(std::move(site));
  }
  ObjectPtr open(bool writes, const Own<FakeServer> &behind) {
    return guard->wrap(
        {writes ? "DestinationConnection" : "SourceConnection", writes ? "To" : "From", writes},
        ObjectPtr::share(behind->raw()), nullptr);
  }
  SessionRef session(bool writes) {
    if (!guard) make();
    return SessionRef(open(writes, server));
  }
  void execute_plan() {
    REQUIRE(guard->start_executing(*PlannedSteps::store(
        {{"To", false, "", "create", "Login a", "CREATE LOGIN [a] WITH PASSWORD = ***;", true,
          "DROP LOGIN [a];", ""},
         {"From", true, "", "change", "Database x", "ALTER DATABASE [x] SET READ_ONLY;", true, "", ""}})));
  }
};

Status status_of(const Result<> &result) { return result ? Status::ok : result.error().status; }

}  // namespace

TEST_CASE("while a task is prepared nothing is written anywhere") {
  Fixture f;
  for (const bool writes : {false, true}) {
    const SessionRef session = f.session(writes);
    CHECK(session.run("SELECT 1;", nullptr));
    CHECK(session.run("CREATE TABLE #t (a int);", nullptr));
    const Result<> refused = session.run("CREATE LOGIN [a] WITH PASSWORD = N'secret-1';", nullptr);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == Status::denied);
    CHECK_FALSE(refused.error().expected.empty());
    CHECK(refused.error().found.find("CREATE") != std::string::npos);
    CHECK(refused.error().message().find("secret") == std::string::npos);
  }
  CHECK(f.server->sent.size() == 4);
  CHECK(f.recorder.lines.empty());
}

TEST_CASE("while it is executed exactly the plan is") {
  Fixture f;
  const SessionRef to = f.session(true), from = f.session(false);
  f.server->sent.clear();
  f.execute_plan();
  CHECK(status_of(to.run("DROP DATABASE [x];", nullptr)) == Status::denied);
  CHECK(status_of(to.run("ALTER DATABASE [x] SET READ_ONLY;", nullptr)) == Status::denied);
  CHECK(status_of(from.run("CREATE LOGIN [a] WITH PASSWORD = N'x';", nullptr)) == Status::denied);
  CHECK(f.server->sent.empty());
  CHECK(to.run("CREATE LOGIN [a] WITH PASSWORD = N'x';", nullptr));
  CHECK(to.run("USE [master]; SET NOCOUNT ON; DROP LOGIN [a];", nullptr));
  CHECK(from.run("ALTER DATABASE [x] SET READ_ONLY", nullptr));
  CHECK(f.recorder.lines == std::vector<std::string>{"before 1 create CREATE LOGIN [a] WITH PASSWORD = ***;",
                                                     "after 1", "before 1 undo DROP LOGIN [a];", "after 1",
                                                     "before 2 change ALTER DATABASE [x] SET READ_ONLY;",
                                                     "after 2"});
}

TEST_CASE("a transaction that is rolled back gives its steps free; observers hear of its moments") {
  Fixture f;
  const SessionRef to = f.session(true);
  f.execute_plan();
  const std::string step = "CREATE LOGIN [a] WITH PASSWORD = N'x';";
  CHECK(to.begin(nullptr));
  CHECK(to.run(step, nullptr));
  CHECK(to.rollback(nullptr));
  CHECK(to.begin(nullptr));
  CHECK(to.run(step, nullptr));
  f.recorder.refuse_commit = true;
  CHECK(status_of(to.commit(nullptr)) == Status::io);
  f.recorder.refuse_commit = false;
  f.server->lose_commit = true;
  CHECK(status_of(to.commit(nullptr)) == Status::outcome_unknown);
  std::vector<std::string> moments;
  for (const std::string &line : f.recorder.lines)
    if (line.rfind("before", 0) != 0 && line.rfind("after", 0) != 0) moments.push_back(line);
  CHECK(moments ==
        std::vector<std::string>{"begun", "rolled back", "begun", "committing", "committing", "unknown"});
}

TEST_CASE("who observes can keep a statement from being sent, and hears of its error") {
  Fixture f;
  const SessionRef to = f.session(true);
  f.execute_plan();
  f.server->sent.clear();
  f.recorder.refuse = true;
  CHECK(status_of(to.run("CREATE LOGIN [a] WITH PASSWORD = N'x';", nullptr)) == Status::io);
  CHECK(f.server->sent.empty());
  f.recorder.refuse = false;
  f.server->fail_next = {Error(Status::exists, "there is one")};
  CHECK(status_of(to.run("CREATE LOGIN [a] WITH PASSWORD = N'x';", nullptr)) == Status::exists);
  CHECK(f.recorder.lines.back() == "after 1 failed");
  // What failed may be sent again.
  CHECK(to.run("CREATE LOGIN [a] WITH PASSWORD = N'x';", nullptr));
}

TEST_CASE("readings are repeated after a deadlock, outside of transactions only; writings never") {
  Fixture f;
  const SessionRef to = f.session(true);
  f.execute_plan();
  Error deadlock(Status::busy, "deadlock");
  deadlock.native_code = 1205;
  f.server->fail_next = {deadlock};
  CHECK(to.run("SELECT 1;", nullptr));
  CHECK(f.informations.size() == 1);
  f.server->fail_next = {deadlock};
  CHECK_FALSE(to.run("CREATE LOGIN [a] WITH PASSWORD = N'x';", nullptr));
  REQUIRE(to.begin(nullptr));
  f.server->fail_next = {deadlock};
  CHECK_FALSE(to.run("SELECT 1;", nullptr));
  CHECK(f.informations.size() == 1);
}

TEST_CASE("a list is trusted when the login sees everything, asked once a kind") {
  Fixture f;
  f.make();
  SmoServerRef smo(f.open(false, f.server));
  CHECK(smo.list("Login", "", {}, nullptr));
  CHECK(smo.list("Login", "", {}, nullptr));
  CHECK(smo.list("Job", "", {}, nullptr));
  CHECK(f.server->asked_rights == 2);
  CHECK(f.server->lists == 3);

  f.server->rights = {{"right", "grant", "property"},
                      {{Cell("VIEW ANY DEFINITION"), Cell("GRANT VIEW ANY DEFINITION TO [me];"), Cell("")},
                       {Cell("A"), Cell("GRANT A TO [me];"), Cell()},
                       {Cell("HASHES"), Cell("GRANT HASHES TO [me];"), Cell("password-hash")}}};
  smo = SmoServerRef(f.open(false, f.server));
  const Result<Table> blind = smo.list("Login", "", {}, nullptr);
  REQUIRE_FALSE(blind);
  CHECK(blind.error().status == Status::denied);
  CHECK(blind.error().todo.find("GRANT VIEW ANY DEFINITION TO [me]; GRANT A TO [me];") != std::string::npos);
  CHECK(blind.error().message().find("HASHES") == std::string::npos);
  CHECK(f.server->lists == 3);

  f.allow_partial = true;
  f.make();
  smo = SmoServerRef(f.open(false, f.server));
  CHECK(smo.list("Login", "", {}, nullptr));
  CHECK(smo.list("Login", "", {}, nullptr));
  CHECK(f.warnings.size() == 1);
  REQUIRE(f.partial.size() == 1);
  CHECK(f.partial[0].kind == "Login");
  CHECK(f.partial[0].rights == "VIEW ANY DEFINITION, A");
}

TEST_CASE("two ends are one instance when the lock of one is seen from the other") {
  Fixture f;
  f.make();
  const Own<FakeServer> other = make_object<FakeServer>();
  CHECK_FALSE(f.guard->same_instance("DestinationConnection"));
  ObjectPtr from = f.open(false, other), to = f.open(true, f.server);
  REQUIRE(f.guard->same_instance("DestinationConnection"));
  CHECK_FALSE(*f.guard->same_instance("DestinationConnection"));
  CHECK(f.server->sent.back().find("sp_releaseapplock") != std::string::npos);
  other->lock_free = 0;
  to = ObjectPtr();
  to = f.open(true, f.server);
  CHECK(*f.guard->same_instance("DestinationConnection"));
  // A server without locks: nobody knows.
  to = ObjectPtr();
  f.server->fail_next = {Error(Status::not_found, "no such procedure")};
  to = f.open(true, f.server);
  CHECK_FALSE(f.guard->same_instance("DestinationConnection"));
}

TEST_CASE("behind the task's end nothing is sent") {
  Fixture f;
  const SessionRef to = f.session(true);
  f.guard->retire();
  CHECK(status_of(to.run("SELECT 1;", nullptr)) == Status::state);
}
