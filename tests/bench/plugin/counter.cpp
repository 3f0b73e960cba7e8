// Two enumerators whose rows say how many columns they have: one fills the table by hand,
// as a plugin in C does, the other is a class of the C++ layer. The work is that of ../virtual-counter.cpp.
#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include <cstring>

namespace {

/// What a C compiler would make of it: an object is a struct, its tables are constants.
struct PlainRows {
  gantry_object object;
  std::uint32_t columns;
};

PlainRows &of(gantry_object *self) { return *reinterpret_cast<PlainRows *>(self); }

std::uint32_t plain_column_count(gantry_object *self) { return of(self).columns; }

constexpr gantry_rows plain_rows = {
    sizeof(gantry_rows), 0, &plain_column_count, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};

constexpr gantry_object_vtbl plain_object = {
    sizeof(gantry_object_vtbl), 0, [](gantry_object *) {}, [](gantry_object *self) { delete &of(self); },
    [](gantry_object *self, const char *iid, gantry_ref *out) -> std::int32_t {
      if (std::strcmp(iid, GANTRY_ROWS_ID) != 0) return 0;
      *out = {self, &plain_rows};
      return 1;
    }};

class LayeredRows : public gantry::Implements<gantry::RowSource> {
 public:
  std::uint32_t column_count() noexcept override { return columns_; }
  gantry::Result<> column(std::uint32_t, gantry_column &) override { return gantry::success(); }
  gantry::Result<> next(const gantry_fetch &, gantry::Call, gantry_batch &) override {
    return gantry::success();
  }

 private:
  ~LayeredRows() override = default;
  std::uint32_t columns_ = 1;
};

class Counter : public gantry::Implements<gantry::Enumerator, gantry::PropertyBag> {
 public:
  static const gantry::PropertyList &properties() {
    static const gantry::PropertyList none;
    return none;
  }
  Counter() { define(properties()); }
};

class Plain : public Counter {
 public:
  static constexpr const char *class_id = "org.gantry.bench.Plain";
  explicit Plain(const gantry_host *) {}
  gantry::Result<gantry::ObjectPtr> open(gantry::Call) override {
    return gantry::ObjectPtr::adopt(&(new PlainRows{{&plain_object}, 1})->object);
  }
};

class Layered : public Counter {
 public:
  static constexpr const char *class_id = "org.gantry.bench.Layered";
  explicit Layered(const gantry_host *) {}
  gantry::Result<gantry::ObjectPtr> open(gantry::Call) override {
    return gantry::make_object<LayeredRows>().hand_out();
  }
};

}  // namespace

GANTRY_CXX_PLUGIN(Plain, Layered);
