// ALL_HEADERS (MS-TDS 2.2.5.3), which begins every request since TDS 7.2 and tells this server nothing.
#ifndef SANDBOX_TDS_ALL_HEADERS_HPP
#define SANDBOX_TDS_ALL_HEADERS_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/protocol.hpp"

namespace sandbox::tds {

/// False when they are malformed. Clients before TDS 7.2 send none.
bool skip_all_headers(ByteReader &in, TdsVersion version);

/// An error about a malformed request with the server's message number.
gantry::Error stream_error(std::string what, std::string found, std::int32_t number);

}  // namespace sandbox::tds

#endif
