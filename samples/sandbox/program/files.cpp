#include "samples/sandbox/program/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

namespace sandbox::program {

gantry::Result<std::string> read_text_file(const std::string &file) {
  std::FILE *stream = std::fopen(file.c_str(), "rbe");
  std::string text;
  bool failed = stream == nullptr;
  if (stream != nullptr) {
    char buffer[8192];
    for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, stream)) > 0;)
      text.append(buffer, count);
    failed = std::ferror(stream) != 0;
  }
  const int reason = errno;
  if (stream != nullptr) std::fclose(stream);
  if (failed)
    return gantry::Error{gantry::Status::io, "the file " + file + " cannot be read", "a readable file",
                         std::strerror(reason), "check path and permissions"};
  return text;
}

gantry::Result<> write_whole_file(const std::string &file, const std::string &text) {
  const std::string beside = file + "." + std::to_string(::getpid()) + ".new";
  const auto failed = [&](const char *step) {
    gantry::Error error{gantry::Status::io, "the file " + file + " cannot be written",
                        "a folder that may be written to", std::string(step) + ": " + std::strerror(errno),
                        "check path and permissions"};
    ::unlink(beside.c_str());
    return error;
  };
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed("open");
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(descriptor, text.data() + written, text.size() - written);
    if (count < 0) {
      const auto error = failed("write");
      ::close(descriptor);
      return error;
    }
    written += static_cast<std::size_t>(count);
  }
  if (::close(descriptor) != 0) return failed("close");
  if (std::rename(beside.c_str(), file.c_str()) != 0) return failed("rename");
  return gantry::success();
}

std::string ready_json(const Ready &ready) {
  nlohmann::ordered_json json;
  json["host"] = ready.host;
  json["port"] = ready.port;
  json["pid"] = ready.pid;
  if (ready.ca_file.empty()) {
    json["ca_file"] = nullptr;
  } else {
    json["ca_file"] = ready.ca_file;
  }
  json["name"] = ready.name;
  if (ready.browser_port) {
    json["browser_port"] = *ready.browser_port;
  } else {
    json["browser_port"] = nullptr;
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace sandbox::program
