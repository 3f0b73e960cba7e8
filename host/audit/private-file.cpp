#include "host/audit/private-file.hpp"

#include <gantry/cpp/text.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace gantry::audit {
namespace {

Error failed(const std::string &what, int code) {
  return Error(code == EACCES || code == EPERM ? Status::denied
               : code == ENOENT                ? Status::not_found
               : code == EEXIST                ? Status::exists
                                               : Status::io,
               what, "a place that can be written, with room on its disk", std::strerror(code),
               "make room or correct the rights, or name another place by --state-folder");
}

/// EINTR and short writes are no errors; where it stopped is in `written`.
Result<> write_all(int descriptor, const std::string &path, std::string_view bytes, off_t offset) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = pwrite(descriptor, bytes.data() + written, bytes.size() - written,
                                 offset + static_cast<off_t>(written));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failed(path + " cannot be written", count < 0 ? errno : ENOSPC);
    written += static_cast<std::size_t>(count);
  }
  return success();
}

void sync_folder_of(const std::string &path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  (void)fsync(descriptor);  // a folder that cannot be synced holds the name already
  close(descriptor);
}

}  // namespace

Result<> make_private_folder(const std::string &path) {
  std::string built = path.substr(0, 1) == "/" ? "/" : "";
  for (const std::filesystem::path &part : std::filesystem::path(path)) {
    if (part == "/") continue;
    built = (std::filesystem::path(built) / part).string();
    if (mkdir(built.c_str(), 0700) != 0 && errno != EEXIST)
      return failed("the folder " + built + " cannot be made", errno);
  }
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return failed("the folder " + path + " cannot be used", errno);
  if (!S_ISDIR(status.st_mode)) return failed("the folder " + path + " cannot be used", ENOTDIR);
  return success();
}

Result<> write_private_file(const std::string &path, std::string_view content) {
  return write_private_file(path, [&](const Sink &put) {
    put(content);
    return success();
  });
}

Result<> write_private_file(const std::string &path, const std::function<Result<>(const Sink &)> &write) {
  const std::string temporary = path + ".new";
  (void)unlink(temporary.c_str());
  Result<PrivateFile> file = PrivateFile::open(temporary, true);
  if (!file) return std::move(file).error();
  Result<> done = file->append_parts(write);
  if (done) done = file->sync();
  if (done && rename(temporary.c_str(), path.c_str()) != 0) done = failed(path + " cannot be written", errno);
  if (!done) {
    (void)unlink(temporary.c_str());
    return done;
  }
  sync_folder_of(path);
  return success();
}

Result<std::string> read_file(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return Error(Status::not_found, path + " cannot be read", "a file", "none that can be read",
                 "correct the path");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Result<std::shared_ptr<const ReadableFile>> ReadableFile::open(const std::string &path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return failed(path + " cannot be opened", errno);
  return std::shared_ptr<const ReadableFile>(std::make_shared<ReadableFile>(descriptor, path));
}

ReadableFile::~ReadableFile() { close(descriptor_); }

Result<std::string> ReadableFile::read_some(off_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count =
        pread(descriptor_, bytes.data() + done, size - done, offset + static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(path_ + " cannot be read", errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

Result<std::string> ReadableFile::read(off_t offset, std::size_t size) const {
  Result<std::string> bytes = read_some(offset, size);
  if (bytes && bytes->size() < size)
    return Error(Status::data, path_ + " cannot be read to its end", "the file as Gantry wrote it",
                 "one that is shorter", "look who changed the file");
  return bytes;
}

PrivateFile::PrivateFile(PrivateFile &&other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), end_(other.end_), path_(std::move(other.path_)) {}

PrivateFile &PrivateFile::operator=(PrivateFile &&other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(end_, other.end_);
  std::swap(path_, other.path_);
  return *this;
}

PrivateFile::~PrivateFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<PrivateFile> PrivateFile::open(const std::string &path, bool fresh) {
  const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (fresh ? O_CREAT | O_EXCL : 0);
  PrivateFile file;
  file.descriptor_ = ::open(path.c_str(), flags, 0600);
  if (file.descriptor_ < 0) return failed(path + " cannot be " + (fresh ? "made" : "opened"), errno);
  file.path_ = path;
  file.end_ = lseek(file.descriptor_, 0, SEEK_END);
  if (file.end_ < 0) return failed(path + " cannot be used", errno);
  return file;
}

Result<> PrivateFile::append(std::string_view bytes) {
  Result<> written = write_all(descriptor_, path_, bytes, end_);
  if (written)
    end_ += static_cast<off_t>(bytes.size());
  else
    (void)!ftruncate(descriptor_, end_);
  return written;
}

Result<> PrivateFile::append_parts(const std::function<Result<>(const Sink &)> &write) {
  constexpr std::size_t portion = 256 * 1024;
  const off_t begin = end_;
  std::string waiting;
  waiting.reserve(portion);
  Result<> done = success();
  const auto flush = [&] {
    if (done) done = append(waiting);
    wipe(waiting);
    waiting.clear();
  };
  Result<> made = write([&](std::string_view part) {
    if (waiting.size() + part.size() > portion) flush();
    waiting += part;
  });
  flush();
  if (done) done = std::move(made);
  if (!done) {
    (void)!ftruncate(descriptor_, begin);
    end_ = begin;
  }
  return done;
}

Result<> PrivateFile::end_line() {
  char last = '\n';
  if (end_ > 0 && pread(descriptor_, &last, 1, end_ - 1) != 1)
    return failed(path_ + " cannot be read", errno);
  return last == '\n' ? success() : append("\n");
}

Result<> PrivateFile::write_at(off_t offset, std::string_view bytes) {
  return write_all(descriptor_, path_, bytes, offset);
}

Result<> PrivateFile::sync() {
  if (fdatasync(descriptor_) != 0) return failed(path_ + " cannot be brought to the disk", errno);
  return success();
}

bool PrivateFile::lock() { return flock(descriptor_, LOCK_EX | LOCK_NB) == 0; }

}  // namespace gantry::audit
