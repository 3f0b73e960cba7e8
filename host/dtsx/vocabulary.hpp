// Names of the package XML that reader and writer share.
#ifndef GANTRY_DTSX_VOCABULARY_HPP
#define GANTRY_DTSX_VOCABULARY_HPP

#include <string_view>

#include "host/dtsx/xml/source.hpp"

namespace gantry::dtsx {

inline constexpr std::string_view dts_space = "www.microsoft.com/SqlServer/Dts";
inline constexpr std::string_view ssis_space = "www.microsoft.com/SqlServer/SSIS";
inline constexpr std::string_view gantry_space = "urn:gantry:1";

/// An attribute in the package namespace or, as hand-made files have it, in none; `none` when absent.
inline std::uint32_t find_dts(const xml::Source &source, std::uint32_t element, std::string_view name) {
  const std::uint32_t found = source.find_attribute(element, dts_space, name);
  return found != xml::none ? found : source.find_attribute(element, {}, name);
}

inline std::string dts_attribute(const xml::Source &source, std::uint32_t element, std::string_view name) {
  const std::uint32_t found = find_dts(source, element, name);
  return found == xml::none ? std::string() : source.attribute_value(found);
}

inline bool is_dts(const xml::Source &source, std::uint32_t element, std::string_view name) {
  return source.is(element, dts_space, name);
}

/// The child `<DTS:Property DTS:Name="name">`, or `none`.
inline std::uint32_t find_property(const xml::Source &source, std::uint32_t element, std::string_view name) {
  for (std::uint32_t at = source.elements[element].first_child; at != xml::none;
       at = source.elements[at].next)
    if (is_dts(source, at, "Property") && dts_attribute(source, at, "Name") == name) return at;
  return xml::none;
}

inline constexpr std::string_view xmlenc_space = "http://www.w3.org/2001/04/xmlenc#";

/// `<EncryptedData>`: a password-protected package puts it in the place of a sensitive value.
inline bool is_cipher(const xml::Source &source, std::uint32_t element) {
  return source.is(element, xmlenc_space, "EncryptedData");
}
inline bool holds_cipher(const xml::Source &source, std::uint32_t element) {
  for (std::uint32_t at = source.elements[element].first_child; at != xml::none;
       at = source.elements[at].next)
    if (is_cipher(source, at)) return true;
  return false;
}

/// Whether an element is marked Sensitive="1", and whether its text is encrypted in either of the two ways.
inline bool is_sensitive(const xml::Source &source, std::uint32_t element) {
  if (is_cipher(source, element)) return true;
  const std::string value = dts_attribute(source, element, "Sensitive");
  return value == "1" || value == "True" || value == "true";
}
inline bool is_encrypted(const xml::Source &source, std::uint32_t element) {
  if (dts_attribute(source, element, "Encrypted") == "1" || is_cipher(source, element) ||
      holds_cipher(source, element))
    return true;
  return source.find_attribute(element, ssis_space, "Salt") != xml::none ||
         source.find_attribute(element, ssis_space, "IV") != xml::none;
}

}  // namespace gantry::dtsx

#endif
