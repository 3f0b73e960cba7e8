// What a slot is given (T3): an object of its own that ends with its last release.
#include "host/loader/loader.hpp"

namespace gantry::loader {
namespace {

class Lease : public Object {
 public:
  Lease(ObjectPtr inner, std::function<bool(gantry_object *)> reap)
      : inner_(std::move(inner)), reap_(std::move(reap)) {}

 protected:
  ~Lease() override {
    gantry_object *object = inner_.release();
    bool taken = false;
    try {
      taken = reap_ && reap_(object);
    } catch (...) {
      // Then nobody closes it: it ends without I/O.
    }
    if (!taken) object->base->release(object);
  }

  /// It knows no interface of its own, so every ref is the inner one, which the lease keeps alive (B2, B3).
  bool query(std::string_view iid, gantry_ref &out) noexcept override {
    // A view of a zero-terminated text (object.h), so its pointer is one as well.
    return inner_.get()->base->query(inner_.get(), iid.data(), &out) != 0;
  }

 private:
  ObjectPtr inner_;
  std::function<bool(gantry_object *)> reap_;
};

}  // namespace

ObjectPtr lease(ObjectPtr inner, std::function<bool(gantry_object *)> reap) {
  if (!inner) return {};
  return make_object<Lease>(std::move(inner), std::move(reap)).hand_out();
}

}  // namespace gantry::loader
