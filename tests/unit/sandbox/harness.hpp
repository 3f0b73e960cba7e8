// A server, a session and what it answered, as text that tests can compare.
#ifndef SANDBOX_TEST_HARNESS_HPP
#define SANDBOX_TEST_HARNESS_HPP

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sandbox_test {

using Texts = std::vector<std::string>;

struct Set {
  std::vector<sandbox::Column> columns;
  std::vector<Texts> rows;
};

class Collector final : public sandbox::ResultSink {
 public:
  std::vector<Set> sets;
  std::vector<sandbox::Message> messages;
  std::vector<sandbox::Done> dones;
  std::vector<std::pair<sandbox::Environment, std::string>> environments;
  std::vector<std::int32_t> statuses;
  std::vector<std::pair<std::string, std::string>> outputs;

  void columns(const std::vector<sandbox::Column> &columns) override { sets.push_back({columns, {}}); }
  void row(const sandbox::Row &row) override {
    Texts texts;
    for (std::size_t i = 0; i < row.size(); ++i) texts.push_back(shown(row[i], sets.back().columns[i].type));
    sets.back().rows.push_back(std::move(texts));
  }
  void done(const sandbox::Done &done) override { dones.push_back(done); }
  void message(const sandbox::Message &message) override { messages.push_back(message); }
  void environment(sandbox::Environment kind, const std::string &now, const std::string &) override {
    environments.emplace_back(kind, now);
  }
  void return_status(std::int32_t status) override { statuses.push_back(status); }
  void output_parameter(const std::string &name, const sandbox::TypeInfo &type,
                        const sandbox::Value &value) override {
    outputs.emplace_back(name, shown(value, type));
  }

  /// Numbers of the errors, without the information messages.
  std::vector<int> errors() const {
    std::vector<int> out;
    for (const sandbox::Message &message : messages)
      if (message.severity > 10) out.push_back(message.number);
    return out;
  }
  /// Texts of PRINT and of low RAISERRORs.
  Texts prints() const {
    Texts out;
    for (const sandbox::Message &message : messages)
      if (message.severity <= 10 && (message.number == 0 || message.number >= 50000))
        out.push_back(message.text);
    return out;
  }
  const sandbox::Message *error() const {
    for (const sandbox::Message &message : messages)
      if (message.severity > 10) return &message;
    return nullptr;
  }
  /// The first value of the last result set.
  std::string value() const {
    return sets.empty() || sets.back().rows.empty() || sets.back().rows[0].empty() ? "(nothing)"
                                                                                   : sets.back().rows[0][0];
  }
  std::vector<Texts> rows() const { return sets.empty() ? std::vector<Texts>() : sets.back().rows; }

 private:
  static std::string shown(const sandbox::Value &value, const sandbox::TypeInfo &type) {
    if (sandbox::is_null(value)) return "NULL";
    try {
      return sandbox::as_text(sandbox::convert(value, type, sandbox::nvarchar_type(-1)));
    } catch (const sandbox::SqlError &failure) {
      return "?" + failure.message.text;
    }
  }
};

struct Fixture {
  static constexpr const char *password = "Str0ng!Passw0rd";
  std::unique_ptr<sandbox::Server> server;
  std::unique_ptr<sandbox::Session> session;
  std::string failure;

  Fixture() {
    sandbox::ServerOptions options;
    options.sa_password = password;
    server = sandbox::open_server(options, failure);
    if (server) session = login("sa", password);
  }
  std::unique_ptr<sandbox::Session> login(const std::string &user, const std::string &secret,
                                          std::vector<sandbox::Message> *said = nullptr) const {
    sandbox::LoginRequest request;
    request.user = user;
    request.password = secret;
    std::vector<sandbox::Message> messages;
    auto out = server->login(request, messages);
    if (said) *said = messages;
    return out;
  }
  Collector run(const std::string &sql) { return run(*session, sql); }
  static Collector run(sandbox::Session &on, const std::string &sql) {
    Collector out;
    on.execute(sql, out);
    return out;
  }
  /// The one value of SELECT <expression>, or its error as "#number".
  std::string value(const std::string &expression) {
    const Collector out = run("SELECT " + expression);
    return out.error() ? "#" + std::to_string(out.error()->number) : out.value();
  }
};

}  // namespace sandbox_test

#endif
