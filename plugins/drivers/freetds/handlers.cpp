#include "plugins/drivers/freetds/handlers.hpp"

#include <sybdb.h>
#include <sybfront.h>

#include <mutex>
#include <unordered_map>

namespace gantry::freetds {
namespace {

struct Owner {
  Diagnostics *diagnostics = nullptr;
  Interruptible *interruptible = nullptr;
};

/// Lives for ever: the library may call a handler while the program ends.
struct Registry {
  std::mutex mutex;
  std::unordered_map<DBPROCESS *, Owner> owners;
  EHANDLEFUNC previous_error = nullptr;
  MHANDLEFUNC previous_message = nullptr;
};

Registry &registry() {
  static auto *const instance = new Registry;
  return *instance;
}

thread_local Diagnostics *login_diagnostics = nullptr;

Owner owner_of(DBPROCESS *process) {
  Registry &all = registry();
  const std::lock_guard<std::mutex> lock(all.mutex);
  const auto found = all.owners.find(process);
  return found == all.owners.end() ? Owner{login_diagnostics, nullptr} : found->second;
}

std::string text_of(const char *text) { return text ? text : ""; }

int on_error(DBPROCESS *process, int severity, int number, int system_error, char *text, char *system_text) {
  const Owner owner = owner_of(process);
  if (!owner.diagnostics) {
    const EHANDLEFUNC previous = registry().previous_error;
    return previous ? previous(process, severity, number, system_error, text, system_text) : INT_CANCEL;
  }
  // Raised by our own interrupt: INT_TIMEOUT sends an attention and reads on, INT_CANCEL closes the
  // connection.
  if (number == SYBETIME && owner.interruptible && owner.interruptible->should_stop() &&
      !owner.interruptible->gave_up())
    return INT_TIMEOUT;
  if (number == SYBESMSG) return INT_CANCEL;
  try {
    std::string whole = text_of(text);
    if (system_error > 0 && system_text && *system_text) whole += std::string(" (") + system_text + ')';
    owner.diagnostics->take(LibraryError{number, severity, std::move(whole)});
  } catch (...) {  // no memory: the call's status alone then speaks
  }
  return INT_CANCEL;
}

int on_message(DBPROCESS *process, DBINT number, int state, int severity, char *text, char *server,
               char *procedure, int line) {
  const Owner owner = owner_of(process);
  if (!owner.diagnostics) {
    const MHANDLEFUNC previous = registry().previous_message;
    return previous ? previous(process, number, state, severity, text, server, procedure, line) : 0;
  }
  try {
    owner.diagnostics->take(
        ServerMessage{number, state, severity, line, text_of(text), text_of(server), text_of(procedure)});
  } catch (...) {
  }
  return 0;
}

int on_check(void *process) {
  const Owner owner = owner_of(static_cast<DBPROCESS *>(process));
  return owner.interruptible && owner.interruptible->should_stop() ? 1 : 0;
}

int on_interrupt(void *) { return INT_CANCEL; }

}  // namespace

Result<> install_handlers() {
  Registry &all = registry();
  // dbinit replaces the error handler, so what is there is taken before.
  const EHANDLEFUNC error = dberrhandle(&on_error);
  const MHANDLEFUNC message = dbmsghandle(&on_message);
  if (error != &on_error) all.previous_error = error;
  if (message != &on_message) all.previous_message = message;
  if (dbinit() == FAIL) {
    dberrhandle(all.previous_error);
    dbmsghandle(all.previous_message);
    return Error(Status::internal, "FreeTDS's db-lib cannot start", "memory for it", "dbinit failed",
                 "see the limits of this process");
  }
  dberrhandle(&on_error);
  return success();
}

void remove_handlers(bool end_library) noexcept {
  Registry &all = registry();
  if (const EHANDLEFUNC now = dberrhandle(all.previous_error); now != &on_error) dberrhandle(now);
  if (const MHANDLEFUNC now = dbmsghandle(all.previous_message); now != &on_message) dbmsghandle(now);
  if (end_library) dbexit();
}

void renew_handlers() noexcept {
  // Whoever stands there passes on to ours, as we do (E6).
  if (const EHANDLEFUNC now = dberrhandle(&on_error); now && now != &on_error) dberrhandle(now);
  if (const MHANDLEFUNC now = dbmsghandle(&on_message); now && now != &on_message) dbmsghandle(now);
}

void adopt_process(tds_dblib_dbprocess *process, Diagnostics *diagnostics, Interruptible *interruptible) {
  {
    Registry &all = registry();
    const std::lock_guard<std::mutex> lock(all.mutex);
    all.owners[process] = {diagnostics, interruptible};
  }
  dbsetinterrupt(process, &on_check, &on_interrupt);
}

void forget_process(tds_dblib_dbprocess *process) noexcept {
  Registry &all = registry();
  const std::lock_guard<std::mutex> lock(all.mutex);
  all.owners.erase(process);
}

LoginMessages::LoginMessages(Diagnostics &diagnostics) noexcept { login_diagnostics = &diagnostics; }
LoginMessages::~LoginMessages() { login_diagnostics = nullptr; }

}  // namespace gantry::freetds
