// Result types of built-in functions, as the tables of functions-*.cpp name them.
#ifndef SANDBOX_ENGINE_FUNCTION_TYPES_HPP
#define SANDBOX_ENGINE_FUNCTION_TYPES_HPP

#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

using TypeRule = std::function<TypeInfo(const std::vector<Bound> &)>;
using FunctionBody = std::function<Value(Engine &, Arguments &)>;

inline TypeRule always(const TypeInfo &type) {
  return [type](const std::vector<Bound> &) { return type; };
}
inline TypeRule as_argument(std::size_t index = 0) {
  return [index](const std::vector<Bound> &arguments) {
    return arguments[index].null_literal ? integer_type() : arguments[index].type;
  };
}
/// varchar of a varchar, nvarchar of everything else; long enough for whatever comes out.
inline TypeRule text_like(std::size_t index = 0) {
  return [index](const std::vector<Bound> &arguments) {
    const TypeInfo &given = arguments[index].type;
    const bool wide = is_unicode(given.type) || given.type == Type::sql_variant;
    if (is_character(given.type) && is_large(given)) return wide ? nvarchar_type(-1) : varchar_type(-1);
    return wide ? nvarchar_type(4000) : varchar_type(8000);
  };
}

inline void add_function(FunctionTable &table, const char *name, const char *shape, TypeRule type,
                         FunctionBody body, bool nulls = false) {
  Function function;
  function.shape = shape;
  function.type = std::move(type);
  function.body = std::move(body);
  function.nulls = nulls;
  table[name] = std::move(function);
}

/// A function, just added, whose value is not one for a whole query.
inline void vary(FunctionTable &table, const char *name, Function::Constancy constancy) {
  table.at(name).constancy = constancy;
}

}  // namespace sandbox

#endif
