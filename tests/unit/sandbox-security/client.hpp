// A client of a server inside this process, for tests.
#ifndef GANTRY_TESTS_SANDBOX_SECURITY_CLIENT_HPP
#define GANTRY_TESTS_SANDBOX_SECURITY_CLIENT_HPP

#include "samples/sandbox/engine/session.hpp"

#include <doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace sandbox_test {

inline std::string hex_of(const std::string &bytes) {
  std::string out = "0x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += "0123456789ABCDEF"[byte >> 4];
    out += "0123456789ABCDEF"[byte & 15];
  }
  return out;
}

/// NULL as "NULL", bytes as 0x...
inline std::string shown(const sandbox::Value &value) {
  if (const auto *number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto *text = std::get_if<std::string>(&value)) return *text;
  if (const auto *bytes = std::get_if<sandbox::Bytes>(&value)) return hex_of(bytes->data);
  if (const auto *real = std::get_if<double>(&value)) return std::to_string(*real);
  if (const auto *variant = std::get_if<std::shared_ptr<const sandbox::Variant>>(&value))
    return shown((*variant)->value);
  if (std::holds_alternative<sandbox::DateTime>(value)) return "date";
  return "NULL";
}

struct Collected : sandbox::ResultSink {
  std::vector<std::vector<std::string>> table;
  std::vector<sandbox::Message> messages;
  std::vector<std::vector<sandbox::Column>> shapes;
  std::int32_t status = 0;

  void columns(const std::vector<sandbox::Column> &columns) override { shapes.push_back(columns); }
  void row(const sandbox::Row &row) override {
    table.emplace_back();
    for (const sandbox::Value &value : row) table.back().push_back(shown(value));
  }
  void done(const sandbox::Done &) override {}
  void message(const sandbox::Message &message) override { messages.push_back(message); }
  void environment(sandbox::Environment, const std::string &, const std::string &) override {}
  void return_status(std::int32_t value) override { status = value; }
  void output_parameter(const std::string &, const sandbox::TypeInfo &, const sandbox::Value &) override {}
};

class Client {
 public:
  Client(sandbox::Server &server, const std::string &user, const std::string &password,
         const std::string &database = "") {
    sandbox::LoginRequest request;
    request.user = user;
    request.password = password;
    request.database = database;
    request.application = "tests";
    request.host = "here";
    session_ = server.login(request, greetings);
  }
  explicit operator bool() const { return session_ != nullptr; }
  /// The first error of a refused login, 0 when there is a session.
  int refused() const { return session_ ? 0 : greetings.empty() ? -1 : greetings.front().number; }

  Collected run(const std::string &sql) {
    Collected out;
    REQUIRE(session_ != nullptr);
    session_->execute(sql, out);
    return out;
  }
  /// The number of the first error; 0 when there was none.
  int error(const std::string &sql) {
    for (const sandbox::Message &message : run(sql).messages)
      if (message.severity > 10) return message.number;
    return 0;
  }
  std::vector<std::vector<std::string>> rows(const std::string &sql) {
    Collected out = run(sql);
    for (const sandbox::Message &message : out.messages)
      if (message.severity > 10) FAIL(sql << ": " << message.number << " " << message.text);
    return out.table;
  }
  std::string one(const std::string &sql) {
    const auto table = rows(sql);
    return table.empty() || table[0].empty() ? "(none)" : table[0][0];
  }
  /// Runs what must succeed.
  void ok(const std::string &sql) { rows(sql); }

  std::vector<sandbox::Message> greetings;

 private:
  std::unique_ptr<sandbox::Session> session_;
};

inline const char *const administrator_password = "Correct.Horse.1";

inline std::unique_ptr<sandbox::Server> new_server(const std::string &name = "ALPHA") {
  sandbox::ServerOptions options;
  options.name = name;
  options.sa_password = administrator_password;
  std::string why;
  auto server = sandbox::open_server(options, why);
  REQUIRE_MESSAGE(server != nullptr, why);
  return server;
}

inline Client administrator(sandbox::Server &server, const std::string &database = "") {
  return {server, "sa", administrator_password, database};
}

}  // namespace sandbox_test

#endif
