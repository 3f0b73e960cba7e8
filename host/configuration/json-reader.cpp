#include "host/configuration/json-reader.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "host/configuration/names.hpp"

namespace gantry::configuration {
namespace {

using nlohmann::json;

constexpr int max_depth = 16;

std::string place(std::string_view text, std::size_t bytes) {
  std::size_t line = 1, column = 1;
  for (const char c : text.substr(0, bytes > 0 ? bytes - 1 : 0)) {
    if (c == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

Result<json> read_json(std::string_view text, const std::string &file) {
  const std::string what = "The host configuration '" + file + "' could not be read.";
  std::vector<std::set<std::string>> keys;
  std::vector<std::string> path;
  std::string doubled;
  bool too_deep = false;
  const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json &parsed) {
    if (depth > max_depth) too_deep = true;
    if (event == json::parse_event_t::object_start) {
      keys.emplace_back();
      path.emplace_back();
    } else if (event == json::parse_event_t::object_end) {
      keys.pop_back();
      path.pop_back();
    } else if (event == json::parse_event_t::key && !keys.empty()) {
      const auto &key = parsed.get_ref<const std::string &>();
      path.back() = key;
      if (!keys.back().insert(key).second && doubled.empty())
        for (const std::string &part : path) doubled += (doubled.empty() ? "" : ".") + shown(part);
    }
    return !too_deep;
  };
  try {
    json value = json::parse(text.begin(), text.end(), watch);
    if (too_deep)
      return Error(Status::invalid, what,
                   "Objects at most " + std::to_string(max_depth) + " deep were expected.",
                   "There are deeper ones.", "Correct the file.");
    if (!doubled.empty())
      return Error(Status::invalid, what, "Each key once was expected.",
                   "The key " + doubled + " is there twice.", "Remove one of them.");
    return value;
  } catch (const json::parse_error &error) {
    // Its own words may quote the file, and with it a secret.
    Error refused(Status::invalid, what, "JSON was expected.",
                  "It is not well-formed at " + place(text, error.byte) + ".", "Correct the file there.");
    return refused;
  } catch (const json::exception &) {
    return Error(Status::invalid, what, "JSON with numbers in range was expected.", "It has others.",
                 "Correct the file.");
  }
}

}  // namespace gantry::configuration
