#include "host/configuration/secret-store.hpp"

#include <cstring>
#include <gantry/cpp/text.hpp>

#include "host/configuration/file-access.hpp"
#include "host/configuration/names.hpp"
#include "host/configuration/nearest.hpp"

namespace gantry::configuration {
namespace {

constexpr std::size_t max_secret = 64 * 1024;

std::string key_of(std::string_view connection, std::string_view property) {
  return lower_case(connection) + '\n' + lower_case(property);
}

/// The content without one newline at its end; nothing when there is no such file.
Result<std::optional<std::string>> read_secret_file(const std::string &path, unsigned forbidden) {
  FileRules rules;
  rules.subject = "file of a secret";
  rules.forbidden = forbidden;
  rules.limit = max_secret;
  auto content = read_guarded_file(path, rules);
  if (!content || !*content) return content;
  std::string &text = **content;
  if (!text.empty() && text.back() == '\n') {
    text.pop_back();
    if (!text.empty() && text.back() == '\r') text.pop_back();
  }
  return content;
}

// A file the operator names is for its owner alone. The service manager hands credentials to a service's
// group through access lists, which show as group bits.
constexpr unsigned private_file = 0077, credential_file = 0027;

}  // namespace

SecretStore::SecretStore(const HostConfiguration &configuration, Environment environment, Masker &masker)
    : configuration_(configuration), environment_(std::move(environment)), masker_(masker) {}

SecretStore::~SecretStore() {
  for (auto &[key, secret] : given_) wipe(secret);
}

void SecretStore::give(std::string_view connection, std::string_view property, std::string secret) {
  masker_.add(secret);
  const std::lock_guard lock(mutex_);
  std::string &kept = given_[key_of(connection, property)];
  wipe(kept);
  // A copy, so that a short secret leaves nothing behind in the caller's string that moving would.
  kept = secret;
  wipe(secret);
}

void SecretStore::set_prompt(std::function<Result<std::string>(const std::string &question)> prompt) {
  const std::lock_guard lock(mutex_);
  prompt_ = std::move(prompt);
}

Result<std::string> SecretStore::get(std::string_view connection, std::string_view property) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> places = {"--password-stdin"};
  const auto known = [&](std::string secret) {
    masker_.add(secret);
    return Result<std::string>(std::move(secret));
  };
  for (const std::string &key : {key_of(connection, property), key_of({}, property)})
    if (const auto found = given_.find(key); found != given_.end()) return found->second;

  const auto read_environment = [&](const std::string &name) {
    return environment_ ? environment_(name) : std::optional<std::string>();
  };
  const std::string variable = "GANTRY_SECRET_" + variable_part(connection) + "_" + variable_part(property);
  if (auto value = read_environment(variable)) return known(std::move(*value));
  places.push_back("variable " + variable);

  const auto folder = read_environment("CREDENTIALS_DIRECTORY");
  const bool has_folder = folder && folder->substr(0, 1) == "/";
  const auto reference = configuration_.secret(connection, property);
  if (reference && reference->kind == SecretReference::Kind::environment) {
    if (auto value = read_environment(reference->name)) return known(std::move(*value));
    places.push_back("variable " + shown(reference->name) + " (" + reference->origin + ")");
  } else if (reference) {
    const bool credential = reference->kind == SecretReference::Kind::credential;
    if (!credential || has_folder) {
      auto content = read_secret_file(credential ? *folder + "/" + reference->name : reference->name,
                                      credential ? credential_file : private_file);
      if (!content) return content.error();
      if (*content) return known(std::move(**content));
    }
    places.push_back((credential ? "credential " : "file ") + reference->name + " (" + reference->origin +
                     ")");
  }

  const std::string file = std::string(connection) + "." + std::string(property);
  if (has_folder && file.find('/') == std::string::npos && file.find('\0') == std::string::npos) {
    const std::string lower = std::string(connection) + "." + lower_case(property);
    for (const std::string &name : {file, lower}) {
      auto content = read_secret_file(*folder + "/" + name, credential_file);
      if (!content) return content.error();
      if (*content) return known(std::move(**content));
    }
  }
  places.push_back(has_folder ? "credential " + shown(file)
                              : "credentials (CREDENTIALS_DIRECTORY is not set)");

  if (prompt_) {
    auto answer = prompt_(std::string(property) + " of connection '" + std::string(connection) + "':");
    if (!answer) return answer;
    masker_.add(*answer);
    given_[key_of(connection, property)] = *answer;
    return answer;
  }
  places.push_back("a prompt (no terminal)");
  return Error(
      Status::not_found,
      "The secret '" + shown(property) + "' of connection '" + shown(connection) + "' is missing.",
      "It was expected in one of: " + joined(places) + ".", "It is in none of them.",
      "Set " + variable +
          ", give it with --password-stdin, or name its place in the host configuration: connections." +
          shown(connection) + ".secrets.");
}

}  // namespace gantry::configuration
