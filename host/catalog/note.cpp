#include "host/catalog/note.hpp"

#include "host/catalog/refusal.hpp"
#include "host/catalog/version.hpp"

#include <gantry/note.h>
#include <gantry/version.h>

#include <charconv>
#include <optional>

namespace gantry::catalog {
namespace {

constexpr int note_major = 1;

std::optional<ClassKind> kind_of(std::string_view text) {
  for (const ClassKind kind :
       {ClassKind::connection_manager, ClassKind::task, ClassKind::driver, ClassKind::enumerator})
    if (text == kind_name(kind)) return kind;
  return std::nullopt;
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Lists are separated by one space (M2); more spaces do no harm.
void append_list(std::vector<std::string> &list, std::string_view text) {
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    if (space != 0) list.emplace_back(text.substr(0, space));
    if (space == std::string_view::npos) return;
    text.remove_prefix(space + 1);
  }
}

bool valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0) return false;
    const std::size_t length = byte < 0x80                   ? 1
                               : byte >= 0xC2 && byte < 0xE0 ? 2
                               : byte >= 0xE0 && byte < 0xF0 ? 3
                               : byte >= 0xF0 && byte < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || length > text.size() - i) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((byte == 0xE0 && second < 0xA0) || (byte == 0xED && second > 0x9F) ||
        (byte == 0xF0 && second < 0x90) || (byte == 0xF4 && second > 0x8F))
      return false;
    i += length;
  }
  return true;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// `Type, Assembly` of a CLR name, compared without what follows; a name without a comma gives no assembly.
struct ClrName {
  std::string_view type, assembly;
};
ClrName clr_name(std::string_view name) {
  const std::size_t comma = name.find(',');
  if (comma == std::string_view::npos) return {trimmed(name), {}};
  const std::string_view rest = name.substr(comma + 1);
  return {trimmed(name.substr(0, comma)), trimmed(rest.substr(0, rest.find(',')))};
}

/// Reads the lines one after the other.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<> parse() {
    if (text_.size() > GANTRY_NOTE_MAX)
      return refuse(Refusal::note_too_long, Status::data, "the plugin's note is too long",
                    "at most " + std::to_string(GANTRY_NOTE_MAX) + " bytes",
                    std::to_string(text_.size()) + " bytes", "ask the plugin's author for a shorter note");
    if (!valid_utf8(text_))
      return refuse(Refusal::note_damaged, Status::data, "the plugin's note is damaged",
                    "UTF-8 text without zero bytes", "other bytes", "build or install it again");
    note_.text = std::string(text_);
    std::string_view left = text_;
    while (!left.empty()) {
      const std::size_t end = left.find('\n');
      ++line_;
      if (Result<> taken = take(left.substr(0, end)); !taken) return std::move(taken).error();
      if (end == std::string_view::npos) break;
      left.remove_prefix(end + 1);
    }
    if (Result<> complete = check(); !complete) return std::move(complete).error();
    return success();
  }
  PluginNote take_note() { return std::move(note_); }

 private:
  Error bad_line(std::string expected, std::string_view found) const {
    Error error =
        refuse(Refusal::note_line, Status::data,
               "line " + std::to_string(line_) + " of the plugin's note cannot be read", std::move(expected),
               std::string(found.substr(0, 120)), "ask the plugin's author for a corrected one");
    error.line = line_;
    return error;
  }
  static Error bad_key(std::string what, std::string expected, std::string found) {
    return refuse(Refusal::note_key, Status::data, std::move(what), std::move(expected), std::move(found),
                  "ask the plugin's author for a corrected one");
  }

  Result<> take(std::string_view line) {
    if (line_ > 1 && line.empty()) return success();
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0)
      return bad_line(line_ == 1 ? "gantry-note=1" : "key=value", line);
    const std::string_view key = line.substr(0, equals), value = line.substr(equals + 1);
    if (line_ == 1) return first(key, value, line);
    if (key.front() == '!')
      // No key of this version must be understood, so none is.
      return refuse(Refusal::note_must_understand, Status::unsupported,
                    "the plugin's note has a line that a host must understand", "a key that this host knows",
                    std::string(key), "use a newer Gantry");
    if (key == "class") return begin_class(value, line);
    if (key.substr(0, 6) == "class.") return class_key(key.substr(6), value, line);
    return file_key(key, value, line);
  }

  Result<> first(std::string_view key, std::string_view value, std::string_view line) {
    const std::optional<int> major = whole_number(value);
    if (key != "gantry-note" || !major || *major < 1) return bad_line("gantry-note=1", line);
    if (*major > note_major)
      return refuse(Refusal::note_major, Status::unsupported, "the plugin's note is of a later kind",
                    "gantry-note=" + std::to_string(note_major), std::string(line.substr(0, 60)),
                    "use a newer Gantry");
    return success();
  }

  Result<> file_key(std::string_view key, std::string_view value, std::string_view line) {
    if (class_seen_) return success();  // unknown keys are ignored, also inside a class (M2)
    if (key == "id")
      note_.id = value;
    else if (key == "version")
      note_.version = value;
    else if (key == "name")
      note_.name = value;
    else if (key == "vendor")
      note_.vendor = value;
    else if (key == "license")
      note_.license = value;
    else if (key == "url")
      note_.url = value;
    else if (key == "abi") {
      const std::size_t dot = value.find('.');
      const std::optional<int> major = whole_number(value.substr(0, dot));
      const std::optional<int> minor =
          dot == std::string_view::npos ? std::optional<int>(0) : whole_number(value.substr(dot + 1));
      if (!major || !minor || *major < 0 || *minor < 0) return bad_line("abi=MAJOR or abi=MAJOR.MINOR", line);
      note_.abi_major = *major;
      note_.abi_minor = *minor;
    }
    return success();
  }

  Result<> begin_class(std::string_view id, std::string_view line) {
    if (Result<> complete = end_class(); !complete) return complete;
    if (id.empty()) return bad_line("class=<id>", line);
    for (const std::string &known : class_ids_)
      if (known == id) return bad_line("a class id that is not there yet", line);
    class_ids_.emplace_back(id);
    class_seen_ = true;
    current_.emplace();
    current_->id = id;
    kind_given_ = kind_known_ = false;
    return success();
  }

  Result<> class_key(std::string_view key, std::string_view value, std::string_view line) {
    if (!current_) return bad_line("class=<id> before it", line);
    ClassNote &c = *current_;
    if (key == "kind") {
      const std::optional<ClassKind> kind = kind_of(value);
      kind_given_ = true;
      kind_known_ = kind.has_value();
      if (kind) c.kind = *kind;
    } else if (key == "creation-name") {
      c.creation_names.emplace_back(value);
    } else if (key == "xml") {
      c.xml = value;
    } else if (key == "provides") {
      append_list(c.provides, value);
    } else if (key == "forwards") {
      append_list(c.forwards, value);
    } else if (key == "scheme") {
      append_list(c.schemes, value);
    } else if (key == "priority") {
      const std::optional<int> number = whole_number(value);
      if (!number) return bad_line("class.priority=<whole number>", line);
      c.priority = *number;
    } else if (key.substr(0, 11) == "capability.") {
      c.capabilities[std::string(key.substr(11))] = value;
    } else if (key.substr(0, 6) == "quirk.") {
      c.quirks[std::string(key.substr(6))] = value;
    } else if (key.substr(0, 5) == "slot.") {
      return slot_key(key.substr(5), value, line);
    }
    return success();
  }

  Result<> slot_key(std::string_view key, std::string_view value, std::string_view line) {
    // A property's name may hold dots (`Gantry.Name`); what follows the last one is ours.
    const std::size_t dot = key.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return bad_line("class.slot.<Property>.<key>=", line);
    const std::string_view property = key.substr(0, dot), part = key.substr(dot + 1);
    SlotNote *slot = nullptr;
    for (SlotNote &known : current_->slots)
      if (known.property == property) slot = &known;
    if (!slot) {
      slot = &current_->slots.emplace_back();
      slot->property = property;
    }
    if (part == "requires")
      append_list(slot->requires_, value);
    else if (part == "wants")
      append_list(slot->wants, value);
    else if (part == "xml")
      slot->xml_names.emplace_back(value);
    else if (part == "access") {
      if (value != "read" && value != "write") return bad_line("read or write", line);
      slot->writes = value == "write";
    }
    return success();
  }

  /// A class of a kind that a later Gantry knows is passed over like an unknown key.
  Result<> end_class() {
    if (!current_) return success();
    if (!kind_given_)
      return bad_key("class " + current_->id + " of the plugin's note has no kind", "class.kind=", "none");
    if (kind_known_) note_.classes.push_back(std::move(*current_));
    current_.reset();
    return success();
  }

  Result<> check() {
    if (Result<> complete = end_class(); !complete) return complete;
    if (line_ == 0) {
      line_ = 1;
      return bad_line("gantry-note=1", "nothing");
    }
    if (note_.id.empty()) return bad_key("the plugin's note has no id", "id=", "none");
    if (!is_semantic_version(note_.version))
      return bad_key("the plugin's note has no semantic version", "version=MAJOR.MINOR.PATCH",
                     note_.version.empty() ? "none" : note_.version);
    if (note_.abi_major == 0) return bad_key("the plugin's note does not name its ABI", "abi=1", "none");
    if (note_.abi_major != GANTRY_ABI_MAJOR)
      return refuse(Refusal::other_abi_major, Status::unsupported, "the plugin was built for another host",
                    "abi=" + std::to_string(GANTRY_ABI_MAJOR), "abi=" + std::to_string(note_.abi_major),
                    "install the build for this Gantry");
    return success();
  }

  std::string_view text_;
  PluginNote note_;
  std::optional<ClassNote> current_;
  std::vector<std::string> class_ids_;
  int line_ = 0;
  bool class_seen_ = false, kind_given_ = false, kind_known_ = false;
};

}  // namespace

std::string_view kind_name(ClassKind kind) {
  switch (kind) {
    case ClassKind::connection_manager: return "connection-manager";
    case ClassKind::task: return "task";
    case ClassKind::driver: return "driver";
    case ClassKind::enumerator: return "enumerator";
  }
  return "";
}

const SlotNote *ClassNote::slot(std::string_view property) const {
  for (const SlotNote &candidate : slots)
    if (candidate.property == property) return &candidate;
  return nullptr;
}

bool ClassNote::answers_to(std::string_view creation_name) const {
  const ClrName asked = clr_name(creation_name);
  for (const std::string &name : creation_names) {
    const ClrName offered = clr_name(name);
    if (asked.assembly.empty() != offered.assembly.empty()) continue;
    if (asked.assembly.empty()
            ? same_ignoring_case(asked.type, offered.type)
            : asked.type == offered.type && same_ignoring_case(asked.assembly, offered.assembly))
      return true;
  }
  return false;
}

const ClassNote *PluginNote::find_class(std::string_view class_id) const {
  for (const ClassNote &candidate : classes)
    if (candidate.id == class_id) return &candidate;
  return nullptr;
}

Result<PluginNote> parse_note(std::string_view text) {
  PluginNote note;
  if (Result<> read = parse_note(text, note); !read) return std::move(read).error();
  return note;
}

Result<> parse_note(std::string_view text, PluginNote &as_far_as_read) {
  Parser parser(text);
  Result<> read = parser.parse();
  as_far_as_read = parser.take_note();
  return read;
}

}  // namespace gantry::catalog
