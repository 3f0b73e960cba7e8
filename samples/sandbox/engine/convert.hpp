// CAST, CONVERT, implicit conversion and assignment.
#ifndef SANDBOX_ENGINE_CONVERT_HPP
#define SANDBOX_ENGINE_CONVERT_HPP

#include "samples/sandbox/engine/value.hpp"

namespace sandbox {

/// Throws SqlError (245, 241, 8114, 8115, 220, 529, ...). style -1 = default. `date_order` as SET DATEFORMAT.
Value convert(const Value &value, const TypeInfo &from, const TypeInfo &to, int style = -1,
              std::string_view date_order = "mdy");
/// Refuses at bind time what no CAST does (529), or what needs one (257, 206) when `implicit`.
void check_convertible(const TypeInfo &from, const TypeInfo &to, bool implicit);
std::string guid_text(const Guid &guid);
std::optional<Guid> parse_guid(std::string_view text);
std::string float_text(double number, bool single, int style = 0);
/// The type a value takes when wrapped as sql_variant, and the wrapping itself.
Value make_variant(const Value &value, const TypeInfo &type);

}  // namespace sandbox

#endif
