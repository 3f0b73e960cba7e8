// The driver under test, through the C entry only.
#ifndef GANTRY_CONFORMANCE_DRIVER_HPP
#define GANTRY_CONFORMANCE_DRIVER_HPP

#include <gantry/cpp/driver.hpp>

#include <map>
#include <string>

namespace conformance {

bool load_driver(std::string &problem);
void unload_driver();

/// True when the class's note has `class.<key>=<value>` (capability.x, quirk.x).
bool declares(const std::string &key, const std::string &value);

/// Properties of a request that differ from the server's own; an empty value leaves the property out.
using Changes = std::map<std::string, std::string>;

/// Opens a session with the server under test.
gantry::Result<gantry::ObjectPtr> open(const Changes &changes = {}, gantry::Call call = nullptr);

/// The same, and fails the test when it cannot.
gantry::SessionRef session(const Changes &changes = {});

/// One value: the first of the first row.
gantry::Cell scalar(const gantry::SessionRef &session, const std::string &sql);

/// The password the suite logs in with: it must be in no message.
std::string password();

}  // namespace conformance

#endif
