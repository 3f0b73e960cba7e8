// The request for a session, as drivers read it (D6).
#ifndef GANTRY_SQL_CONNECTION_SESSION_REQUEST_HPP
#define GANTRY_SQL_CONNECTION_SESSION_REQUEST_HPP

#include "gantry/cpp/properties.hpp"

namespace gantry::sql {

/// `password` is the one sensitive property that get gives.
class SessionRequest : public Implements<PropertyBag> {
 public:
  SessionRequest() { define(properties()); }
  bool gives_sensitive(const std::string &name) const override { return name == "password"; }

 private:
  static const PropertyList &properties() {
    static const PropertyList list = [] {
      PropertyList all;
      for (const char *name :
           {"server", "database", "user", "authentication", "encrypt", "host-name-in-certificate",
            "application", "application-intent", "connect-timeout", "statement-timeout"})
        all.push_back({name, PropertyType::string, "", {}, false, false, {}});
      all.push_back({"password", PropertyType::string, "", {}, true, false, {}});
      return all;
    }();
    return list;
  }
};

}  // namespace gantry::sql

#endif
