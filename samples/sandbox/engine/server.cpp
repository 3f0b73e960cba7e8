// Opening a server, and what its sessions share.
#include "samples/sandbox/engine/server.hpp"

#include "samples/sandbox/engine/bootstrap.hpp"
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/engine.hpp"
#include "samples/sandbox/engine/msdb/install.hpp"

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace sandbox {
namespace {

/// A private file for a server that keeps nothing: sessions are separate SQLite connections, which ":memory:"
/// bars.
std::string scratch_file() {
  std::string path = (std::filesystem::temp_directory_path() / "sandbox-XXXXXX").string();
  const int descriptor = mkstemp(path.data());
  if (descriptor < 0)
    throw std::runtime_error("cannot make a temporary file in " + path.substr(0, path.rfind('/')));
  close(descriptor);
  return path;
}

class SandboxServer final : public Server {
 public:
  explicit SandboxServer(std::shared_ptr<ServerState> state) : state_(std::move(state)) {}

  std::unique_ptr<Session> login(const LoginRequest &request, std::vector<Message> &messages) override {
    int spid = 0;
    {
      const std::lock_guard<std::mutex> lock(state_->mutex);
      spid = state_->next_spid;
      while (state_->sessions.count(spid)) ++spid;
      state_->next_spid = spid >= 32'000 ? 51 : spid + 1;
      state_->sessions[spid].spid = spid;
    }
    auto engine = std::make_unique<Engine>(state_, spid);
    try {
      if (!engine->open(request, messages)) return nullptr;
    } catch (const SqlError &failure) {
      messages.push_back(failure.message);
      return nullptr;
    } catch (const std::exception &failure) {
      Message message;
      message.number = 17'300;
      message.severity = 16;
      message.text = std::string("The session could not be started: ") + failure.what();
      messages.push_back(std::move(message));
      return nullptr;
    }
    return engine;
  }
  const std::string &name() const override { return state_->name; }

 private:
  std::shared_ptr<ServerState> state_;
};

}  // namespace

WriteLock::Result WriteLock::take(int session, int timeout_ms, const std::atomic<bool> &cancelled) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto start = std::chrono::steady_clock::now();
  const auto leave = [&](Result result) {
    waiting_.erase(session);
    if (result == Result::taken) owner_ = session;
    return result;
  };
  while (owner_ != 0 && owner_ != session) {
    if (cancelled) return leave(Result::cancelled);
    const auto waited =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
            .count();
    if (timeout_ms >= 0 && waited >= timeout_ms) return leave(Result::timed_out);
    waiting_.insert(session);
    // A cancellation does not signal, so look for it now and then.
    freed_.wait_for(lock, std::chrono::milliseconds(20));
  }
  return leave(Result::taken);
}

std::map<int, int> WriteLock::waits() {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::map<int, int> out;
  for (const int session : waiting_) out[session] = owner_;
  return out;
}

void WriteLock::release(int session) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (owner_ != session) return;
    owner_ = 0;
  }
  freed_.notify_all();
}

ServerState::~ServerState() {
  if (!temporary_file) return;
  for (const char *suffix : {"", "-wal", "-shm"}) std::remove((file + suffix).c_str());
}

std::unique_ptr<Server> open_server(const ServerOptions &options, std::string &error) {
  auto state = std::make_shared<ServerState>();
  try {
    state->temporary_file = options.file.empty() || options.file == ":memory:";
    state->file = state->temporary_file ? scratch_file() : options.file;
    state->name = options.name;
    state->started = iso_text(now_local());
    Sqlite sql;
    sql.open(state->file, !state->temporary_file);
    if (!is_bootstrapped(sql)) {
      if (options.sa_password.empty()) {
        error = "A new server needs a password for sa; none was given.";
        return nullptr;
      }
      bootstrap(sql, options);
    }
    state->collation = sql.text("SELECT value FROM meta WHERE name = 'collation'");
    // tempdb begins empty with every start.
    sql.script("BEGIN IMMEDIATE");
    create_administration_tables(sql);
    for (const Row &row : sql.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE "
                                   "'t\\_2\\_%' ESCAPE '\\' OR name LIKE 'k\\_2\\_%' ESCAPE '\\')"))
      sql.script("DROP TABLE \"" + std::get<std::string>(row[0]) + "\"");
    for (const char *table : {"objects", "columns", "indexes", "index_columns", "foreign_keys",
                              "foreign_key_columns", "parameters"})
      sql.script(std::string("DELETE FROM ") + table + " WHERE db = 2");
    sql.script("COMMIT");
    install_msdb(state);
  } catch (const std::exception &failure) {
    error = failure.what();
    return nullptr;
  } catch (const SqlError &failure) {
    error = failure.message.text;
    return nullptr;
  }
  return std::make_unique<SandboxServer>(std::move(state));
}

}  // namespace sandbox
