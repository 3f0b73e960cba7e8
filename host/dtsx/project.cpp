#include "host/dtsx/project.hpp"

#include <algorithm>

#include "host/dtsx/vocabulary.hpp"
#include "host/dtsx/zip-entries.hpp"
#include "host/package/names.hpp"

namespace gantry::dtsx {

using xml::none;

namespace {

std::string ssis_attribute(const xml::Source &source, std::uint32_t element, std::string_view name) {
  std::uint32_t found = source.find_attribute(element, ssis_space, name);
  if (found == none) found = source.find_attribute(element, {}, name);
  return found == none ? std::string() : source.attribute_value(found);
}

/// Calls `visit` for each child element of that local name.
template <typename Visit>
void children(const xml::Source &source, std::uint32_t element, std::string_view name, Visit visit) {
  for (std::uint32_t at = source.elements[element].first_child; at != none; at = source.elements[at].next)
    if (source.local_name(at) == name) visit(at);
}

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// Project files count types as .NET's TypeCode, packages as VARTYPE.
package::DataType from_type_code(std::int64_t code) {
  using package::DataType;
  switch (code) {
    case 3: return DataType::boolean;
    case 5: return DataType::sbyte;
    case 6: return DataType::byte;
    case 7: return DataType::int16;
    case 8: return DataType::uint16;
    case 9: return DataType::int32;
    case 10: return DataType::uint32;
    case 11: return DataType::int64;
    case 12: return DataType::uint64;
    case 13: return DataType::single;
    case 14: return DataType::float64;
    case 15: return DataType::decimal;
    case 16: return DataType::date_time;
    default: return DataType::string;
  }
}

package::Parameter parameter(const xml::Source &source, std::uint32_t element) {
  package::Parameter out;
  out.name = ssis_attribute(source, element, "Name");
  children(source, element, "Properties", [&](std::uint32_t group) {
    children(source, group, "Property", [&](std::uint32_t at) {
      const std::string name = ssis_attribute(source, at, "Name");
      const std::string text = source.content(at);
      if (name == "ID") {
        out.id = text;
      } else if (name == "Description") {
        out.description = text;
      } else if (name == "DataType") {
        out.data_type = from_type_code(package::parse_integer(text).value_or(18));
      } else if (name == "Value") {
        out.withheld = is_encrypted(source, at);
        if (!out.withheld) out.value = text;
      } else if (!text.empty()) {
        out.properties.add({name, text, 0});
      }
    });
  });
  if (out.sensitive() && out.value.empty()) out.withheld = true;
  return out;
}

package::ProtectionLevel level_of(std::string_view name) {
  constexpr std::string_view names[] = {
      "DontSaveSensitive",      "EncryptSensitiveWithUserKey", "EncryptSensitiveWithPassword",
      "EncryptAllWithPassword", "EncryptAllWithUserKey",       "ServerStorage"};
  for (std::size_t i = 0; i < std::size(names); ++i)
    if (name == names[i]) return static_cast<package::ProtectionLevel>(i);
  return package::ProtectionLevel::encrypt_sensitive_with_user_key;
}

Error incomplete(const std::string &project, const std::string &part) {
  return Error(Status::data, "The project file '" + project + "' could not be loaded.",
               "The part '" + part + "' was expected.", "It is not in the archive.",
               "Build the project again.")
      .with_code(0xC0011003);
}

}  // namespace

Result<std::vector<package::Parameter>> read_project_parameters(std::string_view bytes,
                                                                const ReadOptions &options) {
  auto source = xml::parse(bytes, options);
  if (!source) return source.error();
  if (source->local_name(source->root()) != "Parameters")
    return Error(Status::data, "The project parameters '" + options.name + "' could not be loaded.",
                 "The root element <SSIS:Parameters> was expected.", "There is another.",
                 "Build the project again.")
        .with_code(0xC0011003);
  std::vector<package::Parameter> out;
  children(*source, source->root(), "Parameter",
           [&](std::uint32_t at) { out.push_back(parameter(*source, at)); });
  return out;
}

Result<Project> read_project(std::string_view bytes, const ReadOptions &options,
                             const ProjectLimits &limits) {
  auto entries = read_zip(bytes, options.name, limits);
  if (!entries) return entries.error();
  const auto manifest = entries->find("@Project.manifest");
  if (manifest == entries->end()) return incomplete(options.name, "@Project.manifest");
  ReadOptions part = options;
  part.name = options.name + "/@Project.manifest";
  auto source = xml::parse(manifest->second, part);
  if (!source) return source.error();
  Project out;
  const std::uint32_t root = source->root();
  out.protection_level = level_of(ssis_attribute(*source, root, "ProtectionLevel"));
  children(*source, root, "Properties", [&](std::uint32_t group) {
    children(*source, group, "Property", [&](std::uint32_t at) {
      if (ssis_attribute(*source, at, "Name") == "Name") out.name = source->content(at);
    });
  });
  std::optional<Error> problem;
  children(*source, root, "Packages", [&](std::uint32_t group) {
    children(*source, group, "Package", [&](std::uint32_t at) {
      ProjectPackage item;
      item.name = ssis_attribute(*source, at, "Name");
      item.entry_point = package::parse_boolean(ssis_attribute(*source, at, "EntryPoint")).value_or(false);
      const auto found = entries->find(item.name);
      if (found == entries->end()) {
        if (!problem) problem = incomplete(options.name, item.name);
        return;
      }
      item.bytes = found->second;
      out.packages.push_back(std::move(item));
    });
  });
  children(*source, root, "ConnectionManagers", [&](std::uint32_t group) {
    children(*source, group, "ConnectionManager", [&](std::uint32_t at) {
      const std::string name = ssis_attribute(*source, at, "Name");
      const auto found = entries->find(name);
      if (found == entries->end()) {
        if (!problem) problem = incomplete(options.name, name);
        return;
      }
      part.name = name;
      auto read = read_connection_manager(found->second, part);
      if (!read) {
        if (!problem) problem = read.error();
        return;
      }
      out.findings.insert(out.findings.end(), read->findings.begin(), read->findings.end());
      out.connections.push_back(std::move(*read));
    });
  });
  if (problem) return *problem;
  if (const auto found = entries->find("Project.params"); found != entries->end()) {
    part.name = options.name + "/Project.params";
    auto parameters = read_project_parameters(found->second, part);
    if (!parameters) return parameters.error();
    out.parameters = std::move(*parameters);
  }
  return out;
}

Result<Project> read_project_file(const std::string &path) {
  ReadOptions options;
  options.name = path;
  auto bytes = read_file(path, options.limits.bytes);
  if (!bytes) return bytes.error();
  return read_project(*bytes, options);
}

Result<const ProjectPackage *> Project::find(std::string_view package_name) const {
  const ProjectPackage *found = nullptr;
  std::size_t matches = 0;
  std::string names;
  for (const ProjectPackage &item : packages) {
    names += (names.empty() ? "'" : ", '") + item.name + "'";
    const bool match = package_name.empty() ? item.entry_point || packages.size() == 1
                                            : same_word(item.name, package_name) ||
                                                  same_word(item.name, std::string(package_name) + ".dtsx");
    if (!match) continue;
    found = &item;
    ++matches;
  }
  if (matches == 1 || (found && !package_name.empty())) return found;
  return Error(Status::not_found,
               package_name.empty()
                   ? "The project '" + name + "' has no single default package."
                   : "The package '" + std::string(package_name) + "' is not in the project '" + name + "'.",
               "The name of a package was expected.",
               names.empty() ? "The project holds none." : "It holds " + names + ".", "Name one of them.")
      .with_code(0xC0011002);
}

Result<Document> open_package(const Project &project, std::string_view package_name) {
  auto found = project.find(package_name);
  if (!found) return found.error();
  ReadOptions options;
  options.name = (*found)->name;
  auto document = read_package((*found)->bytes, options);
  if (!document) return document.error();
  for (const ConnectionDocument &item : project.connections) {
    package::ConnectionManager manager = item.manager;
    manager.origin = 0;
    if (manager.ref_id.empty()) manager.ref_id = "Project.ConnectionManagers[" + manager.name + "]";
    document->package.connections.append(manager);
  }
  document->package.project_parameters = project.parameters;
  document->findings.insert(document->findings.end(), project.findings.begin(), project.findings.end());
  return document;
}

}  // namespace gantry::dtsx
