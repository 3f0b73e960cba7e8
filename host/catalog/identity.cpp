#include "host/catalog/identity.hpp"

#include <charconv>

namespace gantry::catalog {
namespace {

std::int64_t nanoseconds(const timespec &time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

template <typename Number>
bool take_number(std::string_view &text, Number &number) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return true;
}

}  // namespace

FileIdentity identity_of(const struct stat &status) {
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

std::optional<FileIdentity> identity_of(const std::string &path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return identity_of(status);
}

std::string identity_text(const FileIdentity &identity) {
  std::string text;
  for (const std::uint64_t number : {identity.device, identity.inode, identity.size})
    text += std::to_string(number) + ' ';
  return text + std::to_string(identity.mtime_ns) + ' ' + std::to_string(identity.ctime_ns);
}

std::optional<FileIdentity> parse_identity(std::string_view text) {
  FileIdentity identity;
  if (take_number(text, identity.device) && take_number(text, identity.inode) &&
      take_number(text, identity.size) && take_number(text, identity.mtime_ns) &&
      take_number(text, identity.ctime_ns) && text.empty())
    return identity;
  return std::nullopt;
}

}  // namespace gantry::catalog
