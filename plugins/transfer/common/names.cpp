#include "plugins/transfer/common/names.hpp"

#include <algorithm>
#include <cstdint>

namespace gantry::transfer {
namespace {

/// The small letter of a code point, for the alphabets in which logins are written.
std::uint32_t small_letter(std::uint32_t c) {
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 32;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 ? c + 1 : c;
  if (c == 0x178) return 0xFF;
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

void append_utf8(std::string &text, std::uint32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else {
    text += static_cast<char>(0xC0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 63));
  }
}

}  // namespace

NameComparer::NameComparer(std::string_view collation)
    : case_matters_(collation.find("_CS_") != std::string_view::npos ||
                    collation.find("_BIN") != std::string_view::npos) {}

std::string NameComparer::key(std::string_view name) const {
  // Trailing blanks never count in a comparison of SQL Server.
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  if (case_matters_) return std::string(name);
  std::string folded;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (byte < 0x80) {
      append_utf8(folded, small_letter(byte));
    } else if ((byte & 0xE0) == 0xC0 && i + 1 < name.size()) {
      append_utf8(folded, small_letter((static_cast<std::uint32_t>(byte & 31) << 6) |
                                       (static_cast<unsigned char>(name[i + 1]) & 63U)));
      ++i;
    } else {
      folded += name[i];
    }
  }
  return folded;
}

NameIndex::NameIndex(const Table &table, std::string_view column, NameComparer comparer)
    : comparer_(comparer) {
  rows_.reserve(table.rows.size());
  for (std::size_t row = 0; row < table.rows.size(); ++row) add(table.at(row, column).text());
  sort();
}

NameIndex::NameIndex(const StoredTable &table, std::string_view column, NameComparer comparer)
    : comparer_(comparer) {
  rows_.reserve(table.size());
  const int name = table.column(column);
  for (std::size_t row = 0; row < table.size(); ++row) add(table.at(row, name).text());
  sort();
}

void NameIndex::sort() { std::sort(rows_.begin(), rows_.end()); }

std::optional<std::size_t> NameIndex::find(std::string_view name) const {
  const std::string key = comparer_.key(name);
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), std::pair(key, std::size_t{0}));
  return found == rows_.end() || found->first != key ? std::nullopt
                                                     : std::optional<std::size_t>(found->second);
}

}  // namespace gantry::transfer
