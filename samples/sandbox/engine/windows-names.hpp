// The Windows accounts that the sandbox's "domain" knows.
#ifndef SANDBOX_ENGINE_WINDOWS_NAMES_HPP
#define SANDBOX_ENGINE_WINDOWS_NAMES_HPP

#include <optional>
#include <string>

namespace sandbox {

struct WindowsAccount {
  std::string sid;
  bool group = false;
};

/// domain\name to its SID, the same on every server; nothing when the directory does not know it.
std::optional<WindowsAccount> resolve_windows(const std::string &name);

}  // namespace sandbox

#endif
