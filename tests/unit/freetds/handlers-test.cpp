#include "plugins/drivers/freetds/library.hpp"

#include <sybdb.h>
#include <sybfront.h>
#undef FAIL
#include <doctest.h>

#include <future>
#include <memory>

using namespace gantry::freetds;

namespace {

int foreign_errors = 0;
int foreign_handler(DBPROCESS *, int, int, int, char *, char *) {
  ++foreign_errors;
  return INT_CANCEL;
}
int foreign_message(DBPROCESS *, DBINT, int, int, char *, char *, char *, int) { return 0; }

}  // namespace

TEST_CASE("handlers of somebody else are kept, called for what is theirs, and put back") {
  dberrhandle(&foreign_handler);
  dbmsghandle(&foreign_message);
  REQUIRE(Library::start().ok());
  foreign_errors = 0;
  dbcmd(nullptr, "x");  // an error of no connection of ours
  CHECK(foreign_errors == 1);
  Library::stop();
  CHECK((dberrhandle(nullptr) == &foreign_handler));
  CHECK((dbmsghandle(nullptr) == &foreign_message));
}

TEST_CASE("who stands in front of our handlers stays there") {
  REQUIRE(Library::start().ok());
  CHECK((dberrhandle(&foreign_handler) != nullptr));
  Library::stop();
  CHECK((dberrhandle(nullptr) == &foreign_handler));
  dbmsghandle(nullptr);
}

TEST_CASE("the library starts and stops more than once") {
  for (int i = 0; i < 3; ++i) {
    REQUIRE(Library::start().ok());
    CHECK(Library::version().find("FreeTDS ") == 0);
    bool ran = false;
    Library::run([&] { ran = true; }, Library::Clock::now());
    Library::stop();
    CHECK(ran);  // joined
  }
}

TEST_CASE("work that does not end is left behind, and the library starts anew") {
  REQUIRE(Library::start().ok());
  const auto go_on = std::make_shared<std::promise<void>>();
  std::promise<void> ended;
  Library::run(
      [&ended, future = go_on->get_future().share()] {
        future.wait();
        ended.set_value();
      },
      Library::Clock::now());
  Library::stop();
  REQUIRE(Library::start().ok());
  bool ran = false;
  Library::run([&] { ran = true; }, Library::Clock::now());
  Library::stop();
  CHECK(ran);
  go_on->set_value();
  ended.get_future().wait();
}
