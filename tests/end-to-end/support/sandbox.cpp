#include "tests/end-to-end/support/sandbox.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace end_to_end {

namespace {

std::string json_field(const std::string &json, const std::string &name) {
  std::smatch match;
  const std::regex text("\"" + name + "\"\\s*:\\s*\"?([^\",}\\n]*)");
  return std::regex_search(json, match, text) ? match[1].str() : std::string();
}

}  // namespace

std::string gantry() { return GANTRY_PROGRAM; }

Sandbox::Sandbox(const std::string &name, const std::string &init, const std::vector<std::string> &more) {
  const std::string ready = folder_.path() + "/ready.json";
  std::vector<std::string> words{
      GANTRY_SANDBOX,      "--name",     name,           "--port", "0",
      "--sa-password-env", "SANDBOX_SA", "--ready-file", ready,    "--exit-with-parent"};
  if (!init.empty()) {
    words.emplace_back("--init-script");
    words.push_back(folder_.file("init.sql", init));
  }
  words.insert(words.end(), more.begin(), more.end());
  pid_ = start(words, {{"SANDBOX_SA", sa_password}}, folder_.path() + "/log");
  for (int i = 0; i < 600; ++i) {
    if (access(ready.c_str(), R_OK) == 0) {
      const std::string json = read_text(ready);
      port_ = std::stoi(json_field(json, "port"));
      ca_file_ = json_field(json, "ca_file");
      return;
    }
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("the sandbox did not start: " + read_text(folder_.path() + "/log"));
}

Sandbox::~Sandbox() {
  if (pid_ <= 0) return;
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

void Sandbox::kill_now() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string Sandbox::configuration() const {
  return folder_.file(
      "freetds.conf",
      "[server]\nhost = 127.0.0.1\nport = " + std::to_string(port_) +
          "\ntds version = 7.4\nclient charset = UTF-8\ntext size = 1000000\n" +
          (ca_file_.empty() || ca_file_ == "null" ? std::string()
                                                  : "encryption = require\nca file = " + ca_file_ + "\n"));
}

Outcome Sandbox::sql(const std::string &text, const std::string &user, const std::string &password) const {
  const std::string query = folder_.file("query.sql", text + "\n");
  return run({"bsqldb", "-S", "server", "-U", user, "-P", password, "-h", "-q", "-t", "|", "-i", query},
             {{"FREETDSCONF", configuration()}});
}

std::vector<std::string> Sandbox::rows(const std::string &query) const {
  const Outcome outcome = sql(query);
  if (outcome.code != 0 || outcome.err.find("Msg ") != std::string::npos)
    throw std::runtime_error("query failed: " + query + "\n" + outcome.all());
  std::vector<std::string> lines;
  std::istringstream in(outcome.out);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string Sandbox::value(const std::string &query) const {
  const std::vector<std::string> lines = rows(query);
  return lines.empty() ? std::string() : lines.front();
}

bool Sandbox::can_log_in(const std::string &user, const std::string &password) const {
  const Outcome outcome =
      run({"tsql", "-S", "server", "-U", user, "-P", password, "-o", "q"}, {{"FREETDSCONF", configuration()}},
          30, "SELECT 'logged in as ' + SUSER_SNAME()\nGO\nexit\n");
  return outcome.says("logged in as " + user);
}

std::string host_configuration(const std::vector<const Sandbox *> &destinations) {
  static const Folder folder;  // as long as the tests run
  static int number = 0;
  std::set<std::string> addresses;
  for (const Sandbox *server : destinations) addresses.insert(server->address());
  std::string listed;
  for (const std::string &address : addresses)
    listed += (listed.empty() ? "\"" : ", \"") + address + "\": {}";
  const std::string file = folder.file("gantry-" + std::to_string(++number) + ".json",
                                       "{ \"destinations\": { " + listed + " } }\n");
  chmod(file.c_str(), 0600);
  return file;
}

std::vector<std::string> bindings(const Sandbox &source, const Sandbox &destination, bool may_write) {
  std::vector<std::string> words;
  const auto bind = [&](const std::string &name, const Sandbox &server) {
    words.insert(words.end(), {"--connection", name + ".server=" + server.address()});
    if (!server.ca_file().empty() && server.ca_file() != "null")
      words.insert(words.end(), {"--connection", name + ".ca-file=" + server.ca_file()});
  };
  bind("Source", source);
  bind("Destination", destination);
  if (may_write) words.insert(words.end(), {"--config", host_configuration({&source, &destination})});
  return words;
}

Outcome gantry_between(const Sandbox &source, const Sandbox &destination, std::vector<std::string> words,
                       const Environment &environment, int seconds) {
  words.insert(words.begin(), gantry());
  const bool configured = std::find(words.begin(), words.end(), "--config") != words.end();
  const std::vector<std::string> where = bindings(source, destination, !configured);
  words.insert(words.end(), where.begin(), where.end());
  Environment all = environment;
  all.emplace("GANTRY_SECRET_SOURCE_PASSWORD", sa_password);
  all.emplace("GANTRY_SECRET_DESTINATION_PASSWORD", sa_password);
  all.emplace("XDG_CONFIG_HOME", "/nonexistent");
  return run(words, all, seconds);
}

}  // namespace end_to_end
