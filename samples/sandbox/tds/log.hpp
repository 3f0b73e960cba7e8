// What the server did, one line an event: never SQL text, never a secret.
#ifndef SANDBOX_TDS_LOG_HPP
#define SANDBOX_TDS_LOG_HPP

#include <cstdio>
#include <mutex>
#include <string>

namespace sandbox::tds {

class Log {
 public:
  Log() = default;
  ~Log();
  Log(const Log &) = delete;
  Log &operator=(const Log &) = delete;

  /// Appends to that file from now on; "-" is standard error. False when it cannot be opened (errno says
  /// why).
  bool open(const std::string &file);
  /// `connection` 0 is the server itself. Line breaks in the text become blanks.
  void write(int connection, const std::string &text);

 private:
  std::mutex mutex_;
  std::FILE *file_ = nullptr;
};

}  // namespace sandbox::tds

#endif
