// Project files. An input that begins with `PK` is the zip itself; any other is text that is packed here, so
// that what is inside is reached: `@@ name` on a line of its own begins an entry.
#include "host/dtsx/project.hpp"
#include "tests/fuzz/target.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace {

void put(std::string &out, std::uint64_t value, int bytes) {
  for (int at = 0; at < bytes; ++at) out += static_cast<char>(at < 8 ? value >> (8 * at) : 0);
}

/// As a zip counts it (ISO 3309).
std::uint32_t checksum(std::string_view text) {
  std::uint32_t sum = 0xFFFFFFFF;
  for (const char c : text) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ (0xEDB88320 & (0 - (sum & 1)));
  }
  return ~sum;
}

/// What a local header and the directory have in common, from `version needed` to the length of the name.
std::string facts(const std::string &name, const std::string &content) {
  std::string text;
  put(text, 20, 2);  // version needed
  put(text, 0, 2);   // flags
  put(text, 0, 2);   // stored
  put(text, 0, 4);   // time and date
  put(text, checksum(content), 4);
  put(text, content.size(), 4);
  put(text, content.size(), 4);
  put(text, name.size(), 2);
  put(text, 0, 2);  // no extra field
  return text;
}

struct Entry {
  std::string name, content;
};

std::string zip_of(const std::vector<Entry> &entries) {
  std::string zip, directory;
  for (const Entry &entry : entries) {
    const std::string common = facts(entry.name, entry.content);
    directory += "PK\1\2";
    put(directory, 20, 2);  // version made by
    directory += common;
    put(directory, 0, 2 + 2 + 2 + 4);  // comment, disk, attributes
    put(directory, zip.size(), 4);
    directory += entry.name;
    zip += "PK\3\4" + common + entry.name + entry.content;
  }
  const std::size_t begin = zip.size();
  zip += directory + "PK\5\6";
  put(zip, 0, 4);
  put(zip, entries.size(), 2);
  put(zip, entries.size(), 2);
  put(zip, directory.size(), 4);
  put(zip, begin, 4);
  put(zip, 0, 2);
  return zip;
}

std::vector<Entry> entries_of(std::string_view text) {
  std::vector<Entry> entries;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.substr(0, 3) == "@@ " && line.size() < 1000)
      entries.push_back({std::string(line.substr(3)), ""});
    else if (!entries.empty())
      entries.back().content.append(line).append("\n");
  }
  return entries;
}

}  // namespace

GANTRY_FUZZ_TARGET("project") {
  gantry::dtsx::ProjectLimits limits;
  limits.entries = 64;
  limits.entry_bytes = limits.total_bytes = std::size_t{1} << 20;
  const bool is_zip = input.substr(0, 2) == "PK";
  const auto project =
      gantry::dtsx::read_project(is_zip ? std::string(input) : zip_of(entries_of(input)), {}, limits);
  (void)gantry::dtsx::read_project_parameters(input);
  if (!project) return;
  std::size_t total = 0;
  for (const gantry::dtsx::ProjectPackage &package : project->packages) {
    total += package.bytes.size();
    gantry::fuzz::require(bool(project->find(package.name)), "a package is found by its name");
    (void)gantry::dtsx::open_package(*project, package.name);
  }
  gantry::fuzz::require(total <= limits.total_bytes, "no more is unpacked than the limit says");
}
