#include "samples/sandbox/tds/connection.hpp"
#include "samples/sandbox/tds/request.hpp"

#include <openssl/crypto.h>

namespace sandbox::tds {

constexpr std::size_t largest_login = std::size_t{128} << 10;

std::string instance_of(const std::string &server_name) {
  const std::size_t backslash = server_name.find('\\');
  return backslash == std::string::npos ? "" : server_name.substr(backslash + 1);
}

Connection::Connection(int descriptor, int number, bool refused, const ServerContext &context)
    : context_(context),
      number_(number),
      refused_(refused),
      channel_(descriptor),
      reader_(channel_),
      packets_(channel_),
      login_deadline_(MessageReader::Clock::now() + std::chrono::milliseconds(context.login_timeout_ms)) {}

void Connection::run() {
  log("connected");
  if (prelogin() && log_in()) serve();
  session_.reset();
  log("closed");
}

void Connection::stop() {
  inbox_.close();
  channel_.shut_down();
}

int Connection::time_left() const {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(login_deadline_ - MessageReader::Clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

bool Connection::prelogin() {
  ClientMessage message;
  switch (reader_.next(message, largest_login, time_left())) {
    case MessageReader::Outcome::message: break;
    case MessageReader::Outcome::timed_out: log("refused: no PRELOGIN in time"); return false;
    case MessageReader::Outcome::closed: return false;
    case MessageReader::Outcome::malformed:
      log(reader_.first_byte() == 0x16 ? "refused: the client began with TLS (TDS 8.0, encryption \"strict\")"
                                       : "refused: the first bytes are no TDS packet");
      return false;
  }
  if (message.type == PacketType::login7 &&
      (context_.encryption == EncryptionPolicy::off || context_.encryption == EncryptionPolicy::optional)) {
    early_login_ = std::move(message);
    return true;
  }
  if (message.type != PacketType::prelogin) {
    log("refused: the first message is no PRELOGIN");
    return false;
  }
  gantry::Result<Prelogin> asked = parse_prelogin(message.payload);
  if (!asked) {
    log("refused: " + asked.error().what + ": " + asked.error().found);
    return false;
  }
  if (context_.encryption == EncryptionPolicy::strict_refused) {
    log("refused: a TDS 7 client where only TDS 8.0 is accepted");
    return false;
  }
  const EncryptionAnswer answer = negotiate(context_.encryption, asked->encryption);
  const std::string instance = instance_of(context_.server.name());
  const std::string &wanted = asked->instance;
  const bool matches = wanted.empty() || instance.empty() || wanted == instance || wanted == "MSSQLServer";
  packets_.write(write_prelogin(answer.says, matches));
  packets_.end_message();
  if (!answer.accepted) {
    log("refused: the client has no encryption, which is required");
    return false;
  }
  scope_ = answer.scope;
  return scope_ == EncryptionScope::none || tls_handshake();
}

bool Connection::tls_handshake() {
  auto engine = std::make_unique<TlsEngine>(context_.tls.context.get());
  PacketWriter wrapped(channel_, PacketType::prelogin);
  while (!engine->established()) {
    Packet packet;
    if (reader_.next_packet(packet, time_left()) != MessageReader::Outcome::message ||
        packet.type != PacketType::prelogin) {
      log("refused: the TLS handshake was not finished");
      return false;
    }
    std::string answer;
    const bool alive = engine->handshake(packet.payload, answer);
    if (!answer.empty()) {
      wrapped.write(answer);
      wrapped.end_message();
    }
    if (!alive || wrapped.broken()) {
      log("refused: the TLS handshake failed");
      return false;
    }
  }
  log((scope_ == EncryptionScope::login ? "login under " : "everything under ") + engine->description());
  return channel_.start_tls(std::move(engine), reader_.take_rest());
}

bool Connection::read_login(ClientMessage &message, Login7 &login) {
  if (early_login_) {
    message = std::move(*early_login_);
    early_login_.reset();
  } else if (reader_.next(message, largest_login, time_left()) != MessageReader::Outcome::message) {
    log("refused: no LOGIN7");
    return false;
  }
  // With encryption "off" only the login travels under TLS; the answer is plain already.
  if (scope_ == EncryptionScope::login) channel_.stop_tls();
  if (message.type != PacketType::login7) {
    log("refused: LOGIN7 was expected");
    return false;
  }
  gantry::Result<Login7> parsed = parse_login7(message.payload);
  OPENSSL_cleanse(message.payload.data(), message.payload.size());
  if (!parsed) {
    log("refused: " + parsed.error().what + ": " + parsed.error().found);
    refuse_login(login, {{parsed.error().status == gantry::Status::unsupported ? 17826 : 17832, 20, 1,
                          parsed.error().what + ". Expected: " + parsed.error().expected +
                              ". Found: " + parsed.error().found + ".",
                          "", 1}});
    return false;
  }
  login = std::move(*parsed);
  return true;
}

void Connection::acknowledge_attention() {
  results_->raw(done_token(Token::done, done_status::attention, 0, 0, version_));
  packets_.end_message();
  log("attention acknowledged");
}

void Connection::serve() {
  std::thread reading([this] { read_requests(); });
  for (bool alive = true; alive;) {
    ClientMessage message;
    switch (inbox_.next(message)) {
      case Inbox::Event::closed: alive = false; break;
      case Inbox::Event::attention: acknowledge_attention(); break;
      case Inbox::Event::request: {
        const bool keep = handle(message);
        if (inbox_.finish()) {
          acknowledge_attention();
        } else if (!packets_.broken()) {
          packets_.end_message();
        }
        alive = keep && !packets_.broken();
        break;
      }
    }
  }
  stop();
  reading.join();
}

void Connection::read_requests() {
  constexpr int cancel_again_ms = 50;
  for (;;) {
    ClientMessage message;
    // A cancel that came just before the request began would be lost; it is said again until it is heard.
    const bool cancelling = inbox_.wants_cancel();
    if (cancelling) session_->cancel();
    switch (reader_.next(message, largest_message, cancelling ? cancel_again_ms : -1)) {
      case MessageReader::Outcome::timed_out: continue;
      case MessageReader::Outcome::message:
        if (message.type == PacketType::attention) {
          inbox_.put_attention();
          continue;
        }
        if (inbox_.put(std::move(message))) continue;
        log("more requests wait than a connection may have");
        break;
      case MessageReader::Outcome::malformed: log("the bytes received are no TDS"); break;
      case MessageReader::Outcome::closed: break;
    }
    break;
  }
  inbox_.close();
  channel_.shut_down();
  while (inbox_.wants_cancel()) {
    session_->cancel();
    std::this_thread::sleep_for(std::chrono::milliseconds(cancel_again_ms));
  }
}

}  // namespace sandbox::tds
