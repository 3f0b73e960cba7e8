// Tries a plugin in a process of its own (contract section 13, row `quarantine`).
#ifndef GANTRY_LOADER_PROBE_HPP
#define GANTRY_LOADER_PROBE_HPP

#include <gantry/cpp/result.hpp>

#include <string>

namespace gantry::loader {

struct ProbeReport {
  std::string described;  ///< the describe texts, one after the other
  std::string call;       ///< what ran last: `load`, `init`, `describe`, `deinit`
  std::string complaint;  ///< what it wrote to stderr, its end when that is long
  int refusal = 0;        ///< the number it refused the file with
  int exit_code = 0;
  int signal = 0;          ///< that ended it
  bool timed_out = false;  ///< it was ended from here

  bool passed() const { return exit_code == 0 && signal == 0 && !timed_out; }
  /// True for the signals by which code dies of its own mistakes; not for those sent from outside.
  bool crashed() const;
  /// What is wrong with `path`. Only when not passed.
  Error error(const std::string &path) const;
};

/// Runs `program --probe-plugin path` by posix_spawn (L3) for at most `seconds`. Errors: 613 when it cannot
/// be started.
Result<ProbeReport> probe(const std::string &program, const std::string &path, int seconds);

}  // namespace gantry::loader

#endif
