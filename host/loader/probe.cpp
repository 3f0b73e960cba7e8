#include "host/loader/probe.hpp"

#include "host/catalog/marks.hpp"
#include "host/catalog/refusal.hpp"

#include <gantry/cpp/call.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>

extern char **environ;

namespace gantry::loader {
namespace {

using catalog::Refusal;
using catalog::refuse;

constexpr std::size_t most_output = 1U << 20;

class Pipe {
 public:
  Pipe() { open_ = ::pipe2(ends_, O_CLOEXEC) == 0; }
  Pipe(const Pipe &) = delete;
  Pipe &operator=(const Pipe &) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  bool open() const { return open_; }
  int end(int which) const { return ends_[which]; }
  void close_end(int which) {
    if (open_ && ends_[which] >= 0) ::close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  int ends_[2] = {-1, -1};
  bool open_ = false;
};

/// Keeps the end of what does not fit; false at the end of the stream.
bool drain(int descriptor, std::string &text) {
  char buffer[4096];
  const ssize_t taken = ::read(descriptor, buffer, sizeof buffer);
  if (taken < 0) return errno == EINTR || errno == EAGAIN;
  if (taken == 0) return false;
  text.append(buffer, static_cast<std::size_t>(taken));
  if (text.size() > most_output) text.erase(0, text.size() - most_output);
  return true;
}

/// Lines `probe.call=` and `probe.refusal=` are for us, the rest is description.
void read_output(const std::string &output, ProbeReport &report) {
  std::string_view left = output;
  while (!left.empty()) {
    const std::size_t end = left.find('\n');
    const std::string_view line = left.substr(0, end);
    if (line.substr(0, 11) == "probe.call=")
      report.call = line.substr(11);
    else if (line.substr(0, 14) == "probe.refusal=")
      std::from_chars(line.data() + 14, line.data() + line.size(), report.refusal);
    else if (!line.empty())
      report.described += std::string(line) + '\n';
    if (end == std::string_view::npos) return;
    left.remove_prefix(end + 1);
  }
}

Result<pid_t> start(const std::string &program, const std::string &path, const Pipe &output,
                    const Pipe &complaint) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output.end(1), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, complaint.end(1), STDERR_FILENO);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);  // so that what it starts can be ended with it
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string option = "--probe-plugin", name = program, file = path;
  char *arguments[] = {name.data(), option.data(), file.data(), nullptr};
  pid_t process = 0;
  const int problem = ::posix_spawn(&process, program.c_str(), &files, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (problem != 0)
    return refuse(Refusal::probe_failed, Status::io,
                  "plugin " + path + " cannot be tried in a process of its own",
                  "program " + program + " to start", std::strerror(problem), "correct the installation");
  return process;
}

}  // namespace

bool ProbeReport::crashed() const {
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
    case SIGILL:
    case SIGFPE:
    case SIGABRT:
    case SIGTRAP:
    case SIGSYS: return true;
    default: return false;
  }
}

Error ProbeReport::error(const std::string &path) const {
  const std::string at = call.empty() ? "before it loaded" : "in " + call;
  if (timed_out || refusal == static_cast<int>(Refusal::init_hung))
    return refuse(Refusal::init_hung, Status::deadline, "plugin " + path + " hangs " + at + " in its probe",
                  "an end in time", "none; the probe was ended",
                  "ask the plugin's author for a corrected one");
  if (crashed())
    return refuse(
        Refusal::probe_crashed, Status::state, "plugin " + path + " crashes " + at,
        "a plugin that survives its probe", catalog::signal_name(signal) + ' ' + at,
        "install a corrected build, or lift the quarantine with `gantry plugins reset " + path + "`");
  if (refusal != 0) {
    // The probe's own four lines say it best.
    std::array<std::string, 4> parts;
    std::string_view left = complaint;
    for (std::size_t i = 0; i < parts.size() && !left.empty(); ++i) {
      const std::size_t end = left.find('\n');
      parts[i] = left.substr(0, end);
      left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
    }
    return refuse(static_cast<Refusal>(refusal), Status::unsupported, parts[0], parts[1], parts[2], parts[3]);
  }
  return refuse(Refusal::probe_failed, Status::state, "plugin " + path + " did not pass its probe",
                "exit code 0",
                signal != 0 ? catalog::signal_name(signal) + ' ' + at
                            : "exit code " + std::to_string(exit_code) + ' ' + at,
                "run `gantry plugins inspect --deep " + path + "` and see what it says");
}

Result<ProbeReport> probe(const std::string &program, const std::string &path, int seconds) {
  Pipe output, complaint;
  if (!output.open() || !complaint.open())
    return refuse(Refusal::probe_failed, Status::io,
                  "plugin " + path + " cannot be tried in a process of its own", "two pipes",
                  std::strerror(errno), "raise the limit of open files");
  Result<pid_t> started = start(program, path, output, complaint);
  if (!started) return std::move(started).error();
  output.close_end(1);
  complaint.close_end(1);

  ProbeReport report;
  std::string written;
  const std::int64_t end = monotonic_ns() + seconds * 1'000'000'000LL;
  int status = 0;
  bool ended = false;
  while (!ended) {
    pollfd streams[2] = {{output.end(0), POLLIN, 0}, {complaint.end(0), POLLIN, 0}};
    ::poll(streams, 2, 20);
    if (streams[0].revents != 0 && !drain(output.end(0), written)) output.close_end(0);
    if (streams[1].revents != 0 && !drain(complaint.end(0), report.complaint)) complaint.close_end(0);
    ended = ::waitpid(*started, &status, WNOHANG) == *started;
    if (!ended && !report.timed_out && monotonic_ns() >= end) {
      report.timed_out = true;
      ::kill(-*started, SIGKILL);
    }
  }
  // What is still in the pipes; something it started may hold them open, so nothing is waited for.
  for (const auto &[descriptor, text] :
       {std::pair(output.end(0), &written), std::pair(complaint.end(0), &report.complaint)}) {
    if (descriptor < 0) continue;
    pollfd stream{descriptor, POLLIN, 0};
    while (::poll(&stream, 1, 0) > 0 && drain(descriptor, *text)) continue;
  }
  if (WIFEXITED(status)) report.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) report.signal = WTERMSIG(status);
  read_output(written, report);
  return report;
}

}  // namespace gantry::loader
