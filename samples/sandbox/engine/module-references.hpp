// What a module mentions: tables, views, functions and procedures, as they are written.
#ifndef SANDBOX_ENGINE_MODULE_REFERENCES_HPP
#define SANDBOX_ENGINE_MODULE_REFERENCES_HPP

#include "samples/sandbox/engine/ast.hpp"

#include <vector>

namespace sandbox {

struct ModuleReference {
  Name name;
  bool procedure = false;  ///< run by EXEC: without a schema its caller's decides
};

/// Each once, in the order met. Not: # tables, table variables, common table expressions, aliases.
std::vector<ModuleReference> references_of(const Statement &statement);
std::vector<ModuleReference> references_of(const SelectPtr &query);

}  // namespace sandbox

#endif
