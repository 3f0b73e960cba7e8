#include "host/configuration/loader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/configuration/file-access.hpp"
#include "host/configuration/json-reader.hpp"
#include "host/configuration/names.hpp"
#include "host/configuration/nearest.hpp"
#include "host/configuration/setting-key.hpp"

namespace gantry::configuration {
namespace {

using nlohmann::json;

constexpr std::size_t max_file = std::size_t{4} << 20;

std::string base_name(const std::string &path) { return path.substr(path.rfind('/') + 1); }

std::string kind_of(const json &value) {
  switch (value.type()) {
    case json::value_t::object: return "an object";
    case json::value_t::array: return "a list";
    case json::value_t::string: return "a text";
    case json::value_t::boolean: return "a boolean";
    case json::value_t::null: return "null";
    default: return "a number";
  }
}

}  // namespace

Error Loader::refuse(const std::string &path, std::string expected, std::string found,
                     std::string todo) const {
  return Error(Status::invalid,
               "The host configuration '" + out_.file_ + "' could not be used: " + path + ".",
               std::move(expected), std::move(found), std::move(todo));
}

Error Loader::unknown_key(const std::string &path, std::string_view key,
                          const std::vector<std::string> &known) const {
  return refuse(path, "One of the keys " + joined(known) + " was expected.", "'" + shown(key) + "' is none.",
                suggestion(key, known));
}

Result<> Loader::need_object(const json &value, const std::string &path) {
  if (value.is_object()) return success();
  return refuse(path, "An object was expected.", "It is " + kind_of(value) + ".", "Write { ... }.");
}

Result<HostConfiguration> Loader::run() {
  if (!sources_.privileged) out_.environment_ = sources_.environment;
  if (sources_.file) {
    if (auto done = read_file(*sources_.file, true); !done) return done.error();
  } else {
    std::vector<std::string> places;
    if (out_.environment_) {
      // The XDG rule: a relative path counts as none.
      const auto folder = out_.environment_("XDG_CONFIG_HOME");
      const auto home = out_.environment_("HOME");
      if (folder && folder->substr(0, 1) == "/")
        places.push_back(*folder + "/gantry/gantry.json");
      else if (home && home->substr(0, 1) == "/")
        places.push_back(*home + "/.config/gantry/gantry.json");
    }
    places.push_back(sources_.system_file);
    for (const std::string &place : places) {
      if (auto done = read_file(place, false); !done) return done.error();
      if (!out_.file_.empty()) break;
    }
  }
  if (auto done = read_command_line(); !done) return done.error();
  if (auto done = check_environment(); !done) return done.error();
  return std::move(out_);
}

Result<> Loader::read_file(const std::string &path, bool named) {
  FileRules rules;
  rules.subject = "host configuration";
  rules.limit = max_file;
  auto content = read_guarded_file(path, rules);
  if (!content) return content.error();
  if (!*content) {
    if (!named) return success();
    return Error(Status::not_found, "The host configuration '" + path + "' could not be read.",
                 "A file of that name was expected.", "There is none.", "Correct --config.");
  }
  auto parsed = read_json(**content, path);
  if (!parsed) return parsed.error();
  out_.file_ = path;
  return read_root(*parsed);
}

Result<> Loader::read_root(const json &root) {
  if (auto ok = need_object(root, "the file"); !ok) return ok;
  static const std::vector<std::string> known = {"connections",  "defaults", "schemes", "plugins",
                                                 "destinations", "limits",   "state"};
  for (const auto &[key, value] : root.items()) {
    Result<> done = success();
    if (key == "connections")
      done = read_connections(value);
    else if (key == "defaults")
      done = read_connection(value, "defaults", out_.defaults_);
    else if (key == "schemes")
      done = read_schemes(value);
    else if (key == "plugins")
      done = read_plugins(value);
    else if (key == "state")
      done = read_state(value);
    else if (key == "destinations")
      done = read_destinations(value);
    else if (key == "limits")
      done = read_limits(value);
    else
      done = unknown_key("the file", key, known);
    if (!done) return done;
  }
  return success();
}

Result<> Loader::read_connections(const json &value) {
  if (auto ok = need_object(value, "connections"); !ok) return ok;
  for (const auto &[name, connection] : value.items()) {
    const std::string path = "connections." + shown(name);
    if (name.empty())
      return refuse("connections", "The name of a connection was expected.", "It is empty.",
                    "Name the connection.");
    const std::string folded = lower_case(name);
    if (out_.connections_.count(folded) != 0)
      return refuse(path, "Each connection once was expected.",
                    "There is another one that differs in case only.", "Join the two.");
    if (auto done = read_connection(connection, path, out_.connections_[folded]); !done) return done;
  }
  return success();
}

Result<> Loader::read_connection(const json &value, const std::string &path, Connection &connection) {
  if (auto ok = need_object(value, path); !ok) return ok;
  for (const auto &[key, setting] : value.items()) {
    const std::string at = path + "." + shown(key);
    if (key == "secrets") {
      if (auto done = read_secrets(setting, at, connection); !done) return done;
      continue;
    }
    const SettingKey *known = find_setting_key(key);
    if (!known && is_secret_name(key))
      return refuse(
          at, "No secret was expected in clear.", "There is one.",
          "Write secrets: { \"" + shown(key) + "\": { \"env\": ... } }, or \"file\" or \"credential\".");
    if (!known) {
      std::vector<std::string> names = setting_key_names();
      names.emplace_back("secrets");
      return unknown_key(path, key, names);
    }
    std::string text;
    if (setting.is_string())
      text = setting.get<std::string>();
    else if (setting.is_boolean() && known->kind == SettingKey::Kind::boolean)
      text = setting.get<bool>() ? "true" : "false";
    else if (setting.is_number_integer() && known->kind == SettingKey::Kind::integer)
      text = setting.dump();
    else
      return refuse(at,
                    known->kind == SettingKey::Kind::boolean   ? "true or false was expected."
                    : known->kind == SettingKey::Kind::integer ? "A whole number was expected."
                                                               : "A text was expected.",
                    "It is " + kind_of(setting) + ".", "Correct the value.");
    auto checked = check_setting(*known, text, "'" + at + "' in '" + out_.file_ + "'");
    if (!checked) return checked.error();
    connection.settings[key] = {key, *checked, base_name(out_.file_) + ": " + path};
  }
  return success();
}

Result<> Loader::read_secrets(const json &value, const std::string &path, Connection &connection) {
  if (auto ok = need_object(value, path); !ok) return ok;
  static const std::vector<std::string> kinds = {"env", "file", "credential"};
  for (const auto &[property, reference] : value.items()) {
    const std::string at = path + "." + shown(property);
    if (reference.is_string())
      return refuse(at, "A reference such as { \"env\": \"NAME\" } was expected.",
                    "There is a text, maybe the secret itself.",
                    "Put the secret in the environment, a file or a credential, and name that here.");
    if (auto ok = need_object(reference, at); !ok) return ok;
    if (property.empty() || reference.size() != 1)
      return refuse(at, "One property and one of env, file, credential were expected.",
                    property.empty() ? "The property has no name."
                                     : "There are " + std::to_string(reference.size()) + " places.",
                    "Name one place.");
    const std::string kind = reference.begin().key();
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) return unknown_key(at, kind, kinds);
    if (!reference.begin()->is_string() || reference.begin()->get_ref<const std::string &>().empty())
      return refuse(at + "." + kind, "A name was expected.", "There is none.", "Name the place.");
    SecretReference found;
    found.name = reference.begin()->get<std::string>();
    found.kind = kind == "env"    ? SecretReference::Kind::environment
                 : kind == "file" ? SecretReference::Kind::file
                                  : SecretReference::Kind::credential;
    found.origin = base_name(out_.file_) + ": " + at;
    if (found.kind == SecretReference::Kind::file && found.name.front() != '/')
      return refuse(at + ".file", "An absolute path was expected.", "It is '" + shown(found.name) + "'.",
                    "Write the path from / on.");
    if (found.kind == SecretReference::Kind::credential && found.name.find('/') != std::string::npos)
      return refuse(at + ".credential", "The name of a credential was expected.", "It holds a slash.",
                    "Name a file of the credentials directory.");
    if (!connection.secrets.emplace(lower_case(property), std::move(found)).second)
      return refuse(at, "Each property once was expected.", "There is another one that differs in case only.",
                    "Remove one of them.");
  }
  return success();
}

Result<std::vector<std::string>> Loader::texts(const json &value, const std::string &path) {
  if (!value.is_array())
    return refuse(path, "A list was expected.", "It is " + kind_of(value) + ".", "Write [ ... ].");
  std::vector<std::string> out;
  for (const json &item : value) {
    if (!item.is_string() || item.get_ref<const std::string &>().empty())
      return refuse(path, "Texts that are not empty were expected.", "There is " + kind_of(item) + ".",
                    "Correct the list.");
    const auto &text = item.get_ref<const std::string &>();
    if (std::find(out.begin(), out.end(), text) != out.end())
      return refuse(path, "Each entry once was expected.", "'" + shown(text) + "' is there twice.",
                    "Remove one of them.");
    out.push_back(text);
  }
  return out;
}

Result<> Loader::read_schemes(const json &value) {
  if (auto ok = need_object(value, "schemes"); !ok) return ok;
  for (const auto &[scheme, content] : value.items()) {
    const std::string path = "schemes." + shown(scheme);
    if (auto ok = need_object(content, path); !ok) return ok;
    for (const auto &[key, drivers] : content.items()) {
      if (key != "drivers") return unknown_key(path, key, {"drivers"});
      auto ids = texts(drivers, path + ".drivers");
      if (!ids) return ids.error();
      out_.schemes_[scheme] = std::move(*ids);
    }
  }
  return success();
}

Result<> Loader::read_plugins(const json &value) {
  if (auto ok = need_object(value, "plugins"); !ok) return ok;
  for (const auto &[key, content] : value.items()) {
    if (key != "search") return unknown_key("plugins", key, {"search"});
    auto folders = texts(content, "plugins.search");
    if (!folders) return folders.error();
    for (const std::string &folder : *folders)
      if (folder.front() != '/')
        return refuse("plugins.search", "Absolute paths were expected.",
                      "'" + shown(folder) + "' is relative.", "Write the path from / on.");
    out_.plugin_search_ = std::move(*folders);
  }
  return success();
}

Result<> Loader::read_state(const json &value) {
  if (auto ok = need_object(value, "state"); !ok) return ok;
  for (const auto &[key, content] : value.items()) {
    if (key != "folder") return unknown_key("state", key, {"folder"});
    if (!content.is_string() || content.get_ref<const std::string &>().substr(0, 1) != "/")
      return refuse("state.folder", "An absolute path was expected.", "It is none.",
                    "Write the path from / on.");
    out_.state_folder_ = content.get<std::string>();
  }
  return success();
}

Result<> Loader::read_command_line() {
  for (std::size_t i = 0; i < sources_.command_line.size(); ++i)
    if (auto done = read_argument(sources_.command_line[i], i + 1); !done) return done;
  return success();
}

Result<> Loader::read_argument(std::string_view text, std::size_t number) {
  const std::size_t equals = text.find('=');
  const std::string_view target = text.substr(0, equals);
  std::size_t dot = target.rfind('.');
  // `NAME.driver.lock-timeout`: the key is the driver's own.
  constexpr std::string_view of_driver = ".driver";
  if (dot != std::string_view::npos && dot > of_driver.size() &&
      target.substr(dot - of_driver.size(), of_driver.size()) == of_driver)
    dot -= of_driver.size();
  // Without = the whole text may be a secret that went astray: it is not shown.
  const std::string what = "--connection number " + std::to_string(number) +
                           (equals == std::string_view::npos ? "" : " '" + shown(target) + "'") +
                           " could not be used.";
  if (equals == std::string_view::npos || dot == std::string_view::npos || dot == 0 ||
      dot + 1 == target.size())
    return Error(
        Status::invalid, what, "NAME.key=value was expected.",
        equals == std::string_view::npos ? "There is no = in it." : "There is no name and key in front of =.",
        "Write it like --connection Source.encrypt=require.");
  const std::string_view name = target.substr(0, dot), key = target.substr(dot + 1);
  const SettingKey *known = find_setting_key(key);
  if (!known && is_secret_name(key))
    return Error(Status::invalid, what, "No secret was expected in an argument: process lists show it.",
                 "There is one.",
                 "Use --password-stdin, GANTRY_SECRET_" + variable_part(name) + "_" + variable_part(key) +
                     ", or secrets of the host configuration.");
  if (!known)
    return Error(Status::invalid, what, "One of the keys " + joined(setting_key_names()) + " was expected.",
                 "'" + shown(key) + "' is none.", suggestion(key, setting_key_names()));
  auto checked = check_setting(*known, text.substr(equals + 1), "--connection " + shown(target));
  if (!checked) return checked.error();
  out_.command_line_[lower_case(name)].settings[std::string(key)] = {std::string(key), *checked,
                                                                     "--connection " + std::string(target)};
  return success();
}

Result<> Loader::check_environment() {
  if (!out_.environment_) return success();
  for (const auto *connections : {&out_.connections_, &out_.command_line_})
    for (const auto &[name, ignored] : *connections)
      for (const std::string &key : setting_key_names()) {
        const std::string variable = "GANTRY_CONNECTION_" + variable_part(name) + "_" + variable_part(key);
        const auto value = out_.environment_(variable);
        if (!value) continue;
        if (auto checked = check_setting(*find_setting_key(key), *value, variable); !checked)
          return checked.error();
      }
  return success();
}

}  // namespace gantry::configuration
