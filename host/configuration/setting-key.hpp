// What may be configured of a connection, and which values it takes.
#ifndef GANTRY_CONFIGURATION_SETTING_KEY_HPP
#define GANTRY_CONFIGURATION_SETTING_KEY_HPP

#include <gantry/cpp/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gantry::configuration {

struct SettingKey {
  std::string_view name;
  enum class Kind { text, boolean, integer, choice, path } kind = Kind::text;
  long least = 0, most = 0;       ///< integers
  std::string_view choices = {};  ///< separated by |
};

/// Null when there is none of that name.
const SettingKey *find_setting_key(std::string_view name);
/// Without those of drivers, which nobody can list.
const std::vector<std::string> &setting_key_names();
/// `driver.<name>`: goes to the driver unread.
bool is_of_driver(std::string_view key);

/// The invariant text of a value: True/False, digits, the choice as it is spelt. Errors: INVALID with `where`
/// (place and key) and what is allowed; the value is shown unless it may be a secret.
Result<std::string> check_setting(const SettingKey &key, std::string_view value, const std::string &where);

}  // namespace gantry::configuration

#endif
