#include "plugins/drivers/freetds/server-message.hpp"

namespace gantry::freetds {
namespace {
constexpr std::size_t most_kept = 64;
}

void Diagnostics::take(ServerMessage message) {
  if (handler) {
    gantry_message out{};
    out.struct_size = sizeof out;
    out.number = message.number;
    out.state = message.state;
    out.severity = message.severity;
    out.line = message.line;
    out.text = borrow(message.text);
    out.server = borrow(message.server);
    out.procedure = borrow(message.procedure);
    handler(handler_context, &out);
  }
  if (message.severity <= 10) return;
  if (errors.size() < most_kept)
    errors.push_back(std::move(message));
  else
    ++dropped;
}

void Diagnostics::take(LibraryError error) {
  if (library.size() < most_kept) library.push_back(std::move(error));
}

}  // namespace gantry::freetds
