// What the sessions of one server share.
#ifndef SANDBOX_ENGINE_SERVER_HPP
#define SANDBOX_ENGINE_SERVER_HPP

#include "samples/sandbox/engine/faults.hpp"
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

 private:
  std::mutex mutex_;
  std::condition_variable freed_;
  int owner_ = 0;
};

struct SessionInfo {
  int spid = 0;
  std::string login, original_login, host, program, interface_name, database, sid;
  std::string login_time;
};

/// sp_getapplock's locks: resource -> holders.
class AppLocks {
 public:
  struct Holder {
    int spid;
    std::string mode;
    bool session_owned;
    int count;
  };
  bool try_take(const std::string &resource, const std::string &mode, int spid, bool session_owned);
  bool release(const std::string &resource, int spid, bool session_owned);
  void release_all(int spid, bool transaction_only);
  std::string mode_of(const std::string &resource, int spid, bool session_owned);
  bool compatible(const std::string &resource, const std::string &mode, int spid);

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<Holder>> locks_;
};

struct ServerState {
  std::string file, name, collation;
  bool temporary_file = false;
  std::string started;
  WriteLock writers;
  AppLocks locks;
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
