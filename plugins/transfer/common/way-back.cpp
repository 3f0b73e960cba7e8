#include "plugins/transfer/common/way-back.hpp"

#include <sstream>

#include "plugins/transfer/common/object-name.hpp"

namespace gantry::transfer {
namespace {

std::string literal(std::string_view text) {
  std::string out = "N'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out += '\'';
}

/// Ranges OFFSET:LENGTH of a text that now begins `by` bytes later.
std::string moved(const std::string &ranges, std::size_t by) {
  std::string out;
  std::istringstream in(ranges);
  for (std::string range; in >> range;) {
    const std::size_t colon = range.find(':');
    out += (out.empty() ? "" : " ") + std::to_string(std::stoull(range.substr(0, colon)) + by) +
           range.substr(colon);
  }
  return out;
}

}  // namespace

void bring_back(ScriptBatch &step, const ScriptBatch &fallen) {
  const bool elsewhere = fallen.database != step.database && !fallen.database.empty();
  const bool apart = elsewhere || fallen.text.rfind("DECLARE ", 0) == 0;
  std::string more = fallen.text;
  if (apart)
    more = "EXEC " + (elsewhere ? qualified(fallen.database, "sys") : "sys") + ".sp_executesql " +
           literal(fallen.text) + ';';
  if (!apart && !fallen.secrets.empty())
    step.undo_secrets += (step.undo_secrets.empty() ? "" : " ") + moved(fallen.secrets, step.undo.size() + 1);
  // Not in place: what a string leaves behind when it grows may hold a hash.
  std::string whole;
  whole.reserve(step.undo.size() + 1 + more.size());
  whole.append(step.undo).append("\n").append(more);
  wipe(more);
  wipe(step.undo);
  step.undo = std::move(whole);
}

}  // namespace gantry::transfer
