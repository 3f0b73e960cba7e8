// Looks at folders and files; opens plugins for reading only.
#include "host/catalog/cache.hpp"
#include "host/catalog/catalog.hpp"
#include "host/catalog/identity.hpp"
#include "host/catalog/marks.hpp"
#include "host/catalog/note-reader.hpp"
#include "host/catalog/refusal.hpp"
#include "host/catalog/trust.hpp"
#include "host/catalog/version.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <set>

namespace gantry::catalog {
namespace {

std::string resolved(const std::string &path) {
  char *text = ::realpath(path.c_str(), nullptr);
  std::string result = text ? text : "";
  std::free(text);
  return result;
}

Reason reason_of(Error error) {
  const int number = static_cast<int>(error.code);
  return {number, std::move(error)};
}

/// The readers say "the file"; a listing names it.
Error named(Error error, const std::string &path) {
  if (error.what.compare(0, 8, "the file") == 0)
    error.what = "file " + path + error.what.substr(8);
  else if (error.what.find(path) == std::string::npos)
    error.what = path + ": " + error.what;
  return error;
}

FileState state_of(const Error &error) {
  switch (static_cast<Refusal>(error.code)) {
    case Refusal::other_machine:
    case Refusal::other_word_size:
    case Refusal::other_byte_order: return FileState::skipped;  // L2: not an error
    default: return FileState::refused;
  }
}

/// Folders and files as they are met.
class Scanner {
 public:
  explicit Scanner(const ScanOptions &options) : options_(options), cache_(options.cache_file) {}

  void folder(const ScanOptions::Folder &folder) {
    if (folder.path.empty()) return;
    if (folder.path.front() != '/') {
      refuse_folder(folder.path,
                    refuse(Refusal::relative_folder, Status::invalid,
                           "plugin folder " + folder.path + " (" + folder.origin + ") is not searched",
                           "an absolute path", "a relative one", "write the whole path"));
      return;
    }
    std::string path = folder.path;
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    const std::string whole = resolved(path);
    if (whole.empty()) {
      const int problem = errno;
      const bool optional = folder.origin == "user folder" || folder.origin == "install folder";
      if (optional && (problem == ENOENT || problem == ENOTDIR)) return;
      absent(folder, problem);
      return;
    }
    if (!folders_.insert(whole).second) return;
    if (Result<> trusted = trust_folder(path, options_.strict_ownership); !trusted) {
      refuse_folder(folder.path, std::move(trusted).error());
      return;
    }
    list(folder, whole);
  }

  void finish() {
    shadow();
    cache_.save();
  }

  std::vector<PluginFile> files;
  std::vector<std::pair<std::string, Reason>> refused_folders;

 private:
  void refuse_folder(const std::string &path, Error error) {
    refused_folders.emplace_back(path, reason_of(std::move(error)));
  }
  void absent(const ScanOptions::Folder &folder, int problem) {
    const bool missing = problem == ENOENT;
    refuse_folder(
        folder.path,
        refuse(missing ? Refusal::absent_folder : Refusal::unreadable_folder,
               missing ? Status::not_found : Status::denied,
               "plugin folder " + folder.path + " (" + folder.origin + ") cannot be searched",
               "a folder that can be read", std::strerror(problem), "create it or correct the path"));
  }

  void list(const ScanOptions::Folder &folder, const std::string &whole) {
    DIR *listing = ::opendir(whole.c_str());
    if (!listing) {
      absent(folder, errno);
      return;
    }
    std::vector<std::string> names;
    while (const dirent *entry = ::readdir(listing)) {
      const std::string name = entry->d_name;
      if (name.size() > 3 && name.front() != '.' && name.compare(name.size() - 3, 3, ".so") == 0)
        names.push_back(name);
    }
    ::closedir(listing);
    std::sort(names.begin(), names.end());
    for (const std::string &name : names) look_at(whole + '/' + name, folder.origin);
  }

  void look_at(const std::string &found_at, const std::string &origin) {
    PluginFile file;
    file.origin = origin;
    file.path = resolved(found_at);
    if (file.path.empty()) file.path = found_at;
    if (Result<> read = examine(file, found_at); !read) {
      const FileState state = state_of(read.error());
      file.state = state;
      file.reason = reason_of(named(std::move(read).error(), file.path));
    } else if (repeated_) {
      return;
    }
    files.push_back(std::move(file));
  }

  Result<> examine(PluginFile &file, const std::string &found_at) {
    repeated_ = false;
    struct stat status {};
    // Looked at before it is opened: opening a fifo or a device may do something.
    if (::stat(file.path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
      return refuse(Refusal::not_a_regular_file, Status::invalid, "the file is not a regular file",
                    "a regular file", S_ISDIR(status.st_mode) ? "a folder" : "something else",
                    "take it out of the plugin folder");
    const int descriptor = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
      return refuse(Refusal::unreadable_file, Status::io, "the file cannot be opened",
                    "a file that can be read", std::strerror(errno),
                    "correct its rights, or take it out of the plugin folder");
    Result<> result = examine_open(file, found_at, descriptor);
    ::close(descriptor);
    return result;
  }

  Result<> examine_open(PluginFile &file, const std::string &found_at, int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0)
      return refuse(Refusal::unreadable_file, Status::io, "the file cannot be looked at",
                    "its size and times", std::strerror(errno), "check the file system");
    file.identity = identity_of(status);
    if (!inodes_.insert({file.identity.device, file.identity.inode}).second) {
      repeated_ = true;
      return success();
    }
    if (Result<> trusted = trust_file(file.path, status, options_.strict_ownership); !trusted) return trusted;
    if (file.path != found_at)  // a link that leads elsewhere: those folders count as well
      if (Result<> trusted = trust_folder(file.path.substr(0, std::max<std::size_t>(file.path.rfind('/'), 1)),
                                          options_.strict_ownership);
          !trusted)
        return trusted;
    const std::string *known = cache_.find(file.path, file.identity);
    Result<std::string> text = known ? Result<std::string>(*known) : read_note_text(descriptor);
    if (!text) return std::move(text).error();
    cache_.keep(file.path, file.identity, *text);
    if (Result<> parsed = parse_note(*text, file.note); !parsed) return parsed;
    marks(file);
    return success();
  }

  void marks(PluginFile &file) {
    if (const std::optional<Mark> mark = quarantine_of(options_.marker_folder, file.path, file.identity)) {
      file.state = FileState::quarantined;
      file.reason = quarantine_reason(*mark);
    } else if (const std::optional<Mark> stale =
                   stale_marker_of(options_.marker_folder, file.path, file.identity)) {
      file.state = FileState::suspect;
      file.reason = suspect_reason(*stale);
    }
  }

  /// Later ones with the same id and version are shadowed; a refused or quarantined file shadows nobody.
  void shadow() {
    for (std::size_t i = 0; i < files.size(); ++i) {
      PluginFile &later = files[i];
      if (!later.usable()) continue;
      for (std::size_t k = 0; k < i; ++k) {
        const PluginFile &earlier = files[k];
        if (!earlier.usable() || earlier.note.id != later.note.id ||
            earlier.note.version != later.note.version)
          continue;
        later.state = FileState::shadowed;
        later.reason = reason_of(
            refuse(Refusal::shadowed, Status::exists, "file " + later.path + " is shadowed",
                   "one file of " + later.note.id + ' ' + later.note.version,
                   earlier.path + ", which is searched earlier", "nothing, or take one of them away"));
        break;
      }
    }
  }

  const ScanOptions &options_;
  NoteCache cache_;
  std::set<std::string> folders_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> inodes_;
  bool repeated_ = false;
};

}  // namespace

std::string_view state_name(FileState state) {
  switch (state) {
    case FileState::accepted: return "accepted";
    case FileState::shadowed: return "shadowed";
    case FileState::skipped: return "skipped";
    case FileState::refused: return "refused";
    case FileState::suspect: return "suspect";
    case FileState::quarantined: return "quarantined";
  }
  return "";
}

Catalog Catalog::scan(const ScanOptions &options) {
  Scanner scanner(options);
  for (const ScanOptions::Folder &folder : options.folders) scanner.folder(folder);
  scanner.finish();
  Catalog catalog;
  catalog.files_ = std::move(scanner.files);
  catalog.refused_folders_ = std::move(scanner.refused_folders);
  return catalog;
}

}  // namespace gantry::catalog
