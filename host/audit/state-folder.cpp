#include "host/audit/state-folder.hpp"

#include "host/audit/journal.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace gantry::audit {
namespace {

namespace fs = std::filesystem;

/// Runs that ended are many: the last line tells, without reading the rest.
bool has_end(const std::string &path) {
  constexpr std::streamoff longest_end = 4096;
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = in.tellg();
  in.seekg(std::max<std::streamoff>(0, size - longest_end));
  std::string tail((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (tail.empty() || tail.back() != '\n') return false;
  tail.pop_back();
  const std::size_t begin = tail.rfind('\n');
  const Json line = Json::parse(tail.substr(begin == std::string::npos ? 0 : begin + 1), nullptr, false);
  return line.is_object() && text_of(line, "type") == "end";
}

}  // namespace

std::string run_name(const std::string &execution_id) {
  std::string name;
  for (const char c : execution_id)
    if (c != '{' && c != '}') name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

Result<std::vector<UnfinishedRun>> unfinished_runs(const std::string &state_folder,
                                                   const std::function<void(const Error &)> &damaged,
                                                   Living living) {
  std::vector<UnfinishedRun> found;
  std::error_code problem;
  const fs::path runs = fs::path(state_folder) / "runs";
  if (!fs::exists(runs, problem)) return found;
  for (const fs::directory_entry &entry : fs::directory_iterator(runs, problem)) {
    const std::string path = (entry.path() / journal_name).string();
    if (!fs::exists(path, problem) || has_end(path)) continue;
    Result<PrivateFile> journal = PrivateFile::open(path, false);
    if (!journal) {
      damaged(journal.error());
      continue;
    }
    UnfinishedRun run;
    run.folder = entry.path().string();
    run.running = !journal->lock();
    if (run.running && living == Living::left_out) continue;
    run.journal = std::move(journal).value();
    // It may have ended between the first look and the lock.
    if (has_end(path)) continue;
    Result<RunRecord> record = read_journal(path);
    if (!record) {
      // Without its first line nothing was sent: the line is on disk before anything is.
      if (record.error().status != Status::not_found) damaged(record.error());
      continue;
    }
    run.record = std::move(record).value();
    found.push_back(std::move(run));
  }
  if (problem)
    return Error(Status::io, "the runs in " + runs.string() + " cannot be listed",
                 "a folder that can be read", problem.message(),
                 "correct its rights, or name another by --state-folder");
  std::sort(found.begin(), found.end(),
            [](const UnfinishedRun &a, const UnfinishedRun &b) { return a.record.time < b.record.time; });
  return found;
}

bool same_server(const runtime::SlotFacts &a, const runtime::SlotFacts &b) {
  if (!a.server_name.empty() && !b.server_name.empty()) return a.server_name == b.server_name;
  return !a.server.empty() && a.server == b.server;
}

}  // namespace gantry::audit
