// Splices into a source: what is not named stays as it is, byte for byte.
#ifndef GANTRY_DTSX_XML_EDITS_HPP
#define GANTRY_DTSX_XML_EDITS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "host/dtsx/xml/source.hpp"

namespace gantry::dtsx::xml {

/// Collects replacements of one source. Ranges must not overlap; insertions at one place keep their order.
class Edits {
 public:
  explicit Edits(const Source &source) : source_(source) {}

  void replace(std::uint32_t begin, std::uint32_t end, std::string text);
  void insert(std::uint32_t at, std::string text) { replace(at, at, std::move(text)); }

  void set_attribute(std::uint32_t attribute, std::string_view value);
  /// Behind the last attribute, with the white space that stands before that one.
  void add_attribute(std::uint32_t element, std::string_view qualified_name, std::string_view value);
  void remove_attribute(std::uint32_t element, std::uint32_t attribute);

  void set_content(std::uint32_t element, std::string_view raw);  ///< raw: already escaped
  /// Behind all children. `raw` begins with the white space it wants; `tail` is put before an end tag that
  /// has to be written because the element was `<x/>`.
  void append(std::uint32_t element, std::string raw, std::string_view tail);
  /// With the white space before it.
  void remove_element(std::uint32_t element);

  bool empty() const { return items_.empty(); }
  std::string apply() const;

 private:
  struct Item {
    std::uint32_t begin, end;
    std::string text;
  };
  std::uint32_t before_attribute(std::uint32_t element, std::uint32_t attribute) const;

  const Source &source_;
  std::vector<Item> items_;
};

/// The blanks between the last line break and an element; nothing when other things stand there.
std::string indent_of(const Source &source, std::uint32_t element);
/// The line break the text uses first: "\r\n" or "\n".
std::string newline_of(const Source &source);

}  // namespace gantry::dtsx::xml

#endif
