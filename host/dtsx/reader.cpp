#include "host/dtsx/reader.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "host/dtsx/package-builder.hpp"
#include "host/dtsx/protection.hpp"

namespace gantry::dtsx {

namespace {

Error no_package(const xml::Source &source, std::string_view expected) {
  const std::uint32_t root = source.root();
  Error error(Status::data, "The file '" + source.name + "' could not be loaded.",
              "The root element <" + std::string(expected) + "> of namespace " + std::string(dts_space) +
                  " was expected.",
              "The root element is <" + std::string(source.slice(source.elements[root].name)).substr(0, 64) +
                  "> (line " + std::to_string(source.line(source.elements[root].begin)) + ").",
              "Name a file that Integration Services wrote.");
  error.line = source.line(source.elements[root].begin);
  return error.with_code(0xC0011003);
}

}  // namespace

Result<Document> read_package(std::string_view bytes, const ReadOptions &options) {
  auto parsed = xml::parse(bytes, options);
  if (!parsed) return parsed.error();
  auto source = std::make_shared<const xml::Source>(std::move(*parsed));
  if (auto readable = check_readable(*source); !readable) return readable.error();
  if (!is_dts(*source, source->root(), "Executable")) return no_package(*source, "DTS:Executable");
  auto made = PackageBuilder(*source).package(source->root());
  if (!made) return made.error();
  Document document;
  document.package = *made;
  document.original = std::move(*made);
  document.findings = sensitive_findings(*source, document.package.protection_level());
  document.source = std::move(source);
  return document;
}

Result<ConnectionDocument> read_connection_manager(std::string_view bytes, const ReadOptions &options) {
  auto parsed = xml::parse(bytes, options);
  if (!parsed) return parsed.error();
  auto source = std::make_shared<const xml::Source>(std::move(*parsed));
  if (!is_dts(*source, source->root(), "ConnectionManager"))
    return no_package(*source, "DTS:ConnectionManager");
  ConnectionDocument document;
  document.manager = PackageBuilder(*source).connection(source->root());
  document.manager.scope = package::Scope::project;
  document.manager.source_file = options.name;
  if (document.manager.name.empty() || document.manager.creation_name.empty())
    return Error(Status::data, "The connection manager in '" + options.name + "' could not be loaded.",
                 "ObjectName and CreationName were expected.", "One of them is missing.",
                 "Save the file again with its designer.")
        .with_code(0xC0010014);
  document.original = document.manager;
  // A project's password shows in the node itself; without it the level is the project's affair.
  document.findings = sensitive_findings(*source, package::ProtectionLevel::encrypt_sensitive_with_password);
  document.source = std::move(source);
  return document;
}

Result<std::string> read_file(const std::string &path, std::size_t limit) {
  const auto refused = [&](Status status, std::string expected, std::string found) {
    return Error(status, "The file '" + path + "' could not be opened.", std::move(expected),
                 std::move(found), "Check the path and its permissions.")
        .with_code(0xC0011002);
  };
  std::FILE *file = std::fopen(path.c_str(), "rbe");
  if (!file) {
    const int number = errno;
    return refused(number == ENOENT || number == ENOTDIR ? Status::not_found : Status::io,
                   "A file that can be read was expected.", std::string(std::strerror(number)) + ".");
  }
  std::string bytes;
  char buffer[65536];
  bool too_big = false;
  for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
    if (bytes.size() + count > limit) {
      too_big = true;
      break;
    }
    bytes.append(buffer, count);
  }
  const bool failed = std::ferror(file) != 0;
  const int number = errno;
  std::fclose(file);
  if (too_big)
    return refused(Status::data, "At most " + std::to_string(limit) + " bytes are read.", "It is larger.");
  if (failed)
    return refused(Status::io, "A file that can be read was expected.",
                   std::string(std::strerror(number)) + ".");
  return bytes;
}

Result<Document> read_package_file(const std::string &path, Limits limits) {
  auto bytes = read_file(path, limits.bytes);
  if (!bytes) return bytes.error();
  return read_package(*bytes, ReadOptions{path, limits});
}

}  // namespace gantry::dtsx
