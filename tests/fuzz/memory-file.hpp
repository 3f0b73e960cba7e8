// One file in memory for the whole run, for readers that want a path; the path never changes, so neither do
// the messages.
#ifndef GANTRY_FUZZ_MEMORY_FILE_HPP
#define GANTRY_FUZZ_MEMORY_FILE_HPP

#include "tests/fuzz/target.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace gantry::fuzz {

class MemoryFile {
 public:
  explicit MemoryFile(const char *name) : file_(memfd_create(name, MFD_CLOEXEC)) {
    require(file_ >= 0 && fchmod(file_, 0600) == 0, "there is a file in memory");
  }
  MemoryFile(const MemoryFile &) = delete;
  MemoryFile &operator=(const MemoryFile &) = delete;
  ~MemoryFile() { close(file_); }

  void hold(std::string_view content) {
    require(ftruncate(file_, 0) == 0 &&
                pwrite(file_, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()),
            "the file in memory takes the input");
  }
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace gantry::fuzz

#endif
