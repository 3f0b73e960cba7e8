#include "host/dtsx/zip-entries.hpp"

#include <zip.h>

#include <memory>

namespace gantry::dtsx {

namespace {

std::string resolve_percent(std::string_view text) {
  std::string out;
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Result<std::map<std::string, std::string>> read_zip(std::string_view bytes, const std::string &name,
                                                    const ProjectLimits &limits) {
  const auto refused = [&](std::string expected, std::string found) {
    return Error(Status::data, "The project file '" + name + "' could not be loaded.", std::move(expected),
                 std::move(found), "Build the project again, or name another file.")
        .with_code(0xC0011003);
  };
  zip_error_t problem;
  zip_error_init(&problem);
  std::unique_ptr<zip_error_t, void (*)(zip_error_t *)> guard(&problem, zip_error_fini);
  zip_source_t *source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &problem);
  zip_t *opened = source ? zip_open_from_source(source, ZIP_RDONLY, &problem) : nullptr;
  if (!opened) {
    if (source) zip_source_free(source);
    return refused("A zip archive was expected.", std::string(zip_error_strerror(&problem)) + ".");
  }
  std::unique_ptr<zip_t, void (*)(zip_t *)> archive(opened, zip_discard);
  const zip_int64_t count = zip_get_num_entries(opened, 0);
  if (count < 0 || static_cast<std::size_t>(count) > limits.entries)
    return refused("At most " + std::to_string(limits.entries) + " entries are read.", "There are more.");
  std::map<std::string, std::string> entries;
  std::size_t total = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    const char *raw = zip_get_name(opened, i, 0);
    if (!raw) return refused("Entries with names were expected.", "One has none.");
    std::unique_ptr<zip_file_t, int (*)(zip_file_t *)> file(zip_fopen_index(opened, i, 0), zip_fclose);
    if (!file) return refused("Entries that can be read were expected.", "One cannot.");
    std::string content;
    char buffer[65536];
    zip_int64_t got = 0;
    while ((got = zip_fread(file.get(), buffer, sizeof buffer)) > 0) {
      total += static_cast<std::size_t>(got);
      if (content.size() + static_cast<std::size_t>(got) > limits.entry_bytes || total > limits.total_bytes)
        return refused("At most " + std::to_string(limits.entry_bytes) + " bytes an entry and " +
                           std::to_string(limits.total_bytes) + " in all are unpacked.",
                       "There is more.");
      content.append(buffer, static_cast<std::size_t>(got));
    }
    if (got < 0) return refused("Entries that can be read were expected.", "One is damaged.");
    if (!entries.emplace(resolve_percent(raw), std::move(content)).second)
      return refused("Each entry stands once.", "One name stands twice.");
  }
  return entries;
}

}  // namespace gantry::dtsx
