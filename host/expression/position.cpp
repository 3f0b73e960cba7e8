#include "host/expression/position.hpp"

#include <algorithm>

namespace gantry::expression {

Position position_of(std::string_view text, std::size_t offset) {
  Position position;
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++position.line;
      position.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && c != '\r') {
      ++position.column;
    }
  }
  return position;
}

std::string marked(std::string_view text, std::size_t offset) {
  constexpr std::size_t reach = 30;
  std::string before, after;
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string &out = at < offset ? before : after;
    const char c = text[at];
    if (inside) {
      if (c == '\\') {
        ++at;
      } else if (c == '"') {
        inside = false;
        out += c;
      }
      continue;
    }
    out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    if (c != '"') continue;
    inside = true;
    if (at + 1 < text.size() && text[at + 1] != '"') out += "...";
  }
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  if (before.size() > reach) {
    std::size_t cut = before.size() - reach;
    while (cut < before.size() && continues(before[cut])) ++cut;
    before = "..." + before.substr(cut);
  }
  if (after.size() > reach) {
    std::size_t cut = reach;
    while (cut > 0 && continues(after[cut])) --cut;
    after = after.substr(0, cut) + "...";
  }
  return before + ">>>" + after;
}

Error located(Error error, std::string_view text, std::size_t offset) {
  if (error.line != 0) return error;
  const Position position = position_of(text, offset);
  error.line = position.line;
  error.found += (error.found.empty() ? "Line " : " Line ") + std::to_string(position.line) + ", column " +
                 std::to_string(position.column) + ": " + marked(text, offset);
  return error;
}

Error syntax_error(std::string_view text, std::size_t offset, std::uint32_t code, std::string expected,
                   std::string found, std::string todo) {
  Error error(Status::data, "The expression could not be parsed.", std::move(expected), std::move(found),
              std::move(todo));
  error.with_code(code);
  return located(std::move(error), text, offset);
}

}  // namespace gantry::expression
