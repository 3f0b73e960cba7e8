// Note texts of files that have not changed since (contract section 13, row `cache`).
#ifndef GANTRY_CATALOG_CACHE_HPP
#define GANTRY_CATALOG_CACHE_HPP

#include "host/catalog/catalog.hpp"

#include <map>
#include <string>

namespace gantry::catalog {

/// One text file. A damaged one counts as empty, an unwritable one is silently not written.
class NoteCache {
 public:
  /// Empty path: remembers nothing.
  explicit NoteCache(std::string path);

  /// The text of the file in exactly this state, or null.
  const std::string *find(const std::string &path, const FileIdentity &identity) const;
  /// Keeps a text for save(). A file that changed within the last 100 ms is not kept: its times could not
  /// tell the next change from this one.
  void keep(const std::string &path, const FileIdentity &identity, const std::string &text);
  /// Writes what was kept when it differs from what was read. Never fails visibly.
  void save() const;

 private:
  struct Entry {
    FileIdentity identity;
    std::string text;
    bool operator==(const Entry &other) const = default;
  };
  using Entries = std::map<std::string, Entry>;
  static bool parse(std::string_view text, Entries &entries);
  static std::string write(const Entries &entries);

  std::string path_;
  Entries read_, kept_;
};

}  // namespace gantry::catalog

#endif
