#include "host/expression/value.hpp"

#include "host/expression/text.hpp"

namespace gantry::expression {

Value Value::null(const TypeSpec &spec) {
  Value out;
  out.spec_ = spec;
  return out;
}

Value Value::boolean(bool value) {
  Value out;
  out.spec_ = {Type::boolean};
  out.content_ = value;
  return out;
}

Value Value::integer(Type type, Integer value) {
  Value out;
  out.spec_ = {type};
  out.content_ = value;
  return out;
}

Value Value::real(Type type, double value) {
  Value out;
  out.spec_ = {type};
  out.content_ = type == Type::r4 ? static_cast<double>(static_cast<float>(value)) : value;
  return out;
}

Value Value::exact(Type type, const Decimal &value) {
  Value out;
  out.spec_ = {type, 0, value.precision, value.scale};
  out.content_ = value;
  return out;
}

Value Value::string(std::u16string value, Type type) {
  Value out;
  out.spec_ = {type};
  out.content_ = std::move(value);
  return out;
}

Value Value::bytes(Type type, std::string value) {
  Value out;
  out.spec_ = {type};
  out.content_ = std::move(value);
  return out;
}

Value Value::date_time(Type type, const DateTime &value, int scale) {
  Value out;
  out.spec_ = {type, 0, 0, scale};
  out.content_ = value;
  return out;
}

std::string Value::utf8() const { return to_utf8(as_string()); }

Value Value::retyped(const TypeSpec &spec) const {
  Value out = *this;
  out.spec_ = spec;
  return out;
}

std::u16string Value::from_utf8(std::string_view value) { return to_utf16(value); }

}  // namespace gantry::expression
