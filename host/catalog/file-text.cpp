#include "host/catalog/file-text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace gantry::catalog {

std::optional<std::string> read_own_file(const std::string &path, std::size_t most) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) return std::nullopt;
  std::optional<std::string> text;
  struct stat status {};
  if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 022) == 0 &&
      (status.st_uid == ::geteuid() || status.st_uid == 0) &&
      static_cast<std::size_t>(status.st_size) <= most) {
    text.emplace(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t at = 0;
    while (at < text->size()) {
      const ssize_t taken = ::read(file, text->data() + at, text->size() - at);
      if (taken < 0 && errno == EINTR) continue;
      if (taken <= 0) break;
      at += static_cast<std::size_t>(taken);
    }
    text->resize(at);
  }
  ::close(file);
  return text;
}

bool make_folders(const std::string &path) {
  for (std::size_t at = 1; at <= path.size(); ++at) {
    if (at < path.size() && path[at] != '/') continue;
    if (::mkdir(path.substr(0, at).c_str(), 0700) != 0 && errno != EEXIST && at == path.size()) return false;
  }
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool replace_file(const std::string &path, std::string_view text) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos || (slash > 0 && !make_folders(path.substr(0, slash)))) return false;
  std::string beside = path + ".XXXXXX";
  const int file = ::mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) return false;
  bool written = true;
  while (written && !text.empty()) {
    const ssize_t taken = ::write(file, text.data(), text.size());
    if (taken < 0 && errno == EINTR) continue;
    written = taken > 0;
    if (written) text.remove_prefix(static_cast<std::size_t>(taken));
  }
  written = ::close(file) == 0 && written && ::rename(beside.c_str(), path.c_str()) == 0;
  if (!written) ::unlink(beside.c_str());
  return written;
}

}  // namespace gantry::catalog
