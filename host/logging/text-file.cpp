#include "host/logging/provider.hpp"

#include <sys/stat.h>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace gantry::logging {
namespace {

Error io_error(const std::string &path, const char *what) {
  return Error(Status::io, "log file " + path + " could not be " + what, "a file that can be written",
               std::strerror(errno),
               "correct the path of its FILE connection manager or the folder's rights");
}

/// A field of the comma-separated form: quoted when it holds what would break the line.
std::string field(const std::string &text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c == '\n' || c == '\r' ? ' ' : c;
  }
  return quoted + '"';
}

class TextFile : public Provider {
 public:
  TextFile(std::string path, std::FILE *file) : path_(std::move(path)), file_(file) {}
  ~TextFile() override { (void)close(); }

  Result<> write(const Record &r) override {
    if (!file_) return Error(Status::state, "log file " + path_ + " is closed");
    const std::string line = field(r.event) + ',' + field(r.computer) + ',' + field(r.operator_name) + ',' +
                             field(r.source) + ',' + field(r.source_id) + ',' + field(r.execution_id) + ',' +
                             time_text(r.start) + ',' + time_text(r.end) + ',' + std::to_string(r.data_code) +
                             ',' + bytes_text(r.data_bytes) + ',' + field(r.message) + "\r\n";
    if (std::fwrite(line.data(), 1, line.size(), file_) != line.size() || std::fflush(file_) != 0)
      return io_error(path_, "written");
    return success();
  }
  Result<> close() override {
    if (!file_) return success();
    const int failed = std::fclose(file_);
    file_ = nullptr;
    if (failed != 0) return io_error(path_, "closed");
    return success();
  }

 private:
  std::string path_;
  std::FILE *file_;
};

}  // namespace

Result<std::unique_ptr<Provider>> open_text_file(const std::string &path) {
  std::FILE *file = std::fopen(path.c_str(), "ae");
  if (!file) return io_error(path, "opened");
  struct stat status {};
  if (fstat(fileno(file), &status) == 0 && status.st_size == 0)
    std::fputs(
        "#Fields: "
        "event,computer,operator,source,sourceid,executionid,starttime,endtime,datacode,databytes,"
        "message\r\n",
        file);
  return std::unique_ptr<Provider>(new TextFile(path, file));
}

}  // namespace gantry::logging
