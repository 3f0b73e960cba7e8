#include "host/configuration/host-configuration.hpp"

#include <set>

#include "host/configuration/loader.hpp"
#include "host/configuration/names.hpp"
#include "host/configuration/setting-key.hpp"

namespace gantry::configuration {

Result<HostConfiguration> HostConfiguration::load(const Sources &sources) { return Loader(sources).run(); }

std::vector<Setting> HostConfiguration::connection(std::string_view name) const {
  std::set<std::string> of_driver;
  const auto argued = command_line_.find(lower_case(name));
  for (const Connection *from :
       {argued == command_line_.end() ? nullptr : &argued->second, find(name), &defaults_})
    if (from)
      for (const auto &[key, setting] : from->settings)
        if (is_of_driver(key)) of_driver.insert(key);
  std::vector<Setting> settings;
  const auto take = [&](const std::string &key) {
    if (auto setting = connection_setting(name, key)) settings.push_back(std::move(*setting));
  };
  for (const std::string &key : setting_key_names()) take(key);
  for (const std::string &key : of_driver) take(key);
  return settings;
}

std::optional<Setting> HostConfiguration::connection_setting(std::string_view name,
                                                             std::string_view key) const {
  const std::string folded = lower_case(name), wanted(key);
  const auto of = [&](const Connection *connection) -> const Setting * {
    if (!connection) return nullptr;
    const auto found = connection->settings.find(wanted);
    return found == connection->settings.end() ? nullptr : &found->second;
  };
  const auto argued = command_line_.find(folded);
  if (const Setting *setting = of(argued == command_line_.end() ? nullptr : &argued->second)) return *setting;
  const SettingKey *known = find_setting_key(key);
  if (known && environment_) {
    const std::string variable = "GANTRY_CONNECTION_" + variable_part(name) + "_" + variable_part(key);
    if (const auto value = environment_(variable)) {
      const auto checked = check_setting(*known, *value, variable);
      return Setting{wanted, checked ? *checked : *value, variable};
    }
  }
  if (const Setting *setting = of(find(name))) return *setting;
  if (const Setting *setting = of(&defaults_)) return *setting;
  return std::nullopt;
}

std::optional<SecretReference> HostConfiguration::secret(std::string_view connection,
                                                         std::string_view property) const {
  const std::string wanted = lower_case(property);
  for (const Connection *candidate : {find(connection), &defaults_}) {
    if (!candidate) continue;
    if (const auto found = candidate->secrets.find(wanted); found != candidate->secrets.end())
      return found->second;
  }
  return std::nullopt;
}

std::vector<std::string> HostConfiguration::drivers_of(std::string_view scheme) const {
  const auto found = schemes_.find(std::string(scheme));
  return found == schemes_.end() ? std::vector<std::string>() : found->second;
}

const HostConfiguration::Connection *HostConfiguration::find(std::string_view name) const {
  const auto found = connections_.find(lower_case(name));
  return found == connections_.end() ? nullptr : &found->second;
}

}  // namespace gantry::configuration
