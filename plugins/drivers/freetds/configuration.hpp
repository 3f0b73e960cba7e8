// The only configuration the library reads: sections of ours in a file without a name (memfd).
#ifndef GANTRY_FREETDS_CONFIGURATION_HPP
#define GANTRY_FREETDS_CONFIGURATION_HPP

#include <gantry/cpp/result.hpp>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace gantry::freetds {

/// `key = value` lines in the order the library applies them.
using Settings = std::vector<std::pair<std::string, std::string>>;

/// One section as text. The library cuts lines at 255 bytes and reads '#' and ';' as comments, so a name or a
/// value with such content is refused. Errors: INVALID.
Result<std::string> section_text(const std::string &name, const Settings &settings);

/// The settings of one section (and [global]) of somebody's freetds.conf, as the library would read them.
Settings parse_user_configuration(const std::string &text, const std::string &section);

/// Reads that file. Errors: NOT_FOUND, IO; INVALID when the section is not there.
Result<Settings> read_user_configuration(const std::string &path, const std::string &section);

/// The file. The library reads it during a login at a moment nobody can see, so a section stays as it is
/// until the last login with it has ended; text is only appended while any login is under way.
class ConfigurationFile {
 public:
  ConfigurationFile() = default;
  ConfigurationFile(const ConfigurationFile &) = delete;
  ConfigurationFile &operator=(const ConfigurationFile &) = delete;
  ~ConfigurationFile();

  /// Errors: IO.
  Result<> create();
  /// `/proc/self/fd/N`, valid while this lives.
  std::string path() const;

  /// Puts a section there and keeps it until leave. Waits while a login under way has the same name and other
  /// settings; gives false when `until` comes first.
  Result<bool> enter(const std::string &name, const std::string &text,
                     std::chrono::steady_clock::time_point until);
  void leave(const std::string &name);

 private:
  struct Section {
    std::string text;
    int users = 0;
  };
  std::mutex mutex_;
  std::condition_variable left_;
  std::map<std::string, Section> sections_;
  int users_ = 0;
  int descriptor_ = -1;
};

}  // namespace gantry::freetds

#endif
