// Small shared pieces of the functions and procedures that name things of the server.
#ifndef SANDBOX_ENGINE_CATALOGUE_NAMES_HPP
#define SANDBOX_ENGINE_CATALOGUE_NAMES_HPP

#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

/// The release the sandbox stands in for.
inline constexpr const char *product_version = "16.0.4125.3";

/// "db.schema.object" with brackets and quotes to its parts.
Name split_name(const std::string &text);
/// Id of an object of any kind: the user's (positive), the server's own views (negative), # tables; nothing
/// when absent.
std::optional<std::int64_t> object_id(Engine &engine, const std::string &name, const std::string &type = "");
void add_object_functions(FunctionTable &table);

}  // namespace sandbox

#endif
