// How a statement fails: SQL Server's number, severity and text, and how far the failure reaches.
#ifndef SANDBOX_ENGINE_ERROR_HPP
#define SANDBOX_ENGINE_ERROR_HPP

#include "samples/sandbox/engine/session.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// Thrown inside the engine only; `Session::execute` turns it into messages.
struct SqlError {
  Message message;
  bool aborts_batch = false;    ///< the batch ends, not only the statement
  bool compile = false;         ///< raised while binding: TRY at the same level does not see it
  bool dooms = false;           ///< the open transaction can only be rolled back
  bool rolls_back = false;      ///< the open transaction is gone (1205)
  bool thrown = false;          ///< by THROW or RAISERROR: XACT_ABORT treats RAISERROR apart
  bool raised = false;          ///< by RAISERROR
  std::vector<Message> before;  ///< messages sent ahead of this one
  bool located = false;         ///< line and procedure are set
  int scope = -1;               ///< nesting level of the batch or module that failed
};

/// Raised when the client cancelled; not an error of any statement.
struct Cancelled {};

struct MessageText {
  std::int32_t number;
  std::uint8_t severity;
  const char *text;
};

/// The server's own messages, ascending by number: those of messages-*.cpp.
const std::vector<MessageText> &message_texts();
const std::vector<MessageText> &statement_messages();
const std::vector<MessageText> &database_messages();
const std::vector<MessageText> &security_messages();
const std::vector<MessageText> &administration_messages();
const std::vector<MessageText> &agent_messages();

/// The error of that number, its placeholders (%s) filled in order.
SqlError error(std::int32_t number, std::initializer_list<std::string_view> arguments = {}, int state = 1);
/// The message of that number (for information messages too).
Message message_of(std::int32_t number, std::initializer_list<std::string_view> arguments = {},
                   int state = 1);

}  // namespace sandbox

#endif
