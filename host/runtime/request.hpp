// The host's copy of a connection request: what a driver is told (D6, T4).
#ifndef GANTRY_RUNTIME_REQUEST_HPP
#define GANTRY_RUNTIME_REQUEST_HPP

#include "host/configuration/host-configuration.hpp"

#include <gantry/cpp/properties.hpp>

namespace gantry::runtime {

/// A base of Request, not a member: PropertyBag's destructor still reads the list.
struct RequestProperties {
  explicit RequestProperties(const std::vector<configuration::Setting> &settings);
  PropertyList all;
};

class Request : private RequestProperties, public Implements<PropertyBag> {
 public:
  /// `settings`: those named `driver.<name>` become properties, so that the chosen driver can read them.
  explicit Request(const std::vector<configuration::Setting> &settings);
  static const PropertyList &properties();

  /// Takes over what a connection manager filled in; `driver` and names it does not know are left out.
  Result<> copy_from(const PropertiesRef &request);
  /// Lays the operator's settings over it; `local-server` is used by judge_server and not passed on.
  Result<> overlay(const std::vector<configuration::Setting> &settings);
  /// `.`, `(local)` and `localhost` stand for a machine only when the operator has said for which.
  /// Errors: INVALID with the setting to add.
  Result<> judge_server(std::string_view connection);

 private:
  bool gives_sensitive(const std::string &name) const override { return name == "password"; }
  std::string local_server_;
  bool server_from_operator_ = false;
};

}  // namespace gantry::runtime

#endif
