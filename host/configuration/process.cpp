// The process itself: its environment, its arguments, its memory image.
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdlib>
#include <cstring>

#include "host/configuration/secret-store.hpp"

namespace gantry::configuration {

Environment process_environment() {
  return [](const std::string &name) -> std::optional<std::string> {
    const char *value = std::getenv(name.c_str());
    if (!value) return std::nullopt;
    return std::string(value);
  };
}

void wipe_argument(char *argument) {
  if (argument) explicit_bzero(argument, std::strlen(argument));
}

void make_process_undumpable() {
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

}  // namespace gantry::configuration
