#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "host/dtsx/writer.hpp"
#include "host/package/names.hpp"

namespace gantry::dtsx {

Result<> write_file(const std::string &path, std::string_view bytes) {
  const std::string temporary = path + "." + package::new_guid();
  const auto refused = [&](int number) {
    return Error(Status::io, "The file '" + path + "' could not be written.",
                 "A folder in which a file can be created and renamed was expected.",
                 std::string(std::strerror(number)) + ".",
                 "Check the path, its permissions and the free space.")
        .with_code(0xC0011002);
  };
  struct stat before {};
  const bool existed = ::stat(path.c_str(), &before) == 0;
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return refused(errno);
  const auto give_up = [&](int number) {
    ::close(file);
    ::unlink(temporary.c_str());
    return refused(number);
  };
  if (existed && ::fchmod(file, before.st_mode & 07777) != 0) return give_up(errno);
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return give_up(errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(file) != 0) return give_up(errno);
  if (::close(file) != 0 || ::rename(temporary.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return refused(number);
  }
  return success();
}

}  // namespace gantry::dtsx
