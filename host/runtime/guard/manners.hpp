// How sessions behave at a server that others use: who they say they are, how long they wait, who gives way.
#ifndef GANTRY_RUNTIME_GUARD_MANNERS_HPP
#define GANTRY_RUNTIME_GUARD_MANNERS_HPP

#include "host/runtime/request.hpp"

#include <gantry/cpp/driver.hpp>

#include <string>

namespace gantry::runtime::guard {

/// Of a run; the same for all its sessions.
struct Manners {
  std::string application;           ///< when the operator names none
  std::int64_t step_timeout = 0;     ///< seconds, typed for this run: beats what is configured; 0: not given
  std::int64_t default_timeout = 0;  ///< seconds, when nothing else is configured; 0: none
};

/// What a lease is for: known on the thread that acquires, while the connection manager opens its session.
enum class Access { other, reading, writing };
class AccessScope {
 public:
  explicit AccessScope(Access access) : before_(active()) { active() = access; }
  AccessScope(const AccessScope &) = delete;
  AccessScope &operator=(const AccessScope &) = delete;
  ~AccessScope() { active() = before_; }
  static Access &active();

 private:
  Access before_;
};

/// Before the operator's settings are laid over the request, and after.
Result<> propose(Request &request, const Manners &manners);
Result<> insist(Request &request, const Manners &manners);

struct ServerFacts {
  std::string name, version;
};

/// Says on a new session of scheme mssql how it will behave, and asks who the server is, in one round trip;
/// in none where the session's own properties show that its driver did both (D6). `lock_timeout`: seconds; 0
/// waits without end, below 0 is left to the driver. Errors: IO and such; a server that knows not all of it
/// is left as it is.
Result<ServerFacts> greet(const ObjectPtr &session, std::int64_t lock_timeout, const gantry_call *call);

}  // namespace gantry::runtime::guard

#endif
