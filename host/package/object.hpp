// What every object of a package has: name, id, properties, property expressions, ObjectData.
#ifndef GANTRY_PACKAGE_OBJECT_HPP
#define GANTRY_PACKAGE_OBJECT_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/package/properties.hpp"

namespace gantry::package {

struct PropertyExpression {
  std::string property, expression;
  friend bool operator==(const PropertyExpression &, const PropertyExpression &) = default;
};

/// What stands inside `<DTS:ObjectData>`: bytes this room does not look into. `dtsx` turns them into
/// properties and back (dtsx/object-data.hpp). May hold encrypted or clear sensitive nodes: never print it.
struct ObjectData {
  bool present = false;
  std::string content;  ///< UTF-8, exactly what stands between the tags
  /// Prefixes declared further out that the content may use: {prefix, namespace}; null: none.
  std::shared_ptr<const std::vector<std::pair<std::string, std::string>>> namespaces;
  friend bool operator==(const ObjectData &a, const ObjectData &b) {
    return a.present == b.present && a.content == b.content;
  }
};

/// A value given from outside (/Set, configuration) to a property of the live object behind a connection
/// manager, task, log provider or enumerator. The runtime sets them in order, after what ObjectData says;
/// they are never saved.
struct Override {
  std::string property, value;
  bool sensitive = false;  ///< the value must not be shown
  friend bool operator==(const Override &, const Override &) = default;
};

struct Object {
  std::string name;           ///< ObjectName
  std::string id;             ///< DTSID, a GUID in braces as the file spells it
  std::string description;    ///< empty = none
  std::string creation_name;  ///< as written: `SMOServer`, `Microsoft.TransferLoginsTask`, a CLR name ...
  std::string ref_id;         ///< `Package\Task`; empty in packages older than format 6
  Properties properties;      ///< all others
  std::vector<PropertyExpression> expressions;
  std::vector<Override> overrides;
  std::uint32_t origin = 0;  ///< opaque; 0 = not from a file

  /// The expression of a property, empty when it has none.
  std::string_view expression_of(std::string_view property) const;
  /// An empty expression removes it.
  void set_expression(std::string_view property, std::string_view expression);
  void set_override(std::string_view property, std::string_view value, bool sensitive = false);
};

}  // namespace gantry::package

#endif
