#include "tests/conformance/server.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

extern char **environ;

namespace conformance {
namespace {

constexpr const char *password_variable = "GANTRY_CONFORMANCE_SANDBOX_PASSWORD";
constexpr const char *sandbox_password = "Str0ng!word";
constexpr int milliseconds_to_start = 30000;

Server chosen;
std::unique_ptr<Sandbox> own;

std::string variable(const char *name, const char *otherwise = "") {
  const char *value = std::getenv(name);
  return value ? value : otherwise;
}

}  // namespace

Sandbox::~Sandbox() {
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

bool Sandbox::start(const std::vector<std::string> &arguments, std::string &problem) {
#ifndef GANTRY_CONFORMANCE_SANDBOX
  (void)arguments;
  problem = "this build has no gantry-sandbox";
  return false;
#else
  std::string folder = (std::filesystem::temp_directory_path() / "gantry-conformance-XXXXXX").string();
  if (!::mkdtemp(folder.data())) {
    problem = "no temporary folder";
    return false;
  }
  folder_ = folder;
  const std::string ready = folder_ + "/ready.json";
  std::vector<std::string> words = {GANTRY_CONFORMANCE_SANDBOX,
                                    "--sa-password-env",
                                    password_variable,
                                    "--port",
                                    "0",
                                    "--ready-file",
                                    ready,
                                    "--exit-with-parent"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char *> raw;
  for (std::string &word : words) raw.push_back(word.data());
  raw.push_back(nullptr);
  ::setenv(password_variable, sandbox_password, 1);
  const int code =
      ::posix_spawn(&process_, GANTRY_CONFORMANCE_SANDBOX, nullptr, nullptr, raw.data(), environ);
  ::unsetenv(password_variable);
  if (code != 0) {
    process_ = 0;
    problem = "gantry-sandbox cannot be started";
    return false;
  }
  for (int waited = 0; !std::filesystem::exists(ready); waited += 20) {
    if (waited > milliseconds_to_start || ::waitpid(process_, nullptr, WNOHANG) == process_) {
      if (waited <= milliseconds_to_start) process_ = 0;
      problem = "gantry-sandbox ended before it was ready";
      return false;
    }
    ::usleep(20000);
  }
  const nlohmann::json json = nlohmann::json::parse(std::ifstream(ready));
  server_.host = json.at("host");
  server_.port = json.at("port");
  server_.user = "sa";
  server_.password = sandbox_password;
  if (json.at("ca_file").is_string()) server_.ca_file = json.at("ca_file");
  server_.is_sandbox = true;
  return true;
#endif
}

bool start_server(std::string &problem) {
  if (const std::string host = variable("GANTRY_CONFORMANCE_SERVER"); !host.empty()) {
    chosen.host = host;
    chosen.port = static_cast<std::uint16_t>(std::atoi(variable("GANTRY_CONFORMANCE_PORT", "1433").c_str()));
    chosen.user = variable("GANTRY_CONFORMANCE_USER", "sa");
    chosen.password = variable("GANTRY_CONFORMANCE_PASSWORD");
    chosen.ca_file = variable("GANTRY_CONFORMANCE_CA");
    return true;
  }
  own = std::make_unique<Sandbox>();
  if (!own->start({}, problem)) return false;
  chosen = own->server();
  return true;
}

void stop_server() { own.reset(); }
const Server &server() { return chosen; }

}  // namespace conformance
