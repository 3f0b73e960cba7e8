// The request for a session, as drivers read it (D6).
#ifndef GANTRY_SMO_SESSION_REQUEST_HPP
#define GANTRY_SMO_SESSION_REQUEST_HPP

#include <string>
#include <string_view>

#include "gantry/cpp/properties.hpp"

namespace gantry::smo {

/// HOST, HOST\INSTANCE or HOST,PORT; `tcp:` in front is left out, [address] may be an IPv6 address.
struct ServerAddress {
  std::string host, instance, port;
};
/// Errors: INVALID.
Result<ServerAddress> parse_server_name(std::string_view name);

/// Every property of rule D6; `password` is the one sensitive property that get gives.
class SessionRequest : public Implements<PropertyBag> {
 public:
  SessionRequest();
  bool gives_sensitive(const std::string &name) const override { return name == "password"; }

 private:
  static const PropertyList &properties();
};

}  // namespace gantry::smo

#endif
