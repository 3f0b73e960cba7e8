// The other end of probe(): what the program does as `--probe-plugin FILE`.
#include "host/catalog/identity.hpp"
#include "host/catalog/note-reader.hpp"
#include "host/catalog/refusal.hpp"
#include "host/loader/loaded-plugin.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace gantry::loader {
namespace {

void put_line(int descriptor, const std::string &text) {
  const std::string line = text + '\n';
  std::size_t at = 0;
  while (at < line.size()) {
    const ssize_t taken = ::write(descriptor, line.data() + at, line.size() - at);
    if (taken <= 0) return;
    at += static_cast<std::size_t>(taken);
  }
}

int refuse_file(const Error &error) {
  put_line(STDOUT_FILENO, "probe.refusal=" + std::to_string(error.code));
  put_line(STDERR_FILENO, error.message());
  return 1;
}

Result<catalog::PluginFile> read_file(const std::string &path) {
  catalog::PluginFile file;
  file.path = path;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (descriptor < 0)
    return catalog::refuse(catalog::Refusal::unreadable_file, Status::io,
                           "file " + path + " cannot be opened", "a file that can be read",
                           std::strerror(errno), "correct the path or its rights");
  Result<std::string> text = catalog::read_note_text(descriptor);
  ::close(descriptor);
  if (!text) return std::move(text).error();
  if (Result<> parsed = catalog::parse_note(*text, file.note); !parsed) return std::move(parsed).error();
  return file;
}

}  // namespace

int run_probe(const std::string &path) {
  // It is here to die if it must: quietly, and with whoever asked.
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (path.empty() || path.front() != '/')
    return refuse_file(catalog::refuse(catalog::Refusal::relative_folder, Status::invalid,
                                       "plugin " + path + " is not tried", "an absolute path",
                                       "a relative one", "write the whole path"));
  Result<catalog::PluginFile> file = read_file(path);
  if (!file) return refuse_file(file.error());

  Bringing bringing;
  bringing.on_call = [](std::string_view call) {
    put_line(STDOUT_FILENO, "probe.call=" + std::string(call));
  };
  bringing.announcement =
      "probe.refusal=" + std::to_string(static_cast<int>(catalog::Refusal::init_hung)) + '\n';
  Result<std::unique_ptr<LoadedPlugin>> plugin = LoadedPlugin::bring_up(*file, bringing);
  if (!plugin) return refuse_file(plugin.error());
  for (const catalog::ClassNote &note : file->note.classes) {
    const Result<std::string> text = (*plugin)->describe(note.id);
    if (text) put_line(STDOUT_FILENO, *text);
  }
  bringing.on_call("deinit");
  (*plugin)->take_down();
  return 0;
}

}  // namespace gantry::loader
