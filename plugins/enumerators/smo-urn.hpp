// The address of a Foreach SMO enumerator:
// RuntimeServer[@Connection='{...}']/Server[@Name='...']/Database[@Name='...']/SMOEnumObj[@Name='Tables']/
// SMOEnumType[@Name='Names']
#ifndef GANTRY_ENUMERATORS_SMO_URN_HPP
#define GANTRY_ENUMERATORS_SMO_URN_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"

namespace gantry::enumerators {

/// One step of an SMO address with its attributes.
struct UrnPart {
  std::string type;
  std::vector<std::pair<std::string, std::string>> attributes;
  /// Empty when there is none.
  std::string attribute(std::string_view name) const;
};

/// Quotes in values are doubled. Errors: INVALID with the position.
Result<std::vector<UrnPart>> parse_urn(std::string_view text);

/// `/Server[@Name='A']/Database[@Name='B']`
std::string write_urn(const std::vector<UrnPart> &parts);

/// What the enumerator's own parts say; the rest is where the collection hangs.
struct SmoAddress {
  std::string connection;        ///< DTSID, name or refId of an SMOServer connection manager
  std::vector<UrnPart> parents;  ///< Server, and a Database below it
  std::string database;
  std::string collection;  ///< Databases, Logins, Tables ...
  std::string enumerate = "Objects";
};
/// Errors: INVALID: a part is missing or doubled, or the collection hangs where none is known.
Result<SmoAddress> parse_address(std::string_view text);

}  // namespace gantry::enumerators

#endif
