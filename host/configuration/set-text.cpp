#include "host/configuration/set-text.hpp"

#include "host/configuration/names.hpp"
#include "host/configuration/package-configuration.hpp"

namespace gantry::configuration {

std::optional<Halves> part_text(std::string_view text, std::size_t &at) {
  Halves halves;
  at = 0;
  if (!text.empty() && text.front() == '"') {
    // Doubled quotes inside quotes mean one.
    for (at = 1; at < text.size(); ++at) {
      if (text[at] != '"') {
        halves.target += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        halves.target += text[at++];
      } else {
        ++at;
        if (at >= text.size() || (text[at] != ';' && text[at] != '=')) return std::nullopt;
        halves.value = text.substr(at + 1);
        return halves;
      }
    }
    return std::nullopt;
  }
  int depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '[') ++depth;
    if (c == ']' && depth > 0) --depth;
    if (depth == 0 && (c == ';' || c == '=')) {
      halves.target = text.substr(0, at);
      halves.value = text.substr(at + 1);
      return halves;
    }
  }
  return std::nullopt;
}

Result<SetText> parse_set(std::string_view text) {
  constexpr std::string_view mark = "$Sensitive::";
  SetText out;
  std::size_t skipped = 0;
  // The mark may stand inside the quotes or in front of them.
  const bool quoted = !text.empty() && text.front() == '"';
  std::string without;
  if (lower_case(text.substr(quoted ? 1 : 0, mark.size())) == lower_case(mark)) {
    out.sensitive = true;
    skipped = mark.size();
    without = std::string(quoted ? "\"" : "") + std::string(text.substr((quoted ? 1 : 0) + mark.size()));
  } else {
    without = std::string(text);
  }
  std::size_t at = 0;
  const auto halves = part_text(without, at);
  // The text itself is not shown: without a separator nobody knows where its value begins.
  if (!halves)
    return Error(Status::invalid, "A value to set could not be read.", "PATH;VALUE was expected.",
                 "There is no ; behind the path (position " + std::to_string(at + skipped + 1) + ").",
                 "Write it like \\Package.Variables[User::X].Value;text.");
  if (halves->target.empty())
    return Error(Status::invalid, "A value to set could not be read.", "PATH;VALUE was expected.",
                 "The path is empty (position " + std::to_string(skipped + 1) + ").",
                 "Write it like \\Package.Variables[User::X].Value;text.");
  out.path = halves->target;
  out.value = halves->value;
  return out;
}

}  // namespace gantry::configuration
