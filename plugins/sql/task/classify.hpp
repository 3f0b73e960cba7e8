// What a batch does, as far as its words tell: for the plan, not for permission.
#ifndef GANTRY_SQL_TASK_CLASSIFY_HPP
#define GANTRY_SQL_TASK_CLASSIFY_HPP

#include <string>
#include <string_view>

namespace gantry::sql {

struct Classified {
  std::string action;   ///< read, create, change, destroy: the gravest word of the batch decides
  std::string summary;  ///< that word and what stands behind it: `DELETE FROM dbo.Audit`
};

/// Names and strings are not looked into; a call is a change, because what it does cannot be seen.
Classified classify(std::string_view batch);

/// The text with passwords replaced by ***: what is assigned to PASSWORD, SECRET or a variable named so.
std::string without_secrets(std::string_view text);

}  // namespace gantry::sql

#endif
