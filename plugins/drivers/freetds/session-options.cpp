// Session options (transfer facts 2.0): db-lib's own are those of the 1990s.
#include "plugins/drivers/freetds/login.hpp"

namespace gantry::freetds {
namespace {

struct Option {
  const char *name;
  std::int64_t bit;  ///< in @@OPTIONS
  bool on;
};

constexpr Option options[] = {
    {"ANSI_WARNINGS", 8, true},
    {"ANSI_PADDING", 16, true},
    {"ANSI_NULLS", 32, true},
    {"ARITHABORT", 64, true},
    {"QUOTED_IDENTIFIER", 256, true},
    {"CONCAT_NULL_YIELDS_NULL", 4096, true},
    {"NUMERIC_ROUNDABORT", 8192, false},
    {"IMPLICIT_TRANSACTIONS", 2, false},
    {"NOCOUNT", 512, false},
};

}  // namespace

std::string session_options(const ConnectionRequest &request) {
  std::string text;
  for (const Option &option : options)
    text += std::string("SET ") + option.name + (option.on ? " ON;\n" : " OFF;\n");
  text +=
      "SET TEXTSIZE 2147483647;\nSET LANGUAGE us_english;\nSET DATEFORMAT ymd;\nSET DEADLOCK_PRIORITY LOW;\n";
  if (request.lock_timeout >= 0) text += "SET LOCK_TIMEOUT " + std::to_string(request.lock_timeout) + ";\n";
  return text;
}

std::string wrong_options(std::int64_t now) {
  std::string names;
  for (const Option &option : options)
    if (((now & option.bit) != 0) != option.on)
      names += (names.empty() ? "" : ", ") + std::string(option.name) + (option.on ? " is OFF" : " is ON");
  return names;
}

}  // namespace gantry::freetds
