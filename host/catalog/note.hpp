// A plugin's note as read (M1, M2).
#ifndef GANTRY_CATALOG_NOTE_HPP
#define GANTRY_CATALOG_NOTE_HPP

#include <gantry/cpp/result.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::catalog {

enum class ClassKind { connection_manager, task, driver, enumerator };
std::string_view kind_name(ClassKind kind);

struct SlotNote {
  std::string property;                       ///< `SourceConnection`
  std::vector<std::string> requires_, wants;  ///< interface ids or `capability:<name>`
  std::vector<std::string> xml_names;         ///< first written, all read; empty: the property itself
  bool writes = false;                        ///< class.slot.X.access=write
};

struct ClassNote {
  std::string id;
  ClassKind kind = ClassKind::task;
  std::vector<std::string> creation_names;
  std::string xml;  ///< element below ObjectData
  std::vector<SlotNote> slots;
  std::vector<std::string> provides, forwards, schemes;
  int priority = 0;
  std::map<std::string, std::string> capabilities, quirks;

  const SlotNote *slot(std::string_view property) const;
  /// By creation name; CLR names compare without version, culture and key (M2); short and STOCK names ignore
  /// case.
  bool answers_to(std::string_view creation_name) const;
};

struct PluginNote {
  std::string id, version, name, vendor, license, url;
  int abi_major = 0, abi_minor = 0;
  std::vector<ClassNote> classes;
  std::string text;  ///< as found in the file

  const ClassNote *find_class(std::string_view class_id) const;
};

/// Errors: DATA with the line, UNSUPPORTED for a higher note major or an unknown key that begins with `!`.
Result<PluginNote> parse_note(std::string_view text);
/// The same; after an error the note holds what was read before it, so that a refused file can be named.
Result<> parse_note(std::string_view text, PluginNote &as_far_as_read);

}  // namespace gantry::catalog

#endif
