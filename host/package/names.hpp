// Rules of object names, and the refIds that follow from names.
#ifndef GANTRY_PACKAGE_NAMES_HPP
#define GANTRY_PACKAGE_NAMES_HPP

#include <string>
#include <string_view>

#include "gantry/cpp/result.hpp"
#include "host/package/package.hpp"

namespace gantry::package {

/// Errors: INVALID 0xC001F201 empty, 0xC001F202 one of / \ : [ ] . =, 0xC001F203 control character,
/// 0xC001F204 blank in front, 0xC001F205 blank at the end. Connection managers are exempt.
Result<> check_name(std::string_view name);

/// A fresh random GUID in braces and capitals.
std::string new_guid();
/// Whether two texts are the same GUID; braces and case do not matter.
bool same_guid(std::string_view a, std::string_view b);
bool looks_like_guid(std::string_view text);

/// Writes all refIds anew from the names, and the ends of constraints from the ids they mean. Call after
/// renaming or adding. Packages of formats 2 and 3 have no refIds: nothing happens.
void refresh_ref_ids(Package &package);

}  // namespace gantry::package

#endif
