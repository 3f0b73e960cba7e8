// What the sessions of one server share.
#ifndef SANDBOX_ENGINE_SERVER_HPP
#define SANDBOX_ENGINE_SERVER_HPP

#include "samples/sandbox/engine/faults.hpp"
#include "samples/sandbox/engine/lock-table.hpp"
#include "samples/sandbox/engine/session.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace sandbox {

/// One writer at a time; the others wait as long as their LOCK_TIMEOUT says.
class WriteLock {
 public:
  enum class Result : std::uint8_t { taken, timed_out, cancelled };
  Result take(int session, int timeout_ms, const std::atomic<bool> &cancelled);
  void release(int session);
  /// Who waits, and for whom.
  std::map<int, int> waits();

 private:
  std::mutex mutex_;
  std::condition_variable freed_;
  std::set<int> waiting_;
  int owner_ = 0;
};

struct SessionInfo {
  int spid = 0;
  std::string login, original_login, host, program, interface_name, database, sid;
  std::string login_time;
  bool running = false;  ///< a request is being worked on
  std::string request_began, request_ended;
  int transactions = 0;  ///< @@TRANCOUNT after the last request
};

struct ServerState {
  std::string file, name, collation;
  bool temporary_file = false;
  std::string started;
  WriteLock writers;
  LockTable locks;
  Faults faults;
  std::mutex mutex;  ///< guards sessions, next_spid and killed
  std::map<int, SessionInfo> sessions;
  std::set<int> killed;
  int next_spid = 51;
  /// Counts what may have changed objects, tables or databases; what a session remembers of them ends with
  /// it.
  std::atomic<std::uint64_t> catalogue_changes{0};
  std::mutex identity_mutex;
  std::map<std::pair<int, std::int64_t>, std::optional<std::int64_t>> identities;  ///< by database and table
  ~ServerState();
};

}  // namespace sandbox

#endif
