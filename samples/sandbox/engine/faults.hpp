// Faults on demand: `EXEC sandbox.inject` plans them, statements meet them.
#ifndef SANDBOX_ENGINE_FAULTS_HPP
#define SANDBOX_ENGINE_FAULTS_HPP

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct Fault {
  std::string kind;        ///< error, deadlock, lock, delay, blind, drop, wrong_token, truncate, stall
  std::int64_t after = 0;  ///< matching statements let through first
  std::int64_t times = 1;  ///< how often it strikes
  std::int64_t number = 50000;
  std::int64_t severity = 16;
  std::int64_t milliseconds = 1000;
  std::string statement_kind;  ///< "CREATE LOGIN", "SELECT", ... empty = any
  std::string login;           ///< only sessions of this login; empty = any
  std::string match;           ///< only statements whose text contains this; empty = any
  std::string text;            ///< the message of an injected error
};

class Faults {
 public:
  void add(Fault fault);
  void clear();
  std::vector<Fault> list() const;
  /// The fault that strikes a statement of that kind, counting it.
  std::optional<Fault> strike(const std::string &statement_kind, const std::string &login,
                              std::string_view statement_text);

 private:
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
};

}  // namespace sandbox

#endif
