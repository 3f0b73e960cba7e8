// Headers of modules: what was rewritten says the catalogue's name, and nothing behind the header changed.
#include "plugins/smo/module-header.hpp"
#include "tests/fuzz/target.hpp"

GANTRY_FUZZ_TARGET("module-header") {
  using gantry::fuzz::require;
  const auto header = gantry::smo::read_module_header(input);
  if (!header) return;
  require(header->verb_begin < header->verb_end && header->verb_end <= header->name_begin &&
              header->name_begin < header->name_end && header->name_end <= header->end &&
              header->end <= input.size(),
          "the parts of a header stand in order and in the text");
  for (const char *verb : {"CREATE", "ALTER"}) {
    const auto rewritten = gantry::smo::with_header(input, verb, "new]schema", "new name");
    require(bool(rewritten), "what was read can be rewritten");
    const auto again = gantry::smo::read_module_header(*rewritten);
    require(again && again->verb == verb && again->type == header->type && again->number == header->number &&
                again->name == std::vector<std::string>{"new]schema", "new name"},
            "what was rewritten says the new name");
    require(rewritten->substr(again->end) == input.substr(header->end), "the rest stays byte for byte");
    require(rewritten->substr(0, again->verb_begin) == input.substr(0, header->verb_begin),
            "what stands before stays byte for byte");
    const auto twice = gantry::smo::with_header(*rewritten, verb, "new]schema", "new name");
    require(twice && *twice == *rewritten, "rewriting twice changes nothing");
  }
}
