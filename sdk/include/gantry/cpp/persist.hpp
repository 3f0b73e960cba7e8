// gantry.persist/1 as a class (P4): for classes whose ObjectData is not flat attributes.
#ifndef GANTRY_CPP_PERSIST_HPP
#define GANTRY_CPP_PERSIST_HPP

#include <gantry/cpp/object.hpp>

#include <string>

namespace gantry {

class Persist : public Face<Persist, gantry_persist> {
 public:
  /// Takes the one child element of ObjectData as a standalone document. [object]
  virtual Result<> load(std::string_view xml) = 0;
  /// That element. [object]
  virtual Result<std::string> save() = 0;

  static const gantry_persist *face_table() noexcept {
    static constexpr gantry_persist table = {
        sizeof(gantry_persist), 0,
        [](gantry_object *self, gantry_str xml, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).load(view(xml)); });
        },
        [](gantry_object *self, gantry_sink out, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<std::string> xml = of(self).save();
            if (!xml) return std::move(xml).error();
            const gantry_status status = put(out, *xml);
            wipe(*xml);
            if (status != GANTRY_OK) return Error(static_cast<Status>(status), "the XML was not taken");
            return success();
          });
        }};
    return &table;
  }

 protected:
  ~Persist() = default;
};

}  // namespace gantry

#endif
