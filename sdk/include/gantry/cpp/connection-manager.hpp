// A connection manager as a class (D7).
#ifndef GANTRY_CPP_CONNECTION_MANAGER_HPP
#define GANTRY_CPP_CONNECTION_MANAGER_HPP

#include <gantry/cpp/host.hpp>
#include <gantry/cpp/properties.hpp>
#include <gantry/cpp/rows.hpp>

namespace gantry {

class ConnectionManager : public Face<ConnectionManager, gantry_connection_manager> {
 public:
  /// A new live object. `required`: ids separated by one space. [concurrent]
  virtual Result<ObjectPtr> acquire(std::string_view required, Call call) = 0;
  /// Opens, gives `key=value` lines, closes. [concurrent]
  virtual Result<std::string> test(Call call) = 0;
  /// What the editor's Refresh lists; column 0 is the name. [concurrent]
  virtual Result<Table> servers(Call) {
    return Error(Status::unsupported, "this connection manager cannot list servers");
  }

  static const gantry_connection_manager *face_table() noexcept {
    static constexpr gantry_connection_manager table = {
        sizeof(gantry_connection_manager), 0,
        [](gantry_object *self, gantry_str required, const gantry_call *call, gantry_object **object,
           gantry_error *error) noexcept {
          return guarded(error, [&] { return hand_out(of(self).acquire(view(required), call), object); });
        },
        [](gantry_object *self, const gantry_call *call, gantry_sink out, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<std::string> lines = of(self).test(call);
            if (!lines) return std::move(lines).error();
            (void)put(out, *lines);
            return success();
          });
        },
        [](gantry_object *self, const gantry_call *call, gantry_object **rows, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<Table> found = of(self).servers(call);
            if (!found) return std::move(found).error();
            *rows = rows_of(std::move(found).value()).release();
            return success();
          });
        }};
    return &table;
  }

 protected:
  ~ConnectionManager() = default;
};

}  // namespace gantry

#endif
