#include "samples/sandbox/engine/text.hpp"

#include <vector>

namespace sandbox {
namespace {

char32_t next_code(std::string_view text, std::size_t &at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || lead > 0xF4 || at + static_cast<std::size_t>(more) > text.size()) return 0xFFFD;
  char32_t code = lead & (0x3F >> more);
  for (int i = 0; i < more; ++i) {
    const auto next = static_cast<unsigned char>(text[at]);
    if ((next & 0xC0) != 0x80) return 0xFFFD;
    code = (code << 6) | (next & 0x3F);
    ++at;
  }
  return code > 0x10FFFF ? 0xFFFD : code;
}

void append_code(std::string &out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

char32_t upper_code(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  if ((c >= 0xE0 && c <= 0xFE && c != 0xF7) || (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2)) return c - 32;
  if (c == 0xFF) return 0x178;
  if (c >= 0x100 && c <= 0x137 && c != 0x131) return c & ~1U;
  if (c >= 0x139 && c <= 0x148) return (c & 1) ? c : c - 1;
  if (c >= 0x14A && c <= 0x177) return c & ~1U;
  if (c == 0x17A || c == 0x17C || c == 0x17E) return c - 1;
  if (c == 0x3C2) return 0x3A3;
  if (c >= 0x430 && c <= 0x44F) return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  if (c >= 0x460 && c <= 0x481) return c & ~1U;
  return c;
}

char32_t lower_code(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9)) return c + 32;
  if (c == 0x178) return 0xFF;
  if (c >= 0x100 && c <= 0x137 && c != 0x130) return c | 1U;
  if (c >= 0x139 && c <= 0x148) return (c & 1) ? c + 1 : c;
  if (c >= 0x14A && c <= 0x177) return c | 1U;
  if (c == 0x179 || c == 0x17B || c == 0x17D) return c + 1;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x460 && c <= 0x481) return c | 1U;
  return c;
}

// 0x80 to 0x9F of Windows-1252; the rest is Latin-1.
constexpr char16_t high_page[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

int page_byte(char32_t code) {
  if (code < 0x80 || (code >= 0xA0 && code <= 0xFF)) return static_cast<int>(code);
  for (int i = 0; i < 32; ++i)
    if (high_page[i] == code) return 0x80 + i;
  return -1;
}

template <class Map>
std::string mapped(std::string_view text, Map map) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    // ASCII, which most names are, maps to ASCII.
    if (static_cast<unsigned char>(text[at]) < 0x80)
      out += static_cast<char>(map(static_cast<char32_t>(text[at++])));
    else
      append_code(out, map(next_code(text, at)));
  }
  return out;
}

std::vector<char32_t> folded_codes(std::string_view text) {
  std::vector<char32_t> codes;
  codes.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) codes.push_back(upper_code(next_code(text, at)));
  return codes;
}

}  // namespace

std::u16string to_utf16(std::string_view utf8) {
  std::u16string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t code = next_code(utf8, at);
    if (code >= 0x10000) {
      out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      out += static_cast<char16_t>(code);
    }
  }
  return out;
}

std::string to_utf8(std::u16string_view utf16) {
  std::string out;
  out.reserve(utf16.size());
  for (std::size_t i = 0; i < utf16.size(); ++i) {
    char32_t code = utf16[i];
    if (code >= 0xD800 && code < 0xDC00 && i + 1 < utf16.size() && utf16[i + 1] >= 0xDC00 &&
        utf16[i + 1] < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (utf16[i + 1] - 0xDC00U);
      ++i;
    }
    append_code(out, code);
  }
  return out;
}

std::string utf16_bytes(std::string_view utf8) {
  std::string out;
  for (const char16_t unit : to_utf16(utf8)) {
    out += static_cast<char>(unit & 0xFF);
    out += static_cast<char>(unit >> 8);
  }
  return out;
}

std::string fold(std::string_view utf8) { return mapped(utf8, upper_code); }

std::string fold_key(std::string_view utf8) {
  std::string out = fold(utf8);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

int compare_text(std::string_view left, std::string_view right) {
  std::size_t l = 0, r = 0;
  while (l < left.size() || r < right.size()) {
    const char32_t a = l < left.size() ? upper_code(next_code(left, l)) : U' ';
    const char32_t b = r < right.size() ? upper_code(next_code(right, r)) : U' ';
    if (a != b) {
      // Windows collations sort punctuation before digits before letters; plain code order does too once '_'
      // and friends between 'Z' and 'a' are folded away.
      const auto weight = [](char32_t c) {
        return c >= 0x5B && c <= 0x60   ? (c - 0x3A) * 2 + 1
               : c >= 0x7B && c <= 0x7E ? (c - 0x53) * 2 + 1
                                        : c * 2;
      };
      return weight(a) < weight(b) ? -1 : 1;
    }
  }
  return 0;
}

bool same_name(std::string_view left, std::string_view right) { return compare_text(left, right) == 0; }

std::string upper(std::string_view utf8) { return mapped(utf8, upper_code); }

std::string lower(std::string_view utf8) { return mapped(utf8, lower_code); }

std::size_t length_utf16(std::string_view utf8) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < utf8.size();) units += next_code(utf8, at) >= 0x10000 ? 2 : 1;
  return units;
}

std::string prefix_utf16(std::string_view utf8, std::size_t units) {
  std::size_t used = 0, at = 0;
  while (at < utf8.size()) {
    std::size_t next = at;
    used += next_code(utf8, next) >= 0x10000 ? 2 : 1;
    if (used > units) break;
    at = next;
  }
  return std::string(utf8.substr(0, at));
}

std::string trim_right(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

std::string to_code_page(std::string_view utf8) {
  return mapped(utf8, [](char32_t code) { return page_byte(code) < 0 ? U'?' : code; });
}

std::string code_page_bytes(std::string_view utf8) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const int byte = page_byte(next_code(utf8, at));
    out += static_cast<char>(byte < 0 ? '?' : byte);
  }
  return out;
}

std::string from_code_page(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_code(out, byte >= 0x80 && byte < 0xA0 ? high_page[byte - 0x80] : byte);
  }
  return out;
}

bool like(std::string_view text, std::string_view pattern, std::string_view escape) {
  const std::vector<char32_t> t = folded_codes(text), p = folded_codes(pattern);
  const std::vector<char32_t> e = folded_codes(escape);
  const char32_t escape_code = e.size() == 1 ? e[0] : 0;
  struct Step {
    enum Kind { one, any, many, set } kind;
    char32_t code = 0;
    bool negated = false;
    std::vector<std::pair<char32_t, char32_t>> ranges{};
  };
  std::vector<Step> steps;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (escape_code && p[i] == escape_code && i + 1 < p.size()) {
      steps.push_back({Step::one, p[++i]});
    } else if (p[i] == U'%') {
      if (steps.empty() || steps.back().kind != Step::many) steps.push_back({Step::many});
    } else if (p[i] == U'_') {
      steps.push_back({Step::any});
    } else if (p[i] == U'[') {
      Step step{Step::set};
      std::size_t j = i + 1;
      if (j < p.size() && p[j] == U'^') {
        step.negated = true;
        ++j;
      }
      const std::size_t first = j;
      while (j < p.size() && (p[j] != U']' || j == first)) {
        char32_t low = p[j];
        if (escape_code && low == escape_code && j + 1 < p.size()) low = p[++j];
        char32_t high = low;
        if (j + 2 < p.size() && p[j + 1] == U'-' && p[j + 2] != U']') {
          high = p[j + 2];
          j += 2;
        }
        step.ranges.emplace_back(low, high);
        ++j;
      }
      if (j >= p.size()) return false;
      i = j;
      steps.push_back(std::move(step));
    } else {
      steps.push_back({Step::one, p[i]});
    }
  }
  const auto matches = [&](const Step &step, char32_t c) {
    if (step.kind == Step::any) return true;
    if (step.kind == Step::one) return step.code == c;
    bool inside = false;
    for (const auto &[low, high] : step.ranges) inside = inside || (c >= low && c <= high);
    return inside != step.negated;
  };
  std::size_t ti = 0, si = 0, star = steps.size() + 1, mark = 0;
  while (ti < t.size()) {
    if (si < steps.size() && steps[si].kind == Step::many) {
      star = si++;
      mark = ti;
    } else if (si < steps.size() && matches(steps[si], t[ti])) {
      ++ti;
      ++si;
    } else if (star <= steps.size()) {
      si = star + 1;
      ti = ++mark;
    } else {
      // Blanks at the end of the text do not count.
      bool blanks = si == steps.size();
      for (std::size_t k = ti; k < t.size() && blanks; ++k) blanks = t[k] == U' ';
      return blanks;
    }
  }
  while (si < steps.size() && steps[si].kind == Step::many) ++si;
  return si == steps.size();
}

std::string quote_name(std::string_view name, char quote) {
  const char open = quote == ']' ? '[' : quote;
  const char close = open == '[' ? ']' : open;
  std::string out(1, open);
  for (const char c : name) {
    out += c;
    if (c == close) out += c;
  }
  return out + close;
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

}  // namespace sandbox
