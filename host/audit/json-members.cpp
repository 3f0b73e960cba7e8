#include "host/audit/json-members.hpp"

#include <gantry/cpp/text.hpp>

#include <charconv>
#include <optional>

namespace gantry::audit {
namespace {

class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}

  bool at_end() const { return rest_.empty(); }
  bool skip(std::string_view expected) {
    if (rest_.substr(0, expected.size()) != expected) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  /// With its quotes; `out` never moves while it grows.
  bool text(std::string &out) {
    if (!skip("\"")) return false;
    const std::optional<std::size_t> end = end_of_text();
    if (!end) return false;
    std::string_view inside = rest_.substr(0, *end);
    rest_.remove_prefix(*end + 1);
    out.reserve(inside.size());
    while (!inside.empty()) {
      const std::size_t plain = inside.find('\\');
      out += inside.substr(0, plain);
      if (plain == std::string_view::npos) break;
      inside.remove_prefix(plain + 1);
      if (!escape(inside, out)) return false;
    }
    return true;
  }

  bool value(JsonMember &out) {
    if (!rest_.empty() && rest_.front() == '"') return text(out.text);
    if (skip("true")) return out.flag = true;
    if (skip("false")) return true;
    const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out.number);
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return problem == std::errc();
  }

 private:
  /// Where the quote is that no backslash takes.
  std::optional<std::size_t> end_of_text() const {
    for (std::size_t at = rest_.find('"'); at != std::string_view::npos; at = rest_.find('"', at + 1)) {
      std::size_t begin = at;
      while (begin > 0 && rest_[begin - 1] == '\\') --begin;
      if ((at - begin) % 2 == 0) return at;
    }
    return std::nullopt;
  }

  /// What follows a backslash.
  static bool escape(std::string_view &inside, std::string &out) {
    constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    const char letter = inside.front();  // a text never ends behind a backslash
    inside.remove_prefix(1);
    if (const std::size_t known = letters.find(letter); known != std::string_view::npos) {
      out += meant[known];
      return true;
    }
    // Only control characters are written by number: what is no ASCII stands as it is.
    unsigned number = 0;
    const std::string_view digits = inside.substr(0, 4);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    if (letter != 'u' || problem != std::errc() || end != digits.data() + 4 || number >= 0x80) return false;
    inside.remove_prefix(4);
    out += static_cast<char>(number);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

bool read_members(std::string_view object,
                  const std::function<void(std::string_view name, JsonMember &value)> &take) {
  Cursor cursor(object);
  if (!cursor.skip("{")) return false;
  for (bool more = !cursor.skip("}"); more; more = !cursor.skip("}")) {
    std::string name;
    JsonMember value;
    const bool read = cursor.text(name) && cursor.skip(":") && cursor.value(value);
    if (read) take(name, value);
    wipe(value.text);
    if (!read) return false;
    if (!cursor.skip(",")) return cursor.skip("}") && cursor.at_end();
  }
  return cursor.at_end();
}

}  // namespace gantry::audit
