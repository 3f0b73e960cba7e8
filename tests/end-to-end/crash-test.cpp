// A Transfer Logins run that dies at every step, in every way: the destination is as before or complete, at
// the latest after gantry recover, and the same run then completes.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

using namespace end_to_end;

namespace {

const std::string logins =
    "CREATE LOGIN [crash_one] WITH PASSWORD = N'First-pass-1', SID = "
    "0x11111111111111111111111111111111;\nGO\n"
    "CREATE LOGIN [crash_two] WITH PASSWORD = N'Second-pass-2', SID = "
    "0x22222222222222222222222222222222;\nGO\n"
    "DENY CONNECT SQL TO [crash_two];\nGO\nALTER SERVER ROLE [bulkadmin] ADD MEMBER [crash_one];\nGO\n"
    "GRANT VIEW SERVER STATE TO [crash_one];\nGO\n";

const char *everything =
    "SELECT p.name, CONVERT(varchar(100), p.sid, 1), CONVERT(varchar(200), l.password_hash, 1) FROM "
    "sys.server_principals p JOIN sys.sql_logins l ON l.principal_id = p.principal_id WHERE p.name LIKE "
    "'crash%' "
    "UNION ALL SELECT r.name, m.name, '' FROM sys.server_role_members x JOIN sys.server_principals r ON "
    "r.principal_id = x.role_principal_id JOIN sys.server_principals m ON m.principal_id = "
    "x.member_principal_id "
    "WHERE m.name LIKE 'crash%' UNION ALL SELECT g.name, p.permission_name, p.state_desc FROM "
    "sys.server_permissions p JOIN sys.server_principals g ON g.principal_id = p.grantee_principal_id WHERE "
    "g.name "
    "LIKE 'crash%'";

using Rows = std::set<std::string>;

/// Two servers, a package with all options, and a state folder of its own.
class Walk {
 public:
  explicit Walk(const std::string &scope) : scope_(scope) {
    start_source(logins);
    restart_destination();
    package_ = folder_.path() + "/crash.dtsx";
    const Outcome saved = gantry({"copy",           "logins",
                                  "--from",         "a",
                                  "--from-user",    "sa",
                                  "--to",           "b",
                                  "--to-user",      "sa",
                                  "--login",        "crash_one",
                                  "--login",        "crash_two",
                                  "--sids",         "--password-hashes",
                                  "--server-roles", "--server-permissions",
                                  "--transaction",  scope,
                                  "--if-exists",    "overwrite",
                                  "--save-package", package_});
    CAPTURE(saved.all());
    REQUIRE(saved.code == 0);
    complete_ = state(*source_);
    const Outcome plan = gantry({"plan", package_, "--format", "json"});
    const std::regex text("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    for (std::sregex_iterator at(plan.out.begin(), plan.out.end(), text), end; at != end; ++at) {
      const std::string whole = (*at)[1].str();
      steps_.push_back(whole.substr(0, whole.find_first_of("*;")));
    }
    REQUIRE(steps_.size() >= 5);
  }

  std::size_t steps() const { return steps_.size(); }
  Sandbox &destination() { return *destination_; }
  Sandbox &source() { return *source_; }

  Outcome gantry(std::vector<std::string> words) {
    return gantry_between(*source_, *destination_, std::move(words), environment(), 60);
  }
  Outcome run() { return gantry({"run", package_}); }
  std::vector<std::string> command() const {
    std::vector<std::string> words{end_to_end::gantry(), "run", package_};
    const std::vector<std::string> where = bindings(*source_, *destination_);
    words.insert(words.end(), where.begin(), where.end());
    return words;
  }
  Environment environment() const {
    return {{"XDG_STATE_HOME", folder_.path()},
            {"XDG_CONFIG_HOME", "/nonexistent"},
            {"GANTRY_SECRET_SOURCE_PASSWORD", sa_password},
            {"GANTRY_SECRET_DESTINATION_PASSWORD", sa_password}};
  }

  /// The statement of step `number`, from 1, meets a fault at the destination.
  void plan_fault(const std::string &kind, std::size_t number, const std::string &more = {}) {
    std::string match;
    for (const char c : steps_[number - 1]) match += c == '\'' ? std::string("''") : std::string(1, c);
    const Outcome planned =
        destination_->sql("EXEC sandbox.inject @fault = N'" + kind + "', @match = N'" + match + "'" + more);
    REQUIRE_FALSE(planned.says("Msg "));
  }
  /// Runs; something happens while step `number` is being carried out. Comes back when the run is over.
  void while_at(std::size_t number, const std::function<void(pid_t)> &happens) {
    plan_fault("delay", number, ", @milliseconds = 400");
    const pid_t pid = start_until(number);
    happens(pid);
    waitpid(pid, nullptr, 0);
  }

  Rows state(const Sandbox &server) const {
    const std::vector<std::string> rows = server.rows(everything);
    return {rows.begin(), rows.end()};
  }
  /// The destination after whatever happened; recovers, runs again, and again.
  void check_whole() {
    const Rows before_recover = state(*destination_);
    if (scope_ == "task") {
      CHECK((before_recover.empty() || before_recover == complete_));
    } else {
      // Login by login: what is there is as at the source.
      for (const std::string &row : before_recover) CHECK(complete_.count(row) == 1);
    }
    const Outcome recovered = gantry({"recover"});
    CAPTURE(recovered.all());
    CHECK(recovered.code == 0);
    CHECK(state(*destination_) == before_recover);
    const Outcome again = run();
    CAPTURE(again.all());
    CHECK(again.code == 0);
    CHECK(state(*destination_) == complete_);
    CHECK(gantry({"plan", package_, "--exit-code"}).code == 0);
    CHECK(gantry({"recover"}).says("nothing to recover"));
    // As before, for the next step.
    destination_->sql("EXEC sandbox.inject @fault = N'clear'");
    destination_->sql("DROP LOGIN [crash_one];\nGO\nDROP LOGIN [crash_two];");
    REQUIRE(state(*destination_).empty());
  }
  void restart_destination() {
    destination_ = std::make_unique<Sandbox>(
        "CRASH-B", "", std::vector<std::string>{"--state", folder_.path() + "/destination.db"});
  }
  /// With what it held when it died.
  void restart_source() { start_source({}); }

 private:
  std::string runs() const { return folder_.path() + "/gantry/runs"; }
  /// Starts the run and comes back when the journal says that step `number` is about to be sent.
  pid_t start_until(std::size_t number) {
    const pid_t pid = start(command(), environment(), folder_.path() + "/output");
    const std::string line = "\"type\":\"before\"", ordinal = "\"ordinal\":" + std::to_string(number) + ",";
    for (int i = 0; i < 20000; ++i) {
      if (waitpid(pid, nullptr, WNOHANG) == pid) FAIL("it ended: " << read_text(folder_.path() + "/output"));
      std::istringstream journal(latest_journal());
      for (std::string text; std::getline(journal, text);)
        if (text.find(line) != std::string::npos && text.find(ordinal) != std::string::npos) return pid;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    FAIL("step " << number << " was never sent");
    return -1;
  }

  void start_source(const std::string &init) {
    source_ = std::make_unique<Sandbox>("CRASH-A", init,
                                        std::vector<std::string>{"--state", folder_.path() + "/source.db"});
  }
  std::string latest_journal() const {
    std::error_code none;
    std::string text;
    std::filesystem::file_time_type latest{};
    for (const auto &entry : std::filesystem::directory_iterator(runs(), none)) {
      const auto path = entry.path() / "journal.jsonl";
      const auto time = std::filesystem::last_write_time(path, none);
      if (none || (!text.empty() && time < latest)) continue;
      const std::string found = read_text(path.string());
      if (found.find("\"type\":\"end\"") != std::string::npos) continue;  // of an earlier run
      latest = time;
      text = found;
    }
    return text;
  }

  Folder folder_;
  const std::string scope_;
  std::unique_ptr<Sandbox> source_, destination_;
  std::string package_;
  std::vector<std::string> steps_;
  Rows complete_;
};

/// In both scopes, at each step in turn: what happens there, and then everything must come right.
void at_every_step(const std::function<void(Walk &, std::size_t)> &happens) {
  for (const char *scope : {"task", "object"}) {
    Walk walk(scope);
    for (std::size_t step = 1; step <= walk.steps(); ++step) {
      CAPTURE(scope);
      CAPTURE(step);
      happens(walk, step);
      walk.check_whole();
    }
  }
}

}  // namespace

TEST_CASE("killed at every step") {
  at_every_step([](Walk &walk, std::size_t step) {
    walk.while_at(step, [](pid_t pid) { kill(pid, SIGKILL); });
    // Nobody else may begin before the destination is looked at.
    const Outcome refused = walk.run();
    CAPTURE(refused.all());
    CHECK(refused.code == 1);
    CHECK(refused.says("gantry recover"));
  });
}

TEST_CASE("the destination dies at every step") {
  at_every_step([](Walk &walk, std::size_t step) {
    walk.while_at(step, [&walk](pid_t) { walk.destination().kill_now(); });
    walk.restart_destination();
  });
}

TEST_CASE("the connection is cut at every step") {
  at_every_step([](Walk &walk, std::size_t step) {
    walk.plan_fault("drop", step);
    CHECK(walk.run().code == 1);
  });
}

TEST_CASE("the source dies at every step") {
  at_every_step([](Walk &walk, std::size_t step) {
    walk.while_at(step, [&walk](pid_t) { walk.source().kill_now(); });
    walk.restart_source();
  });
}

TEST_CASE("the disk fills up, a kilobyte later each time") {
  for (const char *scope : {"task", "object"}) {
    CAPTURE(scope);
    Walk walk(scope);
    bool succeeded = false;
    for (int kilobytes = 0; kilobytes < 200 && !succeeded; kilobytes += kilobytes < 12 ? 1 : 8) {
      CAPTURE(kilobytes);
      std::vector<std::string> words{"bash", "-c", "ulimit -f " + std::to_string(kilobytes) + "; exec \"$@\"",
                                     "x"};
      const std::vector<std::string> command = walk.command();
      words.insert(words.end(), command.begin(), command.end());
      const Outcome outcome = run(words, walk.environment());
      CAPTURE(outcome.all());
      succeeded = outcome.code == 0;
      if (!succeeded) CHECK(outcome.code == 1);
      walk.check_whole();
    }
    CHECK(succeeded);
  }
}
