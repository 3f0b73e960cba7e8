#include "host/dtsx/xml/edits.hpp"

#include <algorithm>

namespace gantry::dtsx::xml {

void Edits::replace(std::uint32_t begin, std::uint32_t end, std::string text) {
  if (source_.slice(begin, end) != text) items_.push_back({begin, end, std::move(text)});
}

void Edits::set_attribute(std::uint32_t attribute, std::string_view value) {
  const Range range = source_.attributes[attribute].value;
  replace(range.begin, range.end, escape_attribute(value, source_.text[range.end]));
}

std::uint32_t Edits::before_attribute(std::uint32_t element, std::uint32_t attribute) const {
  const Element &at = source_.elements[element];
  return attribute == at.first_attribute ? at.name.end : source_.attributes[attribute - 1].value.end + 1;
}

void Edits::add_attribute(std::uint32_t element, std::string_view qualified_name, std::string_view value) {
  const Element &at = source_.elements[element];
  std::string gap = " ";
  std::uint32_t place = at.name.end;
  if (at.attributes > 0) {
    const std::uint32_t last = at.first_attribute + at.attributes - 1;
    gap = source_.slice(before_attribute(element, last), source_.attributes[last].name.begin);
    place = source_.attributes[last].value.end + 1;
  }
  insert(place, gap + std::string(qualified_name) + "=\"" + escape_attribute(value) + "\"");
}

void Edits::remove_attribute(std::uint32_t element, std::uint32_t attribute) {
  replace(before_attribute(element, attribute), source_.attributes[attribute].value.end + 1, {});
}

void Edits::set_content(std::uint32_t element, std::string_view raw) {
  const Element &at = source_.elements[element];
  if (!at.self_closing)
    replace(at.open_end, at.close_begin, std::string(raw));
  else if (!raw.empty())
    append(element, std::string(raw), {});
}

void Edits::append(std::uint32_t element, std::string raw, std::string_view tail) {
  const Element &at = source_.elements[element];
  if (at.self_closing) {
    std::uint32_t slash = at.open_end - 2;
    while (slash > at.begin && source_.text[slash - 1] == ' ') --slash;
    replace(slash, at.open_end,
            ">" + raw + std::string(tail) + "</" + std::string(source_.slice(at.name)) + ">");
    return;
  }
  // Behind the last child, so that the white space before the end tag stays there.
  std::uint32_t last = none;
  for (std::uint32_t child = at.first_child; child != none; child = source_.elements[child].next)
    last = child;
  if (last != none) return insert(source_.elements[last].end, std::move(raw));
  const std::string_view inside = source_.raw_content(element);
  const bool blank = inside.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (blank)
    replace(at.open_end, at.close_begin, raw + std::string(tail));
  else
    insert(at.close_begin, std::move(raw));
}

void Edits::remove_element(std::uint32_t element) {
  const Element &at = source_.elements[element];
  std::uint32_t begin = at.begin;
  while (begin > 0 && std::string_view(" \t\r\n").find(source_.text[begin - 1]) != std::string_view::npos)
    --begin;
  replace(begin, at.end, {});
}

std::string Edits::apply() const {
  std::vector<const Item *> order;
  for (const Item &item : items_) order.push_back(&item);
  // An insertion comes before a replacement that begins at the same place, else it would be swallowed.
  std::stable_sort(order.begin(), order.end(), [](const Item *a, const Item *b) {
    return a->begin != b->begin ? a->begin < b->begin : a->end == a->begin && b->end != b->begin;
  });
  std::string out;
  out.reserve(source_.text.size() + 256);
  std::uint32_t done = 0;
  for (const Item *item : order) {
    // What lies inside a range that was already replaced or removed has nothing left to change.
    if (item->begin < done) continue;
    out += source_.slice(done, item->begin);
    out += item->text;
    done = item->end;
  }
  out += source_.slice(done, static_cast<std::uint32_t>(source_.text.size()));
  return out;
}

std::string indent_of(const Source &source, std::uint32_t element) {
  const std::uint32_t begin = source.elements[element].begin;
  std::uint32_t first = begin;
  while (first > 0 && (source.text[first - 1] == ' ' || source.text[first - 1] == '\t')) --first;
  if (first > 0 && source.text[first - 1] != '\n' && source.text[first - 1] != '\r') return {};
  return std::string(source.slice(first, begin));
}

std::string newline_of(const Source &source) {
  const std::size_t first = source.text.find('\n');
  return first != std::string::npos && first > 0 && source.text[first - 1] == '\r' ? "\r\n" : "\n";
}

}  // namespace gantry::dtsx::xml
