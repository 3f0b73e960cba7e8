// The options of dtexec (ssis.md 8), each with what Gantry does about it.
#ifndef GANTRY_CLI_DTEXEC_OPTIONS_HPP
#define GANTRY_CLI_DTEXEC_OPTIONS_HPP

#include <gantry/cpp/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gantry::cli::dtexec_face {

enum class Treatment { works, ignored, refused };

struct Option {
  const char *name;      ///< long form, lower case
  std::size_t shortest;  ///< letters that must be there
  bool takes_argument;
  bool argument_optional;
  Treatment treatment;
  const char *text;  ///< what it does, or why it is ignored or refused
};

const std::vector<Option> &options();

/// One option as given.
struct Given {
  const Option *option = nullptr;
  std::string argument;
  bool has_argument = false;
  std::size_t word = 0;  ///< index of the argument's word, so that it can be wiped
};

/// Options begin with `/` or `-`; their case does not matter; `doubled quotes` inside quotes stand for one.
/// Errors: INVALID with the word.
Result<std::vector<Given>> parse(const std::vector<std::string> &words);

}  // namespace gantry::cli::dtexec_face

#endif
