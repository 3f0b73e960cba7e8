// Names of objects in schemas, as lists of packages write them.
#ifndef GANTRY_TRANSFER_COMMON_OBJECT_NAME_HPP
#define GANTRY_TRANSFER_COMMON_OBJECT_NAME_HPP

#include <string>
#include <string_view>

namespace gantry::transfer {

struct ObjectName {
  std::string schema;  ///< empty: not said
  std::string name;
};

/// `name`, `schema.name`, `[schema].[name]`, `[name]`; brackets inside a name are doubled. What is none of
/// these is taken as a bare name: names may hold anything.
ObjectName parse_object_name(std::string_view text);

/// [schema].[name]
std::string qualified(std::string_view schema, std::string_view name);

}  // namespace gantry::transfer

#endif
