#include <doctest/doctest.h>

#include "plugins/smo/smo-server-object.hpp"
#include "tests/unit/smo/fake-session.hpp"

using namespace gantry;
using namespace gantry::smo;
using namespace gantry::test;

namespace {

struct MessagesFixture {
  Own<FakeSession> session = make_object<FakeSession>();
  Own<SmoServerObject> object;
  SmoServerRef server;

  explicit MessagesFixture(int max_length = 510) {
    answer_as_server(*session, {});
    session->answer("sys.syslanguages",
                    table({"name", "alias", "langid", "lcid", "msglangid"},
                          {{Cell("us_english"), Cell("English"), Cell(0), Cell(1033), Cell(1033)},
                           {Cell("Deutsch"), Cell("German"), Cell(1), Cell(1031), Cell(1031)},
                           {Cell("British"), Cell("British English"), Cell(23), Cell(2057), Cell(1033)}}));
    session->answer(
        "sys.messages",
        table({"message_id", "language_name", "language_id", "severity", "is_event_logged", "text"},
              {{Cell(50002), Cell(), Cell(1033), Cell(10), Cell(0), Cell("second")},
               {Cell(50001), Cell(), Cell(1031), Cell(16), Cell(1), Cell("%1!")},
               {Cell(50001), Cell(), Cell(9999), Cell(16), Cell(1), Cell("?")},
               {Cell(50001), Cell(), Cell(1033), Cell(16), Cell(1), Cell("it's %d")}}));
    session->answer("sp_addmessage", table({"max_length"}, {{Cell(max_length)}}));
    object = make_object<SmoServerObject>(ObjectPtr::share(session->raw()));
    server = SmoServerRef(ObjectPtr::share(object->raw()));
  }
  Result<std::vector<ScriptBatch>> script(const char *verb, const Table &wanted, const Table &current = {}) {
    return server.script(verb, "UserDefinedMessage", "", wanted, current, "", nullptr);
  }
};

Table message(int id, const char *language, int severity, bool log, const std::string &text) {
  return table({"id", "language", "severity", "with-log", "text"},
               {{Cell(id), Cell(language), Cell(severity), Cell(log), Cell(text)}});
}

}  // namespace

TEST_CASE("messages are listed with their language's own name, never British for 1033") {
  MessagesFixture f;
  Result<Table> list = f.server.list("UserDefinedMessage", "", {"50001", "x'; DROP TABLE t;--"}, nullptr);
  if (!list) FAIL(list.error().message());
  REQUIRE(list->rows.size() == 4);
  CHECK(list->at(0, "language").text() == "us_english");
  CHECK(list->at(3, "id").number() == 50002);
  CHECK(list->at(1, "language").text() == "Deutsch");
  CHECK(list->at(2, "language").text() == "9999");
  CHECK(list->at(0, "with-log").flag());
  const std::string &sql = f.session->batches.back();
  CHECK(sql.find("m.message_id IN (50001)") != std::string::npos);
  CHECK(sql.find("DROP") == std::string::npos);
}

TEST_CASE("a message is added, replaced and dropped in its language, each with its way back") {
  MessagesFixture f;
  Result<std::vector<ScriptBatch>> made = f.script("create", message(50001, "Deutsch", 10, true, "it's %1!"));
  if (!made) FAIL(made.error().message());
  REQUIRE(made->size() == 1);
  CHECK(
      (*made)[0].text ==
      "EXEC sys.sp_addmessage @msgnum = 50001, @severity = 10, @msgtext = N'it''s %1!', @lang = N'Deutsch', "
      "@with_log = 'true';");
  CHECK((*made)[0].undo == "EXEC sys.sp_dropmessage @msgnum = 50001, @lang = N'Deutsch';");
  CHECK((*made)[0].needs == "UserDefinedMessage 50001 us_english");

  const Table now = message(50001, "Deutsch", 10, true, "old");
  Result<std::vector<ScriptBatch>> changed =
      f.script("change", message(50001, "Deutsch", 10, false, "new"), now);
  REQUIRE(changed);
  REQUIRE(changed->size() == 1);
  CHECK((*changed)[0].text.find("@with_log = 'false', @replace = 'replace';") != std::string::npos);
  CHECK((*changed)[0].undo.find("@msgtext = N'old'") != std::string::npos);
  CHECK((*changed)[0].reason == "text, with-log as at the source");
  CHECK(f.script("change", now, now)->empty());

  Result<std::vector<ScriptBatch>> dropped = f.script("drop", {}, now);
  REQUIRE(dropped);
  CHECK((*dropped)[0].text.rfind("EXEC sys.sp_dropmessage", 0) == 0);
  CHECK((*dropped)[0].undo.rfind("EXEC sys.sp_addmessage", 0) == 0);
}

TEST_CASE("a message that the server would cut or refuse is not scripted") {
  MessagesFixture f;
  const std::string exact(255, 'x');
  CHECK(f.script("create", message(50001, "us_english", 16, false, exact)));
  Result<std::vector<ScriptBatch>> cut =
      f.script("create", message(50001, "us_english", 16, false, exact + "y"));
  REQUIRE_FALSE(cut);
  CHECK(cut.error().status == Status::invalid);
  CHECK(cut.error().expected.find("255") != std::string::npos);
  CHECK_FALSE(f.script("create", message(50000, "us_english", 16, false, "system")));
  CHECK_FALSE(f.script("create", message(50001, "us_english", 26, false, "too severe")));
  CHECK_FALSE(f.script("create", message(50001, "", 16, false, "no language")));
  MessagesFixture later(-1);  // a server whose parameter has no limit
  CHECK(later.script("create", message(50001, "us_english", 16, false, std::string(3000, 'x'))));
}

TEST_CASE("the length is asked once for any number of messages") {
  MessagesFixture f;
  Table many = message(50001, "us_english", 16, false, "text");
  for (int i = 2; i < 50; ++i)
    many.rows.push_back(message(50000 + i, "us_english", 16, false, "text").rows[0]);
  REQUIRE(f.script("create", many));
  CHECK(f.session->batches.size() == 1);
}
