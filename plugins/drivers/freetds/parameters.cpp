#include "plugins/drivers/freetds/parameters.hpp"

#include <gantry/cpp/cell.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace gantry::freetds {
namespace {

bool is_name(std::string_view name) {
  if (name.size() < 2 || name.size() > 128 || name[0] != '@') return false;
  return std::all_of(name.begin() + 1, name.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '$' || c == '#' || c == '@' || c >= 0x80;
  });
}

/// A type's name with its size: letters, digits, `( , ) . [ ]`.
bool is_type(std::string_view type) {
  return type.size() <= 300 && std::all_of(type.begin(), type.end(), [](unsigned char c) {
           return std::isalnum(c) || c == '(' || c == ')' || c == ',' || c == ' ' || c == '_' || c == '.' ||
                  c == '[' || c == ']';
         });
}

std::string type_of(const gantry_value &value) {
  switch (value.kind) {
    case GANTRY_KIND_BOOL: return "bit";
    case GANTRY_KIND_INT64: return "bigint";
    case GANTRY_KIND_DOUBLE: return "float";
    case GANTRY_KIND_DECIMAL:
      return "decimal(" + std::to_string(value.precision ? value.precision : 38) + ',' +
             std::to_string(value.scale) + ')';
    case GANTRY_KIND_BYTES: return value.u.data.len <= 8000 ? "varbinary(8000)" : "varbinary(max)";
    case GANTRY_KIND_DATE: return "date";
    case GANTRY_KIND_TIME: return "time(" + std::to_string(value.scale) + ')';
    case GANTRY_KIND_DATETIME: return "datetime";
    case GANTRY_KIND_DATETIME2: return "datetime2(" + std::to_string(value.scale) + ')';
    case GANTRY_KIND_DATETIMEOFFSET: return "datetimeoffset(" + std::to_string(value.scale) + ')';
    case GANTRY_KIND_GUID: return "uniqueidentifier";
    case GANTRY_KIND_UTF8: return value.u.data.len <= 4000 ? "nvarchar(4000)" : "nvarchar(max)";
    case GANTRY_KIND_UTF16LE: return value.u.data.len <= 8000 ? "nvarchar(4000)" : "nvarchar(max)";
    default: return "nvarchar(4000)";
  }
}

Result<std::string> literal(const gantry_parameter &parameter) {
  const gantry_value &value = parameter.value;
  const std::string name(view(parameter.name));
  switch (value.kind) {
    case GANTRY_KIND_NULL: return std::string("NULL");
    case GANTRY_KIND_BOOL: return std::string(value.u.i64 ? "1" : "0");
    case GANTRY_KIND_INT64: return std::to_string(value.u.i64);
    case GANTRY_KIND_DOUBLE: {
      if (!std::isfinite(value.u.f64))
        return Error(Status::invalid, "parameter " + name + " cannot be sent", "a finite number",
                     "infinity or NaN", "correct the value");
      char text[40];
      std::snprintf(text, sizeof text, "%.17e", value.u.f64);
      return std::string(text);
    }
    case GANTRY_KIND_BYTES:
      return Cell::hexadecimal(
          {static_cast<const char *>(value.u.data.ptr ? value.u.data.ptr : ""), value.u.data.len});
    case GANTRY_KIND_DATETIME: {
      // Milliseconds without a blank between the parts: read alike under every DATEFORMAT.
      std::string text = keep(value).text();
      text[10] = 'T';
      return '\'' + text + '\'';
    }
    case GANTRY_KIND_DECIMAL:
    case GANTRY_KIND_DATE:
    case GANTRY_KIND_TIME:
    case GANTRY_KIND_DATETIME2:
    case GANTRY_KIND_DATETIMEOFFSET:
    case GANTRY_KIND_GUID: {
      const std::string text = keep(value).text();
      return value.kind == GANTRY_KIND_DECIMAL ? text : '\'' + text + '\'';
    }
    case GANTRY_KIND_UTF8:
    case GANTRY_KIND_UTF16LE: {
      const std::string text = keep(value).text();
      if (!is_sendable(text))
        return Error(Status::invalid, "parameter " + name + " cannot be sent", "UTF-8 text without NUL",
                     "other bytes", "send it as bytes");
      return quote_text(text);
    }
    default:
      return Error(Status::unsupported, "parameter " + name + " cannot be sent", "a value with its content",
                   "a value of kind " + std::to_string(value.kind), "read deferred values before");
  }
}

}  // namespace

std::string quote_text(std::string_view text) {
  std::string quoted = "N'";
  quoted.reserve(text.size() + 8);
  for (const char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted += '\'';
}

bool is_sendable(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first == 0) return false;
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xC2 && first < 0xE0 ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    if (length == 0 || i + length > text.size()) return false;
    std::uint32_t code = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0) != 0x80) return false;
      code = (code << 6) | (next & 0x3FU);
    }
    if ((length == 3 && (code < 0x800 || (code >= 0xD800 && code < 0xE000))) ||
        (length == 4 && (code < 0x10000 || code > 0x10FFFF)))
      return false;
    i += length;
  }
  return true;
}

Result<std::string> with_parameters(std::string_view sql, const std::vector<gantry_parameter> &parameters) {
  std::string declarations, values;
  for (const gantry_parameter &parameter : parameters) {
    const std::string name(view(parameter.name));
    std::string type(view(parameter.type_name));
    if (!is_name(name))
      return Error(Status::invalid, "a parameter's name cannot be used", "@ and letters, digits, underscores",
                   '"' + name + '"', "correct the name");
    if (!is_type(type))
      return Error(Status::invalid, "the type of parameter " + name + " cannot be used",
                   "SQL Server's name with its size", '"' + type + '"', "correct the type");
    if (type.empty()) type = type_of(parameter.value);
    Result<std::string> text = literal(parameter);
    if (!text) return text;
    declarations += (declarations.empty() ? "" : ", ") + name + ' ' + type;
    values += ", " + name + " = " + *text;
    wipe(*text);
  }
  std::string call = "EXEC sp_executesql " + quote_text(sql) + ", " + quote_text(declarations) + values;
  wipe(values);
  return call;
}

}  // namespace gantry::freetds
