// The proxy of one object (contract section 14).
#ifndef GANTRY_LOADER_CHECK_OBJECT_HPP
#define GANTRY_LOADER_CHECK_OBJECT_HPP

#include "host/loader/check-report.hpp"

#include <atomic>
#include <map>

namespace gantry::loader {

/// What counts as one object for the thread tag [object]: a session with its rows and writers (contract
/// section 8).
class CallGroup {
 public:
  /// Null when no other thread is inside; else the slot it is in. Calls of one thread may nest.
  const char *enter(const char *slot) noexcept;
  void leave() noexcept;

 private:
  std::mutex mutex_;
  std::uint64_t thread_ = 0;
  int depth_ = 0;
  const char *slot_ = "";
};

class CheckedObject {
 public:
  /// One interface as handed out: refs point to `object`.
  struct Face {
    gantry_object object;  ///< its table says that refs are not queried (B3)
    CheckedObject *owner;
    gantry_ref inner;
    const char *iid;
    static Face &of(gantry_object *self) noexcept { return *reinterpret_cast<Face *>(self); }
  };

  static ObjectPtr wrap(ObjectPtr inner, std::string label, std::shared_ptr<CheckReport> report,
                        std::shared_ptr<CallGroup> group);

  void say(Side side, std::string_view call, std::string_view text) const noexcept {
    report_->say(side, label_, call, text);
  }
  const std::string &label() const { return label_; }
  const std::shared_ptr<CheckReport> &report() const { return report_; }
  const std::shared_ptr<CallGroup> &group() const { return group_; }
  bool dead() const noexcept { return dead_; }

  // State (section 14): what has been called so far.
  std::atomic<bool> closed{false}, prepared{false};

 private:
  struct Handle {
    gantry_object object;
    CheckedObject *owner;
  };
  struct Answer {
    bool given = false;
    gantry_ref inner{nullptr, nullptr};
    std::unique_ptr<Face> face;  ///< null: the inner ref is passed on
    std::string iid;
  };

  CheckedObject(gantry_object *inner, std::string label, std::shared_ptr<CheckReport> report,
                std::shared_ptr<CallGroup> group);
  static CheckedObject &of(gantry_object *self) noexcept { return *reinterpret_cast<Handle *>(self)->owner; }
  static const gantry_object_vtbl *vtbl() noexcept;
  static const gantry_object_vtbl *face_vtbl() noexcept;

  void retain() noexcept;
  void release() noexcept;
  bool query(const char *iid, gantry_ref *out) noexcept;
  bool answer(const char *iid, gantry_ref *out);

  friend int report_unreleased(const std::shared_ptr<CheckReport> &report);

  Handle handle_;
  gantry_object *inner_;
  const std::string label_;
  const std::shared_ptr<CheckReport> report_;
  const std::shared_ptr<CallGroup> group_;
  std::atomic<std::int64_t> count_{1};
  std::atomic<bool> dead_{false};
  std::mutex mutex_;
  std::map<std::string, Answer, std::less<>> answers_;
};

/// The checking table of an interface the host knows, or null; `size`: of the table in this host's headers.
const void *checking_table(std::string_view iid, std::uint32_t &size);

}  // namespace gantry::loader

#endif
