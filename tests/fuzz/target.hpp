// A fuzz target is one file in targets/: a function over arbitrary bytes, under a name that its corpus folder
// bears too.
#ifndef GANTRY_FUZZ_TARGET_HPP
#define GANTRY_FUZZ_TARGET_HPP

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace gantry::fuzz {

using Function = void (*)(std::string_view input);

struct Target {
  const char *name;
  Function run;
};

/// All targets that this program was linked with.
inline std::vector<Target> &targets() {
  static std::vector<Target> all;
  return all;
}

struct Registration {
  Registration(const char *name, Function run) { targets().push_back({name, run}); }
};

/// A property that must hold whatever the input; stops the program as a sanitizer would.
inline void require(bool holds, const char *what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: does not hold: %s\n", what);
  std::abort();
}

}  // namespace gantry::fuzz

/// GANTRY_FUZZ_TARGET("dtsx") { ... input ... }
#define GANTRY_FUZZ_TARGET(name)                                                \
  static void fuzz_one(std::string_view input);                                 \
  static const ::gantry::fuzz::Registration fuzz_registration_{name, fuzz_one}; \
  static void fuzz_one(std::string_view input)

#endif
