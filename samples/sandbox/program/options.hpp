// The command line of gantry-sandbox.
#ifndef SANDBOX_PROGRAM_OPTIONS_HPP
#define SANDBOX_PROGRAM_OPTIONS_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/tds/listener.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sandbox::program {

struct Options {
  bool help = false;
  tds::LoopbackAddress address;
  std::uint16_t port = 1433;
  std::string name = "SANDBOX";
  std::string state = ":memory:";
  std::string sa_password;  ///< from a file or the environment; the owner wipes it
  std::string init_script;
  std::vector<std::string> faults;
  tds::EncryptionPolicy encryption = tds::EncryptionPolicy::optional;
  std::string certificate, key;
  std::vector<std::string> certificate_names;
  int certificate_days = 7;
  std::string ca_file;
  std::string ready_file;
  std::string log;
  std::optional<std::uint16_t> browser_port;
  std::size_t max_sessions = 256;
  bool exit_with_parent = false;
};

/// Reads the arguments (without the program's name). The password is fetched here and removed from the
/// environment.
gantry::Result<Options> parse_options(const std::vector<std::string> &arguments);

std::string help_text();

/// --fault SPEC as the batch that injects it: "drop after=2" is EXEC sandbox.inject @kind=N'drop', @after=2.
gantry::Result<std::string> fault_batch(const std::string &specification);

}  // namespace sandbox::program

#endif
