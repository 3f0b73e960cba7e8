// Leases (T3, B2, B3).
#include "host/loader/loader.hpp"

#include <gantry/cpp/properties.hpp>

#include <doctest.h>

using namespace gantry;

namespace {

class Inner : public Implements<PropertyBag> {
 public:
  explicit Inner(bool &alive) : alive_(alive) {
    static const PropertyList none;
    define(none);
    alive_ = true;
  }

 protected:
  ~Inner() override { alive_ = false; }

 private:
  bool &alive_;
};

}  // namespace

TEST_CASE("a lease has its own identity and gives the inner refs") {
  bool alive = false;
  const ObjectPtr inner = make_object<Inner>(alive).hand_out();
  const ObjectPtr leased = loader::lease(inner, nullptr);
  CHECK(leased.get() != inner.get());
  const auto direct = inner.query<gantry_properties>(), through = leased.query<gantry_properties>();
  REQUIRE(through);
  CHECK(through.self == direct.self);
  CHECK(through.table == direct.table);
  CHECK(!leased.query<gantry_rows>());
}

TEST_CASE("the last release gives the inner object to the reaper, once") {
  bool alive = false;
  gantry_object *reaped = nullptr;
  int times = 0;
  {
    ObjectPtr inner = make_object<Inner>(alive).hand_out();
    gantry_object *raw = inner.get();
    ObjectPtr leased = loader::lease(std::move(inner), [&](gantry_object *object) {
      reaped = object;
      ++times;
      return true;
    });
    const ObjectPtr second = leased;
    leased = ObjectPtr();
    CHECK(times == 0);
    (void)raw;
  }
  CHECK(times == 1);
  CHECK(alive);  // the reaper holds it now
  REQUIRE(reaped);
  ObjectPtr::adopt(reaped) = ObjectPtr();
  CHECK(!alive);
}

TEST_CASE("what the reaper does not take is released at once") {
  bool alive = false;
  loader::lease(make_object<Inner>(alive).hand_out(), [](gantry_object *) { return false; });
  CHECK(!alive);
  loader::lease(make_object<Inner>(alive).hand_out(), [](gantry_object *) -> bool { throw 1; });
  CHECK(!alive);
  CHECK(!loader::lease(ObjectPtr(), nullptr));
}
