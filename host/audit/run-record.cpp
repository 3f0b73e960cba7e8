#include "host/audit/run-record.hpp"

#include <sys/time.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <map>

namespace gantry::audit {
namespace {

using runtime::TransactionMoment;

constexpr std::array<std::pair<TransactionMoment, const char *>, 5> moments = {
    {{TransactionMoment::begun, "begun"},
     {TransactionMoment::committing, "committing"},
     {TransactionMoment::committed, "committed"},
     {TransactionMoment::rolled_back, "rolled back"},
     {TransactionMoment::unknown, "unknown"}}};

constexpr std::array<std::pair<StepState, const char *>, 6> states = {{{StepState::not_begun, "not begun"},
                                                                       {StepState::done, "done"},
                                                                       {StepState::taken_back, "taken back"},
                                                                       {StepState::failed, "failed"},
                                                                       {StepState::open, "open"},
                                                                       {StepState::unknown, "unknown"}}};

/// Takes a journal's lines one by one.
class Reader {
 public:
  RunRecord record;

  void take(const Json &line) {
    static const std::map<std::string, void (Reader::*)(const Json &)> known = {
        {"session", &Reader::session}, {"plan", &Reader::plan},       {"partial", &Reader::partial},
        {"before", &Reader::before},   {"after", &Reader::after},     {"transaction", &Reader::transaction},
        {"event", &Reader::event},     {"decided", &Reader::decided}, {"end", &Reader::end},
    };
    // Of a later version: what it adds does not change what we know.
    if (const auto found = known.find(text_of(line, "type")); found != known.end())
      (this->*found->second)(line);
  }
  void run(const Json &line) {
    record.id = text_of(line, "id");
    record.time = text_of(line, "time");
    record.gantry = text_of(line, "gantry");
    record.application = text_of(line, "application");
    record.user = text_of(line, "user");
    record.host = text_of(line, "host");
    record.process = number_of(line, "process");
    record.salt = text_of(line, "salt");
    if (line.contains("package")) record.package = package_of(line["package"]);
  }

 private:
  int latest_task(const std::string &task) const {
    for (std::size_t i = record.tasks.size(); i > 0; --i)
      if (record.tasks[i - 1].task == task) return static_cast<int>(i - 1);
    return -1;
  }
  /// The open transaction of a task's connection.
  int open_transaction(const std::string &task, const std::string &connection) const {
    for (std::size_t i = record.transactions.size(); i > 0; --i) {
      const TransactionRecord &candidate = record.transactions[i - 1];
      if (candidate.task != task || candidate.connection != connection) continue;
      const bool over =
          candidate.last == TransactionMoment::committed || candidate.last == TransactionMoment::rolled_back;
      return over ? -1 : static_cast<int>(i - 1);
    }
    return -1;
  }

  void session(const Json &line) {
    runtime::SessionFacts facts;
    facts.connection = text_of(line, "connection");
    facts.server = text_of(line, "server");
    facts.server_name = text_of(line, "server-name");
    facts.server_version = text_of(line, "server-version");
    facts.driver = text_of(line, "driver");
    facts.encryption = text_of(line, "encrypt");
    facts.certificate_verified = flag_of(line, "certificate-verified");
    facts.authentication = text_of(line, "authentication");
    facts.login = text_of(line, "login");
    record.sessions.push_back(std::move(facts));
  }
  void plan(const Json &line) { record.tasks.push_back(task_of(line)); }
  void partial(const Json &line) {
    record.partial.push_back({text_of(line, "task"), text_of(line, "connection"), text_of(line, "kind"),
                              text_of(line, "database"), text_of(line, "rights"), text_of(line, "grants")});
  }
  void before(const Json &line) {
    StatementRecord statement;
    statement.time = text_of(line, "time");
    statement.task = text_of(line, "task");
    statement.connection = text_of(line, "connection");
    statement.database = text_of(line, "database");
    statement.action = text_of(line, "action");
    statement.object = text_of(line, "object");
    statement.text = text_of(line, "text");
    statement.ordinal = number_of(line, "ordinal");
    statement.at_source = flag_of(line, "at-source");
    statement.transactional = flag_of(line, "transactional");
    statement.task_index = latest_task(statement.task);
    if (statement.transactional)
      statement.transaction_index = open_transaction(statement.task, statement.connection);
    if (statement.ordinal > 0 && statement.action != undo_action)
      record.latest[{statement.task_index, statement.ordinal}] = record.statements.size();
    record.statements.push_back(std::move(statement));
  }
  void after(const Json &line) {
    for (std::size_t i = record.statements.size(); i > 0; --i) {
      StatementRecord &statement = record.statements[i - 1];
      if (statement.answered || statement.ordinal != number_of(line, "ordinal") ||
          statement.task != text_of(line, "task") || statement.connection != text_of(line, "connection"))
        continue;
      // An answer that never came is no answer: what the server did stays unknown.
      statement.answered = !flag_of(line, "lost");
      statement.error = text_of(line, "error");
      statement.nanoseconds = number_of(line, "nanoseconds");
      if (statement.action == undo_action && statement.answered && statement.error.empty())
        record.decisions.push_back({statement.task_index, statement.ordinal, StepState::taken_back});
      return;
    }
  }
  void transaction(const Json &line) {
    const std::string task = text_of(line, "task"), connection = text_of(line, "connection"),
                      word = text_of(line, "moment");
    for (const auto &[moment, name] : moments) {
      if (word != name) continue;
      const int open = open_transaction(task, connection);
      if (moment == TransactionMoment::begun)
        record.transactions.push_back({task, connection, moment});
      else if (open >= 0)
        record.transactions[static_cast<std::size_t>(open)].last = moment;
    }
  }
  void event(const Json &line) {
    record.events.push_back(
        {text_of(line, "time"), text_of(line, "kind"), text_of(line, "source"), text_of(line, "text")});
  }
  void decided(const Json &line) {
    for (const auto &[state, name] : states)
      if (text_of(line, "state") == name)
        record.decisions.push_back(
            {static_cast<int>(number_of(line, "index")), number_of(line, "ordinal"), state});
  }
  void end(const Json &line) {
    record.end_time = text_of(line, "time");
    record.result = text_of(line, "result");
    record.note = text_of(line, "note");
  }
};

}  // namespace

const char *state_name(StepState state) {
  for (const auto &[known, name] : states)
    if (known == state) return name;
  return "";
}

const char *moment_name(TransactionMoment moment) {
  for (const auto &[known, name] : moments)
    if (known == moment) return name;
  return "";
}

std::string time_text() {
  timeval now{};
  gettimeofday(&now, nullptr);
  tm parts{};
  gmtime_r(&now.tv_sec, &parts);
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                static_cast<int>(now.tv_usec / 1000));
  return text;
}

Json json_of(const PackageRecord &package) {
  return {{"file", package.file},
          {"name", package.name},
          {"in-project", package.in_project},
          {"sha256", package.sha256},
          {"set", package.set},
          {"parameters", package.parameters},
          {"configurations", package.configurations},
          {"disable-tasks", package.disable_tasks},
          {"connections", package.connections},
          {"config", package.config}};
}

PackageRecord package_of(const Json &json) {
  PackageRecord package;
  package.file = text_of(json, "file");
  package.name = text_of(json, "name");
  package.in_project = text_of(json, "in-project");
  package.sha256 = text_of(json, "sha256");
  package.set = list_of(json, "set");
  package.parameters = list_of(json, "parameters");
  package.configurations = list_of(json, "configurations");
  package.disable_tasks = list_of(json, "disable-tasks");
  package.connections = list_of(json, "connections");
  package.config = text_of(json, "config");
  return package;
}

bool RunRecord::sent_anything() const {
  for (const StatementRecord &statement : statements)
    if (statement.ordinal > 0) return true;
  return false;
}

bool RunRecord::undecided() const {
  for (std::size_t task = 0; task < tasks.size(); ++task)
    for (const StepRecord &step : tasks[task].steps)
      if (state(static_cast<int>(task), step.ordinal) == StepState::unknown) return true;
  return false;
}

StepState RunRecord::state(int task_index, std::int64_t ordinal) const {
  for (std::size_t i = decisions.size(); i > 0; --i)
    if (decisions[i - 1].task_index == task_index && decisions[i - 1].ordinal == ordinal)
      return decisions[i - 1].state;
  const auto found = latest.find({task_index, ordinal});
  if (found == latest.end()) return StepState::not_begun;
  const StatementRecord &statement = statements[found->second];
  if (statement.answered && !statement.error.empty()) return StepState::failed;
  if (statement.transaction_index < 0) return statement.answered ? StepState::done : StepState::unknown;
  switch (transactions[static_cast<std::size_t>(statement.transaction_index)].last) {
    case TransactionMoment::committed: return StepState::done;
    case TransactionMoment::rolled_back: return StepState::taken_back;
    case TransactionMoment::begun: return StepState::open;
    case TransactionMoment::committing:
    case TransactionMoment::unknown: break;
  }
  return StepState::unknown;
}

std::int64_t RunRecord::retries() const {
  std::map<std::pair<int, std::int64_t>, std::int64_t> sent;
  for (const StatementRecord &statement : statements)
    if (statement.ordinal > 0) ++sent[{statement.task_index, statement.ordinal}];
  std::int64_t count = 0;
  for (const auto &[step, times] : sent) count += times - 1;
  return count;
}

Json decision_line(int task_index, std::int64_t ordinal, StepState state) {
  return {{"type", "decided"}, {"index", task_index}, {"ordinal", ordinal}, {"state", state_name(state)}};
}

Result<RunRecord> parse_journal(std::string_view text, const std::string &path) {
  Reader reader;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;  // cut off by a crash or a full disk: it never counted
    const Json line = Json::parse(text.begin(), text.begin() + end, nullptr, false);
    text.remove_prefix(end + 1);
    if (first) {
      if (!line.is_object() || text_of(line, "type") != "run" || number_of(line, "format") != journal_format)
        return Error(Status::data, path + " cannot be used",
                     "a journal of format " + std::to_string(journal_format),
                     line.is_object() ? "one of format " + std::to_string(number_of(line, "format"))
                                      : std::string("something else"),
                     "use the version of Gantry that wrote it");
      reader.run(line);
      first = false;
    } else if (line.is_object()) {
      reader.take(line);
    }
  }
  if (first)
    return Error(Status::data, path + " cannot be used", "a journal", "nothing in it",
                 "its run sent nothing: remove its folder");
  return std::move(reader.record);
}

}  // namespace gantry::audit
