#include "host/catalog/cache.hpp"

#include "host/catalog/file-text.hpp"
#include "host/catalog/identity.hpp"

#include <gantry/note.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace gantry::catalog {
namespace {

constexpr std::string_view first_line = "gantry-plugin-notes=1\n";
constexpr std::size_t most_bytes = 16U << 20;
constexpr std::int64_t settled_after_ns = 100'000'000;

std::string sum_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a: finds damage, not malice (the file is our own)
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  char line[40];
  std::snprintf(line, sizeof line, "sum=%016llx\n", static_cast<unsigned long long>(hash));
  return line;
}

bool take_line(std::string_view &text, std::string_view &line) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

/// `key=COUNT`, then COUNT bytes and a line end.
bool take_counted(std::string_view &text, std::string_view key, std::size_t most, std::string_view &bytes) {
  std::string_view line;
  if (!take_line(text, line) || line.substr(0, key.size()) != key) return false;
  line.remove_prefix(key.size());
  std::size_t count = 0;
  const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), count);
  if (problem != std::errc() || end != line.data() + line.size() || count > most || count >= text.size() ||
      text[count] != '\n')
    return false;
  bytes = text.substr(0, count);
  text.remove_prefix(count + 1);
  return true;
}

}  // namespace

NoteCache::NoteCache(std::string path) : path_(std::move(path)) {
  if (path_.empty()) return;
  const std::optional<std::string> text = read_own_file(path_, most_bytes);
  if (text && !parse(*text, read_)) read_.clear();
}

bool NoteCache::parse(std::string_view text, Entries &entries) {
  constexpr std::size_t sum_length = 4 + 16 + 1;
  if (text.size() < first_line.size() + sum_length) return false;
  const std::string_view sum = text.substr(text.size() - sum_length);
  text.remove_suffix(sum_length);
  if (sum != sum_of(text) || text.substr(0, first_line.size()) != first_line) return false;
  text.remove_prefix(first_line.size());
  while (!text.empty()) {
    std::string_view line, path, note;
    if (!take_line(text, line) || line.substr(0, 5) != "file=") return false;
    const std::optional<FileIdentity> identity = parse_identity(line.substr(5));
    if (!identity || !take_counted(text, "path=", 4096, path) ||
        !take_counted(text, "note=", GANTRY_NOTE_MAX, note))
      return false;
    entries[std::string(path)] = {*identity, std::string(note)};
  }
  return true;
}

std::string NoteCache::write(const Entries &entries) {
  std::string text(first_line);
  for (const auto &[path, entry] : entries)
    text += "file=" + identity_text(entry.identity) + "\npath=" + std::to_string(path.size()) + '\n' + path +
            "\nnote=" + std::to_string(entry.text.size()) + '\n' + entry.text + '\n';
  return text + sum_of(text);
}

const std::string *NoteCache::find(const std::string &path, const FileIdentity &identity) const {
  const auto found = read_.find(path);
  return found != read_.end() && found->second.identity == identity ? &found->second.text : nullptr;
}

void NoteCache::keep(const std::string &path, const FileIdentity &identity, const std::string &text) {
  if (path_.empty()) return;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const std::int64_t now_ns = static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
  if (now_ns - std::max(identity.ctime_ns, identity.mtime_ns) < settled_after_ns) return;
  kept_[path] = {identity, text};
}

void NoteCache::save() const {
  bool changed = false;
  for (const auto &[path, entry] : kept_) {
    const auto known = read_.find(path);
    changed = changed || known == read_.end() || !(known->second == entry);
  }
  if (path_.empty() || !changed) return;
  // Other search paths' files stay as long as they are what they were.
  Entries all = kept_;
  for (const auto &[path, entry] : read_)
    if (identity_of(path) == entry.identity) all.emplace(path, entry);
  (void)replace_file(path_, write(all));
}

}  // namespace gantry::catalog
