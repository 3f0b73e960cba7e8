// Application locks: who holds what, who waits for whom. Shared by all sessions of a server.
#ifndef SANDBOX_ENGINE_LOCK_TABLE_HPP
#define SANDBOX_ENGINE_LOCK_TABLE_HPP

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace sandbox {

/// A mode is the set of the basic modes it unites; SharedIntentExclusive is shared | intent_exclusive.
class LockMode {
 public:
  enum Bits : std::uint8_t {
    none = 0,
    intent_shared = 1,
    shared = 2,
    update = 4,
    intent_exclusive = 8,
    exclusive = 16
  };
  LockMode() = default;
  explicit LockMode(std::uint8_t bits) : bits_(bits) {}
  /// What sp_getapplock accepts: Shared, Update, IntentShared, IntentExclusive, Exclusive.
  static std::optional<LockMode> named(const std::string &name);

  bool conflicts(LockMode other) const;
  LockMode with(LockMode other) const { return LockMode(bits_ | other.bits_); }
  bool contains(LockMode other) const { return (bits_ & other.bits_) == other.bits_; }
  const char *name() const;          ///< as APPLOCK_MODE says it
  const char *abbreviation() const;  ///< as sys.dm_tran_locks says it

 private:
  std::uint8_t bits_ = none;
};

struct LockKey {
  int database = 0;
  std::int64_t principal = 0;
  std::string resource;
  bool operator<(const LockKey &other) const {
    return std::tie(database, principal, resource) <
           std::tie(other.database, other.principal, other.resource);
  }
};

struct LockOwner {
  int spid = 0;
  bool session = false;  ///< owned by the session, not by its transaction
  bool operator==(const LockOwner &other) const { return spid == other.spid && session == other.session; }
};

/// Every method may be called from any thread.
class LockTable {
 public:
  enum class Outcome : std::uint8_t { granted, granted_after_wait, timed_out, cancelled, deadlock };
  struct Row {
    LockKey key;
    LockOwner owner;
    LockMode mode;
    int count = 0;
    const char *status = "GRANT";  ///< GRANT, WAIT, CONVERT
    int blocker = 0;               ///< for WAIT and CONVERT: a session in the way
  };

  /// Waits while others hold what conflicts, first come first served; timeout_ms < 0 waits for ever.
  /// `stop` is asked now and then.
  Outcome take(const LockKey &key, LockMode mode, const LockOwner &owner, std::int64_t timeout_ms,
               const std::function<bool()> &stop);
  /// One of the times it was taken; false when the owner does not hold it.
  bool release(const LockKey &key, const LockOwner &owner);
  void release_all(int spid, bool transaction_only);
  LockMode mode_of(const LockKey &key, const LockOwner &owner);
  /// Whether `take` would be granted at once.
  bool grantable(const LockKey &key, LockMode mode, int spid);
  std::vector<Row> rows();

 private:
  struct Holder {
    LockOwner owner;
    LockMode mode;
    int count = 0;
  };
  struct Waiter {
    LockOwner owner;
    LockMode mode;
    bool converts = false;  ///< its session holds the resource already: it goes before those who do not
  };
  struct Resource {
    std::vector<Holder> holders;
    std::list<Waiter> queue;
  };
  using Queue = std::list<Waiter>;

  static std::vector<int> blockers(const Resource &resource, Queue::const_iterator waiter);
  bool closes_circle(int spid) const;
  void forget_if_free(const LockKey &key);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<LockKey, Resource> resources_;
};

}  // namespace sandbox

#endif
