// Which plugins there are, without running any of their code (abi: M1 to M4, section 13).
#ifndef GANTRY_CATALOG_CATALOG_HPP
#define GANTRY_CATALOG_CATALOG_HPP

#include "host/catalog/note.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::catalog {

enum class FileState { accepted, shadowed, skipped, refused, suspect, quarantined };
std::string_view state_name(FileState state);

/// Why a file is not accepted: a number that docs/refusals.md explains, and its four parts.
struct Reason {
  int number = 0;  ///< 0: none
  Error text;
};

/// What tells one state of a file from the next; the cache, marks and the loader compare it.
struct FileIdentity {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t mtime_ns = 0, ctime_ns = 0;
  bool operator==(const FileIdentity &other) const = default;
};

struct PluginFile {
  std::string path;  ///< absolute, links resolved
  std::string
      origin;       ///< `--plugin-path`, `GANTRY_PLUGIN_PATH`, `gantry.json`, `user folder`, `install folder`
  PluginNote note;  ///< as far as it could be read
  FileState state = FileState::accepted;
  Reason reason;
  FileIdentity identity;  ///< as scanned; all zero when the file could not be looked at
  bool usable() const { return state == FileState::accepted || state == FileState::suspect; }
};

struct ScanOptions {
  struct Folder {
    std::string path, origin;
  };
  std::vector<Folder> folders;    ///< in search order, not yet checked
  std::string cache_file;         ///< empty: no cache
  std::string marker_folder;      ///< of markers and quarantine; empty: none
  bool strict_ownership = false;  ///< --strict or privileged
};

/// The documented places in the documented order. `program` is the path of the running executable (the
/// install folder is found relative to it). With AT_SECURE the environment and the user's folders are left
/// out and `notice` says so.
struct SearchSources {
  std::vector<std::string> command_line;          ///< --plugin-path
  std::vector<std::string> configured;            ///< host configuration
  std::string environment_path;                   ///< GANTRY_PLUGIN_PATH
  std::string data_home, cache_home, state_home;  ///< XDG, resolved; may be empty
  std::string program;
  bool privileged = false, strict = false;
};
ScanOptions search_places(const SearchSources &sources, std::string &notice);

/// One class of one usable file.
struct Provider {
  const PluginFile *file = nullptr;
  const ClassNote *note = nullptr;
};

/// One step of a choice (T5): {driver, state, reason number, text}.
struct Attempt {
  std::string driver;  ///< class id, with file when several hold it
  std::string state;   ///< `chosen`, `not tried`, `lacks`, `refused`, `failed to load`
  int reason = 0;
  std::string text;
};

/// Immutable after scan; any thread. Providers and files live as long as the catalogue.
class Catalog {
 public:
  /// Reads notes only. Problems of single files are states, never errors.
  static Catalog scan(const ScanOptions &options);

  const std::vector<PluginFile> &files() const { return files_; }
  /// Folders that were refused as a whole (relative path, world-writable ...), as {path, reason}.
  const std::vector<std::pair<std::string, Reason>> &refused_folders() const { return refused_folders_; }

  /// The provider of a connection manager, task or enumerator by any of its names, best name first; of
  /// several files with one plugin id the highest semantic version, ties by search order.
  Provider find(ClassKind kind, const std::vector<std::string> &names) const;
  Provider find_class(std::string_view class_id) const;
  std::vector<Provider> all(ClassKind kind) const;
  /// What was looked at for a name that nobody provides: one line a plugin that has classes of that kind.
  std::vector<std::string> looked_at(ClassKind kind) const;

  /// Candidates of a scheme in the order of T5, each already having what is required; the others are in
  /// `attempts`. `requested`: request property `driver`, empty if none; a requested driver that lacks
  /// something is an error.
  Result<std::vector<Provider>> drivers(std::string_view scheme, const std::vector<std::string> &required,
                                        std::string_view requested,
                                        const std::vector<std::string> &configured_order,
                                        std::vector<Attempt> &attempts) const;

  /// Whether a connection manager class (with the drivers there are) can satisfy a slot; T3's matching before
  /// loading.
  /// A class that forwards a scheme needs a usable driver of it, even when nothing else is missing.
  /// Errors: UNSUPPORTED naming the interface, the connection type and every driver looked at.
  Result<> matches(const Provider &connection_manager, const std::vector<std::string> &required,
                   std::string_view requested_driver, const std::vector<std::string> &configured_order) const;

 private:
  std::vector<PluginFile> files_;
  std::vector<std::pair<std::string, Reason>> refused_folders_;
};

/// Forgets quarantine and suspicion of one file (`plugins reset`). Errors: NOT_FOUND.
Result<> reset_marks(const std::string &marker_folder, const std::string &path);

}  // namespace gantry::catalog

#endif
