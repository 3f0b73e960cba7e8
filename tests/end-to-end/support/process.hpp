// Runs programs as a user would and keeps what they say.
#ifndef GANTRY_TESTS_END_TO_END_PROCESS_HPP
#define GANTRY_TESTS_END_TO_END_PROCESS_HPP

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace end_to_end {

struct Outcome {
  int code = -1;    ///< exit code; 128 + n when signal n ended it; -1 when it did not end in time
  std::string out;  ///< standard output
  std::string err;  ///< standard error
  std::string all() const { return out + err; }
  bool says(const std::string &text) const { return all().find(text) != std::string::npos; }
};

using Environment = std::map<std::string, std::string>;

/// The environment is this process's with `environment` laid over it; an empty value takes a variable out.
Outcome run(const std::vector<std::string> &words, const Environment &environment = {}, int seconds = 60,
            const std::string &input = {});
/// Starts and does not wait.
pid_t start(const std::vector<std::string> &words, const Environment &environment,
            const std::string &output_file);

/// A folder that goes away with the object.
class Folder {
 public:
  Folder();
  Folder(const Folder &) = delete;
  Folder &operator=(const Folder &) = delete;
  ~Folder();
  const std::string &path() const { return path_; }
  /// Writes a file below it and gives its path.
  std::string file(const std::string &name, const std::string &content) const;

 private:
  std::string path_;
};

std::string read_text(const std::string &path);

}  // namespace end_to_end

#endif
