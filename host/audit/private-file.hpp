// Files that only their owner may read, written so that they are on disk when the call is back.
#ifndef GANTRY_AUDIT_PRIVATE_FILE_HPP
#define GANTRY_AUDIT_PRIVATE_FILE_HPP

#include <gantry/cpp/result.hpp>

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gantry::audit {

/// Makes a folder and those above it, 0700. Errors: IO, DENIED.
Result<> make_private_folder(const std::string &path);
/// Replaces a file as a whole (0600): after a crash there is the old content or the new. Errors: IO, DENIED.
Result<> write_private_file(const std::string &path, std::string_view content);
/// Takes the next part of a text.
using Sink = std::function<void(std::string_view)>;
/// The same with a content that is never there as a whole: `write` puts it part by part.
/// When `write` fails the old content stays, and the error is its own.
Result<> write_private_file(const std::string &path, const std::function<Result<>(const Sink &)> &write);
/// Errors: NOT_FOUND, IO.
Result<std::string> read_file(const std::string &path);

/// An open file, only to be read; for as long as it is held it can be, whatever becomes of its name. Any
/// thread.
class ReadableFile {
 public:
  /// Errors: NOT_FOUND, DENIED, IO.
  static Result<std::shared_ptr<const ReadableFile>> open(const std::string &path);
  ReadableFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ReadableFile(const ReadableFile &) = delete;
  ReadableFile &operator=(const ReadableFile &) = delete;
  ~ReadableFile();

  /// Up to `size` bytes from there; fewer only at the file's end. Errors: IO.
  Result<std::string> read_some(off_t offset, std::size_t size) const;
  /// All of them. Errors: IO; DATA when the file ends before.
  Result<std::string> read(off_t offset, std::size_t size) const;
  const std::string &path() const { return path_; }

 private:
  const int descriptor_;
  const std::string path_;
};

/// An open file (0600) of ours. Not thread-safe.
class PrivateFile {
 public:
  PrivateFile() = default;
  PrivateFile(PrivateFile &&other) noexcept;
  PrivateFile &operator=(PrivateFile &&other) noexcept;
  PrivateFile(const PrivateFile &) = delete;
  PrivateFile &operator=(const PrivateFile &) = delete;
  ~PrivateFile();

  /// `fresh`: there must be none yet. Errors: IO, DENIED, EXISTS, NOT_FOUND (not fresh, and none there).
  static Result<PrivateFile> open(const std::string &path, bool fresh);

  /// Writes at the end; what a full disk took only in part is cut off again. Errors: IO.
  Result<> append(std::string_view bytes);
  /// The same in portions, each written when it is whole; when `write` fails nothing of it stays.
  Result<> append_parts(const std::function<Result<>(const Sink &)> &write);
  /// Begins a new line where a crash left the last one without its end.
  Result<> end_line();
  Result<> write_at(off_t offset, std::string_view bytes);
  /// To the disk itself. Errors: IO.
  Result<> sync();
  /// For as long as the file is open here; false: another process has it.
  bool lock();
  /// Where append goes on.
  off_t end() const { return end_; }
  const std::string &path() const { return path_; }

 private:
  int descriptor_ = -1;
  off_t end_ = 0;
  std::string path_;
};

}  // namespace gantry::audit

#endif
