#include "samples/sandbox/engine/lock-table.hpp"

#include "samples/sandbox/engine/text.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace sandbox {
namespace {

struct ModeName {
  std::uint8_t bits;
  const char *name, *abbreviation;
  bool can_be_asked;
};
// The strongest first: a mode is called by the first row whose bits it contains.
constexpr ModeName mode_names[] = {
    {LockMode::exclusive, "Exclusive", "X", true},
    {LockMode::update | LockMode::intent_exclusive, "UpdateIntentExclusive", "UIX", false},
    {LockMode::shared | LockMode::intent_exclusive, "SharedIntentExclusive", "SIX", false},
    {LockMode::intent_exclusive, "IntentExclusive", "IX", true},
    {LockMode::update, "Update", "U", true},
    {LockMode::shared, "Shared", "S", true},
    {LockMode::intent_shared, "IntentShared", "IS", true},
    {LockMode::none, "NoLock", "NL", false},
};

const ModeName &described(std::uint8_t bits) {
  return *std::find_if(std::begin(mode_names), std::end(mode_names),
                       [bits](const ModeName &row) { return (bits & row.bits) == row.bits; });
}

/// What each basic mode does not get along with.
constexpr std::pair<std::uint8_t, std::uint8_t> conflicts_of[] = {
    {LockMode::intent_shared, LockMode::exclusive},
    {LockMode::shared, LockMode::intent_exclusive | LockMode::exclusive},
    {LockMode::update, LockMode::update | LockMode::intent_exclusive | LockMode::exclusive},
    {LockMode::intent_exclusive, LockMode::shared | LockMode::update | LockMode::exclusive},
    {LockMode::exclusive, 0xFF},
};

}  // namespace

std::optional<LockMode> LockMode::named(const std::string &name) {
  for (const ModeName &row : mode_names)
    if (row.can_be_asked && same_name(name, row.name)) return LockMode(row.bits);
  return std::nullopt;
}

bool LockMode::conflicts(LockMode other) const {
  if (!bits_ || !other.bits_) return false;
  return std::any_of(std::begin(conflicts_of), std::end(conflicts_of),
                     [&](const auto &row) { return (bits_ & row.first) && (other.bits_ & row.second); });
}

const char *LockMode::name() const { return described(bits_).name; }
const char *LockMode::abbreviation() const { return described(bits_).abbreviation; }

/// The sessions a waiter waits for: holders in its way, and those before it in the queue.
std::vector<int> LockTable::blockers(const Resource &resource, Queue::const_iterator waiter) {
  std::vector<int> out;
  for (const Holder &holder : resource.holders)
    if (holder.owner.spid != waiter->owner.spid && holder.mode.conflicts(waiter->mode))
      out.push_back(holder.owner.spid);
  for (auto other = resource.queue.begin(); other != resource.queue.end(); ++other) {
    if (other == waiter) {
      if (!waiter->converts) break;
      continue;
    }
    if (waiter->converts && !other->converts) continue;
    if (waiter->converts && std::distance(resource.queue.begin(), other) >
                                std::distance(resource.queue.begin(), Queue::const_iterator(waiter)))
      break;
    if (other->owner.spid != waiter->owner.spid && other->mode.conflicts(waiter->mode))
      out.push_back(other->owner.spid);
  }
  return out;
}

bool LockTable::closes_circle(int spid) const {
  std::set<int> met;
  std::vector<int> pending = {spid};
  while (!pending.empty()) {
    const int current = pending.back();
    pending.pop_back();
    for (const auto &[key, resource] : resources_)
      for (auto waiter = resource.queue.begin(); waiter != resource.queue.end(); ++waiter) {
        if (waiter->owner.spid != current) continue;
        for (const int blocker : blockers(resource, waiter)) {
          if (blocker == spid) return true;
          if (met.insert(blocker).second) pending.push_back(blocker);
        }
      }
  }
  return false;
}

void LockTable::forget_if_free(const LockKey &key) {
  const auto entry = resources_.find(key);
  if (entry != resources_.end() && entry->second.holders.empty() && entry->second.queue.empty())
    resources_.erase(entry);
}

LockTable::Outcome LockTable::take(const LockKey &key, LockMode mode, const LockOwner &owner,
                                   std::int64_t timeout_ms, const std::function<bool()> &stop) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto start = std::chrono::steady_clock::now();
  Resource &resource = resources_[key];
  const bool converts = std::any_of(resource.holders.begin(), resource.holders.end(),
                                    [&](const Holder &h) { return h.owner.spid == owner.spid; });
  const auto waiter = resource.queue.insert(resource.queue.end(), {owner, mode, converts});
  const auto leave = [&](Outcome outcome) {
    resource.queue.erase(waiter);
    forget_if_free(key);
    changed_.notify_all();
    return outcome;
  };
  bool waited = false;
  while (!blockers(resource, waiter).empty()) {
    if (stop()) return leave(Outcome::cancelled);
    const auto spent =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
            .count();
    if (timeout_ms >= 0 && spent >= timeout_ms) return leave(Outcome::timed_out);
    if (closes_circle(owner.spid)) return leave(Outcome::deadlock);
    waited = true;
    // A cancellation does not signal, so look for it now and then.
    changed_.wait_for(lock, std::chrono::milliseconds(20));
  }
  const auto held = std::find_if(resource.holders.begin(), resource.holders.end(),
                                 [&](const Holder &h) { return h.owner == owner; });
  if (held == resource.holders.end()) {
    resource.holders.push_back({owner, mode, 1});
  } else {
    held->mode = held->mode.with(mode);
    ++held->count;
  }
  return leave(waited ? Outcome::granted_after_wait : Outcome::granted);
}

bool LockTable::release(const LockKey &key, const LockOwner &owner) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto entry = resources_.find(key);
  if (entry == resources_.end()) return false;
  std::vector<Holder> &holders = entry->second.holders;
  const auto held =
      std::find_if(holders.begin(), holders.end(), [&](const Holder &h) { return h.owner == owner; });
  if (held == holders.end()) return false;
  if (--held->count == 0) holders.erase(held);
  forget_if_free(key);
  changed_.notify_all();
  return true;
}

void LockTable::release_all(int spid, bool transaction_only) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto entry = resources_.begin(); entry != resources_.end();) {
    std::vector<Holder> &holders = entry->second.holders;
    holders.erase(std::remove_if(holders.begin(), holders.end(),
                                 [&](const Holder &h) {
                                   return h.owner.spid == spid && !(transaction_only && h.owner.session);
                                 }),
                  holders.end());
    entry = holders.empty() && entry->second.queue.empty() ? resources_.erase(entry) : std::next(entry);
  }
  changed_.notify_all();
}

LockMode LockTable::mode_of(const LockKey &key, const LockOwner &owner) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto entry = resources_.find(key);
  if (entry != resources_.end())
    for (const Holder &holder : entry->second.holders)
      if (holder.owner == owner) return holder.mode;
  return {};
}

bool LockTable::grantable(const LockKey &key, LockMode mode, int spid) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto entry = resources_.find(key);
  if (entry == resources_.end()) return true;
  Resource asked = entry->second;
  const bool converts = std::any_of(asked.holders.begin(), asked.holders.end(),
                                    [&](const Holder &h) { return h.owner.spid == spid; });
  return blockers(asked, asked.queue.insert(asked.queue.end(), {{spid, true}, mode, converts})).empty();
}

std::vector<LockTable::Row> LockTable::rows() {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<Row> out;
  for (const auto &[key, resource] : resources_) {
    for (const Holder &holder : resource.holders)
      out.push_back({key, holder.owner, holder.mode, holder.count, "GRANT", 0});
    for (auto waiter = resource.queue.begin(); waiter != resource.queue.end(); ++waiter) {
      const std::vector<int> before = blockers(resource, waiter);
      out.push_back({key, waiter->owner, waiter->mode, 1, waiter->converts ? "CONVERT" : "WAIT",
                     before.empty() ? 0 : before.front()});
    }
  }
  return out;
}

}  // namespace sandbox
