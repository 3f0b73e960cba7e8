// What runs in a scope of its own leaves the session as it was.
#ifndef SANDBOX_ENGINE_CONTEXT_HPP
#define SANDBOX_ENGINE_CONTEXT_HPP

#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {

/// What a module or dynamic SQL changes for itself only: context, options, TRY and nesting.
struct Context {
  explicit Context(Engine &e)
      : engine(e),
        options(e.options),
        database(e.database_name),
        id(e.database_id),
        nesting(e.nesting),
        depth(e.procedure_depth),
        variables(e.variables),
        scope_identity(e.scope_identity) {
    e.scope_identity = Value();
    for (const auto &entry : e.temporary) tables.insert(entry.first);
  }
  ~Context() {
    // # tables made inside end here.
    for (auto entry = engine.temporary.begin(); entry != engine.temporary.end();)
      entry = tables.count(entry->first) ? std::next(entry) : engine.temporary.erase(entry);
    engine.options = options;
    engine.nesting = nesting;
    engine.procedure_depth = depth;
    engine.variables = variables;
    engine.scope_identity = scope_identity;
    if (engine.database_id == id) return;
    const std::string before = engine.database_name;
    engine.database_name = database;
    engine.database_id = id;
    if (announce && engine.sink) engine.sink->environment(Environment::database, database, before);
  }
  Context(const Context &) = delete;
  Context &operator=(const Context &) = delete;

  Engine &engine;
  Options options;
  std::string database;
  int id, nesting, depth;
  Variables *variables;
  Value scope_identity;
  std::set<std::string> tables;
  bool announce = false;
};

}  // namespace sandbox

#endif
