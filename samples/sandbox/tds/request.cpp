#include "samples/sandbox/tds/request.hpp"

#include "samples/sandbox/tds/all-headers.hpp"
#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/text.hpp"

namespace sandbox::tds {

gantry::Error stream_error(std::string what, std::string found, std::int32_t number) {
  gantry::Error error{gantry::Status::data, std::move(what), "the layout of MS-TDS", std::move(found),
                      "check the client"};
  error.native_code = number;
  return error;
}

bool skip_all_headers(ByteReader &in, TdsVersion version) {
  if (version < TdsVersion::v7_2) return true;
  const std::uint32_t total = in.u32();
  if (!in.ok() || total < 4 || total - 4 > in.remaining()) return false;
  ByteReader headers(in.bytes(total - 4));
  while (!headers.at_end()) {
    const std::uint32_t length = headers.u32();
    headers.u16();  // its type: transaction, notification, trace
    if (!headers.ok() || length < 6) return false;
    headers.bytes(length - 6);
    if (!headers.ok()) return false;
  }
  return true;
}

gantry::Result<std::string> parse_batch(std::string_view payload, TdsVersion version) {
  ByteReader in(payload);
  if (!skip_all_headers(in, version))
    return stream_error("the SQL batch cannot be read", "broken ALL_HEADERS", 4002);
  if (in.remaining() % 2 != 0)
    return stream_error("the SQL batch cannot be read", "half a UTF-16 unit at its end", 4002);
  return utf8_of_utf16(in.rest());
}

gantry::Result<std::vector<TransactionStep>> parse_transaction(std::string_view payload, TdsVersion version) {
  using Request = Session::TransactionRequest;
  const char *what = "the transaction-manager request cannot be read";
  ByteReader in(payload);
  if (!skip_all_headers(in, version)) return stream_error(what, "broken ALL_HEADERS", 4002);
  const std::uint16_t type = in.u16();
  const auto name = [&] { return utf8_of_utf16(in.bytes(in.u8())); };
  std::vector<TransactionStep> steps(1);
  const auto begin_after = [&] {
    if (in.at_end() || (in.u8() & 1) == 0) return;
    TransactionStep next;
    next.isolation = in.u8();
    next.name = name();
    steps.push_back(next);
  };
  switch (type) {
    case 5:
      steps[0].request = Request::begin;
      steps[0].isolation = in.u8();
      steps[0].name = name();
      break;
    case 7:
      steps[0].request = Request::commit;
      steps[0].name = name();
      begin_after();
      break;
    case 8:
      steps[0].request = Request::rollback;
      steps[0].name = name();
      begin_after();
      break;
    case 9:
      steps[0].request = Request::save;
      steps[0].name = name();
      if (in.ok() && steps[0].name.empty()) return stream_error(what, "a savepoint without a name", 4002);
      break;
    case 0:
    case 1:
    case 6: {
      gantry::Error error{gantry::Status::unsupported, what, "a local transaction", "a distributed one",
                          "use a local transaction"};
      error.native_code = 8501;
      return error;
    }
    default: return stream_error(what, "an unknown kind", 4002);
  }
  if (!in.ok()) return stream_error(what, "the end of the message", 4002);
  for (const TransactionStep &step : steps) {
    if (step.isolation > 5) return stream_error(what, "an unknown isolation level", 4002);
  }
  return steps;
}

}  // namespace sandbox::tds
