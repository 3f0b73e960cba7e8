#include "host/expression/type.hpp"

#include <array>
#include <cstddef>

namespace gantry::expression {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 29> names = {
    "DT_BOOL",    "DT_I1",          "DT_I2",           "DT_I4",
    "DT_I8",      "DT_UI1",         "DT_UI2",          "DT_UI4",
    "DT_UI8",     "DT_R4",          "DT_R8",           "DT_CY",
    "DT_DECIMAL", "DT_NUMERIC",     "DT_STR",          "DT_WSTR",
    "DT_TEXT",    "DT_NTEXT",       "DT_IMAGE",        "DT_BYTES",
    "DT_GUID",    "DT_DATE",        "DT_DBDATE",       "DT_DBTIME",
    "DT_DBTIME2", "DT_DBTIMESTAMP", "DT_DBTIMESTAMP2", "DT_DBTIMESTAMPOFFSET",
    "DT_FILETIME"};

}  // namespace

std::string_view name_of(Type type) { return names[static_cast<std::size_t>(type)]; }

std::optional<Type> type_named(std::string_view name) {
  std::string upper(name);
  for (char &c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == upper) return static_cast<Type>(i);
  return std::nullopt;
}

int width_of(Type integer) {
  switch (integer) {
    case Type::i1:
    case Type::ui1: return 1;
    case Type::i2:
    case Type::ui2: return 2;
    case Type::i4:
    case Type::ui4: return 4;
    default: return 8;
  }
}

}  // namespace gantry::expression
