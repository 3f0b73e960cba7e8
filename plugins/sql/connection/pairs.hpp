// KEY=VALUE; strings as OLE DB, ADO.NET and ODBC write them: the grammar, without what the keys mean.
#ifndef GANTRY_SQL_CONNECTION_PAIRS_HPP
#define GANTRY_SQL_CONNECTION_PAIRS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"

namespace gantry::sql {

/// How a value that holds a semicolon is written.
enum class Grammar {
  quotes,  ///< OLE DB and ADO.NET: "..." or '...', the quote doubled inside; `==` is an equals sign in a key
  braces   ///< ODBC: {...}, the closing brace doubled inside
};

struct Pair {
  std::string key;  ///< as spelled, without blanks around it
  std::string value;
};

/// The pairs in order; empty ones (`;;`) say nothing. Errors: INVALID 0xC0024108 (no pairs), 0xC0024109 (a
/// quote that is not closed), with the position and never with a value: it may be a password.
Result<std::vector<Pair>> parse_pairs(std::string_view text, Grammar grammar);

/// What parse_pairs reads back as the same pairs; quotes only what needs it.
std::string write_pairs(const std::vector<Pair> &pairs, Grammar grammar);

/// Without regard to case: keys are compared so.
bool same_key(std::string_view a, std::string_view b);

}  // namespace gantry::sql

#endif
