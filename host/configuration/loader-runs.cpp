// The parts of the host configuration that bind runs: which servers may be written, limits.
#include "host/configuration/loader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/configuration/names.hpp"
#include "host/configuration/nearest.hpp"

namespace gantry::configuration {

using nlohmann::json;

Result<> Loader::read_destinations(const json &value) {
  if (auto ok = need_object(value, "destinations"); !ok) return ok;
  for (const auto &[name, rules] : value.items()) {
    const std::string path = "destinations." + shown(name);
    if (auto ok = need_object(rules, path); !ok) return ok;
    if (name.empty() || name.find_first_of(" \t\r\n") != std::string::npos)
      return refuse(path, "A server as HOST, HOST\\INSTANCE or HOST,PORT was expected.",
                    name.empty() ? "It is empty." : "There is a blank in it.", "Write the server's name.");
    if (std::any_of(out_.destinations_.begin(), out_.destinations_.end(),
                    [folded = lower_case(name)](const Destination &there) {
                      return lower_case(there.name) == folded;
                    }))
      return refuse(path, "Each server once was expected.", "There is another one that differs in case only.",
                    "Join the two.");
    Destination destination;
    destination.name = name;
    for (const auto &[key, rule] : rules.items()) {
      if (key != "destroy") return unknown_key(path, key, {"destroy"});
      const bool allow = rule == "allow";
      if (!allow && rule != "deny" && rule != "ask")
        return refuse(path + ".destroy", "\"ask\", \"allow\" or \"deny\" was expected.",
                      rule.is_string() ? "It is '" + shown(rule.get<std::string>()) + "'."
                                       : std::string("It is no text."),
                      "Write \"deny\", or leave the key out.");
      destination.destroy = rule != "deny";
      destination.destroy_unasked = allow;
    }
    out_.destinations_.push_back(std::move(destination));
  }
  return success();
}

Result<> Loader::read_limits(const json &value) {
  if (auto ok = need_object(value, "limits"); !ok) return ok;
  struct Limit {
    const char *key;
    std::int64_t &target;
    std::int64_t most;
  };
  const Limit known[] = {{"step-timeout", out_.limits_.step_timeout, 2147483},
                         {"max-streams", out_.limits_.max_streams, 1000}};
  for (const auto &[key, content] : value.items()) {
    const std::string path = "limits." + shown(key);
    const auto *limit = std::find_if(std::begin(known), std::end(known),
                                     [&name = key](const Limit &l) { return name == l.key; });
    if (limit == std::end(known)) return unknown_key("limits", key, {"step-timeout", "max-streams"});
    if (!content.is_number_integer() || content.get<std::int64_t>() < 0 ||
        content.get<std::int64_t>() > limit->most)
      return refuse(path, "A whole number from 0 to " + std::to_string(limit->most) + " was expected.",
                    "It is " + shown(content.dump()) + ".", "Correct the number; 0 is no limit.");
    limit->target = content.get<std::int64_t>();
  }
  return success();
}

}  // namespace gantry::configuration
