// Types and values: names, precedence, comparison, keys.
#ifndef SANDBOX_ENGINE_VALUE_HPP
#define SANDBOX_ENGINE_VALUE_HPP

#include "samples/sandbox/engine/types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

inline bool is_null(const Value &value) { return std::holds_alternative<std::monostate>(value); }
inline std::int64_t as_int(const Value &value) { return std::get<std::int64_t>(value); }
inline const std::string &as_text(const Value &value) { return std::get<std::string>(value); }

bool is_character(Type type);
bool is_unicode(Type type);
bool is_binary(Type type);
bool is_integer(Type type);  ///< bit too
bool is_decimal(Type type);  ///< decimal, numeric, money, smallmoney
bool is_float(Type type);
bool is_temporal(Type type);
bool is_number(Type type);
bool is_large(const TypeInfo &type);  ///< (max), text, ntext, image, xml

std::string base_name(Type type);             ///< "nvarchar"
std::string type_name(const TypeInfo &type);  ///< "nvarchar(10)"
/// The type of that name with its default size (char(1), decimal(18,0), datetime2(7)). sysname is
/// nvarchar(128).
std::optional<TypeInfo> type_named(std::string_view name);
struct TypeIdentity {
  int system_type_id, user_type_id, max_length, precision, scale;
};
TypeIdentity identity_of(const TypeInfo &type);  ///< as sys.columns shows it
int precedence(Type type);

TypeInfo integer_type();
TypeInfo bigint_type();
TypeInfo bit_type();
TypeInfo nvarchar_type(int length);
TypeInfo varchar_type(int length);
TypeInfo varbinary_type(int length);
TypeInfo sysname_type();
TypeInfo datetime_type();
TypeInfo decimal_type(int precision, int scale);

/// Digits and scale with which a type takes part in decimal arithmetic.
TypeInfo as_decimal_type(const TypeInfo &type);
/// The type of CASE, COALESCE, UNION and comparison over both.
TypeInfo common_type(const TypeInfo &left, const TypeInfo &right);

Value text_value(std::string text);
Value int_value(std::int64_t number);
Value bool_value(bool flag);

/// Both of one (common) type, neither NULL. < 0, 0, > 0.
int compare_values(const Value &left, const Value &right);
/// Appends a key such that equal values (of one type) have equal keys; NULL has one too.
void append_key(std::string &key, const Value &value);

/// Lossless text for storage and its inverse.
std::string encode_variant(const TypeInfo &type, const Value &value);
Value decode_variant(std::string_view bytes);

}  // namespace sandbox

#endif
