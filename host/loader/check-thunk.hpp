// One checked slot: what comes in, how long and from where, what goes out (contract section 14).
#ifndef GANTRY_LOADER_CHECK_THUNK_HPP
#define GANTRY_LOADER_CHECK_THUNK_HPP

#include "host/loader/check-object.hpp"

#include <string>
#include <type_traits>

namespace gantry::loader {

enum class Tag { any, concurrent, object };       ///< section 8
enum class HandsOut { nothing, object, member };  ///< member: of the same group (rows of a session)
enum class Moment { free, closes, open, prepares, prepared };  ///< what must have been called before

/// What the contract says of a slot. A class type as template argument: hence the array.
struct Slot {
  char name[20]{};
  Tag tag = Tag::object;
  Moment moment = Moment::free;
  HandsOut hands_out = HandsOut::nothing;
  bool needs_object = false;  ///< an object that is passed in must not be null

  constexpr Slot(const char *text, Tag t = Tag::object, Moment m = Moment::free,
                 HandsOut h = HandsOut::nothing, bool needs = false)
      : tag(t), moment(m), hands_out(h), needs_object(needs) {
    for (std::size_t i = 0; text[i] != 0; ++i) name[i] = text[i];  // too long does not compile
  }
};

/// One call of one slot, while it runs.
class SlotCall {
 public:
  SlotCall(CheckedObject::Face &face, const Slot &slot) noexcept;
  SlotCall(const SlotCall &) = delete;
  SlotCall &operator=(const SlotCall &) = delete;
  ~SlotCall();

  /// False: the object is gone.
  bool alive() const noexcept { return alive_; }
  void say(Side side, std::string_view text) const noexcept;

  // What goes in. False: it cannot be passed on.
  bool in(gantry_str text) noexcept;
  bool in(const gantry_call *call) noexcept;
  bool in(gantry_error *error) noexcept;
  bool in(gantry_object *object) noexcept;
  bool in(gantry_object **object) noexcept;
  bool in(const gantry_fetch *fetch) noexcept;
  bool in(gantry_batch *batch) noexcept;
  bool in(const gantry_batch *batch) noexcept;
  bool in(gantry_column *column) noexcept;
  bool in(const gantry_bulk_target *target) noexcept;
  bool in(gantry_bulk_result *result) noexcept;
  bool in(std::int32_t *number) noexcept { return present(number); }
  bool in(std::uint64_t *number) noexcept { return present(number); }  // and size_t *, which is the same here
  template <typename Other>
  bool in(const Other &) noexcept {
    return true;
  }

  // What came back, of a call that said OK. False: it is not what the slot promises.
  bool out(gantry_object **object) noexcept;
  bool out(gantry_batch *batch) noexcept;
  template <typename Other>
  bool out(const Other &) noexcept {
    return true;
  }

  /// The status to pass on.
  gantry_status finish(gantry_status status) noexcept;

 private:
  template <typename T>
  bool present(const T *pointer) noexcept {
    if (!pointer) say(Side::host, "a null argument");
    return pointer != nullptr;
  }
  template <typename T>
  bool sized(const T *pointer) noexcept {
    if (!present(pointer)) return false;
    if (pointer->struct_size < sizeof(T)) say(Side::host, "an argument whose struct_size is too small (V1)");
    return true;
  }

  CheckedObject::Face &face_;
  CheckedObject &object_;
  const Slot &slot_;
  bool alive_ = false, entered_ = false;
  std::int64_t begin_;
  gantry_error *error_ = nullptr;
  gantry_status error_status_ = 0;
  std::uint32_t error_length_ = 0;
};

template <auto Member, Slot Info>
struct Thunk;
template <typename Table, typename R, typename... A, R (*Table::*Member)(gantry_object *, A...), Slot Info>
struct Thunk<Member, Info> {
  static constexpr Slot slot = Info;

  static R call(gantry_object *self, A... arguments) noexcept {
    CheckedObject::Face &face = CheckedObject::Face::of(self);
    SlotCall running(face, slot);
    constexpr bool fallible = std::is_same_v<R, gantry_status>;
    const auto give_up = [&](gantry_status status) -> R {
      if constexpr (fallible)
        return status;
      else
        return R{};
    };
    if (!running.alive()) return give_up(GANTRY_E_STATE);
    if (!(running.in(arguments) && ... && true)) return give_up(GANTRY_E_INVALID);
    const auto *table = static_cast<const Table *>(face.inner.table);
    R result{};
    try {
      result = (table->*Member)(face.inner.self, arguments...);
    } catch (...) {
      running.say(Side::plugin, "an exception came out (L4)");
      return give_up(GANTRY_E_INTERNAL);
    }
    if constexpr (fallible) {
      // pooling.is_alive and the like give a number that is no status; they are declared with int32_t and
      // told apart by having no error to fill.
      if constexpr ((std::is_same_v<A, gantry_error *> || ...)) {
        result = running.finish(result);
        if (result == GANTRY_OK && !(running.out(arguments) && ... && true)) result = GANTRY_E_INTERNAL;
      }
    }
    return result;
  }
};

}  // namespace gantry::loader

#endif
