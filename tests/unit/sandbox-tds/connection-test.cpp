#include "bytes-of.hpp"
#include "fake-server.hpp"

#include "samples/sandbox/tds/text.hpp"

#include <chrono>

using namespace sandbox;
using namespace sandbox::tds;

namespace {

bool contains(const std::string &bytes, const std::string &part) {
  return bytes.find(part) != std::string::npos;
}
bool says(const std::string &bytes, const std::string &text) { return contains(bytes, utf16_of(text)); }

/// DONE, DONEPROC or DONEINPROC at the end of a response: token and status.
std::string last_done(const std::string &response) {
  return response.size() < 13 ? "" : hex_of(std::string_view(response).substr(response.size() - 13, 3));
}

void select_seven(ResultSink &sink) {
  Column column;
  column.name = "n";
  column.type = {Type::int_};
  sink.columns({column});
  sink.row({std::int64_t{7}});
  Done done;
  done.rows = 1;
  done.command = 0xC1;
  sink.done(done);
}

}  // namespace

TEST_CASE("a login is answered with all that a client has to know") {
  Fixture fixture;
  fixture.start();
  Client client(fixture.port);
  LoginFields fields;
  fields.packet_size = 8000;
  fields.features = bytes_of("0A 01 00 00 00 01 FF");
  fields.type_flags = 0x20;
  const std::string answer = client.log_in(fields);
  CHECK(says(answer, "Changed database context to 'master'."));
  CHECK(says(answer, "Changed language setting to us_english."));
  CHECK(contains(answer, bytes_of("E3 08 00 07 05 09 04 D0 00 34 00")));
  CHECK(contains(answer, bytes_of("AD 32 00 01 74 00 00 04")));
  CHECK(contains(answer, bytes_of("AE FF")));
  CHECK(contains(answer, env_change_token(EnvChange::packet_size, "8000", "4096")));
  CHECK(last_done(answer) == "FD 00 00");
  REQUIRE(fixture.script.logins.size() == 1);
  CHECK(fixture.script.logins[0].user == "sa");
  CHECK(fixture.script.logins[0].host == "here");
  CHECK(fixture.script.logins[0].read_only_intent);
}

TEST_CASE("a wrong password and integrated logins are refused by number, then the connection ends") {
  Fixture fixture;
  fixture.start();
  LoginFields wrong;
  wrong.password = "no";
  Client first(fixture.port);
  const std::string answer = first.log_in(wrong);
  CHECK(contains(answer, bytes_of("18 48 00 00 01 0E")));  // 18456, state 1, class 14
  CHECK(last_done(answer) == "FD 02 00");
  CHECK(first.ended());
  LoginFields integrated;
  integrated.option_flags2 = 0x80;
  Client second(fixture.port);
  CHECK(contains(second.log_in(integrated), bytes_of("14 48 00 00 01 0E")));  // 18452
}

TEST_CASE("batches are executed and answered in the client's packet size") {
  Fixture fixture;
  std::string seen;
  fixture.script.execute = [&](const std::string &sql, ResultSink &sink, const std::atomic<bool> &) {
    seen = sql;
    Column column;
    column.type = {Type::varchar, 8000};
    sink.columns({column});
    for (int i = 0; i < 10; ++i) sink.row({std::string(1000, 'x')});
    Done done;
    done.rows = 10;
    done.command = 0xC1;
    sink.done(done);
  };
  fixture.start();
  Client client(fixture.port);
  LoginFields fields;
  fields.packet_size = 512;
  client.log_in(fields);
  client.send(0x01, batch_bytes("SELECT \xC3\xA4"));
  const Client::Message answer = client.receive();
  REQUIRE(answer.complete);
  CHECK(seen == "SELECT \xC3\xA4");
  CHECK(answer.spid == 57);
  REQUIRE(answer.packets.size() > 10);
  for (std::size_t i = 0; i + 1 < answer.packets.size(); ++i) CHECK(answer.packets[i] == 512);
  CHECK(last_done(answer.payload) == "FD 10 00");
}

TEST_CASE("a request in many packets is put together") {
  Fixture fixture;
  std::string seen;
  fixture.script.execute = [&](const std::string &sql, ResultSink &sink, const std::atomic<bool> &) {
    seen = sql;
    sink.done({});
  };
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  const std::string whole = batch_bytes("SELECT 'in pieces'");
  for (std::size_t i = 0; i < whole.size(); i += 7)
    client.send(0x01, whole.substr(i, 7), i + 7 >= whole.size() ? 1 : 0);
  CHECK(client.receive().complete);
  CHECK(seen == "SELECT 'in pieces'");
}

TEST_CASE("more, error and the kinds of DONE") {
  Fixture fixture;
  fixture.script.execute = [&](const std::string &sql, ResultSink &sink, const std::atomic<bool> &) {
    Done done;
    if (sql == "forgets its last DONE") return;
    if (sql == "says last twice") {
      sink.done(done);
      sink.done(done);
    }
    if (sql == "fails") {
      sink.message({208, 16, 1, "Invalid object name 'x'.", "", 3});
      done.error = true;
      sink.done(done);
    }
    if (sql == "EXEC p") {
      done.in_procedure = done.more = true;
      sink.done(done);
      sink.return_status(5);
      sink.done({});
    }
  };
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  const auto run = [&](const char *sql) {
    client.send(0x01, batch_bytes(sql));
    return hex_of(client.receive().payload);
  };
  const std::string rest = " 00 00 00 00 00 00 00 00 00 00";
  CHECK(run("forgets its last DONE") == "FD 00 00" + rest);
  CHECK(run("says last twice") == "FD 01 00" + rest + " FD 00 00" + rest);
  const std::string failed = run("fails");
  CHECK(failed.substr(0, 2) == "AA");
  CHECK(failed.substr(failed.size() - 38) == "FD 02 00" + rest);
  CHECK(run("EXEC p") == "FF 01 00" + rest + " 79 05 00 00 00 FE 00 00" + rest);
}

TEST_CASE("a procedure call with output and status") {
  Fixture fixture;
  std::string seen;
  fixture.script.call = [&](const std::string &name, std::vector<Parameter> &parameters, ResultSink &sink) {
    seen = name + "/" + std::to_string(parameters.size());
    Done done;
    done.in_procedure = done.more = true;
    sink.done(done);
    sink.return_status(0);
    sink.output_parameter("@b", {Type::int_}, std::int64_t{9});
    sink.done({});
  };
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  client.send(
      0x03, all_headers() +
                bytes_of("FF FF 0A 00 00 00  02 40 00 61 00 00 38 01 00 00 00  02 40 00 62 00 01 26 04 00"));
  const std::string answer = hex_of(client.receive().payload);
  CHECK(seen == "sp_executesql/2");
  CHECK(answer ==
        "FF 01 00 00 00 00 00 00 00 00 00 00 00 79 00 00 00 00 AC 01 00 02 40 00 62 00 01 00 00 00 00 01 00 "
        "26 04 04 09 00 00 00 "
        "FE 00 00 00 00 00 00 00 00 00 00 00 00");
}

TEST_CASE("cursors, table-valued parameters and bulk loads are refused and the connection stays") {
  Fixture fixture;
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  client.send(0x03, all_headers() + bytes_of("FF FF 02 00 00 00"));
  std::string answer = client.receive().payload;
  CHECK(says(answer, "Could not find stored procedure 'sp_cursoropen'."));
  CHECK(last_done(answer) == "FE 02 00");
  client.send(0x03, all_headers() + bytes_of("01 00 70 00 00 00 00 00 F3 00 00 00"));
  answer = client.receive().payload;
  CHECK(contains(answer, bytes_of("49 1F 00 00")));  // 8009
  client.send(0x07, bytes_of("81 00"));
  answer = client.receive().payload;
  CHECK(contains(answer, bytes_of("D3 12 00 00")));  // 4819
  client.send(0x01, batch_bytes("still here"));
  CHECK(client.receive().complete);
}

TEST_CASE("transaction requests carry descriptors") {
  Fixture fixture;
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  client.send(0x0E, all_headers() + bytes_of("05 00 00 00"));
  const std::string begun = client.receive().payload;
  REQUIRE(begun.size() > 14);
  CHECK(hex_of(begun).substr(0, 14) == "E3 0B 00 08 08");
  const std::string descriptor = begun.substr(5, 8);
  client.send(0x0E, all_headers() + bytes_of("07 00 00 00"));
  const std::string committed = client.receive().payload;
  CHECK(hex_of(committed).substr(0, 17) == "E3 0B 00 09 00 08");
  CHECK(committed.substr(6, 8) == descriptor);
  CHECK(fixture.script.transactions == std::vector<std::string>{"0::0", "1::0"});
}

TEST_CASE("RESETCONNECTION resets and is acknowledged") {
  Fixture fixture;
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  client.send(0x01, batch_bytes("x"), 0x09);
  CHECK(hex_of(client.receive().payload).substr(0, 17) == "E3 03 00 12 00 00");
  CHECK(fixture.script.resets == 1);
}

TEST_CASE("an attention ends a running request") {
  Fixture fixture;
  std::atomic<bool> running{false};
  fixture.script.execute = [&](const std::string &sql, ResultSink &sink, const std::atomic<bool> &cancelled) {
    if (sql == "stream") {
      Column column;
      column.type = {Type::varchar, 1000};
      sink.columns({column});
      running = true;
      while (!cancelled) sink.row({std::string(1000, 'x')});
    } else if (sql == "wait") {
      running = true;
      while (!cancelled) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    sink.done({});
  };
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  for (const char *sql : {"stream", "wait"}) {
    CAPTURE(sql);
    running = false;
    client.send(0x01, batch_bytes(sql));
    while (!running) std::this_thread::yield();
    client.send(0x06, "");
    const Client::Message answer = client.receive();
    REQUIRE(answer.complete);
    CHECK(last_done(answer.payload) == "FD 20 00");
  }
  client.send(0x06, "");  // with nothing to cancel
  CHECK(last_done(client.receive().payload) == "FD 20 00");
  client.send(0x01, batch_bytes("after"));
  CHECK(last_done(client.receive().payload) == "FD 00 00");
}

TEST_CASE("a request taken back before its end is not executed") {
  Fixture fixture;
  int executed = 0;
  fixture.script.execute = [&](const std::string &, ResultSink &sink, const std::atomic<bool> &) {
    ++executed;
    sink.done({});
  };
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  client.send(0x01, batch_bytes("half"), 0);
  client.send(0x01, "", 0x03);
  CHECK(last_done(client.receive().payload) == "FD 02 00");
  CHECK(executed == 0);
}

TEST_CASE("faults on the wire") {
  Fixture fixture;
  fixture.script.execute = [&](const std::string &, ResultSink &sink, const std::atomic<bool> &) {
    select_seven(sink);
  };
  fixture.start();
  const auto with = [&](WireFault::Kind kind, int milliseconds = 0) {
    Client client(fixture.port);
    client.log_in();
    {
      const std::lock_guard lock(fixture.script.mutex);
      fixture.script.fault = WireFault{kind, milliseconds};
    }
    client.send(0x01, batch_bytes("SELECT 7"));
    return client.receive();
  };
  const Client::Message dropped = with(WireFault::drop);
  CHECK_FALSE(dropped.complete);
  CHECK(dropped.payload.empty());
  const Client::Message wrong = with(WireFault::wrong_token);
  CHECK(wrong.complete);
  // The metadata came before the fault, the row after it.
  CHECK(contains(wrong.payload, bytes_of("26 04 01 6E 00 5A 04 07 00 00 00")));
  CHECK_FALSE(with(WireFault::truncate).complete);
  const auto before = std::chrono::steady_clock::now();
  CHECK(with(WireFault::stall, 150).complete);
  CHECK(std::chrono::steady_clock::now() - before >= std::chrono::milliseconds(150));
}

TEST_CASE("strangers and broken streams are shown the door") {
  Fixture fixture;
  fixture.start();
  for (const char *bytes : {"16 03 01 00 05", "47 45 54 20 2F", "12 01 00 04 00 00 01 00",
                            "12 01 00 09 00 00 01 00 00", "01 01 00 08 00 00 01 00"}) {
    CAPTURE(bytes);
    Client client(fixture.port);
    client.send_raw(bytes_of(bytes));
    CHECK(client.ended());
  }
  Client client(fixture.port);
  client.log_in();
  client.send(0x01, bytes_of("FF FF FF FF"));
  CHECK(contains(client.receive().payload, bytes_of("A2 0F 00 00")));  // 4002
  CHECK(client.ended());
}

TEST_CASE("a client that says nothing is not kept") {
  Fixture fixture;
  fixture.context.login_timeout_ms = 100;
  fixture.start();
  Client client(fixture.port);
  CHECK(client.ended());
}

TEST_CASE("one session too many is told so") {
  Fixture fixture;
  fixture.context.most_sessions = 1;
  fixture.start();
  Client first(fixture.port), second(fixture.port);
  first.log_in();
  CHECK(contains(second.log_in(), bytes_of("91 45 00 00")));  // 17809
}

TEST_CASE("a server that ends cancels what runs and ends its clients") {
  Fixture fixture;
  std::atomic<bool> running{false};
  fixture.script.execute = [&](const std::string &, ResultSink &sink, const std::atomic<bool> &cancelled) {
    running = true;
    while (!cancelled) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    sink.done({});
  };
  fixture.start();
  Client client(fixture.port);
  client.log_in();
  client.send(0x01, batch_bytes("for ever"));
  while (!running) std::this_thread::yield();
  fixture.listener->stop();
  CHECK(client.ended());
}

TEST_CASE("a client that goes away cancels what it asked") {
  Fixture fixture;
  std::atomic<bool> running{false}, over{false};
  fixture.script.execute = [&](const std::string &, ResultSink &sink, const std::atomic<bool> &cancelled) {
    running = true;
    while (!cancelled) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    sink.done({});
    over = true;
  };
  fixture.start();
  {
    Client client(fixture.port);
    client.log_in();
    client.send(0x01, batch_bytes("for ever"));
    while (!running) std::this_thread::yield();
  }
  for (int i = 0; i < 5000 && !over; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(over);
}
