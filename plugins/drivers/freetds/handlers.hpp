// db-lib's two handlers are the process's: ours give each message to the connection it belongs to and pass on
// what belongs to somebody else (E6).
#ifndef GANTRY_FREETDS_HANDLERS_HPP
#define GANTRY_FREETDS_HANDLERS_HPP

#include "plugins/drivers/freetds/server-message.hpp"

#include <gantry/cpp/result.hpp>

struct tds_dblib_dbprocess;

namespace gantry::freetds {

/// What the library asks about while it waits for the server, once a second.
class Interruptible {
 public:
  /// True when the operation under way shall end: the library then sends an attention.
  virtual bool should_stop() noexcept = 0;
  /// True when the server had long enough to acknowledge it: the library then closes the connection.
  virtual bool gave_up() noexcept = 0;

 protected:
  ~Interruptible() = default;
};

/// Starts db-lib and puts our handlers in front of those that are there. Errors: INTERNAL.
Result<> install_handlers();
/// Puts the former handlers back, unless somebody stands in front of ours, and ends db-lib if it is told to:
/// not while a thread is inside of it.
void remove_handlers(bool end_library) noexcept;
/// db-lib forgets the error handler when somebody else starts it again: puts ours back.
void renew_handlers() noexcept;

/// From now on what concerns `process` goes to `diagnostics`.
void adopt_process(tds_dblib_dbprocess *process, Diagnostics *diagnostics, Interruptible *interruptible);
void forget_process(tds_dblib_dbprocess *process) noexcept;

/// While it lives, messages of connections that nobody has adopted and that arrive on this thread go to
/// `diagnostics`: a login has no connection yet.
class LoginMessages {
 public:
  explicit LoginMessages(Diagnostics &diagnostics) noexcept;
  LoginMessages(const LoginMessages &) = delete;
  LoginMessages &operator=(const LoginMessages &) = delete;
  ~LoginMessages();
};

}  // namespace gantry::freetds

#endif
