#include "samples/sandbox/program/options.hpp"

#include <algorithm>

namespace sandbox::program {
namespace {

bool is_name(const std::string &text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

bool is_number(const std::string &text) {
  const std::size_t digits = text.substr(0, 1) == "-" ? 1 : 0;
  return text.size() > digits && text.size() < 19 &&
         text.find_first_not_of("0123456789", digits) == std::string::npos;
}

std::string literal(const std::string &text) {
  if (is_number(text)) return text;
  std::string quoted = "N'";
  for (const char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted + "'";
}

}  // namespace

gantry::Result<std::string> fault_batch(const std::string &specification) {
  const auto wrong = [&](const std::string &found) {
    return gantry::Error{gantry::Status::invalid, "--fault " + specification + " cannot be read",
                         "KIND or KIND,NAME=VALUE,... such as drop,statement=CREATE LOGIN,after=2", found,
                         "see --help"};
  };
  std::string batch = "EXEC sandbox.inject ";
  std::string rest = specification;
  bool first = true;
  for (bool more = true; more; first = false) {
    const std::size_t comma = rest.find(',');
    more = comma != std::string::npos;
    const std::string part = rest.substr(0, comma);
    rest = more ? rest.substr(comma + 1) : "";
    if (first) {
      if (!is_name(part)) return wrong(part.empty() ? "no kind" : "'" + part + "' as its kind");
      batch += "@fault = " + literal(part);
      continue;
    }
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos || !is_name(part.substr(0, equals)))
      return wrong("'" + part + "' where NAME=VALUE belongs");
    batch += ", @" + part.substr(0, equals) + " = " + literal(part.substr(equals + 1));
  }
  return batch;
}

}  // namespace sandbox::program
