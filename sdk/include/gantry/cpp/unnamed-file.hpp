// A file without a name, for what would take too much memory. Linux.
#ifndef GANTRY_CPP_UNNAMED_FILE_HPP
#define GANTRY_CPP_UNNAMED_FILE_HPP

#include <gantry/cpp/result.hpp>

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace gantry {

/// Only this process can open it, and it is gone with the process. It lies in $TMPDIR, else in /var/tmp,
/// which unlike /tmp is never memory, and comes to be with the first byte. Never for secrets: its bytes reach
/// a disk. One thread at a time.
class UnnamedFile {
 public:
  UnnamedFile() = default;
  UnnamedFile(UnnamedFile &&other) noexcept : fd_(other.fd_), size_(other.size_) {
    other.fd_ = -1;
    other.size_ = 0;
  }
  UnnamedFile(const UnnamedFile &) = delete;
  UnnamedFile &operator=(const UnnamedFile &) = delete;
  UnnamedFile &operator=(UnnamedFile &&) = delete;
  ~UnnamedFile() {
    if (fd_ >= 0) ::close(fd_);
  }

  /// Writes behind what is there; gives the offset. Errors: IO (no space, no folder that can be written).
  Result<std::uint64_t> append(std::string_view bytes) {
    if (fd_ < 0)
      if (Result<> opened = open(); !opened) return std::move(opened).error();
    const std::uint64_t offset = size_;
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t count =
          ::pwrite(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return failed("written to", count < 0 ? errno : ENOSPC);
      done += static_cast<std::size_t>(count);
    }
    size_ += bytes.size();
    return offset;
  }
  /// `length` bytes from `offset` on. Errors: IO.
  Result<std::string> read(std::uint64_t offset, std::size_t length) const {
    std::string bytes(length, '\0');
    for (std::size_t done = 0; done < length;) {
      const ssize_t count =
          ::pread(fd_, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return failed("read", count < 0 ? errno : EIO);
      done += static_cast<std::size_t>(count);
    }
    return bytes;
  }

 private:
  static const char *folder() {
    const char *chosen = std::getenv("TMPDIR");
    return chosen && *chosen ? chosen : "/var/tmp";
  }
  static Error failed(const char *what, int number) {
    return Error(Status::io, std::string("a temporary file in ") + folder() + " could not be " + what,
                 "room for what does not fit into memory", std::strerror(number),
                 "make room there, or name another folder in TMPDIR");
  }
  Result<> open() {
    fd_ = ::open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd_ >= 0) return success();
    // Not every file system knows files without a name.
    std::string name = std::string(folder()) + "/gantry-XXXXXX";
    fd_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd_ < 0) return failed("made", errno);
    ::unlink(name.c_str());
    return success();
  }

  int fd_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace gantry

#endif
