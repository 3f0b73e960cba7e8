#include "plugins/enumerators/file-enumerator.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <sstream>

namespace gantry::enumerators {
namespace {

namespace files = std::filesystem;

enum class Retrieval { fully_qualified = 0, name_and_extension = 1, name_only = 2 };

/// Each property is an element of its own: <FEFEProperty Folder="..."/>.
struct ElementName {
  const char *attribute, *property;
};
constexpr ElementName elements[] = {{"Folder", "Directory"},
                                    {"FileSpec", "FileSpec"},
                                    {"FileNameRetrievalType", "FileNameRetrieval"},
                                    {"Recurse", "Recurse"}};

/// A text of the file in a message, cut short.
std::string shown_between(char open, std::string_view text, char close) {
  std::string shown(1, open);
  shown.append(text.substr(0, 64));
  shown += close;
  return shown;
}

Error wrong(std::string expected, std::string found) {
  return Error(Status::data, "the data of a Foreach File enumerator cannot be read", std::move(expected),
               std::move(found), "repair the package, or save it again with its designer")
      .with_code(0xC0010014);
}

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::string shown(const files::path &path, Retrieval how) {
  switch (how) {
    case Retrieval::name_and_extension: return path.filename().string();
    case Retrieval::name_only: return path.stem().string();
    default: return path.string();
  }
}

}  // namespace

bool matches(std::string_view name, std::string_view pattern) {
  if (pattern.empty() || pattern == "*.*") return true;
  // The last star and what it has taken: enough to go back to, so the work stays small.
  std::size_t n = 0, p = 0, star = std::string_view::npos, taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() &&
        (pattern[p] == '?' || (pattern[p] != '*' && lower(pattern[p]) == lower(name[n])))) {
      ++n;
      ++p;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

const PropertyList &FileEnumerator::properties() {
  static const PropertyList list = {{"Directory", PropertyType::string, "", {}, false, false, {}},
                                    {"FileSpec", PropertyType::string, "*.*", {}, false, false, {}},
                                    {"FileNameRetrieval",
                                     PropertyType::enumeration,
                                     "FullyQualified",
                                     {{"FullyQualified", 0}, {"NameAndExtension", 1}, {"NameOnly", 2}},
                                     false,
                                     false,
                                     {}},
                                    {"Recurse", PropertyType::boolean, "False", {}, false, false, {}}};
  return list;
}

Result<> FileEnumerator::load(std::string_view xml) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) return wrong("well-formed XML", parsed.description());
  const pugi::xml_node root = document.document_element();
  if (std::strcmp(root.name(), "ForEachFileEnumeratorProperties") != 0)
    return wrong("the element ForEachFileEnumeratorProperties", shown_between('<', root.name(), '>'));
  for (const pugi::xml_node &node : root.children("FEFEProperty"))
    for (const ElementName &name : elements)
      if (const pugi::xml_attribute value = node.attribute(name.attribute))
        if (Result<> set = set_property(name.property, value.value()); !set) return set;
  return success();
}

Result<std::string> FileEnumerator::save() {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("ForEachFileEnumeratorProperties");
  for (const ElementName &name : elements) {
    const bool number = std::strcmp(name.property, "FileNameRetrieval") == 0;
    const bool truth = std::strcmp(name.property, "Recurse") == 0;
    const std::string value = number  ? std::to_string(member(name.property))
                              : truth ? (flag(name.property) ? "-1" : "0")
                                      : text(name.property);
    root.append_child("FEFEProperty").append_attribute(name.attribute).set_value(value.c_str());
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default | pugi::format_no_declaration, pugi::encoding_utf8);
  return out.str();
}

Result<> FileEnumerator::validate_properties() {
  const std::string &folder = text("Directory");
  if (folder.empty())
    return Error(Status::invalid, "the Foreach File enumerator names no folder", "a folder in Directory",
                 "nothing", "set Directory, or give it by a property expression");
  const bool windows = (folder.size() > 1 && folder[1] == ':') || folder.rfind("\\\\", 0) == 0;
  if (windows)
    return Error(Status::invalid, "the Foreach File enumerator's folder is a path of Windows",
                 "a path of this system", folder,
                 "set it with --set, a configuration or a property expression on Directory");
  return success();
}

Result<ObjectPtr> FileEnumerator::open(Call call) {
  const files::path folder(text("Directory"));
  std::error_code failed;
  const auto refuse = [&](const std::error_code &why) {
    const Status status = why == std::errc::no_such_file_or_directory || why == std::errc::not_a_directory
                              ? Status::not_found
                          : why == std::errc::permission_denied ? Status::denied
                                                                : Status::io;
    return Error(status, "folder " + folder.string() + " of the Foreach File enumerator cannot be read",
                 "a folder that can be read", why.message(), "correct the folder, or its rights");
  };
  std::vector<files::path> found;
  const auto take = [&](const files::directory_entry &entry) {
    std::error_code ignored;
    if (entry.is_regular_file(ignored) && matches(entry.path().filename().string(), text("FileSpec")))
      found.push_back(entry.path());
  };
  if (flag("Recurse")) {
    files::recursive_directory_iterator at(folder, files::directory_options::skip_permission_denied, failed);
    if (failed) return refuse(failed);
    for (; at != files::recursive_directory_iterator(); at.increment(failed)) {
      if (failed) return refuse(failed);
      if (Result<> alive = call.check("looking for files"); !alive) return std::move(alive).error();
      take(*at);
    }
  } else {
    files::directory_iterator at(folder, failed);
    if (failed) return refuse(failed);
    for (; at != files::directory_iterator(); at.increment(failed)) {
      if (failed) return refuse(failed);
      take(*at);
    }
  }
  std::sort(found.begin(), found.end());
  if (found.empty())
    site_.warning(0,
                  "the Foreach File enumerator found no file " + text("FileSpec") + " in " + folder.string());
  Table table;
  table.columns = {"file"};
  const auto how = static_cast<Retrieval>(member("FileNameRetrieval"));
  for (const files::path &path : found) table.rows.push_back({Cell(shown(path, how))});
  return rows_of(std::move(table));
}

}  // namespace gantry::enumerators
