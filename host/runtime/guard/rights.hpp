// Whether a list of management objects shows everything: asked of gantry.smo-server/1 before the list is
// trusted.
#ifndef GANTRY_RUNTIME_GUARD_RIGHTS_HPP
#define GANTRY_RUNTIME_GUARD_RIGHTS_HPP

#include <gantry/cpp/smo-server.hpp>

#include <string>
#include <vector>

namespace gantry::runtime::guard {

struct MissingRight {
  std::string right, grant;
};

/// Rights without which objects are missing from the list; those that only hide a property are left out.
Result<std::vector<MissingRight>> missing_rights(const gantry_smo_server *table, gantry_object *self,
                                                 std::string_view kind, std::string_view database, Call call);

std::string rights_of(const std::vector<MissingRight> &missing);
/// The script that gives them, one statement behind the other.
std::string grants_of(const std::vector<MissingRight> &missing);
/// DENIED with all of them.
Error blindness(const std::string &connection, std::string_view kind, std::string_view database,
                const std::vector<MissingRight> &missing);

}  // namespace gantry::runtime::guard

#endif
