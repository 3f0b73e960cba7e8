// The counted list text of transfer tasks and event filters.
#include <charconv>

#include "host/dtsx/object-data.hpp"
#include "host/dtsx/xml/encoding.hpp"

namespace gantry::dtsx {

namespace {

Error broken(std::size_t at, std::string expected) {
  return Error(Status::data, "The list could not be read.", std::move(expected),
               "There is something else at position " + std::to_string(at + 1) + ".",
               "Write COUNT,LENGTH,TEXT,... with lengths in UTF-16 code units.");
}

/// A decimal number up to the next comma, or to the end when `last` allows it.
bool number(std::string_view text, std::size_t &at, std::size_t &out) {
  const char *begin = text.data() + at, *end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(begin, end, out);
  if (failure != std::errc{} || stop == begin) return false;
  at += static_cast<std::size_t>(stop - begin);
  return true;
}

}  // namespace

Result<std::vector<std::string>> decode_list(std::string_view text) {
  std::vector<std::string> items;
  if (text.empty()) return items;
  std::size_t at = 0, count = 0;
  if (!number(text, at, count)) return broken(at, "The number of items was expected.");
  for (std::size_t i = 0; i < count; ++i) {
    if (at >= text.size() || text[at] != ',')
      return broken(at, "A comma and item " + std::to_string(i + 1) + " of " + std::to_string(count) +
                            " was expected.");
    std::size_t length = 0;
    if (!number(text, ++at, length)) return broken(at, "The length of an item was expected.");
    if (at >= text.size() || text[at] != ',') return broken(at, "A comma was expected.");
    const std::size_t begin = ++at;
    for (std::size_t units = 0; units < length;) {
      if (at >= text.size())
        return broken(at, "An item of " + std::to_string(length) + " units was expected.");
      const auto character = xml::next_character(text, at);
      if (!character) return broken(at, "UTF-8 text was expected.");
      units += *character >= 0x10000 ? 2 : 1;
      if (units > length) return broken(at, "A length that does not cut a character was expected.");
    }
    items.emplace_back(text.substr(begin, at - begin));
  }
  if (at < text.size() && text[at] == ',') ++at;
  if (at != text.size()) return broken(at, "The end behind the last item was expected.");
  return items;
}

std::string encode_list(const std::vector<std::string> &items, bool trailing_comma) {
  std::string text = std::to_string(items.size());
  for (const std::string &item : items) text += "," + std::to_string(xml::utf16_length(item)) + "," + item;
  if (trailing_comma) text += ",";
  return text;
}

}  // namespace gantry::dtsx
