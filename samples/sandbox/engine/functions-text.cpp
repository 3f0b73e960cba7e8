// LEN, SUBSTRING, REPLACE and the other functions of text.
#include "samples/sandbox/engine/function-types.hpp"

#include "samples/sandbox/engine/convert.hpp"

#include <algorithm>
#include <cmath>

namespace sandbox {
namespace {

std::int64_t clamp_length(std::int64_t value) { return std::clamp<std::int64_t>(value, 0, 1'000'000'000); }

std::string slice(const std::string &text, std::int64_t start, std::int64_t length) {
  const std::u16string units = to_utf16(text);
  const auto size = static_cast<std::int64_t>(units.size());
  const std::int64_t first = std::max<std::int64_t>(start, 1);
  const std::int64_t last = std::min(
      size, start > size ? size : start + std::min(length, size + 1 - std::min<std::int64_t>(start, 0)) - 1);
  if (first > last) return {};
  return to_utf8(std::u16string_view(units).substr(static_cast<std::size_t>(first - 1),
                                                   static_cast<std::size_t>(last - first + 1)));
}

/// 1-based position in UTF-16 units, 0 when absent; compares as the server's collation does.
std::int64_t find_text(const std::string &needle, const std::string &text, std::int64_t start) {
  if (needle.empty()) return 0;
  const std::u16string a = to_utf16(fold(needle)), b = to_utf16(fold(text));
  const std::size_t at = b.find(a, start > 1 ? static_cast<std::size_t>(start - 1) : 0);
  return at == std::u16string::npos ? 0 : static_cast<std::int64_t>(at) + 1;
}

std::string replace_all(const std::string &text, const std::string &from, const std::string &to) {
  const std::u16string source = to_utf16(text), folded = to_utf16(fold(text)), wanted = to_utf16(fold(from)),
                       with = to_utf16(to);
  if (wanted.empty() || folded.size() != source.size()) return text;
  std::u16string out;
  for (std::size_t at = 0;;) {
    const std::size_t next = folded.find(wanted, at);
    if (next == std::u16string::npos) return to_utf8(out + source.substr(at));
    out += source.substr(at, next - at) + with;
    at = next + wanted.size();
    if (out.size() > 50'000'000) throw error(8152);
  }
}

std::size_t stored_bytes(const Value &value, const TypeInfo &type) {
  if (const auto *text = std::get_if<std::string>(&value))
    return is_unicode(type.type) ? length_utf16(*text) * 2 : length_utf16(*text);
  if (const auto *bytes = std::get_if<Bytes>(&value)) return bytes->data.size();
  if (const auto *variant = std::get_if<std::shared_ptr<const Variant>>(&value))
    return stored_bytes((*variant)->value, (*variant)->type);
  return static_cast<std::size_t>(std::max(0, identity_of(type).max_length));
}

std::string strip(const std::string &text, const std::string &set, bool left, bool right) {
  std::size_t begin = 0, end = text.size();
  while (left && begin < end && set.find(text[begin]) != std::string::npos) ++begin;
  while (right && end > begin && set.find(text[end - 1]) != std::string::npos) --end;
  return text.substr(begin, end - begin);
}

std::string as_string(const Value &value, const TypeInfo &type) {
  if (is_null(value)) return {};
  return as_text(convert(value, type, nvarchar_type(-1)));
}

/// Part 1 (the object) to 4 (the server) of a name with dots and quotes.
Value name_part(const std::string &text, std::int64_t wanted) {
  std::vector<std::string> parts(1);
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote) {
      if (c == quote && i + 1 < text.size() && text[i + 1] == quote)
        parts.back() += text[i++];
      else if (c == quote)
        quote = 0;
      else
        parts.back() += c;
    } else if (c == '[' || c == '"') {
      quote = c == '[' ? ']' : '"';
    } else if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (quote || parts.size() > 4 || wanted < 1 || wanted > static_cast<std::int64_t>(parts.size())) return {};
  const std::string &part = parts[parts.size() - static_cast<std::size_t>(wanted)];
  return part.empty() ? Value() : text_value(part);
}

bool looks_numeric(std::string text) {
  text = strip(text, " \t\r\n", true, true);
  if (text.empty()) return false;
  std::size_t i = 0, digits = 0;
  if (text[i] == '+' || text[i] == '-' || text[i] == '$') ++i;
  bool point = false;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9')
      ++digits;
    else if (c == '.' && !point)
      point = true;
    else if (c == ',' && digits)
      continue;
    else if ((c == 'e' || c == 'E') && digits && i + 1 < text.size()) {
      std::size_t j = i + 1;
      if (text[j] == '+' || text[j] == '-') ++j;
      if (j == text.size()) return false;
      return text.find_first_not_of("0123456789", j) == std::string::npos;
    } else
      return false;
  }
  return digits > 0;
}

void add_cutting(FunctionTable &t) {
  add_function(t, "LEN", "s", always(integer_type()), [](Engine &, Arguments &a) {
    return int_value(static_cast<std::int64_t>(length_utf16(trim_right(a.text(0)))));
  });
  add_function(t, "DATALENGTH", "v", always(integer_type()), [](Engine &, Arguments &a) {
    return int_value(static_cast<std::int64_t>(stored_bytes(a[0], a.types[0])));
  });
  const auto substring_type = [](const std::vector<Bound> &arguments) {
    return is_binary(arguments[0].type.type) ? varbinary_type(is_large(arguments[0].type) ? -1 : 8000)
                                             : text_like()(arguments);
  };
  add_function(t, "SUBSTRING", "vii", substring_type, [](Engine &, Arguments &a) -> Value {
    if (a.integer(2) < 0) throw error(537);
    const std::int64_t length = clamp_length(a.integer(2));
    if (const auto *bytes = std::get_if<Bytes>(&a[0])) {
      const auto size = static_cast<std::int64_t>(bytes->data.size());
      const std::int64_t first = std::max<std::int64_t>(a.integer(1), 1),
                         last = std::min(size, a.integer(1) + length - 1);
      return first > last ? Bytes{}
                          : Bytes{bytes->data.substr(static_cast<std::size_t>(first - 1),
                                                     static_cast<std::size_t>(last - first + 1))};
    }
    return text_value(slice(as_string(a[0], a.types[0]), a.integer(1), length));
  });
  add_function(t, "LEFT", "si", text_like(), [](Engine &, Arguments &a) -> Value {
    if (a.integer(1) < 0) throw error(536, {"left"});
    return text_value(prefix_utf16(a.text(0), static_cast<std::size_t>(clamp_length(a.integer(1)))));
  });
  add_function(t, "RIGHT", "si", text_like(), [](Engine &, Arguments &a) -> Value {
    if (a.integer(1) < 0) throw error(536, {"right"});
    const auto size = static_cast<std::int64_t>(length_utf16(a.text(0)));
    return text_value(
        slice(a.text(0), std::max<std::int64_t>(1, size - clamp_length(a.integer(1)) + 1), size));
  });
  add_function(
      t, "STUFF", "siis", text_like(),
      [](Engine &, Arguments &a) -> Value {
        if (is_null(a[0]) || is_null(a[1]) || is_null(a[2])) return {};
        const auto size = static_cast<std::int64_t>(length_utf16(a.text(0)));
        if (a.integer(1) < 1 || a.integer(1) > size || a.integer(2) < 0) return {};
        const std::string with = is_null(a[3]) ? std::string() : a.text(3);
        return text_value(slice(a.text(0), 1, a.integer(1) - 1) + with +
                          slice(a.text(0), a.integer(1) + std::min(a.integer(2), size), size));
      },
      true);
  for (const auto &[name, left, right] :
       {std::tuple{"LTRIM", true, false}, std::tuple{"RTRIM", false, true}, std::tuple{"TRIM", true, true}})
    add_function(t, name, "s?s", text_like(), [left = left, right = right](Engine &, Arguments &a) {
      return text_value(strip(a.text(0), a.size() > 1 ? a.text(1) : " ", left, right));
    });
  add_function(t, "PARSENAME", "si", always(sysname_type()),
               [](Engine &, Arguments &a) { return name_part(a.text(0), a.integer(1)); });
}

void add_making(FunctionTable &t) {
  add_function(t, "UPPER", "s", text_like(),
               [](Engine &, Arguments &a) { return text_value(upper(a.text(0))); });
  add_function(t, "LOWER", "s", text_like(),
               [](Engine &, Arguments &a) { return text_value(lower(a.text(0))); });
  add_function(t, "REPLACE", "sss", text_like(), [](Engine &, Arguments &a) {
    return text_value(replace_all(a.text(0), a.text(1), a.text(2)));
  });
  add_function(t, "REVERSE", "s", text_like(), [](Engine &, Arguments &a) {
    std::u16string units = to_utf16(a.text(0));
    std::reverse(units.begin(), units.end());
    return text_value(to_utf8(units));
  });
  add_function(t, "REPLICATE", "si", text_like(), [](Engine &, Arguments &a) -> Value {
    if (a.integer(1) < 0) return {};
    const std::size_t unit = std::max<std::size_t>(1, length_utf16(a.text(0)));
    // A text that is not (max) stops at 8000 bytes.
    const std::size_t most = (is_large(a.types[0])          ? 50'000'000
                              : is_unicode(a.types[0].type) ? 4000
                                                            : 8000) /
                                 unit +
                             1;
    std::string out;
    for (std::size_t i = 0; i < std::min<std::size_t>(most, static_cast<std::size_t>(a.integer(1))); ++i)
      out += a.text(0);
    return text_value(is_large(a.types[0]) ? out
                                           : prefix_utf16(out, is_unicode(a.types[0].type) ? 4000 : 8000));
  });
  add_function(t, "SPACE", "i", always(varchar_type(8000)), [](Engine &, Arguments &a) -> Value {
    if (a.integer(0) < 0) return {};
    return text_value(std::string(static_cast<std::size_t>(std::min<std::int64_t>(8000, a.integer(0))), ' '));
  });
  add_function(t, "QUOTENAME", "s?s", always(nvarchar_type(258)), [](Engine &, Arguments &a) -> Value {
    const std::string mark = a.size() > 1 ? a.text(1) : "[";
    if (length_utf16(a.text(0)) > 128 || mark.size() != 1 ||
        std::string("[]'\"()<>{}`").find(mark) == std::string::npos)
      return {};
    const std::string open = mark == "]"   ? "["
                             : mark == ")" ? "("
                             : mark == ">" ? "<"
                             : mark == "}" ? "{"
                                           : mark;
    const std::string close = open == "["   ? "]"
                              : open == "(" ? ")"
                              : open == "<" ? ">"
                              : open == "{" ? "}"
                                            : open;
    std::string out = open;
    for (const char c : a.text(0)) out += std::string(c == close[0] ? 2 : 1, c);
    return text_value(out + close);
  });
  add_function(
      t, "CONCAT", "vv?v*",
      [](const std::vector<Bound> &arguments) {
        bool wide = false, large = false;
        for (const Bound &item : arguments) {
          wide = wide || is_unicode(item.type.type);
          large = large || is_large(item.type);
        }
        return wide ? nvarchar_type(large ? -1 : 4000) : varchar_type(large ? -1 : 8000);
      },
      [](Engine &, Arguments &a) {
        std::string out;
        for (std::size_t i = 0; i < a.size(); ++i) out += as_string(a[i], a.types[i]);
        return text_value(out);
      },
      true);
  add_function(
      t, "CONCAT_WS", "svv?v*", always(nvarchar_type(4000)),
      [](Engine &, Arguments &a) {
        std::string out;
        bool first = true;
        for (std::size_t i = 1; i < a.size(); ++i) {
          if (is_null(a[i])) continue;
          if (!first && !is_null(a[0])) out += a.text(0);
          out += as_string(a[i], a.types[i]);
          first = false;
        }
        return text_value(out);
      },
      true);
  add_function(t, "CHAR", "i", always(*type_named("char")), [](Engine &, Arguments &a) -> Value {
    if (a.integer(0) < 0 || a.integer(0) > 255) return {};
    return text_value(from_code_page(std::string(1, static_cast<char>(a.integer(0)))));
  });
  add_function(t, "NCHAR", "i", always(*type_named("nchar")), [](Engine &, Arguments &a) -> Value {
    if (a.integer(0) < 0 || a.integer(0) > 0xFFFF) return {};
    return text_value(to_utf8(std::u16string(1, static_cast<char16_t>(a.integer(0)))));
  });
  add_function(t, "STR", "f?ii", always(varchar_type(8000)), [](Engine &, Arguments &a) {
    const int width = static_cast<int>(a.size() > 1 ? std::clamp<std::int64_t>(a.integer(1), 1, 8000) : 10);
    const int places = static_cast<int>(a.size() > 2 ? std::clamp<std::int64_t>(a.integer(2), 0, 16) : 0);
    char text[512];
    std::snprintf(text, sizeof text, "%*.*f", std::min(width, 400), places, std::get<double>(a[0]));
    std::string out = text;
    return text_value(out.size() > static_cast<std::size_t>(width)
                          ? std::string(static_cast<std::size_t>(width), '*')
                          : out);
  });
  add_function(t, "TRANSLATE", "sss", text_like(), [](Engine &, Arguments &a) {
    std::u16string out = to_utf16(a.text(0));
    const std::u16string from = to_utf16(a.text(1)), to = to_utf16(a.text(2));
    if (from.size() != to.size()) throw error(9828);
    for (char16_t &c : out) {
      const std::size_t at = from.find(c);
      if (at != std::u16string::npos) c = to[at];
    }
    return text_value(to_utf8(out));
  });
}

void add_looking(FunctionTable &t) {
  add_function(t, "CHARINDEX", "ss?i", always(integer_type()), [](Engine &, Arguments &a) {
    return int_value(find_text(a.text(0), a.text(1), a.size() > 2 ? a.integer(2) : 1));
  });
  add_function(t, "PATINDEX", "ss", always(integer_type()), [](Engine &, Arguments &a) {
    std::string pattern = a.text(0);
    const bool anchored = pattern.empty() || pattern[0] != '%';
    if (!anchored) pattern.erase(0, 1);
    const auto size = static_cast<std::int64_t>(length_utf16(a.text(1)));
    for (std::int64_t at = 1; at <= std::max<std::int64_t>(size, 1); ++at) {
      if (like(slice(a.text(1), at, size), pattern, "")) return int_value(at);
      if (anchored) break;
    }
    return int_value(0);
  });
  add_function(t, "ASCII", "s", always(integer_type()), [](Engine &, Arguments &a) -> Value {
    if (a.text(0).empty()) return {};
    return int_value(static_cast<unsigned char>(code_page_bytes(prefix_utf16(a.text(0), 1))[0]));
  });
  add_function(t, "UNICODE", "s", always(integer_type()), [](Engine &, Arguments &a) -> Value {
    const std::u16string units = to_utf16(a.text(0));
    return units.empty() ? Value() : int_value(units[0]);
  });
  add_function(
      t, "ISNUMERIC", "v", always(integer_type()),
      [](Engine &, Arguments &a) {
        if (is_null(a[0])) return int_value(0);
        if (const auto *text = std::get_if<std::string>(&a[0])) return int_value(looks_numeric(*text));
        return int_value(is_number(a.types[0].type));
      },
      true);
}

}  // namespace

void add_text_functions(FunctionTable &table) {
  add_cutting(table);
  add_making(table);
  add_looking(table);
}

}  // namespace sandbox
