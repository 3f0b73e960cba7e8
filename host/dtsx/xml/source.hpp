// One XML text whose every element and attribute knows its place.
#ifndef GANTRY_DTSX_XML_SOURCE_HPP
#define GANTRY_DTSX_XML_SOURCE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/dtsx/reader.hpp"
#include "host/dtsx/xml/encoding.hpp"

namespace gantry::dtsx::xml {

inline constexpr std::uint32_t none = 0xFFFFFFFF;

/// Offsets are bytes of `Source::text`.
struct Range {
  std::uint32_t begin = 0, end = 0;
};

struct Attribute {
  Range name, value;        ///< value: between the quotes
  std::uint32_t colon = 0;  ///< length of the prefix with its colon, 0 without
  std::uint32_t space = 0;  ///< index of its namespace; 0 = none
};

struct Element {
  Range name;
  std::uint32_t colon = 0, space = 0;
  std::uint32_t begin = 0;        ///< of `<`
  std::uint32_t open_end = 0;     ///< behind the `>` of the start tag
  std::uint32_t close_begin = 0;  ///< of `</`; equals open_end for `<x/>`
  std::uint32_t end = 0;          ///< behind the element
  std::uint32_t parent = none, first_child = none, next = none;
  std::uint32_t first_attribute = 0, attributes = 0;
  bool self_closing = false;
};

using Bindings = std::vector<std::pair<std::string, std::string>>;  ///< {prefix, namespace}

/// Immutable once parsed. Element 0 stands for the document itself and encloses everything.
class Source {
 public:
  Encoding encoding = Encoding::utf8;
  bool bom = false;
  std::string text;  ///< UTF-8 without BOM
  std::string name;  ///< for messages
  std::vector<Element> elements;
  std::vector<Attribute> attributes;
  std::vector<std::string> spaces;  ///< namespace names; [0] is empty

  std::string_view slice(std::uint32_t begin, std::uint32_t end) const {
    return std::string_view(text).substr(begin, end - begin);
  }
  std::string_view slice(Range range) const { return slice(range.begin, range.end); }

  std::uint32_t root() const { return elements[0].first_child; }
  std::string_view local_name(std::uint32_t element) const;
  std::string_view space(std::uint32_t element) const { return spaces[elements[element].space]; }
  bool is(std::uint32_t element, std::string_view space_name, std::string_view local) const;

  /// The attribute of an element by namespace (empty: without) and local name; `none` when it has none.
  std::uint32_t find_attribute(std::uint32_t element, std::string_view space_name,
                               std::string_view local) const;
  std::string_view attribute_name(std::uint32_t attribute) const;  ///< local
  std::string attribute_value(std::uint32_t attribute) const;      ///< entities resolved

  /// The text directly inside an element: text and CDATA joined, comments and child elements left out.
  std::string content(std::uint32_t element) const;
  std::string_view raw_content(std::uint32_t element) const {
    return slice(elements[element].open_end, elements[element].close_begin);
  }

  /// Namespace declarations in force inside an element, nearest first; a prefix may be empty.
  Bindings bindings(std::uint32_t element) const;
  /// A prefix for a namespace usable at an element, with colon (`DTS:`); empty: the default namespace or
  /// none.
  std::string prefix(std::uint32_t element, std::string_view space_name, bool for_attribute) const;

  int line(std::uint32_t offset) const;
  int column(std::uint32_t offset) const;  ///< in characters, from 1

  Bindings outer;  ///< of a fragment: what was declared further out
};

/// Parses a document. Errors: DATA 0xC0011007 with line and column in `found`.
Result<Source> parse(std::string_view bytes, const ReadOptions &options);
/// Parses what stands inside an element; any number of elements and text.
Result<Source> parse_fragment(std::string_view text, const Bindings &outer, const ReadOptions &options);

/// Resolves entities. `attribute`: white space becomes blanks. The text must have passed the parser.
std::string decode(std::string_view raw, bool attribute);
std::string escape_attribute(std::string_view text, char quote = '"');
std::string escape_text(std::string_view text);

}  // namespace gantry::dtsx::xml

#endif
