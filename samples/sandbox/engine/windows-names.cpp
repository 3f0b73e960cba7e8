#include "samples/sandbox/engine/windows-names.hpp"

#include "samples/sandbox/engine/password.hpp"
#include "samples/sandbox/engine/text.hpp"

namespace sandbox {
namespace {

std::string sid_of(std::initializer_list<std::uint32_t> parts) {
  std::string sid("\x01\x00\x00\x00\x00\x00\x00\x05", 8);
  sid[1] = static_cast<char>(parts.size());
  for (const std::uint32_t part : parts)
    for (int i = 0; i < 4; ++i) sid += static_cast<char>(part >> (8 * i) & 0xFF);
  return sid;
}

std::uint32_t word_of(const std::string &bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i)
    out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return out;
}

bool is_group(const std::string &account) {
  const std::string name = fold(account);
  for (const char *known : {"DOMAIN ADMINS", "DOMAIN USERS", "ADMINISTRATORS", "USERS"})
    if (name == known) return true;
  const auto ends = [&name](const char *suffix) {
    const std::string end = suffix;
    return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
  };
  return ends("GROUP") || ends("GROUPS") || ends("ADMINS");
}

}  // namespace

std::optional<WindowsAccount> resolve_windows(const std::string &name) {
  const std::size_t slash = name.find('\\');
  if (slash == std::string::npos || slash == 0 || slash + 1 == name.size()) return std::nullopt;
  const std::string domain = fold(name.substr(0, slash)), account = name.substr(slash + 1),
                    key = fold(account);
  if (domain == "NT AUTHORITY") {
    if (key == "SYSTEM") return WindowsAccount{sid_of({18}), false};
    if (key == "LOCAL SERVICE") return WindowsAccount{sid_of({19}), false};
    if (key == "NETWORK SERVICE") return WindowsAccount{sid_of({20}), false};
    if (key == "AUTHENTICATED USERS") return WindowsAccount{sid_of({11}), true};
    return std::nullopt;
  }
  if (domain == "BUILTIN") {
    if (key == "ADMINISTRATORS") return WindowsAccount{sid_of({32, 544}), true};
    if (key == "USERS") return WindowsAccount{sid_of({32, 545}), true};
    return std::nullopt;
  }
  if (domain != "CONTOSO" && domain != "SANDBOX" && domain != "NT SERVICE") return std::nullopt;
  // Whoever is called nobody or missing... is not in the directory, so that 15401 can be met in a known
  // domain.
  if (key.rfind("NOBODY", 0) == 0 || key.rfind("MISSING", 0) == 0) return std::nullopt;
  const std::string place = digest("SHA256", domain), person = digest("SHA256", domain + "\\" + key);
  if (domain == "NT SERVICE")
    return WindowsAccount{sid_of({80, word_of(person, 0), word_of(person, 4), word_of(person, 8),
                                  word_of(person, 12), word_of(person, 16)}),
                          false};
  return WindowsAccount{sid_of({21, word_of(place, 0), word_of(place, 4), word_of(place, 8),
                                1000 + word_of(person, 0) % 1'000'000}),
                        is_group(account)};
}

}  // namespace sandbox
