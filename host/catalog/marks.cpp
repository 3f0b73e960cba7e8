#include "host/catalog/marks.hpp"

#include "host/catalog/file-text.hpp"
#include "host/catalog/identity.hpp"
#include "host/catalog/refusal.hpp"

#include <gantry/cpp/text.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>

namespace gantry::catalog {
namespace {

constexpr std::size_t most_mark_bytes = 16384;

/// File names of marks begin with a hash of the path; the path itself is inside and is compared.
std::string hash_of(std::string_view path) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

/// One line a key; a path's line ends and backslashes are escaped.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c == '\n')
      result += "\\n";
    else if (c == '\\')
      result += "\\\\";
    else
      result += c;
  return result;
}
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\\' && i + 1 < text.size())
      result += text[++i] == 'n' ? '\n' : text[i];
    else
      result += text[i];
  return result;
}

std::string mark_text(const Mark &mark) {
  return "path=" + escaped(mark.path) + "\nidentity=" + identity_text(mark.identity) + "\nboot=" + mark.boot +
         "\ntime=" + mark.time + "\nsignal=" + std::to_string(mark.signal) + "\ncall=" + mark.call + "\n";
}

std::optional<Mark> parse_mark(std::string_view text) {
  Mark mark;
  bool identified = false;
  for_each_line(text, [&](std::string_view key, std::string_view value) {
    if (key == "path")
      mark.path = unescaped(value);
    else if (key == "boot")
      mark.boot = value;
    else if (key == "time")
      mark.time = value;
    else if (key == "call")
      mark.call = value;
    else if (key == "signal")
      std::from_chars(value.data(), value.data() + value.size(), mark.signal);
    else if (key == "identity") {
      if (const std::optional<FileIdentity> identity = parse_identity(value)) {
        mark.identity = *identity;
        identified = true;
      }
    }
  });
  if (mark.path.empty() || !identified) return std::nullopt;
  return mark;
}

std::optional<Mark> read_mark(const std::string &name, const std::string &path) {
  const std::optional<std::string> text = read_own_file(name, most_mark_bytes);
  if (!text) return std::nullopt;
  std::optional<Mark> mark = parse_mark(*text);
  if (!mark || mark->path != path) return std::nullopt;
  return mark;
}

/// True when the process that wrote the marker is gone.
bool is_stale(const std::string &name) {
  const int file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return false;
  const bool free = ::flock(file, LOCK_SH | LOCK_NB) == 0;
  ::close(file);
  return free;
}

/// Calls use(file name) for each stale marker of the path.
void for_each_stale(const std::string &folder, const std::string &path,
                    const std::function<void(const std::string &, const Mark &)> &use) {
  DIR *listing = folder.empty() ? nullptr : ::opendir(folder.c_str());
  if (!listing) return;
  const std::string begin = hash_of(path) + '-';
  while (const dirent *entry = ::readdir(listing)) {
    const std::string_view name = entry->d_name;
    if (name.substr(0, begin.size()) != begin || name.size() < 8 ||
        name.substr(name.size() - 8) != ".loading")
      continue;
    const std::string whole = folder + '/' + entry->d_name;
    if (!is_stale(whole)) continue;
    if (const std::optional<Mark> mark = read_mark(whole, path)) use(whole, *mark);
  }
  ::closedir(listing);
}

std::string quarantine_name(const std::string &folder, const std::string &path) {
  return folder + '/' + hash_of(path) + ".quarantine";
}

}  // namespace

std::string boot_id() {
  const int file = ::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  char text[64];
  const ssize_t taken = ::read(file, text, sizeof text);
  ::close(file);
  std::string id(text, taken > 0 ? static_cast<std::size_t>(taken) : 0);
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id;
}

std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

std::string signal_name(int signal) {
  struct Name {
    int signal;
    const char *name;
  };
  static constexpr Name names[] = {{SIGSEGV, "SIGSEGV"}, {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},
                                   {SIGILL, "SIGILL"},   {SIGFPE, "SIGFPE"},   {SIGKILL, "SIGKILL"},
                                   {SIGTRAP, "SIGTRAP"}, {SIGSYS, "SIGSYS"},   {SIGTERM, "SIGTERM"}};
  for (const Name &known : names)
    if (known.signal == signal) return known.name;
  return "signal " + std::to_string(signal);
}

std::optional<Mark> quarantine_of(const std::string &folder, const std::string &path,
                                  const FileIdentity &identity) {
  if (folder.empty()) return std::nullopt;
  std::optional<Mark> mark = read_mark(quarantine_name(folder, path), path);
  if (mark && !(mark->identity == identity)) return std::nullopt;
  return mark;
}

std::optional<Mark> stale_marker_of(const std::string &folder, const std::string &path,
                                    const FileIdentity &identity) {
  std::optional<Mark> found;
  for_each_stale(folder, path, [&](const std::string &, const Mark &mark) {
    if (mark.identity == identity && (!found || found->time < mark.time)) found = mark;
  });
  return found;
}

Reason quarantine_reason(const Mark &mark) {
  Reason reason{
      static_cast<int>(Refusal::quarantined),
      refuse(Refusal::quarantined, Status::state, "plugin " + mark.path + " is quarantined",
             "a plugin that survives its " + mark.call,
             signal_name(mark.signal) + " in " + mark.call + " at " + mark.time,
             "install a corrected build, or lift it with `gantry plugins reset " + mark.path + "`")};
  return reason;
}

Reason suspect_reason(const Mark &mark) {
  const bool same_boot = mark.boot == boot_id();
  Reason reason{
      static_cast<int>(Refusal::suspect),
      refuse(Refusal::suspect, Status::state, "plugin " + mark.path + " is suspect", "a first load that ends",
             "the process of " + mark.time + " ended during " + mark.call +
                 (same_boot ? "" : ", before the machine was started anew"),
             "nothing: its next use tries it in a process of its own first")};
  return reason;
}

bool quarantine(const std::string &folder, const Mark &mark) {
  if (folder.empty() || !replace_file(quarantine_name(folder, mark.path), mark_text(mark))) return false;
  clear_marks(folder, mark.path, false);
  return true;
}

int clear_marks(const std::string &folder, const std::string &path, bool quarantine_too) {
  if (folder.empty()) return 0;
  int count = 0;
  for_each_stale(folder, path, [&](const std::string &name, const Mark &) {
    if (::unlink(name.c_str()) == 0) ++count;
  });
  if (quarantine_too && ::unlink(quarantine_name(folder, path).c_str()) == 0) ++count;
  return count;
}

std::unique_ptr<LoadMarker> LoadMarker::create(const std::string &folder, const std::string &path,
                                               const FileIdentity &identity) {
  static std::atomic<unsigned> counter{0};
  if (folder.empty() || !make_folders(folder)) return nullptr;
  std::string beside = folder + "/.new-XXXXXX";
  const int file = ::mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) return nullptr;
  // Locked before it gets its name: nobody can see it unlocked while this process lives.
  std::string name = folder + '/' + hash_of(path) + '-' + std::to_string(::getpid()) + '-' +
                     std::to_string(++counter) + ".loading";
  std::unique_ptr<LoadMarker> marker(
      new LoadMarker(file, beside, Mark{path, identity, boot_id(), "load", time_now(), 0}));
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 || !marker->write() || ::fsync(file) != 0 ||
      ::rename(beside.c_str(), name.c_str()) != 0)
    return nullptr;
  marker->name_ = std::move(name);
  return marker;
}

LoadMarker::~LoadMarker() {
  ::unlink(name_.c_str());
  ::close(file_);
}

void LoadMarker::set_call(std::string_view call) {
  mark_.call = call;
  (void)write();  // in the page cache: it outlives the process, which is what matters here
}

bool LoadMarker::write() const {
  const std::string text = mark_text(mark_);
  return ::pwrite(file_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
         ::ftruncate(file_, static_cast<off_t>(text.size())) == 0;
}

Result<> reset_marks(const std::string &marker_folder, const std::string &path) {
  std::string whole = path;
  if (char *resolved = ::realpath(path.c_str(), nullptr)) {
    whole = resolved;
    std::free(resolved);
  }
  if (clear_marks(marker_folder, whole, true) == 0)
    return Error(Status::not_found, "plugin " + whole + " has no marks", "a suspect or quarantined file",
                 "neither", "`gantry plugins list` shows which files have");
  return success();
}

}  // namespace gantry::catalog
