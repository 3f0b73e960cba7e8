// Lines of JSON written as they are said: a run has several for each step, and trees of values cost.
#ifndef GANTRY_AUDIT_JSON_LINE_HPP
#define GANTRY_AUDIT_JSON_LINE_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace gantry::audit {

/// Appends a JSON string with its quotes; bytes that are no UTF-8 are replaced.
void append_json_text(std::string &out, std::string_view text);

/// One object on one line. Members stand in the order in which they are added; no key needs an escape.
class JsonLine {
 public:
  JsonLine() = default;
  explicit JsonLine(std::string_view type) { add("type", type); }

  JsonLine &add(std::string_view key, std::string_view value);
  JsonLine &add(std::string_view key, const std::string &value) { return add(key, std::string_view(value)); }
  JsonLine &add(std::string_view key, const char *value) { return add(key, std::string_view(value)); }
  JsonLine &add(std::string_view key, std::int64_t value);
  JsonLine &add(std::string_view key, double value);
  JsonLine &add(std::string_view key, bool value);
  /// A value that is JSON already.
  JsonLine &add_json(std::string_view key, std::string_view json);

  /// With its line feed; the line is empty again.
  std::string finish();
  /// The object alone.
  std::string object();

 private:
  void key(std::string_view key);
  std::string text_ = "{";
};

}  // namespace gantry::audit

#endif
