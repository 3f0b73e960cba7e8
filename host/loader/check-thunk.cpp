#include "host/loader/check-thunk.hpp"

#include <gantry/cpp/call.hpp>

#include <cstdio>

namespace gantry::loader {

SlotCall::SlotCall(CheckedObject::Face &face, const Slot &slot) noexcept
    : face_(face), object_(*face.owner), slot_(slot), begin_(monotonic_ns()) {
  alive_ = !object_.dead();
  if (!alive_) {
    say(Side::host, "called after the last release");
    return;
  }
  if (slot.tag == Tag::object) {
    if (const char *other = object_.group()->enter(slot.name)) {
      char text[96];
      std::snprintf(text, sizeof text, "two threads at once: another one is in %s ([object])", other);
      say(Side::host, text);
    } else {
      entered_ = true;
    }
  }
  if (slot.moment == Moment::open && object_.closed) say(Side::host, "called after close");
  if (slot.moment == Moment::prepared && !object_.prepared.exchange(false))
    say(Side::host, "called without prepare (T1)");
}

SlotCall::~SlotCall() {
  if (entered_) object_.group()->leave();
}

void SlotCall::say(Side side, std::string_view text) const noexcept {
  char call[128];
  std::snprintf(call, sizeof call, "%s %s", face_.iid, slot_.name);
  object_.say(side, call, text);
}

bool SlotCall::in(gantry_str text) noexcept {
  if (text.ptr || text.len == 0) return true;
  say(Side::host, "a text without bytes that has a length");
  return false;
}
bool SlotCall::in(const gantry_call *call) noexcept {
  if (!call) return true;
  if (call->base && call->base->struct_size >= sizeof(gantry_call_vtbl)) return true;
  say(Side::host, "a call without a table");
  return false;
}
bool SlotCall::in(gantry_error *error) noexcept {
  if (!error) return true;
  if (error->struct_size < sizeof(gantry_error)) {
    say(Side::host, "an error whose struct_size is too small (V1)");
    return true;
  }
  error_ = error;
  error_status_ = error->status;
  error_length_ = error->message_length;
  return true;
}
bool SlotCall::in(gantry_object *object) noexcept { return !slot_.needs_object || present(object); }
bool SlotCall::in(gantry_object **object) noexcept { return present(object); }
bool SlotCall::in(const gantry_fetch *fetch) noexcept { return !fetch || sized(fetch); }
bool SlotCall::in(gantry_batch *batch) noexcept { return sized(batch); }
bool SlotCall::in(const gantry_batch *batch) noexcept { return sized(batch); }
bool SlotCall::in(gantry_column *column) noexcept { return sized(column); }
bool SlotCall::in(const gantry_bulk_target *target) noexcept { return sized(target); }
bool SlotCall::in(gantry_bulk_result *result) noexcept { return sized(result); }

bool SlotCall::out(gantry_object **object) noexcept {
  if (!*object) {
    say(Side::plugin, "OK without an object");
    return false;
  }
  if (slot_.hands_out == HandsOut::nothing) return true;
  try {
    const bool member = slot_.hands_out == HandsOut::member;
    *object = CheckedObject::wrap(ObjectPtr::adopt(*object), object_.label() + '/' + slot_.name,
                                  object_.report(), member ? object_.group() : std::make_shared<CallGroup>())
                  .release();
  } catch (...) {
    // No memory: it goes unchecked.
  }
  return true;
}

bool SlotCall::out(gantry_batch *batch) noexcept {
  if (batch->rows == 0 || batch->columns == 0 || batch->values) return true;
  say(Side::plugin, "a batch with rows and without values");
  return false;
}

gantry_status SlotCall::finish(gantry_status status) noexcept {
  if (slot_.tag == Tag::any && monotonic_ns() - begin_ > 100'000'000)
    say(Side::plugin, "[any] must not block");
  if (status < GANTRY_OK || status > GANTRY_E_INTERNAL) {
    char text[64];
    std::snprintf(text, sizeof text, "status %d, which is none (R2)", static_cast<int>(status));
    say(Side::plugin, text);
    status = GANTRY_E_INTERNAL;
  } else if (status != GANTRY_OK && error_ && (error_->status != status || error_->message_length == 0)) {
    char text[96];
    std::snprintf(text, sizeof text,
                  "status %d without a matching error (R1): error has status %d and %u bytes",
                  static_cast<int>(status), static_cast<int>(error_->status), error_->message_length);
    say(Side::plugin, text);
  } else if (status == GANTRY_OK && error_ &&
             (error_->status != error_status_ || error_->message_length != error_length_)) {
    say(Side::plugin, "OK and an error that was written to (R1)");
  }
  if (status == GANTRY_OK && slot_.moment == Moment::closes) object_.closed = true;
  if (slot_.moment == Moment::prepares) object_.prepared = status == GANTRY_OK;
  return status;
}

}  // namespace gantry::loader
