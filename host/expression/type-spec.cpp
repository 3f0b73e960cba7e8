#include "host/expression/type-spec.hpp"

#include "host/expression/codes.hpp"

namespace gantry::expression {
namespace {

Error refuse(std::uint32_t code, std::string_view type, std::string expected, std::string found) {
  return Error(Status::data, "The expression could not be parsed.", std::move(expected), std::move(found),
               "Correct the parameters of " + std::string(type) + ".")
      .with_code(code);
}

/// How many parameters a type takes at least and at most, and an example.
struct Shape {
  std::size_t least, most;
  std::string_view example;
};

Shape shape_of(Type type) {
  switch (type) {
    case Type::str: return {2, 2, "(DT_STR, 50, 1252)"};
    case Type::wstr: return {1, 1, "(DT_WSTR, 50)"};
    case Type::bytes: return {1, 1, "(DT_BYTES, 50)"};
    case Type::decimal: return {1, 1, "(DT_DECIMAL, 2)"};
    case Type::numeric: return {2, 2, "(DT_NUMERIC, 10, 3)"};
    case Type::text: return {1, 1, "(DT_TEXT, 1252)"};
    case Type::dbtime2: return {0, 1, "(DT_DBTIME2, 5)"};
    case Type::dbtimestamp2: return {0, 1, "(DT_DBTIMESTAMP2, 4)"};
    case Type::dbtimestampoffset: return {0, 1, "(DT_DBTIMESTAMPOFFSET, 7)"};
    default: return {0, 0, ""};
  }
}

}  // namespace

Result<TypeSpec> make_type_spec(std::string_view name, const std::vector<Integer> &parameters) {
  const auto type = type_named(name);
  if (!type)
    return refuse(code::unknown_type, name, "A data type of Integration Services was expected.",
                  "'" + std::string(name) + "' is none.");
  const Shape shape = shape_of(*type);
  if (parameters.size() < shape.least || parameters.size() > shape.most)
    return refuse(code::cast_parameter, name,
                  shape.most == 0
                      ? std::string(name_of(*type)) + " takes no parameters."
                      : std::string(name_of(*type)) + " is written like " + std::string(shape.example) + ".",
                  "It has " + std::to_string(parameters.size()) + " parameters.");
  const auto within = [&](std::size_t index, Integer most) {
    return parameters.size() <= index || parameters[index] <= most;
  };
  const auto number = [&](std::size_t index, int otherwise) {
    return parameters.size() > index ? static_cast<int>(parameters[index]) : otherwise;
  };
  const auto range = [](std::string_view what, int least, int most) {
    return "A " + std::string(what) + " of " + std::to_string(least) + " to " + std::to_string(most) +
           " was expected.";
  };
  TypeSpec spec{*type};
  switch (*type) {
    case Type::str:
    case Type::wstr:
    case Type::bytes: {
      const int most = *type == Type::wstr ? 4000 : 8000;
      if (!within(0, most) || parameters[0] < 1)
        return refuse(code::cast_length, name, range("length", 1, most),
                      "It is " + to_text(parameters[0]) + ".");
      spec.length = number(0, 0);
      if (!within(1, 65535))
        return refuse(code::code_page, name, "A code page was expected.",
                      "It is " + to_text(parameters[1]) + ".");
      spec.code_page = number(1, 0);
      break;
    }
    case Type::text:
      if (!within(0, 65535))
        return refuse(code::code_page, name, "A code page was expected.",
                      "It is " + to_text(parameters[0]) + ".");
      spec.code_page = number(0, 0);
      break;
    case Type::decimal:
      if (!within(0, 28))
        return refuse(code::cast_scale, name, range("scale", 0, 28), "It is " + to_text(parameters[0]) + ".");
      spec.precision = 29;
      spec.scale = number(0, 0);
      break;
    case Type::numeric:
      if (!within(0, max_precision) || parameters[0] < 1)
        return refuse(code::cast_precision, name, range("precision", 1, 38),
                      "It is " + to_text(parameters[0]) + ".");
      if (parameters[1] > parameters[0])
        return refuse(code::cast_scale, name, "A scale not above the precision was expected.",
                      "It is " + to_text(parameters[1]) + ".");
      spec.precision = number(0, 0);
      spec.scale = number(1, 0);
      break;
    case Type::cy:
      spec.precision = 19;
      spec.scale = 4;
      break;
    case Type::dbtime2:
    case Type::dbtimestamp2:
    case Type::dbtimestampoffset:
      if (!within(0, 7))
        return refuse(code::cast_scale, name, range("scale", 0, 7), "It is " + to_text(parameters[0]) + ".");
      spec.scale = number(0, 7);
      break;
    default: break;
  }
  return spec;
}

}  // namespace gantry::expression
