#include "host/loader/check-object.hpp"

#include <gantry/cpp/call.hpp>

#include <unistd.h>

#include <cstdio>
#include <deque>
#include <set>

namespace gantry::loader {
namespace {

constexpr std::int64_t any_limit_ns = 100'000'000;  // [any] must not block (section 8)
constexpr std::size_t most_dead = 1024;

/// All proxies there are, and the last dead ones: those are kept so that a use after the last release is
/// told.
struct Registry {
  std::mutex mutex;
  std::set<CheckedObject *> living;
  std::deque<CheckedObject *> dead;
};
Registry &registry() {
  static Registry &all = *new Registry;  // proxies may outlive static objects
  return all;
}

/// Times a call that must not block.
class AnyCall {
 public:
  AnyCall(const CheckedObject &object, const char *call) : object_(object), call_(call) {}
  AnyCall(const AnyCall &) = delete;
  AnyCall &operator=(const AnyCall &) = delete;
  ~AnyCall() {
    const std::int64_t took = monotonic_ns() - begin_;
    if (took <= any_limit_ns) return;
    char text[80];
    std::snprintf(text, sizeof text, "took %lld ms; [any] must not block",
                  static_cast<long long>(took / 1'000'000));
    object_.say(Side::plugin, call_, text);
  }

 private:
  const CheckedObject &object_;
  const char *call_;
  std::int64_t begin_ = monotonic_ns();
};

bool whole_object(const gantry_object *object) {
  return object->base && object->base->struct_size >= sizeof(gantry_object_vtbl) && object->base->retain &&
         object->base->release && object->base->query;
}

/// Every table is its size, a reserved number and function pointers.
bool whole_table(const void *table, std::uint32_t size) {
  const auto *header = static_cast<const std::uint32_t *>(table);
  if (header[0] < size) return false;
  const auto *slots = reinterpret_cast<void *const *>(header + 2);
  for (std::size_t i = 0; i < (size - 8) / sizeof(void *); ++i)
    if (!slots[i]) return false;
  return true;
}

}  // namespace

void CheckReport::say(Side side, std::string_view object, std::string_view call,
                      std::string_view text) noexcept {
  try {
    const std::string line = std::string(side == Side::host ? "HOST: " : "PLUGIN: ") + std::string(object) +
                             ": " + std::string(call) + ": " + std::string(text);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (to_)
      to_(line);
    else
      std::fprintf(stderr, "%s\n", line.c_str());
  } catch (...) {
    // A report that cannot be made changes nothing for the call.
  }
}

const char *CallGroup::enter(const char *slot) noexcept {
  const auto me = static_cast<std::uint64_t>(::gettid());
  const std::lock_guard<std::mutex> lock(mutex_);
  if (thread_ != 0 && thread_ != me) return slot_;
  thread_ = me;
  if (depth_++ == 0) slot_ = slot;
  return nullptr;
}

void CallGroup::leave() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (--depth_ == 0) thread_ = 0;
}

CheckedObject::CheckedObject(gantry_object *inner, std::string label, std::shared_ptr<CheckReport> report,
                             std::shared_ptr<CallGroup> group)
    : handle_{{vtbl()}, this},
      inner_(inner),
      label_(std::move(label)),
      report_(std::move(report)),
      group_(std::move(group)) {}

ObjectPtr CheckedObject::wrap(ObjectPtr inner, std::string label, std::shared_ptr<CheckReport> report,
                              std::shared_ptr<CallGroup> group) {
  if (!inner) return {};
  if (!whole_object(inner.get())) {
    report->say(Side::plugin, label, "object", "handed out without retain, release and query");
    return inner;
  }
  auto *object = new CheckedObject(inner.release(), std::move(label), std::move(report), std::move(group));
  Registry &all = registry();
  const std::lock_guard<std::mutex> lock(all.mutex);
  all.living.insert(object);
  return ObjectPtr::adopt(&object->handle_.object);
}

const gantry_object_vtbl *CheckedObject::vtbl() noexcept {
  static constexpr gantry_object_vtbl table = {
      sizeof(gantry_object_vtbl), 0, [](gantry_object *self) noexcept { of(self).retain(); },
      [](gantry_object *self) noexcept { of(self).release(); },
      [](gantry_object *self, const char *iid, gantry_ref *out) noexcept -> std::int32_t {
        return of(self).query(iid, out) ? 1 : 0;
      }};
  return &table;
}

const gantry_object_vtbl *CheckedObject::face_vtbl() noexcept {
  static constexpr const char *text =
      "called on a ref's self; only the object that was handed out has it (B3)";
  static constexpr gantry_object_vtbl table = {
      sizeof(gantry_object_vtbl), 0,
      [](gantry_object *self) noexcept { Face::of(self).owner->say(Side::host, "retain", text); },
      [](gantry_object *self) noexcept { Face::of(self).owner->say(Side::host, "release", text); },
      [](gantry_object *self, const char *, gantry_ref *) noexcept -> std::int32_t {
        Face::of(self).owner->say(Side::host, "query", text);
        return 0;
      }};
  return &table;
}

void CheckedObject::retain() noexcept {
  if (dead_) return say(Side::host, "retain", "after the last release");
  count_.fetch_add(1, std::memory_order_relaxed);
}

void CheckedObject::release() noexcept {
  if (dead_) return say(Side::host, "release", "released more often than it was retained");
  if (count_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  dead_ = true;
  {
    const AnyCall timed(*this, "release");
    inner_->base->release(inner_);
  }
  Registry &all = registry();
  const std::lock_guard<std::mutex> lock(all.mutex);
  all.living.erase(this);
  all.dead.push_back(this);
  if (all.dead.size() <= most_dead) return;
  delete all.dead.front();
  all.dead.pop_front();
}

bool CheckedObject::query(const char *iid, gantry_ref *out) noexcept {
  if (!iid || !out) {
    say(Side::host, "query", "a null argument");
    return false;
  }
  if (dead_) {
    say(Side::host, "query", "after the last release");
    return false;
  }
  try {
    return answer(iid, out);
  } catch (...) {
    return false;  // no memory
  }
}

bool CheckedObject::answer(const char *iid, gantry_ref *out) {
  gantry_ref ref{nullptr, nullptr};
  bool given = false;
  {
    const AnyCall timed(*this, "query");
    given = inner_->base->query(inner_, iid, &ref) != 0;
  }
  if (given && (!ref.self || !ref.table)) {
    say(Side::plugin, iid, "answered without an object or a table");
    given = false;
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto [place, first] = answers_.try_emplace(iid);
  Answer &known = place->second;
  if (first) {
    known.given = given;
    known.inner = ref;
    known.iid = iid;
    std::uint32_t size = 0;
    const void *table = given ? checking_table(iid, size) : nullptr;
    if (table && !whole_table(ref.table, size)) {
      say(Side::plugin, iid, "a table that is too short or has empty slots (V1, V2)");
      table = nullptr;
    }
    if (table) known.face = std::make_unique<Face>(Face{{face_vtbl()}, this, ref, known.iid.c_str()});
  } else if (known.given != given ||
             (given && (known.inner.self != ref.self || known.inner.table != ref.table))) {
    say(Side::plugin, iid, "another answer than before (B3)");
  }
  if (!given) return false;
  std::uint32_t size = 0;
  if (known.face)
    *out = {&known.face->object, checking_table(iid, size)};
  else
    *out = ref;
  return true;
}

ObjectPtr checked(ObjectPtr inner, std::string label, std::shared_ptr<CheckReport> report) {
  return CheckedObject::wrap(std::move(inner), std::move(label), std::move(report),
                             std::make_shared<CallGroup>());
}

int report_unreleased(const std::shared_ptr<CheckReport> &report) {
  Registry &all = registry();
  const std::lock_guard<std::mutex> lock(all.mutex);
  int count = 0;
  for (const CheckedObject *object : all.living) {
    if (object->report_ != report) continue;
    ++count;
    object->say(Side::host, "release",
                "never released; " + std::to_string(object->count_.load()) + " references are left");
  }
  return count;
}

}  // namespace gantry::loader
