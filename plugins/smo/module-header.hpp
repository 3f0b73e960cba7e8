// The header of a module's text: what stands before its parameters. Read by tokens, so that comments,
// brackets and line ends cannot mislead; rewritten by ranges, so that everything else stays byte for byte.
#ifndef GANTRY_SMO_MODULE_HEADER_HPP
#define GANTRY_SMO_MODULE_HEADER_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"

namespace gantry::smo {

/// `CREATE [OR ALTER] PROC[EDURE] [schema.]name[;number]` and where it stands in the text.
struct ModuleHeader {
  std::size_t verb_begin = 0, verb_end = 0;  ///< CREATE, ALTER or CREATE OR ALTER
  std::string verb;                          ///< "CREATE", "ALTER", "CREATE OR ALTER"
  std::string type;                          ///< "PROCEDURE", "VIEW", "FUNCTION", "TRIGGER"
  std::size_t name_begin = 0, name_end = 0;
  std::vector<std::string> name;  ///< parts without their quotes: one, or schema and object
  int number = 0;                 ///< behind a semicolon; 0: none
  std::size_t end = 0;            ///< behind the name and its number
};

/// Errors: DATA when the text does not begin, comments aside, with such a header.
Result<ModuleHeader> read_module_header(std::string_view text);

/// The text under the catalogue's name and with the verb `CREATE` or `ALTER`. What says the same already
/// stays as it was typed. Errors: as read_module_header.
Result<std::string> with_header(std::string_view text, std::string_view verb, std::string_view schema,
                                std::string_view name);

}  // namespace gantry::smo

#endif
