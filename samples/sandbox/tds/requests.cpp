// What a logged-in client may ask, and how a connection answers.
#include "samples/sandbox/tds/connection.hpp"
#include "samples/sandbox/tds/request.hpp"

namespace sandbox::tds {
namespace {

constexpr std::int32_t no_such_procedure = 2812;

Message error_of(std::int32_t number, std::string text, std::uint8_t severity = 16) {
  return {number, severity, 1, std::move(text), "", 1};
}

std::string sentence_of(const gantry::Error &error) {
  if (error.native_code == 8009) {
    return "The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream is "
           "incorrect. " +
           error.what + " is unknown: expected " + error.expected + ", found " + error.found + ".";
  }
  if (error.native_code == 8016) {
    return "The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream is "
           "incorrect. " +
           error.what + " has an invalid data length or metadata length: expected " + error.expected +
           ", found " + error.found + ".";
  }
  if (error.native_code == 8501)
    return "MSDTC on this server is unavailable: distributed transactions are not supported.";
  return "The incoming tabular data stream (TDS) protocol stream is incorrect: " + error.what + " (" +
         error.found + ").";
}

}  // namespace

/// False when the stream is so broken that nothing after it can be trusted.
bool Connection::refuse_request(const gantry::Error &error) {
  const bool stays = error.native_code == 8009 || error.native_code == 8016 || error.native_code == 8501;
  results_->begin_batch();
  results_->refuse(error_of(error.native_code, sentence_of(error), stays ? 16 : 20));
  results_->finish();
  log("request refused: " + error.what + ": " + error.found);
  return stays;
}

bool Connection::handle(const ClientMessage &message) {
  if (message.ignored) {
    results_->raw(done_token(Token::done, done_status::error, 0, 0, version_));
    return true;
  }
  constexpr std::uint8_t reset =
      packet_status::reset_connection | packet_status::reset_connection_keep_transaction;
  if ((message.status & reset) != 0) {
    session_->reset();
    results_->raw(env_change_bytes_token(EnvChange::reset_connection, {}, {}));
  }
  bool keep = false;
  switch (message.type) {
    case PacketType::sql_batch: keep = handle_batch(message); break;
    case PacketType::rpc: keep = handle_calls(message); break;
    case PacketType::transaction_manager: keep = handle_transaction(message); break;
    case PacketType::bulk_load:
      results_->begin_batch();
      results_->refuse(
          error_of(4819, "Cannot bulk load. This server takes no bulk data; insert the rows with INSERT."));
      results_->finish();
      log("bulk load refused");
      keep = true;
      break;
    default: log("a message of this type is out of place after the login"); return false;
  }
  results_->perform_fault();
  return keep;
}

bool Connection::handle_batch(const ClientMessage &message) {
  const gantry::Result<std::string> text = parse_batch(message.payload, version_);
  if (!text) return refuse_request(text.error());
  log("batch of " + std::to_string(text->size()) + " characters");
  results_->begin_batch();
  session_->execute(*text, *results_);
  results_->finish();
  return true;
}

bool Connection::handle_calls(const ClientMessage &message) {
  gantry::Result<std::vector<ProcedureCall>> calls = parse_rpc(message.payload, version_);
  if (!calls) return refuse_request(calls.error());
  for (std::size_t i = 0; i < calls->size(); ++i) {
    ProcedureCall &call = (*calls)[i];
    log("call of " + call.procedure);
    std::vector<std::string> names;
    for (const Parameter &parameter : call.parameters) names.push_back(parameter.name);
    results_->begin_call(std::move(names), i + 1 < calls->size());
    if (call.cursor) {
      results_->refuse(error_of(no_such_procedure,
                                "Could not find stored procedure '" + call.procedure +
                                    "'. This server has no server cursors; read the result as it comes."));
    } else {
      session_->call(call.procedure, std::move(call.parameters), *results_);
    }
    results_->finish();
    if (inbox_.interrupted() || packets_.broken()) break;
  }
  return true;
}

bool Connection::handle_transaction(const ClientMessage &message) {
  const gantry::Result<std::vector<TransactionStep>> steps = parse_transaction(message.payload, version_);
  if (!steps) return refuse_request(steps.error());
  log("transaction request");
  results_->begin_batch();
  for (const TransactionStep &step : *steps)
    session_->transaction(step.request, step.name, step.isolation, *results_);
  results_->finish();
  return true;
}

}  // namespace sandbox::tds
