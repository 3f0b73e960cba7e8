#include "host/configuration/file-access.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace gantry::configuration {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

std::string octal(unsigned mode) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04o", mode & 07777);
  return buffer.data();
}

}  // namespace

Result<std::optional<std::string>> read_guarded_file(const std::string &path, const FileRules &rules) {
  const std::string what = "The " + std::string(rules.subject) + " '" + path + "' could not be read.";
  // Not blocking: a pipe in place of the file must not hang the program.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>();
    const int code = errno;
    return Error(code == EACCES ? Status::denied : Status::io, what, "A file that can be read was expected.",
                 std::strerror(code), "Correct the path or its rights.");
  }
  struct stat status {};
  if (fstat(file.get(), &status) != 0)
    return Error(Status::io, what, "A file that can be read was expected.", std::strerror(errno),
                 "Correct the path.");
  if (!S_ISREG(status.st_mode))
    return Error(Status::io, what, "A regular file was expected.", "It is none.", "Correct the path.");
  if ((status.st_mode & rules.forbidden) != 0)
    return Error(Status::denied, what,
                 (rules.forbidden & 0044) != 0 ? "A file that only its owner can read was expected."
                                               : "A file that only its owner can write was expected.",
                 "Its mode is " + octal(status.st_mode) + ".",
                 (rules.forbidden & 0044) != 0 ? "chmod 600 the file." : "chmod go-w the file.");
  const uid_t user = geteuid();
  if (status.st_uid != user && status.st_uid != 0 && user != 0)
    return Error(Status::denied, what, "A file of this user or of root was expected.",
                 "It belongs to user " + std::to_string(status.st_uid) + ".",
                 "chown the file, or name another.");
  std::string content;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return Error(Status::io, what, "A file that can be read was expected.", std::strerror(errno),
                   "Try again.");
    if (count == 0) break;
    content.append(buffer.data(), static_cast<std::size_t>(count));
    if (content.size() > rules.limit) {
      explicit_bzero(content.data(), content.size());
      return Error(Status::data, what, "At most " + std::to_string(rules.limit) + " bytes were expected.",
                   "There are more.", "Name the right file.");
    }
  }
  explicit_bzero(buffer.data(), buffer.size());
  return std::optional<std::string>(std::move(content));
}

}  // namespace gantry::configuration
