#include "plugins/drivers/freetds/error-table.hpp"
#include "plugins/drivers/freetds/errors.hpp"

#include <doctest.h>

using namespace gantry::freetds;
using gantry::Error;
using gantry::Status;

TEST_CASE("server numbers to statuses") {
  struct Case {
    int number, severity;
    Status status;
  };
  for (const Case &c :
       {Case{18456, 14, Status::unauthenticated}, Case{229, 14, Status::denied},
        Case{262, 14, Status::denied}, Case{297, 16, Status::denied}, Case{300, 14, Status::denied},
        Case{4060, 11, Status::denied}, Case{1205, 13, Status::busy}, Case{1222, 16, Status::busy},
        Case{208, 16, Status::not_found}, Case{2714, 16, Status::exists}, Case{15025, 16, Status::exists},
        Case{102, 15, Status::invalid}, Case{2627, 14, Status::data}, Case{50000, 16, Status::invalid},
        Case{99999, 11, Status::not_found}, Case{99999, 13, Status::busy}, Case{99999, 14, Status::denied},
        Case{99999, 21, Status::io}}) {
    CAPTURE(c.number);
    CHECK(meaning_of(c.number, c.severity).status == c.status);
  }
  CHECK(is_transient(1205));
  CHECK(is_transient(1222));
  CHECK_FALSE(is_transient(18456));
}

TEST_CASE("a server error keeps number, state, severity, procedure and line, and the others as details") {
  Diagnostics said;
  said.take(ServerMessage{5701, 2, 10, 1, "Changed database context to 'master'.", "s", ""});
  said.take(ServerMessage{2714, 6, 16, 3, "There is already an object\nnamed 't'.", "s", "p"});
  said.take(ServerMessage{1750, 1, 16, 4, "Could not create constraint.", "s", "p"});
  REQUIRE(said.errors.size() == 2);
  const Error error = server_error(said, "a batch at db1,1433 failed");
  CHECK(error.status == Status::exists);
  CHECK(error.native_code == 2714);
  CHECK(error.state == 6);
  CHECK(error.severity == 16);
  CHECK(error.line == 3);
  CHECK(error.procedure == "p");
  CHECK(error.sqlstate == "42S01");
  CHECK(error.found ==
        "Msg 2714, Level 16, State 6, Procedure p, Line 3: There is already an object named 't'.");
  CHECK_FALSE(error.expected.empty());
  CHECK_FALSE(error.todo.empty());
  REQUIRE(error.details.size() == 1);
  CHECK(error.details[0].find("Msg 1750") == 0);
}

TEST_CASE(
    "characters that cannot be converted are an error of data, a lost connection one of input and output") {
  Diagnostics loss;
  loss.take(LibraryError{2403, 4, "Some character(s) could not be converted"});
  CHECK(library_error(loss, "x").status == Status::data);
  Diagnostics lost;
  lost.take(LibraryError{20006, 9, "Write to the server failed"});
  const Error error = library_error(lost, "x");
  CHECK(error.status == Status::io);
  CHECK(error.sqlstate == "08S01");
  CHECK(error.native_code == 0);
}

TEST_CASE("messages go to the handler in order, errors too") {
  Diagnostics said;
  std::vector<std::pair<int, std::string>> seen;
  said.handler_context = &seen;
  said.handler = [](void *ctx, const gantry_message *message) {
    static_cast<std::vector<std::pair<int, std::string>> *>(ctx)->emplace_back(message->number,
                                                                               gantry::view(message->text));
  };
  said.take(ServerMessage{0, 1, 0, 1, "hello", "s", ""});
  said.take(ServerMessage{50000, 1, 16, 1, "stop", "s", ""});
  CHECK(seen == std::vector<std::pair<int, std::string>>{{0, "hello"}, {50000, "stop"}});
  CHECK(said.errors.size() == 1);
}
