// The Login kind's list: many views in one batch, put together here.
#ifndef GANTRY_SMO_LOGIN_LIST_HPP
#define GANTRY_SMO_LOGIN_LIST_HPP

#include "plugins/smo/kind.hpp"

namespace gantry::smo {

const std::vector<std::string> &login_columns();

/// Logins of every type. `protected` says why a login must not be altered or dropped; `owns` lists what
/// stands in the way of dropping it. Four round trips at most, whatever the count. Errors: as execute.
Result<Table> list_logins(Server &server, const ListRequest &request, Call call);

}  // namespace gantry::smo

#endif
