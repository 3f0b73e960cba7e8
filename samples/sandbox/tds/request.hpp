// What a client asks once it is logged in: batches, procedure calls, transaction requests.
#ifndef SANDBOX_TDS_REQUEST_HPP
#define SANDBOX_TDS_REQUEST_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/engine/session.hpp"
#include "samples/sandbox/tds/protocol.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::tds {

/// No message and no value may be larger.
constexpr std::size_t largest_message = std::size_t{64} << 20;

/// The SQL text of a batch, its ALL_HEADERS skipped (TDS 7.2 and later). Any bytes are safe to pass; errors
/// carry the message number in native_code, here and below.
gantry::Result<std::string> parse_batch(std::string_view payload, TdsVersion version);

struct ProcedureCall {
  std::string procedure;  ///< by name, or the name of a well-known id
  bool cursor = false;    ///< one of the sp_cursor procedures, by id
  bool no_metadata = false;
  std::vector<Parameter> parameters;
};

/// The calls of one RPC message, in order; at least one.
gantry::Result<std::vector<ProcedureCall>> parse_rpc(std::string_view payload, TdsVersion version);

struct TransactionStep {
  Session::TransactionRequest request = Session::TransactionRequest::begin;
  std::string name;
  int isolation = 0;
};

/// The steps of a transaction-manager request: a commit or rollback may begin another transaction.
gantry::Result<std::vector<TransactionStep>> parse_transaction(std::string_view payload, TdsVersion version);

}  // namespace sandbox::tds

#endif
