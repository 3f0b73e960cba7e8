// ObjectData of flat classes to described properties and back (P1, P4), and the list text.
#ifndef GANTRY_DTSX_OBJECT_DATA_HPP
#define GANTRY_DTSX_OBJECT_DATA_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/package/object.hpp"

namespace gantry::dtsx {

enum class PropertyType { string, boolean, int32, int64, float64, datetime, enumeration, list };

struct EnumMember {
  std::string name;
  std::int64_t number = 0;
};

/// What `describe` says of one property.
struct PropertyDescription {
  std::string name;  ///< `SourceConnection`, `Gantry.CopyServerRoles`
  PropertyType type = PropertyType::string;
  std::string default_value;
  std::vector<EnumMember> enums;
  std::vector<std::string>
      xml_names;  ///< first written, all read; `DTS:` in front names that namespace; empty: not in XML
  bool sensitive = false;  ///< a child element with Sensitive="1" instead of an attribute
  bool read_only = false;  ///< never in the file
};

/// One class: the element below ObjectData and its properties.
struct ClassDescription {
  std::string element;  ///< `SMOServerConnectionManager`
  std::vector<PropertyDescription> properties;
};

/// Reads the lines `property=`, `property.type=` ... that `describe` writes; keys it does not know are
/// skipped. `class.xml=` gives the element. Errors: DATA with the line.
Result<ClassDescription> parse_description(std::string_view text);

struct PropertyValue {
  std::string name;
  std::string value;  ///< invariant text: True/False, member name, decimal digits, list text
  bool sensitive = false;
};

struct ObjectDataContent {
  std::vector<PropertyValue> values;  ///< only what the file holds, in the order of the description
  std::vector<std::string> withheld;  ///< sensitive properties whose value is encrypted or was not saved
  std::vector<std::string> doubtful;  ///< enums whose text is no member: passed on as written
  std::vector<std::string> unknown;   ///< attributes and child elements no property claims; they are kept
};

/// Absent ObjectData gives no values. Errors: DATA 0xC0010014 with the attribute: wrong root element, not
/// well-formed, a boolean, number or list that cannot be read.
Result<ObjectDataContent> read_object_data(const package::ObjectData &data, const ClassDescription &type);

/// The content with the given values: those equal to what stands there keep their bytes, defaults are left
/// out, unknown content stays. A property that is not in `values` is not touched. Sensitive values are
/// written in clear and marked Sensitive="1": only for handing on to the writer, which empties or refuses
/// them.
Result<package::ObjectData> write_object_data(const package::ObjectData &previous,
                                              const ClassDescription &type,
                                              const std::vector<PropertyValue> &values);

/// The one child of ObjectData as a standalone UTF-8 document for gantry.persist/1: prefixes declared,
/// encrypted nodes emptied. Errors: NOT_FOUND 0xC0010022 when there is none.
Result<std::string> standalone_object_data(const package::ObjectData &data);
/// The other way: what gantry.persist/1 saved, as content. Errors: DATA.
Result<package::ObjectData> from_standalone(std::string_view xml, const package::ObjectData &previous);

/// `COUNT,LEN,TEXT,...` with LEN in UTF-16 code units (written with a trailing comma, also for none: `0,`).
/// Reading also takes the form without trailing comma; empty text is the empty list. Errors: DATA with the
/// position in bytes.
Result<std::vector<std::string>> decode_list(std::string_view text);
std::string encode_list(const std::vector<std::string> &items, bool trailing_comma = true);

/// Brings a text into its invariant form, or says why not. Errors: INVALID 0xC001F026.
Result<std::string> normalise_value(const PropertyDescription &property, std::string_view text);

}  // namespace gantry::dtsx

#endif
