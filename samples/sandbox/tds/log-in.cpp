// The second half of logging in: LOGIN7, the engine's verdict, and the tokens that tell the client.
#include "samples/sandbox/tds/connection.hpp"
#include "samples/sandbox/tds/request.hpp"
#include "samples/sandbox/tds/text.hpp"

#include <algorithm>

namespace sandbox::tds {
namespace {

/// While logging in no request runs that could be interrupted or meet a fault.
ResultWriter::Hooks quiet_hooks() {
  return {[] { return false; }, [] {}, [] { return std::optional<WireFault>{}; }, [](int) {}};
}

bool has(const std::vector<Message> &messages, std::int32_t number) {
  return std::any_of(messages.begin(), messages.end(), [&](const Message &m) { return m.number == number; });
}

LoginRequest request_of(Login7 &login) {
  LoginRequest request;
  request.user = login.user;
  request.password = std::move(login.password);
  request.database = login.database;
  request.application = login.application;
  request.host = login.host;
  request.language = login.language;
  request.client_library = login.client_library;
  request.read_only_intent = login.read_only_intent;
  request.integrated = login.integrated;
  return request;
}

}  // namespace

bool Connection::log_in() {
  ClientMessage message;
  Login7 login;
  results_.emplace(packets_, context_.server.name(), version_, quiet_hooks());
  if (!read_login(message, login)) return false;
  version_ = login.version;
  results_.emplace(packets_, context_.server.name(), version_, quiet_hooks());

  std::vector<Message> messages;
  if (refused_) {
    messages.push_back({17809, 20, 1,
                        "Could not connect because the maximum number of '" +
                            std::to_string(context_.most_sessions) +
                            "' user connections has already been reached.",
                        "", 1});
  } else if (login.integrated) {
    messages.push_back({18452, 14, 1,
                        "Login failed. The login is from an untrusted domain and cannot be used with "
                        "Integrated authentication.",
                        "", 1});
  } else if (login.change_password) {
    messages.push_back({18456, 14, 1,
                        "Login failed for user '" + login.user +
                            "'. This server changes no password while logging in; use ALTER LOGIN.",
                        "", 1});
  } else {
    LoginRequest request = request_of(login);
    session_ = context_.server.login(request, messages);
    wipe(request.password);
    if (!session_ && messages.empty())
      messages.push_back({18456, 14, 1, "Login failed for user '" + login.user + "'.", "", 1});
  }
  login.wipe_secrets();
  if (!session_) {
    refuse_login(login, messages);
    return false;
  }
  packets_.set_spid(session_->spid());
  welcome(login, messages);
  if (packets_.broken()) return false;
  log("logged in as " + login.user + ", session " + std::to_string(session_->spid()) + ", packets of " +
      std::to_string(login.packet_size));

  ResultWriter::Hooks hooks;
  hooks.interrupted = [this] { return inbox_.interrupted(); };
  hooks.give_up = [this] { session_->cancel(); };
  hooks.wire_fault = [this] { return session_->take_wire_fault(); };
  hooks.stall = [this](int milliseconds) { inbox_.pause(milliseconds); };
  results_.emplace(packets_, context_.server.name(), version_, std::move(hooks));
  return true;
}

void Connection::refuse_login(const Login7 &login, const std::vector<Message> &messages) {
  for (const Message &message : messages) {
    results_->raw(message_token(message, context_.server.name(), version_));
    log("login of " + login.user + " refused: " + std::to_string(message.number));
  }
  results_->raw(done_token(Token::done, done_status::error, 0, 0, version_));
  packets_.end_message();
}

void Connection::welcome(const Login7 &login, const std::vector<Message> &messages) {
  const std::string &name = context_.server.name();
  const auto say = [&](std::int32_t number, const std::string &text) {
    if (!has(messages, number)) results_->raw(message_token({number, 0, 1, text, "", 1}, name, version_));
  };
  const std::string language = login.language.empty() ? "us_english" : login.language;
  results_->raw(env_change_token(EnvChange::database, session_->database(), "master"));
  say(5701, "Changed database context to '" + session_->database() + "'.");
  results_->raw(env_change_bytes_token(EnvChange::collation, Collation{}.view(), {}));
  results_->raw(env_change_token(EnvChange::language, language, ""));
  say(5703, "Changed language setting to " + language + ".");
  for (const Message &message : messages) results_->raw(message_token(message, name, version_));
  results_->raw(login_ack_token(version_));
  if (login.has_feature_extension) results_->raw(feature_ext_ack_token());
  results_->raw(env_change_token(EnvChange::packet_size, std::to_string(login.packet_size),
                                 std::to_string(default_packet_size)));
  results_->raw(done_token(Token::done, 0, 0, 0, version_));
  packets_.end_message();
  packets_.set_packet_size(login.packet_size);
}

}  // namespace sandbox::tds
