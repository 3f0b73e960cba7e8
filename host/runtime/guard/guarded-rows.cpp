#include "host/runtime/guard/guarded-rows.hpp"

#include <utility>

namespace gantry::runtime::guard {

namespace {

class WatchedRows final : public Object, public Face<WatchedRows, gantry_rows> {
 public:
  WatchedRows(ObjectPtr rows, std::function<void(const Error *)> ended)
      : object_(std::move(rows)), inner_(object_.query<gantry_rows>()), ended_(std::move(ended)) {}

  static const gantry_rows *face_table() noexcept {
    static constexpr gantry_rows table = {
        sizeof(gantry_rows),
        0,
        [](gantry_object *self) noexcept {
          const Ref<gantry_rows> &rows = of(self).inner_;
          return rows->column_count(rows.self);
        },
        [](gantry_object *self, std::uint32_t index, gantry_column *out, gantry_error *error) noexcept {
          const Ref<gantry_rows> &rows = of(self).inner_;
          return rows->column(rows.self, index, out, error);
        },
        [](gantry_object *self, const gantry_fetch *fetch, const gantry_call *call, gantry_batch *out,
           gantry_error *error) noexcept {
          const Ref<gantry_rows> &rows = of(self).inner_;
          return of(self).passed(rows->next(rows.self, fetch, call, out, error), error);
        },
        [](gantry_object *self, const gantry_call *call, void *buffer, std::size_t capacity,
           std::size_t *taken, gantry_error *error) noexcept {
          const Ref<gantry_rows> &rows = of(self).inner_;
          return of(self).passed(rows->read_long(rows.self, call, buffer, capacity, taken, error), error);
        },
        [](gantry_object *self, const gantry_call *call, std::int32_t *more, gantry_error *error) noexcept {
          const Ref<gantry_rows> &rows = of(self).inner_;
          const gantry_status status =
              of(self).passed(rows->next_result(rows.self, call, more, error), error);
          if (status == GANTRY_OK && *more == 0) of(self).end(nullptr);
          return status;
        },
        [](gantry_object *self) noexcept {
          const Ref<gantry_rows> &rows = of(self).inner_;
          return rows->affected(rows.self);
        },
        [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
          const Ref<gantry_rows> &rows = of(self).inner_;
          const gantry_status status = of(self).passed(rows->close(rows.self, call, error), error);
          if (status == GANTRY_OK) of(self).end(nullptr);
          return status;
        }};
    return &table;
  }

 private:
  using Face<WatchedRows, gantry_rows>::of;  // Object has one too
  ~WatchedRows() override { end(nullptr); }

  bool query(std::string_view iid, gantry_ref &out) noexcept override {
    return answer(iid, out) || object_.get()->base->query(object_.get(), iid.data(), &out) != 0;
  }

  gantry_status passed(gantry_status status, const gantry_error *error) noexcept {
    if (status == GANTRY_OK) return status;
    try {
      Error seen(static_cast<Status>(status), "the batch failed behind its first result");
      if (error && error->struct_size >= sizeof(gantry_error)) {
        seen.what.assign(error->message, error->message_length);
        seen.native_code = error->native_code;
      }
      end(&seen);
    } catch (...) {  // the error itself is on its way to the task
    }
    return status;
  }

  void end(const Error *error) noexcept {
    if (!ended_) return;
    const std::function<void(const Error *)> ended = std::exchange(ended_, nullptr);
    try {
      ended(error);
    } catch (...) {  // who watches must not end the run
    }
  }

  ObjectPtr object_;
  Ref<gantry_rows> inner_;
  std::function<void(const Error *)> ended_;
};

}  // namespace

ObjectPtr watch_rows(ObjectPtr rows, std::function<void(const Error *)> ended) {
  return make_object<WatchedRows>(std::move(rows), std::move(ended)).hand_out();
}

}  // namespace gantry::runtime::guard
