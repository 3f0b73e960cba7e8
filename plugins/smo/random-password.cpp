#include "plugins/smo/random-password.hpp"

#include <sys/random.h>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "gantry/cpp/text.hpp"

namespace gantry::smo {
namespace {

constexpr std::size_t password_length = 48;

/// A number below `limit` without bias: bytes beyond the last whole multiple are thrown away.
Result<std::size_t> random_below(std::size_t limit) {
  const std::size_t usable = 256 - 256 % limit;
  for (;;) {
    unsigned char byte = 0;
    const ssize_t got = ::getrandom(&byte, 1, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got != 1)
      return Error(Status::io, "a random password could not be made", "bytes of the system's random source",
                   std::strerror(errno), "check that getrandom is allowed here");
    if (byte < usable) return static_cast<std::size_t>(byte % limit);
  }
}

}  // namespace

Result<std::string> random_password() {
  // No quotes, brackets or backslash: the text must survive being pasted into a script by hand.
  static constexpr std::string_view classes[] = {"ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz",
                                                 "23456789", "!#$%&*+-./:<=>?@^_~"};
  std::string all;
  for (const std::string_view characters : classes) all += characters;
  std::string password;
  password.reserve(password_length);
  while (password.size() < password_length) {
    // The first four come one from each class; the shuffle below moves them away from the front.
    const std::string_view from = password.size() < 4 ? classes[password.size()] : std::string_view(all);
    const Result<std::size_t> index = random_below(from.size());
    if (!index) {
      wipe(password);
      return index.error();
    }
    password += from[*index];
  }
  for (std::size_t i = password.size() - 1; i > 0; --i) {
    const Result<std::size_t> other = random_below(i + 1);
    if (!other) {
      wipe(password);
      return other.error();
    }
    std::swap(password[i], password[*other]);
  }
  return password;
}

}  // namespace gantry::smo
