#include "host/dtsx/dtsconfig.hpp"

#include "host/dtsx/xml/source.hpp"

namespace gantry::dtsx {

Result<std::vector<ConfiguredValue>> read_dtsconfig(std::string_view bytes, const ReadOptions &options) {
  auto source = xml::parse(bytes, options);
  if (!source) return source.error();
  const std::uint32_t root = source->root();
  if (source->local_name(root) != "DTSConfiguration")
    return Error(Status::data, "The configuration file '" + options.name + "' could not be loaded.",
                 "The root element <DTSConfiguration> was expected.",
                 "It is <" + std::string(source->local_name(root)).substr(0, 64) + ">.",
                 "Name a file that Integration Services wrote as XML configuration.")
        .with_code(0xC0011003);
  std::vector<ConfiguredValue> out;
  int line = 1;
  std::uint32_t counted = 0;
  for (std::uint32_t at = source->elements[root].first_child; at != xml::none;
       at = source->elements[at].next) {
    if (source->local_name(at) != "Configuration") continue;
    const auto attribute = [&](std::string_view name) {
      const std::uint32_t found = source->find_attribute(at, {}, name);
      return found == xml::none ? std::string() : source->attribute_value(found);
    };
    for (; counted < source->elements[at].begin; ++counted) line += source->text[counted] == '\n';
    if (const std::string type = attribute("ConfiguredType"); !type.empty() && type != "Property") {
      Error error(Status::unsupported, "The configuration file '" + options.name + "' could not be applied.",
                  "ConfiguredType Property was expected.",
                  "It is '" + type.substr(0, 64) + "' in line " + std::to_string(line) + ".",
                  "Remove the entry.");
      error.line = line;
      return error.with_code(0xC0011003);
    }
    ConfiguredValue value{attribute("Path"), attribute("ValueType"), {}, line};
    for (std::uint32_t child = source->elements[at].first_child; child != xml::none;
         child = source->elements[child].next)
      if (source->local_name(child) == "ConfiguredValue") value.value = source->content(child);
    if (value.path.empty()) {
      Error error(Status::data, "The configuration file '" + options.name + "' could not be applied.",
                  "A package path in Path was expected.",
                  "There is none in line " + std::to_string(line) + ".", "Complete or remove the entry.");
      error.line = line;
      return error.with_code(0xC0011003);
    }
    out.push_back(std::move(value));
  }
  return out;
}

}  // namespace gantry::dtsx
