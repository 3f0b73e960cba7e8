#include "plugins/drivers/freetds/configuration.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace gantry::freetds {
namespace {

constexpr std::size_t longest_line = 250;

bool is_plain(const std::string &text) {
  if (!text.empty() && (text.front() == ' ' || text.back() == ' ')) return false;
  bool space = false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '#' || c == ';' || c == ']') return false;
    if (c == ' ' && space) return false;  // the library makes one of them
    space = c == ' ';
  }
  return true;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Without what surrounds the words and with one space between them.
std::string words(std::string text) {
  std::istringstream in(text);
  std::string result, word;
  while (in >> word) result += (result.empty() ? "" : " ") + word;
  return result;
}

}  // namespace

Result<std::string> section_text(const std::string &name, const Settings &settings) {
  std::string text = '[' + name + "]\n";
  if (name.empty() || !is_plain(name) || text.size() > longest_line)
    return Error(Status::invalid, "the server name cannot be given to FreeTDS",
                 "a name without ';', '#' and ']'", '"' + name + '"',
                 "use another name or the address of the server");
  for (const auto &[key, value] : settings) {
    std::string line = key + " = " + value + '\n';
    if (!is_plain(key) || !is_plain(value) || line.size() > longest_line)
      return Error(Status::invalid, "the setting \"" + key + "\" cannot be given to FreeTDS",
                   "at most 200 bytes without ';', '#', ']' and double spaces", '"' + value + '"',
                   "correct the connection's settings");
    text += line;
  }
  return text;
}

Settings parse_user_configuration(const std::string &text, const std::string &section) {
  Settings global, own;
  std::istringstream in(text);
  std::string line, current;
  while (std::getline(in, line)) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos || line[first] == ';' || line[first] == '#') continue;
    if (line[first] == '[') {
      current = lower(line.substr(first + 1, line.find(']') - first - 1));
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    std::string value = line.substr(equals + 1);
    value = words(value.substr(0, value.find_first_of(";#")));
    const std::string key = lower(words(line.substr(0, equals)));
    if (current == "global")
      global.emplace_back(key, value);
    else if (current == lower(section))
      own.emplace_back(key, value);
  }
  if (own.empty()) return own;
  global.insert(global.end(), own.begin(), own.end());
  return global;
}

Result<Settings> read_user_configuration(const std::string &path, const std::string &section) {
  std::ifstream in(path);
  if (!in)
    return Error(Status::not_found, "the FreeTDS configuration " + path + " cannot be read",
                 "a readable file", std::strerror(errno), "correct driver.freetds-conf, or leave it out");
  std::ostringstream text;
  text << in.rdbuf();
  Settings settings = parse_user_configuration(text.str(), section);
  if (settings.empty())
    return Error(Status::invalid, "the FreeTDS configuration " + path + " has nothing for this server",
                 "a section [" + section + "]", "none", "correct driver.freetds-section");
  return settings;
}

ConfigurationFile::~ConfigurationFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<> ConfigurationFile::create() {
  descriptor_ = ::memfd_create("gantry-freetds-conf", MFD_CLOEXEC);
  if (descriptor_ < 0)
    return Error(Status::io, "FreeTDS's configuration cannot be made", "a file in memory",
                 std::strerror(errno), "see the limits of this process");
  return success();
}

std::string ConfigurationFile::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

Result<bool> ConfigurationFile::enter(const std::string &name, const std::string &text,
                                      std::chrono::steady_clock::time_point until) {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    const auto found = sections_.find(name);
    if (found == sections_.end() || found->second.users == 0 || found->second.text == text) break;
    if (left_.wait_until(lock, until) == std::cv_status::timeout) return false;
  }
  Section &section = sections_[name];
  if (section.text != text) {
    // One write at the end: who reads an earlier section never sees it change.
    const off_t end = ::lseek(descriptor_, 0, SEEK_END);
    if (::pwrite(descriptor_, text.data(), text.size(), end) != static_cast<ssize_t>(text.size()))
      return Error(Status::io, "FreeTDS's configuration cannot be written", "room in memory",
                   std::strerror(errno), "see the limits of this process");
    section.text = text;
  }
  ++section.users;
  ++users_;
  return true;
}

void ConfigurationFile::leave(const std::string &name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  --sections_[name].users;
  if (--users_ == 0) {
    sections_.clear();
    (void)!::ftruncate(descriptor_, 0);
  }
  left_.notify_all();
}

}  // namespace gantry::freetds
