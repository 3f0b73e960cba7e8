#include "tests/conformance/driver.hpp"

#include <doctest.h>

#include <thread>

using namespace gantry;
using namespace conformance;

namespace {

struct Heard {
  int number, state, severity, line;
  std::string text, procedure;
};

struct Listener {
  std::vector<Heard> heard;
  std::thread::id thread;
  Ref<gantry_messages> face;

  explicit Listener(const SessionRef &session) : face(session.object().query<gantry_messages>()) {
    REQUIRE(static_cast<bool>(face));
    ErrorReceiver error;
    REQUIRE(face->set_handler(face.self, &Listener::take, this, error) == GANTRY_OK);
  }
  ~Listener() { face->set_handler(face.self, nullptr, nullptr, nullptr); }
  static void take(void *ctx, const gantry_message *m) {
    auto &self = *static_cast<Listener *>(ctx);
    self.thread = std::this_thread::get_id();
    self.heard.push_back({m->number, m->state, m->severity, m->line, std::string(view(m->text)),
                          std::string(view(m->procedure))});
  }
};

}  // namespace

TEST_CASE("messages inform in order, on the thread that executes") {
  const SessionRef s = session();
  Listener listener(s);
  REQUIRE(s.run("PRINT N'\xC3\xA4 first';\nRAISERROR('second %d', 10, 3, 42);\nPRINT 'third'", nullptr).ok());
  REQUIRE(listener.heard.size() == 3);
  CHECK(listener.heard[0].text == "\xC3\xA4 first");
  CHECK(listener.heard[0].severity <= 10);
  CHECK(listener.heard[0].line == 1);
  CHECK(listener.heard[1].text == "second 42");
  CHECK(listener.heard[1].state == 3);
  CHECK(listener.heard[2].text == "third");
  CHECK(listener.heard[2].line == 3);
  CHECK(listener.thread == std::this_thread::get_id());
}

TEST_CASE("an error has number, severity, state, procedure and line, as error and as message") {
  const SessionRef s = session();
  REQUIRE(s.run("CREATE PROCEDURE #conformance AS\nBEGIN\n  RAISERROR('boom', 16, 7)\nEND", nullptr).ok());
  Listener listener(s);
  const Result<> run = s.run("PRINT 'x'\nEXEC #conformance", nullptr);
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().native_code == 50000);
  CHECK(run.error().severity == 16);
  CHECK(run.error().state == 7);
  CHECK(run.error().line == 3);
  CHECK(run.error().procedure.find("#conformance") == 0);
  CHECK(run.error().found.find("boom") != std::string::npos);
  REQUIRE(listener.heard.size() == 2);
  CHECK(listener.heard[1].number == 50000);
  CHECK(listener.heard[1].severity == 16);
  CHECK(listener.heard[1].procedure == run.error().procedure);
}

TEST_CASE("each connection hears its own messages, at the same time") {
  const SessionRef a = session(), b = session();
  Listener of_a(a), of_b(b);
  const auto talk = [](const SessionRef &s, const char *word) {
    for (int i = 0; i < 50; ++i)
      if (!s.run(std::string("PRINT '") + word + "'", nullptr).ok()) return;
  };
  std::thread first([&] { talk(a, "from a"); });
  std::thread second([&] { talk(b, "from b"); });
  first.join();
  second.join();
  REQUIRE(of_a.heard.size() == 50);
  REQUIRE(of_b.heard.size() == 50);
  for (const Heard &one : of_a.heard) CHECK(one.text == "from a");
  for (const Heard &one : of_b.heard) CHECK(one.text == "from b");
}

TEST_CASE("an error of one connection is not the other's") {
  const SessionRef a = session(), b = session();
  std::thread first([&] {
    for (int i = 0; i < 30; ++i)
      CHECK(a.run("RAISERROR('a fails', 16, 1)", nullptr).error().native_code == 50000);
  });
  std::thread second([&] {
    for (int i = 0; i < 30; ++i) CHECK(b.run("SELECT 1", nullptr).ok());
  });
  first.join();
  second.join();
}
