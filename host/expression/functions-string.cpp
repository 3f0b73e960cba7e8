// Functions of texts, and those of NULL.
#include <array>

#include "host/expression/arguments.hpp"
#include "host/expression/conversion.hpp"
#include "host/expression/promotion.hpp"
#include "host/expression/text.hpp"

namespace gantry::expression {
namespace {

constexpr TypeSpec wstr{Type::wstr};

Result<Value> codepoint(const Arguments &a) {
  if (auto ok = check("CODEPOINT", a, "s"); !ok) return ok.error();
  if (any_null(a) || a[0].as_string().empty()) return Value::null({Type::ui2});
  return Value::integer(Type::ui2, a[0].as_string()[0]);
}

Result<Value> findstring(const Arguments &a) {
  if (auto ok = check("FINDSTRING", a, "ssi"); !ok) return ok.error();
  if (any_null(a)) return Value::null({Type::i4});
  const std::u16string &text = a[0].as_string(), &wanted = a[1].as_string();
  const Integer occurrence = a[2].as_integer();
  if (occurrence < 1)
    return wrong_value("FINDSTRING", code::occurrence, "An occurrence of 1 or more was expected.",
                       "It is " + to_text(occurrence) + ".");
  if (wanted.empty() || occurrence > static_cast<Integer>(text.size())) return Value::integer(Type::i4, 0);
  const auto count = static_cast<std::size_t>(occurrence);
  const auto places = places_of(wanted, text, true, count);
  return Value::integer(Type::i4, places.size() < count ? 0 : static_cast<Integer>(places.back() + 1));
}

Result<Value> hex(const Arguments &a) {
  if (auto ok = check("HEX", a, "i"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  Integer value = a[0].as_integer();
  if (value < 0) value += static_cast<Integer>(1) << (width_of(a[0].type()) * 8);
  std::u16string digits;
  do {
    digits.insert(digits.begin(), u"0123456789ABCDEF"[static_cast<std::size_t>(value & 15)]);
    value >>= 4;
  } while (value != 0);
  return Value::string(std::move(digits));
}

Result<Value> left(const Arguments &a) {
  if (auto ok = check("LEFT", a, "si"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  const std::u16string &text = a[0].as_string();
  const Integer length = a[1].as_integer();
  if (length < 0)
    return wrong_value("LEFT", code::right_length, "A length of 0 or more was expected.",
                       "It is " + to_text(length) + ".");
  return Value::string(
      length >= static_cast<Integer>(text.size()) ? text : text.substr(0, static_cast<std::size_t>(length)));
}

Result<Value> right(const Arguments &a) {
  if (auto ok = check("RIGHT", a, "si"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  const std::u16string &text = a[0].as_string();
  const Integer length = a[1].as_integer();
  if (length < 0)
    return wrong_value("RIGHT", code::right_length, "A length of 0 or more was expected.",
                       "It is " + to_text(length) + ".");
  return Value::string(length >= static_cast<Integer>(text.size())
                           ? text
                           : text.substr(text.size() - static_cast<std::size_t>(length)));
}

Result<Value> len(const Arguments &a) {
  if (auto ok = check("LEN", a, "t"); !ok) return ok.error();
  if (any_null(a)) return Value::null({Type::i4});
  // Long objects count bytes.
  const std::size_t length = is_binary(a[0].type())       ? a[0].as_bytes().size()
                             : a[0].type() == Type::ntext ? a[0].as_string().size() * 2
                                                          : a[0].as_string().size();
  return Value::integer(Type::i4, static_cast<Integer>(length));
}

template <typename Change>
Result<Value> changed(std::string_view name, const Arguments &a, Change change) {
  if (auto ok = check(name, a, "s"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  std::u16string text = a[0].as_string();
  change(text);
  return Value::string(std::move(text));
}

Result<Value> lower_case(const Arguments &a) {
  return changed("LOWER", a, [](std::u16string &t) {
    for (char16_t &unit : t) unit = lower(unit);
  });
}

Result<Value> upper_case(const Arguments &a) {
  return changed("UPPER", a, [](std::u16string &t) {
    for (char16_t &unit : t) unit = upper(unit);
  });
}

void trim_left(std::u16string &text) { text.erase(0, std::min(text.find_first_not_of(u' '), text.size())); }
void trim_right(std::u16string &text) { text.erase(text.find_last_not_of(u' ') + 1); }

Result<Value> ltrim(const Arguments &a) { return changed("LTRIM", a, trim_left); }
Result<Value> rtrim(const Arguments &a) { return changed("RTRIM", a, trim_right); }
Result<Value> trim_both(const Arguments &a) {
  return changed("TRIM", a, [](std::u16string &t) {
    trim_left(t);
    trim_right(t);
  });
}

Result<Value> reverse(const Arguments &a) {
  return changed("REVERSE", a, [](std::u16string &t) { std::reverse(t.begin(), t.end()); });
}

Result<Value> replace(const Arguments &a) {
  if (auto ok = check("REPLACE", a, "sss"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  const std::u16string &text = a[0].as_string(), &wanted = a[1].as_string(), &instead = a[2].as_string();
  if (wanted.empty())
    return wrong_value("REPLACE", code::function_failed, "A search string that is not empty was expected.",
                       "It is empty.");
  std::u16string out;
  std::size_t from = 0;
  for (const std::size_t at : places_of(wanted, text, false, text.size())) {
    out.append(text, from, at - from);
    out += instead;
    from = at + wanted.size();
    if (out.size() > max_characters) return result_too_large("REPLACE", "a string");
  }
  out.append(text, from);
  if (out.size() > max_characters) return result_too_large("REPLACE", "a string");
  return Value::string(std::move(out));
}

Result<Value> replicate(const Arguments &a) {
  if (auto ok = check("REPLICATE", a, "si"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  const std::u16string &text = a[0].as_string();
  const Integer times = a[1].as_integer();
  if (times < 0)
    return wrong_value("REPLICATE", code::repeat_count, "A count of 0 or more was expected.",
                       "It is " + to_text(times) + ".");
  if (text.empty()) return a[0];
  if (times > static_cast<Integer>(max_characters / text.size()))
    return result_too_large("REPLICATE", "a string");
  std::u16string out;
  for (Integer i = 0; i < times; ++i) out += text;
  return Value::string(std::move(out));
}

Result<Value> substring(const Arguments &a) {
  if (auto ok = check("SUBSTRING", a, "sii"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  const std::u16string &text = a[0].as_string();
  const Integer start = a[1].as_integer(), length = a[2].as_integer();
  if (start < 1)
    return wrong_value("SUBSTRING", code::substring_start, "A start of 1 or more was expected.",
                       "It is " + to_text(start) + ".");
  if (length < 0)
    return wrong_value("SUBSTRING", code::substring_length, "A length of 0 or more was expected.",
                       "It is " + to_text(length) + ".");
  if (start > static_cast<Integer>(text.size())) return Value::string(std::u16string());
  const Integer most = static_cast<Integer>(text.size()) - start + 1;
  return Value::string(
      text.substr(static_cast<std::size_t>(start - 1), static_cast<std::size_t>(std::min(length, most))));
}

/// The nth piece between delimiters, empty pieces not counted; counts them all with wanted 0.
Integer split(const std::u16string &text, const std::u16string &delimiters, Integer wanted,
              std::u16string &piece) {
  std::vector<bool> parts(0x10000, false);
  for (const char16_t unit : delimiters) parts[unit] = true;
  Integer count = 0;
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && parts[text[at]]) ++at;
    const std::size_t start = at;
    while (at < text.size() && !parts[text[at]]) ++at;
    if (at > start && ++count == wanted) piece = text.substr(start, at - start);
  }
  return count;
}

Result<Value> token(const Arguments &a) {
  if (auto ok = check("TOKEN", a, "ssi"); !ok) return ok.error();
  if (any_null(a)) return Value::null(wstr);
  const Integer wanted = a[2].as_integer();
  if (wanted < 1)
    return wrong_value("TOKEN", code::occurrence, "An occurrence of 1 or more was expected.",
                       "It is " + to_text(wanted) + ".");
  std::u16string piece;
  if (split(a[0].as_string(), a[1].as_string(), wanted, piece) < wanted) return Value::null(wstr);
  return Value::string(std::move(piece));
}

Result<Value> tokencount(const Arguments &a) {
  if (auto ok = check("TOKENCOUNT", a, "ss"); !ok) return ok.error();
  if (any_null(a)) return Value::integer(Type::i4, 0);
  std::u16string piece;
  return Value::integer(Type::i4, split(a[0].as_string(), a[1].as_string(), 0, piece));
}

Result<Value> isnull(const Arguments &a) { return Value::boolean(a[0].is_null()); }

Result<Value> replacenull(const Arguments &a) {
  for (std::size_t i = 0; i < 2; ++i)
    if (is_long_text(a[i].type()) || a[i].type() == Type::image)
      return wrong_parameter("REPLACENULL", i, a[i], "A value that is no long object");
  // The type of the first decides, also when the second is not needed.
  if (!castable(a[1].type(), a[0].type()))
    return wrong_parameter("REPLACENULL", 1, a[1],
                           "A value that becomes " + std::string(name_of(a[0].type())));
  if (!a[0].is_null()) return a[0];
  TypeSpec spec = a[0].spec();
  if (is_string(spec.type)) spec = wstr;
  return convert(a[1], spec);
}

constexpr std::array table = {
    Function{"CODEPOINT", 1, codepoint},
    Function{"FINDSTRING", 3, findstring},
    Function{"HEX", 1, hex},
    Function{"ISNULL", 1, isnull},
    Function{"LEFT", 2, left},
    Function{"LEN", 1, len},
    Function{"LOWER", 1, lower_case},
    Function{"LTRIM", 1, ltrim},
    Function{"REPLACE", 3, replace},
    Function{"REPLACENULL", 2, replacenull},
    Function{"REPLICATE", 2, replicate},
    Function{"REVERSE", 1, reverse},
    Function{"RIGHT", 2, right},
    Function{"RTRIM", 1, rtrim},
    Function{"SUBSTRING", 3, substring},
    Function{"TOKEN", 3, token},
    Function{"TOKENCOUNT", 2, tokencount},
    Function{"TRIM", 1, trim_both},
    Function{"UPPER", 1, upper_case},
};

}  // namespace

FunctionTable string_functions() { return {table.data(), table.size()}; }

}  // namespace gantry::expression
