// An ordered bag of named texts: the properties of a package object as the file spells them.
#ifndef GANTRY_PACKAGE_PROPERTIES_HPP
#define GANTRY_PACKAGE_PROPERTIES_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::package {

/// True/False in any case, 1, 0 and -1; anything else gives nothing.
std::optional<bool> parse_boolean(std::string_view text);
/// A decimal integer with an optional sign, surrounding blanks allowed; anything else gives nothing.
std::optional<std::int64_t> parse_integer(std::string_view text);

struct Property {
  std::string name;            ///< as in the file: `MaxErrorCount`
  std::string value;           ///< UTF-8, entities resolved
  std::int32_t data_type = 0;  ///< VARTYPE when the file states one for this property, else 0
  friend bool operator==(const Property &, const Property &) = default;
};

/// Names are compared exactly; order is kept for writing. Not thread-safe; a plain value.
class Properties {
 public:
  const Property *find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::string_view text(std::string_view name, std::string_view otherwise = {}) const;
  /// A value that cannot be read as the type counts as absent.
  bool boolean(std::string_view name, bool otherwise) const;
  std::int64_t integer(std::string_view name, std::int64_t otherwise) const;

  void set(std::string_view name, std::string_view value);  ///< keeps the data type of one that is there
  void set_boolean(std::string_view name, bool value) { set(name, value ? "True" : "False"); }
  void set_integer(std::string_view name, std::int64_t value) { set(name, std::to_string(value)); }
  void add(Property property) { items_.push_back(std::move(property)); }  ///< no look for a namesake
  bool remove(std::string_view name);

  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  std::size_t size() const { return items_.size(); }
  friend bool operator==(const Properties &, const Properties &) = default;

 private:
  std::vector<Property> items_;
};

}  // namespace gantry::package

#endif
