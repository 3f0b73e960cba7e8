// A folder that goes with the test.
#ifndef GANTRY_TESTS_CATALOG_TEMPORARY_FOLDER_HPP
#define GANTRY_TESTS_CATALOG_TEMPORARY_FOLDER_HPP

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace gantry::tests {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "gantry-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string &path() const { return path_; }
  std::string operator/(const std::string &name) const { return path_ + '/' + name; }

  std::string folder(const std::string &name) const {
    std::filesystem::create_directories(*this / name);
    ::chmod((*this / name).c_str(), 0755);
    return *this / name;
  }
  std::string write(const std::string &name, const std::string &bytes) const {
    std::ofstream(*this / name, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<long>(bytes.size()));
    ::chmod((*this / name).c_str(), 0644);
    return *this / name;
  }

 private:
  std::string path_;
};

inline std::string read_whole(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace gantry::tests

#endif
