// Puts the rooms of the host together for one command: configuration, secrets, catalogue, loader.
#ifndef GANTRY_CLI_WORKSPACE_HPP
#define GANTRY_CLI_WORKSPACE_HPP

#include "host/cli/screen.hpp"
#include "host/runtime/host.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gantry::cli {

struct CommonOptions {
  std::optional<std::string> config;
  std::vector<std::string> plugin_path, connection, password_stdin;
  std::string state_folder;
  std::string format = "text";
  Colour colour = Colour::automatic;
  bool quiet = false, verbose = false, strict = false, check_calls = false, allow_core = false;
  bool json() const { return format == "json"; }
};

class Workspace {
 public:
  /// Reads the host configuration and scans for plugins; loads none. `screen` shows notices and asks for
  /// passwords. Errors: those of the host configuration.
  static Result<std::unique_ptr<Workspace>> open(const CommonOptions &options, Screen &screen);

  runtime::Host &host() { return *host_; }
  catalog::Catalog &catalog() { return *catalog_; }
  loader::Loader &loader() { return *loader_; }
  configuration::HostConfiguration &configuration() { return configuration_; }
  configuration::SecretStore &secrets() { return *secrets_; }
  configuration::Masker &masker() { return masker_; }
  /// Where runs leave their folders: --state-folder, the host configuration, the user's state folder.
  /// Absolute.
  std::string state_folder(const CommonOptions &options) const;
  const catalog::ScanOptions &places() const { return places_; }

 private:
  Workspace() = default;
  configuration::HostConfiguration configuration_;
  configuration::Masker masker_;
  catalog::ScanOptions places_;
  std::string state_home_;
  std::unique_ptr<configuration::SecretStore> secrets_;
  std::unique_ptr<catalog::Catalog> catalog_;
  std::unique_ptr<loader::Loader> loader_;
  std::unique_ptr<runtime::Host> host_;
};

/// The absolute path of this program.
std::string program_path();
/// Reads a line without echo from the terminal. Errors: STATE when there is none.
Result<std::string> ask_secret(const std::string &question);

}  // namespace gantry::cli

#endif
