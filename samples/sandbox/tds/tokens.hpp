// The tokens of a response (MS-TDS 2.2.7), each as its bytes.
#ifndef SANDBOX_TDS_TOKENS_HPP
#define SANDBOX_TDS_TOKENS_HPP

#include "samples/sandbox/engine/session.hpp"
#include "samples/sandbox/tds/wire-type.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::tds {

enum class EnvChange : std::uint8_t {
  database = 1,
  language = 2,
  packet_size = 4,
  collation = 7,
  begin_transaction = 8,
  commit_transaction = 9,
  rollback_transaction = 10,
  reset_connection = 18,
};

/// ERROR from severity 11 on, INFO below.
std::string message_token(const Message &message, const std::string &server, TdsVersion version);
std::string login_ack_token(TdsVersion version);
/// For changes that carry text.
std::string env_change_token(EnvChange kind, std::string_view now, std::string_view before);
/// For changes that carry bytes: collation and transactions.
std::string env_change_bytes_token(EnvChange kind, std::string_view now, std::string_view before);
/// No feature that a client may ask for is granted.
std::string feature_ext_ack_token();
std::string done_token(Token token, std::uint16_t status, std::uint16_t command, std::uint64_t rows,
                       TdsVersion version);
std::string return_status_token(std::int32_t status);
std::string return_value_token(std::uint16_t ordinal, const std::string &name, const WireType &type,
                               std::string_view value, TdsVersion version);

/// The wire types of the columns, in order.
std::vector<WireType> wire_types_of(const std::vector<Column> &columns, TdsVersion version);
std::string column_metadata_token(const std::vector<Column> &columns, const std::vector<WireType> &types,
                                  TdsVersion version);
/// ROW, or NBCROW when it has NULLs and the client knows it. On a value that does not fit its column the
/// result is empty and `problem` a sentence.
std::string row_token(const std::vector<Column> &columns, const std::vector<WireType> &types, const Row &row,
                      TdsVersion version, std::string &problem);

}  // namespace sandbox::tds

#endif
