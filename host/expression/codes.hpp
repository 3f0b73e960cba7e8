// The codes of Integration Services for what can be wrong with an expression.
#ifndef GANTRY_EXPRESSION_CODES_HPP
#define GANTRY_EXPRESSION_CODES_HPP

#include <cstdint>

namespace gantry::expression::code {

inline constexpr std::uint32_t divide_by_zero = 0xC004707B;
inline constexpr std::uint32_t literal_overflow = 0xC004707C;
inline constexpr std::uint32_t numeric_overflow = 0xC004707D;
inline constexpr std::uint32_t binary_overflow = 0xC004707E;
inline constexpr std::uint32_t function_overflow = 0xC004707F;
inline constexpr std::uint32_t binary_mismatch = 0xC0047080;
inline constexpr std::uint32_t binary_type = 0xC0047081;
inline constexpr std::uint32_t sign_mismatch = 0xC0047082;
inline constexpr std::uint32_t unary_type = 0xC0047086;
inline constexpr std::uint32_t parameter_type = 0xC0047089;
inline constexpr std::uint32_t unknown_function = 0xC004708A;
inline constexpr std::uint32_t substring_length = 0xC004708B;
inline constexpr std::uint32_t substring_start = 0xC004708C;
inline constexpr std::uint32_t date_part = 0xC004708F;
inline constexpr std::uint32_t cast_parameter = 0xC0047094;
inline constexpr std::uint32_t invalid_cast = 0xC0047095;
inline constexpr std::uint32_t unknown_token = 0xC0047096;
inline constexpr std::uint32_t not_parsed = 0xC0047099;
inline constexpr std::uint32_t empty = 0xC004709A;
inline constexpr std::uint32_t condition_type = 0xC004709E;
inline constexpr std::uint32_t conditional_mismatch = 0xC004709F;
inline constexpr std::uint32_t bare_name = 0xC00470A4;
inline constexpr std::uint32_t lineage = 0xC00470A5;
inline constexpr std::uint32_t not_well_formed = 0xC00470A7;
inline constexpr std::uint32_t code_page = 0xC00470AA;
inline constexpr std::uint32_t cast_precision = 0xC00470AB;
inline constexpr std::uint32_t cast_scale = 0xC00470AC;
inline constexpr std::uint32_t hexadecimal_escape = 0xC00470B7;
inline constexpr std::uint32_t escape = 0xC00470B8;
inline constexpr std::uint32_t unknown_type = 0xC00470BE;
inline constexpr std::uint32_t conversion_overflow = 0xC00470C0;
inline constexpr std::uint32_t conversion_unsupported = 0xC00470C1;
inline constexpr std::uint32_t conversion_failed = 0xC00470C2;
inline constexpr std::uint32_t function_failed = 0xC00470C5;
inline constexpr std::uint32_t variable_type = 0xC00470D0;
inline constexpr std::uint32_t single_quote = 0xC00470D6;
inline constexpr std::uint32_t single_equal = 0xC00470D7;
inline constexpr std::uint32_t square_root = 0xC00470DF;
inline constexpr std::uint32_t natural_logarithm = 0xC00470E0;
inline constexpr std::uint32_t logarithm = 0xC00470E1;
inline constexpr std::uint32_t power = 0xC00470E2;
inline constexpr std::uint32_t unary_overflow = 0xC00470E5;
inline constexpr std::uint32_t right_length = 0xC00470E7;
inline constexpr std::uint32_t repeat_count = 0xC00470E8;
inline constexpr std::uint32_t occurrence = 0xC00470EE;
inline constexpr std::uint32_t cast_length = 0xC00470F1;
inline constexpr std::uint32_t parameter_count = 0xC00470FB;
inline constexpr std::uint32_t assignment =
    0xC001F026;  ///< a value cannot become that of a variable or property
inline constexpr std::uint32_t not_boolean = 0xC0017006;
inline constexpr std::uint32_t no_assignment = 0x8001F203;

}  // namespace gantry::expression::code

#endif
