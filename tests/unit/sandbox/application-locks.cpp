#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>
#include <chrono>
#include <thread>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;

namespace {

std::string taking(const std::string &mode,
                   const std::string &rest = "@LockOwner = 'Session', @LockTimeout = 0",
                   const std::string &resource = "res") {
  return "DECLARE @r int; EXEC @r = sp_getapplock N'" + resource + "', '" + mode + "', " + rest +
         "; SELECT @r";
}

const char *const releasing = "DECLARE @r int; EXEC @r = sp_releaseapplock 'res', 'Session'; SELECT @r";

/// Until `session` waits for an application lock, as seen by `watcher`.
bool waits(Fixture &f, int session) {
  const std::string query =
      "SELECT COUNT(*) FROM sys.dm_exec_requests WHERE blocking_session_id <> 0 AND session_id = " +
      std::to_string(session);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (std::chrono::steady_clock::now() < end) {
    if (f.run(query).value() == "1") return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

}  // namespace

TEST_CASE("modes of application locks get along as documented") {
  const char *const modes[] = {"IntentShared", "Shared", "Update", "IntentExclusive", "Exclusive"};
  const char *const expected[] = {"0 0 0 0 -1", "0 0 0 -1 -1", "0 0 -1 -1 -1", "0 -1 -1 0 -1",
                                  "-1 -1 -1 -1 -1"};
  Fixture f;
  const auto other = f.login("sa", Fixture::password);
  for (std::size_t held = 0; held < 5; ++held) {
    std::string codes;
    for (const char *asked : modes) {
      const std::string resource = std::string(modes[held]) + "-" + asked;
      REQUIRE(f.run(taking(modes[held], "'Session', 0", resource)).value() == "0");
      codes +=
          (codes.empty() ? "" : " ") + Fixture::run(*other, taking(asked, "'Session', 0", resource)).value();
    }
    CAPTURE(modes[held]);
    CHECK(codes == expected[held]);
  }
}

TEST_CASE("an application lock is counted, united with what is asked later, and listed") {
  Fixture f;
  CHECK(f.run(taking("shared")).value() == "0");
  CHECK(f.run(taking("IntentExclusive")).value() == "0");
  CHECK(f.value("APPLOCK_MODE('public', 'res', 'Session')") == "SharedIntentExclusive");
  CHECK(f.run("SELECT resource_type, resource_database_id, LEFT(resource_description, 9), request_mode, "
              "request_status, request_reference_count, request_session_id - @@SPID, request_owner_type "
              "FROM sys.dm_tran_locks WHERE resource_type = 'APPLICATION'")
            .rows() == Rows{{"APPLICATION", "1", "0:[res]:(", "SIX", "GRANT", "2", "0", "SESSION"}});
  CHECK(f.run(releasing).value() == "0");
  CHECK(f.value("APPLOCK_MODE('public', 'res', 'Session')") == "SharedIntentExclusive");
  CHECK(f.run(releasing).value() == "0");
  CHECK(f.value("APPLOCK_MODE('public', 'res', 'Session')") == "NoLock");
  const Collector missing = f.run(releasing);
  CHECK(missing.value() == "-999");
  CHECK(missing.errors() == std::vector<int>{1223});
}

TEST_CASE("application locks belong to a database, a principal and an exact name") {
  Fixture f;
  const auto other = f.login("sa", Fixture::password);
  f.run("CREATE DATABASE d");
  CHECK(f.run(taking("Exclusive")).value() == "0");
  CHECK(Fixture::run(*other, taking("Exclusive")).value() == "-1");
  CHECK(Fixture::run(*other, taking("Exclusive", "'Session', 0", "RES")).value() == "0");
  CHECK(Fixture::run(*other, taking("Exclusive", "'Session', 0, 'dbo'")).value() == "0");
  CHECK(Fixture::run(*other, "USE d; " + taking("Exclusive")).value() == "0");
  CHECK(f.run(taking("Exclusive", "'Session', 0, 'nobody'")).errors() == std::vector<int>{1202});
}

TEST_CASE("a transaction's application locks go with it, a session's stay until it ends") {
  Fixture f;
  auto other = f.login("sa", Fixture::password);
  for (const char *end : {"COMMIT", "ROLLBACK"}) {
    CHECK(Fixture::run(*other, std::string("BEGIN TRAN; ") + taking("Exclusive", "'Transaction'")).value() ==
          "0");
    CHECK(f.value("APPLOCK_TEST('public', 'res', 'Shared', 'Session')") == "0");
    Fixture::run(*other, end);
    CHECK(f.value("APPLOCK_TEST('public', 'res', 'Shared', 'Session')") == "1");
  }
  Fixture::run(*other, "BEGIN TRAN; " + taking("Exclusive") + "; ROLLBACK");
  CHECK(f.value("APPLOCK_TEST('public', 'res', 'Shared', 'Session')") == "0");
  other.reset();
  CHECK(f.value("APPLOCK_TEST('public', 'res', 'Shared', 'Session')") == "1");
}

TEST_CASE("who waits for an application lock gets it with 1, or a cancellation ends the wait") {
  Fixture f;
  const auto other = f.login("sa", Fixture::password);
  const int spid = other->spid();
  const std::string patient = taking("Exclusive", "'Session'");
  REQUIRE(f.run(taking("Exclusive")).value() == "0");
  Collector out;
  std::thread first([&] { other->execute(patient, out); });
  REQUIRE(waits(f, spid));
  CHECK(f.run("SELECT status, wait_type, blocking_session_id - @@SPID FROM sys.dm_exec_requests WHERE "
              "session_id <> @@SPID")
            .rows() == Rows{{"suspended", "LCK_M_X", "0"}});
  CHECK(f.run("SELECT request_status FROM sys.dm_tran_locks WHERE resource_type = 'APPLICATION' AND "
              "request_session_id = " +
              std::to_string(spid))
            .value() == "WAIT");
  other->cancel();
  first.join();
  CHECK(out.sets.empty());
  Collector granted;
  std::thread second([&] { other->execute(patient, granted); });
  REQUIRE(waits(f, spid));
  CHECK(f.run(releasing).value() == "0");
  second.join();
  CHECK(granted.value() == "1");
}

TEST_CASE("of two who wait for each other the one who closes the circle gets -3") {
  Fixture f;
  const auto other = f.login("sa", Fixture::password);
  REQUIRE(f.run(taking("Exclusive", "'Session'", "a")).value() == "0");
  REQUIRE(Fixture::run(*other, taking("Exclusive", "'Session'", "b")).value() == "0");
  Collector out;
  std::thread waiter([&] { other->execute(taking("Exclusive", "'Session'", "a"), out); });
  REQUIRE(waits(f, other->spid()));
  CHECK(f.run(taking("Exclusive", "'Session'", "b")).value() == "-3");
  CHECK(f.run("EXEC sp_releaseapplock 'a', 'Session'").errors().empty());
  waiter.join();
  CHECK(out.value() == "1");
}

TEST_CASE("calls that cannot be right return -999") {
  Fixture f;
  const Collector mode = f.run(taking("Bogus"));
  CHECK(mode.value() == "-999");
  CHECK(mode.errors().empty());
  CHECK(mode.messages.at(0).number == 15625);
  CHECK(f.run(taking("Shared", "'Nonsense'")).value() == "-999");
  const Collector alone = f.run(taking("Shared", "'Transaction'"));
  CHECK(alone.value() == "-999");
  CHECK(alone.messages.at(0).number == 15626);
  const Collector negative = f.run(taking("Shared", "'Session', -2"));
  CHECK(negative.value() == "-999");
  CHECK(negative.errors() == std::vector<int>{1227});
  CHECK(f.run("EXEC sp_getapplock NULL, 'Shared', 'Session'").errors() == std::vector<int>{1224});
  CHECK(f.run("EXEC sp_getapplock 'res'").errors() == std::vector<int>{201});
  CHECK(f.value("APPLOCK_MODE('public', 'res', 'Transaction')") == "#3918");
  CHECK(f.value("APPLOCK_MODE('public', 'res', 'Nobody')") == "#1226");
  CHECK(f.value("APPLOCK_TEST('public', 'res', 'Bogus', 'Session')") == "#1225");
  CHECK(f.run("BEGIN TRY EXEC sp_releaseapplock 'res', 'Session' END TRY BEGIN CATCH SELECT ERROR_NUMBER() "
              "END CATCH")
            .value() == "1223");
}

TEST_CASE("sessions are seen by who may see the server's state, others see themselves") {
  Fixture f;
  f.run("CREATE LOGIN reader WITH PASSWORD = 'Str0ng!Passw0rd'");
  const auto reader = f.login("reader", Fixture::password);
  REQUIRE(reader);
  CHECK(f.run("SELECT login_name, status FROM sys.dm_exec_sessions ORDER BY session_id").rows() ==
        Rows{{"sa", "running"}, {"reader", "sleeping"}});
  CHECK(Fixture::run(*reader, "SELECT login_name FROM sys.dm_exec_sessions").rows() == Rows{{"reader"}});
  CHECK(Fixture::run(*reader, "SELECT * FROM sys.dm_tran_locks").errors() == std::vector<int>{300});
  CHECK(Fixture::run(*reader, "SELECT * FROM sys.dm_exec_connections").errors() == std::vector<int>{300});
  Fixture::run(*reader, "BEGIN TRAN");
  CHECK(
      f.run("SELECT open_transaction_count FROM sys.dm_exec_sessions WHERE login_name = 'reader'").value() ==
      "1");
  f.run("GRANT VIEW SERVER STATE TO reader");
  CHECK(Fixture::run(*reader, "SELECT COUNT(*) FROM sys.dm_exec_sessions").value() == "2");
  CHECK(Fixture::run(*reader, "SELECT COUNT(*) FROM sys.dm_exec_connections").value() == "2");
}
