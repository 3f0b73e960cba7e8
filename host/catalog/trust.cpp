#include "host/catalog/trust.hpp"

#include "host/catalog/refusal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace gantry::catalog {
namespace {

bool ours(uid_t owner) { return owner == 0 || owner == ::geteuid() || owner == ::getuid(); }

std::string rights_text(const struct stat &status) {
  char text[64];
  std::snprintf(text, sizeof text, "mode %04o, owner %u, group %u",
                static_cast<unsigned>(status.st_mode & 07777), static_cast<unsigned>(status.st_uid),
                static_cast<unsigned>(status.st_gid));
  return text;
}

bool written_by_others(const struct stat &status, bool strict) {
  return (status.st_mode & S_IWOTH) != 0 || (strict && (status.st_mode & S_IWGRP) != 0 && status.st_gid != 0);
}

Error foreign(const std::string &what, const struct stat &status) {
  return refuse(Refusal::foreign_owner, Status::denied, what + " belongs to somebody else",
                "root or the user as owner", rights_text(status), "chown it, or leave out --strict");
}

Result<> check_folder(const std::string &folder, const std::string &next, bool last, bool strict) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return success();  // whoever opens it says so
  if (strict && !ours(status.st_uid)) return foreign("folder " + folder, status);
  if (!written_by_others(status, strict)) return success();
  if (!last && (status.st_mode & S_ISVTX) != 0) {
    struct stat entry {};
    if (::lstat(next.c_str(), &entry) != 0 || ours(entry.st_uid)) return success();
  }
  return refuse(Refusal::folder_writable_by_others, Status::denied,
                "folder " + folder + (last ? "" : ", which is above the plugins,") + " is writable by others",
                "rights to write for the owner only", rights_text(status), "chmod go-w " + folder);
}

Result<> check_chain(const std::string &folder, bool strict) {
  for (std::size_t at = 1; at <= folder.size(); ++at) {
    if (at < folder.size() && folder[at] != '/') continue;
    const std::string whole = folder.substr(0, at);
    const std::size_t slash = whole.rfind('/');
    const std::string above = slash == 0 ? "/" : whole.substr(0, slash);
    if (Result<> trusted = check_folder(above, whole, false, strict); !trusted) return trusted;
  }
  return check_folder(folder, {}, true, strict);
}

}  // namespace

Result<> trust_folder(const std::string &folder, bool strict) {
  if (Result<> trusted = check_chain(folder, strict); !trusted) return trusted;
  const std::unique_ptr<char, decltype(&std::free)> resolved(::realpath(folder.c_str(), nullptr), &std::free);
  if (!resolved || folder == resolved.get()) return success();
  return check_chain(resolved.get(), strict);
}

Result<> trust_file(const std::string &path, const struct stat &status, bool strict) {
  if (strict && !ours(status.st_uid)) return foreign("file " + path, status);
  if (!written_by_others(status, strict)) return success();
  return refuse(Refusal::file_writable_by_others, Status::denied, "file " + path + " is writable by others",
                "rights to write for the owner only", rights_text(status), "chmod go-w " + path);
}

}  // namespace gantry::catalog
