// Which permissions hang on a login, in an order in which they can be given: who gives on stands behind what
// lets them.
#ifndef GANTRY_TRANSFER_LOGINS_CHAIN_OF_GRANTS_HPP
#define GANTRY_TRANSFER_LOGINS_CHAIN_OF_GRANTS_HPP

#include <string>
#include <vector>

#include "gantry/cpp/rows.hpp"

namespace gantry::transfer {

/// Rows of `permissions` that the login gave, and what its grantees gave on from these: the login cannot be
/// dropped before they are taken.
std::vector<std::size_t> given_by(const Table &permissions, const std::string &login);

/// The others that a drop of the login takes without a word: what it was given, and what others may do to it.
/// Not CONNECT SQL, which every login comes with.
std::vector<std::size_t> fallen_with(const Table &permissions, const std::string &login);

}  // namespace gantry::transfer

#endif
