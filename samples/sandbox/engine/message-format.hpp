// The texts of messages with their arguments: RAISERROR's printf, and translations that number the arguments.
#ifndef SANDBOX_ENGINE_MESSAGE_FORMAT_HPP
#define SANDBOX_ENGINE_MESSAGE_FORMAT_HPP

#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

/// RAISERROR and FORMATMESSAGE do not know messages below.
inline constexpr std::int64_t first_raisable_message = 13000;

struct MessageArgument {
  Value value;
  TypeInfo type;
};

/// A message of sys.messages: in English, and in the session's language where it is translated.
struct StoredMessage {
  int severity = 0;
  std::string english, translated;
};

std::optional<StoredMessage> stored_message(Engine &engine, std::int64_t number);
/// Throws 2786, 2787.
std::string format_message(const std::string &pattern, const std::vector<MessageArgument> &arguments);
/// A translation says where an argument goes (%1!); the English text says how it looks.
std::string formatted(const StoredMessage &message, const std::vector<MessageArgument> &arguments);
/// msglangid of a language's name or alias; nothing when there is no such language.
std::optional<std::int64_t> message_language(Engine &engine, const std::string &name);
void add_message_functions(FunctionTable &table);

}  // namespace sandbox

#endif
