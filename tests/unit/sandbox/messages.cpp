#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;
using Numbers = std::vector<int>;

TEST_CASE("messages are added, translated, replaced and dropped in SQL Server's order") {
  Fixture f;
  CHECK(f.run("EXEC sp_addmessage 60000, 16, N'Élément %1!', 'French'").errors() == Numbers{15279});
  CHECK(f.run("EXEC sp_addmessage 60000, 16, N'Item %s in %s.'").errors().empty());
  CHECK(f.run("EXEC sp_addmessage 60000, 16, N'again'").errors() == Numbers{15043});
  CHECK(f.run("EXEC sp_addmessage 60000, 10, N'Élément %1!', 'French'").errors() == Numbers{15304});
  CHECK(f.run("EXEC sp_addmessage 60000, 16, N'Dans %2!, %1!.', 'Français'").errors().empty());
  CHECK(f.run("EXEC sp_addmessage 60000, 11, N'Thing %s of %s.', @with_log = 'TRUE', @replace = 'replace'")
            .errors()
            .empty());
  CHECK(
      f.run("SELECT language_id, severity, is_event_logged, text FROM sys.messages WHERE message_id = 60000 "
            "ORDER BY language_id")
          .rows() == Rows{{"1033", "11", "1", "Thing %s of %s."}, {"1036", "11", "1", "Dans %2!, %1!."}});
  CHECK(f.run("EXEC sp_dropmessage 60000").errors() == Numbers{15280});
  CHECK(f.run("EXEC sp_dropmessage 60000, 'German'").errors() == Numbers{15179});
  CHECK(f.run("EXEC sp_dropmessage 60000, 'French'; EXEC sp_dropmessage 60000").errors().empty());
  f.run("EXEC sp_addmessage 60001, 16, 'a'; EXEC sp_addmessage 60001, 16, 'b', 'German'");
  CHECK(f.run("EXEC sp_dropmessage 60001, 'all'").errors().empty());
  CHECK(f.value("COUNT(*) FROM sys.messages WHERE message_id > 50000") == "0");
}

TEST_CASE("what sp_addmessage and its kin refuse") {
  Fixture f;
  struct {
    const char *call;
    int number;
  } const cases[] = {
      {"sp_addmessage 50000, 16, 'x'", 15040},
      {"sp_addmessage 50001, 0, 'x'", 15041},
      {"sp_addmessage 50001, 26, 'x'", 15041},
      {"sp_addmessage 50001, 16, 'x', 'Klingon'", 15033},
      {"sp_addmessage 50001, 16, 'x', @with_log = 'maybe'", 15271},
      {"sp_addmessage 50001, 16, 'x', @replace = 'yes'", 15043},
      {"sp_addmessage 50001, 16", 15071},
      {"sp_dropmessage 50000", 15178},
      {"sp_dropmessage 50001", 15179},
      {"sp_dropmessage", 15177},
      {"sp_altermessage 50001, 'WITH_LOG', 'true'", 15179},
      {"sp_altermessage 50001, 'LOUD', 'true'", 15176},
      {"sp_altermessage 50001, 'WITH_LOG', 'maybe'", 15277},
  };
  for (const auto &one : cases) {
    CAPTURE(one.call);
    CHECK(f.run(std::string("EXEC ") + one.call).errors() == Numbers{one.number});
  }
}

TEST_CASE("only sysadmin and serveradmin keep messages, only sysadmin has them logged") {
  Fixture f;
  f.run("CREATE LOGIN keeper WITH PASSWORD = 'Str0ng!Passw0rd'");
  const auto keeper = f.login("keeper", Fixture::password);
  CHECK(Fixture::run(*keeper, "EXEC sp_addmessage 50001, 16, 'x'").errors() == Numbers{15247});
  f.run("ALTER SERVER ROLE serveradmin ADD MEMBER keeper");
  CHECK(Fixture::run(*keeper, "EXEC sp_addmessage 50001, 16, 'x'").errors().empty());
  CHECK(Fixture::run(*keeper, "EXEC sp_addmessage 50002, 16, 'x', NULL, 'true'").errors() == Numbers{15247});
  CHECK(Fixture::run(*keeper, "EXEC sp_altermessage 50001, 'WITH_LOG', 'true'").errors().empty());
  CHECK(f.value("is_event_logged FROM sys.messages WHERE message_id = 50001") == "1");
  CHECK(Fixture::run(*keeper, "EXEC sp_altermessage 1205, 'WITH_LOG', 'true'").errors().empty());
  CHECK(f.run("SELECT severity, is_event_logged FROM sys.messages WHERE message_id = 1205").rows() ==
        Rows{{"13", "1"}});
}

TEST_CASE("a text keeps 255 characters, as its parameter says") {
  Fixture f;
  f.run("DECLARE @t nvarchar(400) = REPLICATE(N'x', 300); EXEC sp_addmessage 50001, 16, @t");
  CHECK(f.value("LEN(text) FROM sys.messages WHERE message_id = 50001") == "255");
  CHECK(f.run("SELECT TYPE_NAME(user_type_id), max_length FROM sys.all_parameters WHERE object_id = "
              "OBJECT_ID('sys.sp_addmessage') AND name = '@msgtext'")
            .rows() == Rows{{"nvarchar", "510"}});
}

TEST_CASE("RAISERROR and FORMATMESSAGE speak the session's language, arguments where it wants them") {
  Fixture f;
  f.run(
      "EXEC sp_addmessage 60000, 12, N'number %05d, first %s, second %s'; "
      "EXEC sp_addmessage 60000, 12, N'zweitens %3!, erstens %2!, Nummer %1! (100%)', 'German'");
  const std::string raise = "RAISERROR(60000, 16, 1, 15, 'one', 'two')";
  CHECK(f.run(raise).error()->text == "number 00015, first one, second two");
  CHECK(f.run("SET LANGUAGE German; " + raise).error()->text ==
        "zweitens two, erstens one, Nummer 00015 (100%)");
  CHECK(f.value("FORMATMESSAGE(60000, 1, 'a', 'b')") == "zweitens b, erstens a, Nummer 00001 (100%)");
  // A language without a translation hears English.
  CHECK(f.run("SET LANGUAGE French; " + raise).error()->text == "number 00015, first one, second two");
  CHECK(f.value("FORMATMESSAGE('%s is %d', 'x', 3)") == "x is 3");
  CHECK(f.value("FORMATMESSAGE(60001, 'x')") == "NULL");
  const Collector stored = f.run("RAISERROR(60000, -1, 1, 1, 'a', 'b')");
  REQUIRE(stored.error());
  CHECK(stored.error()->severity == 12);
  CHECK(stored.error()->number == 60000);
  CHECK(f.run("RAISERROR(60001, 16, 1)").errors() == Numbers{18054});
  CHECK(f.run("RAISERROR(102, 16, 1)").errors() == Numbers{2732});
}
