#include "host/logging/provider.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace gantry::logging {
namespace {

constexpr char opening[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<dtslogs>\r\n";
constexpr char closing[] = "</dtslogs>\r\n";

Error io_error(const std::string &path, const char *what) {
  return Error(Status::io, "XML log file " + path + " could not be " + what, "a file that can be written",
               std::strerror(errno),
               "correct the path of its FILE connection manager or the folder's rights");
}

/// Text content; characters that XML 1.0 cannot hold become U+FFFD.
std::string escape(const std::string &text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r')
      out += "\xEF\xBF\xBD";
    else
      out += c;
  }
  return out;
}

class XmlFile : public Provider {
 public:
  XmlFile(std::string path, std::FILE *file) : path_(std::move(path)), file_(file) {}
  ~XmlFile() override { (void)close(); }

  Result<> write(const Record &r) override {
    if (!file_) return Error(Status::state, "XML log file " + path_ + " is closed");
    std::string text = "<record>";
    const auto element = [&](const char *name, const std::string &content) {
      text += std::string("<") + name + '>' + escape(content) + "</" + name + '>';
    };
    element("event", r.event);
    element("message", r.message);
    element("computer", r.computer);
    element("operator", r.operator_name);
    element("source", r.source);
    element("sourceid", r.source_id);
    element("executionid", r.execution_id);
    element("starttime", time_text(r.start));
    element("endtime", time_text(r.end));
    element("datacode", std::to_string(r.data_code));
    element("databytes", bytes_text(r.data_bytes));
    text += "</record>\r\n";
    return put(text);
  }
  Result<> close() override {
    if (!file_) return success();
    Result<> written = put("</dtslog>\r\n" + std::string(closing));
    const int failed = std::fclose(file_);
    file_ = nullptr;
    if (!written) return written;
    if (failed != 0) return io_error(path_, "closed");
    return success();
  }

 private:
  Result<> put(const std::string &text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size() || std::fflush(file_) != 0)
      return io_error(path_, "written");
    return success();
  }
  std::string path_;
  std::FILE *file_;
};

}  // namespace

Result<std::unique_ptr<Provider>> open_xml_file(const std::string &path) {
  std::FILE *file = std::fopen(path.c_str(), "r+e");
  if (!file && errno == ENOENT) file = std::fopen(path.c_str(), "w+ex");
  if (!file) return io_error(path, "opened");
  struct stat status {};
  if (fstat(fileno(file), &status) != 0) {
    std::fclose(file);
    return io_error(path, "read");
  }
  if (status.st_size == 0) {
    std::fputs(opening, file);
  } else {
    // Go back before the end tag of what is there, so that the file stays one document.
    const long tail = static_cast<long>(sizeof closing - 1);
    char found[sizeof closing] = {};
    if (status.st_size < tail || std::fseek(file, -tail, SEEK_END) != 0 ||
        std::fread(found, 1, static_cast<std::size_t>(tail), file) != static_cast<std::size_t>(tail) ||
        std::strcmp(found, closing) != 0) {
      std::fclose(file);
      return Error(Status::data, "XML log file " + path + " cannot be continued",
                   "a file that ends in </dtslogs>", "another ending",
                   "name another file, or remove this one");
    }
    if (std::fseek(file, -tail, SEEK_END) != 0 || ftruncate(fileno(file), status.st_size - tail) != 0) {
      std::fclose(file);
      return io_error(path, "continued");
    }
  }
  std::fputs("<dtslog>\r\n", file);
  return std::unique_ptr<Provider>(new XmlFile(path, file));
}

}  // namespace gantry::logging
