#include "host/audit/journal.hpp"

#include "host/audit/json-line.hpp"
#include "host/audit/run-recorder.hpp"

#include <map>

namespace gantry::audit {
namespace {

JsonLine timed(std::string_view type, const std::string &time = time_text()) {
  JsonLine line(type);
  line.add("time", time);
  return line;
}

/// Takes a journal's lines one by one.
class Reader {
 public:
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
    RunRecord &record = recorder_.record;
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
  RunRecord release() { return std::move(recorder_.record); }

 private:
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
    recorder_.record.sessions.push_back(std::move(facts));
  }
  void plan(const Json &line) { recorder_.plan(task_of(line)); }
  void partial(const Json &line) {
    recorder_.record.partial.push_back({text_of(line, "task"), text_of(line, "connection"),
                                        text_of(line, "kind"), text_of(line, "database"),
                                        text_of(line, "rights"), text_of(line, "grants")});
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
    recorder_.before(std::move(statement));
  }
  void after(const Json &line) {
    recorder_.after(text_of(line, "task"), text_of(line, "connection"), number_of(line, "ordinal"),
                    number_of(line, "nanoseconds"), text_of(line, "error"), flag_of(line, "lost"));
  }
  void transaction(const Json &line) {
    if (const auto moment = moment_of(text_of(line, "moment")))
      recorder_.transaction(text_of(line, "task"), text_of(line, "connection"), *moment);
  }
  void event(const Json &line) {
    recorder_.record.events.push_back(
        {text_of(line, "time"), text_of(line, "kind"), text_of(line, "source"), text_of(line, "text")});
  }
  void decided(const Json &line) {
    if (const auto state = state_of(text_of(line, "state")))
      recorder_.decided(static_cast<int>(number_of(line, "index")), number_of(line, "ordinal"), *state);
  }
  void end(const Json &line) {
    recorder_.record.end_time = text_of(line, "time");
    recorder_.record.result = text_of(line, "result");
    recorder_.record.note = text_of(line, "note");
  }

  RunRecorder recorder_;
};

}  // namespace

std::string run_line(const RunRecord &run) {
  return timed("run", run.time)
      .add("format", journal_format)
      .add("id", run.id)
      .add("gantry", run.gantry)
      .add("application", run.application)
      .add("user", run.user)
      .add("host", run.host)
      .add("process", run.process)
      .add_json("package", object_of(json_of(run.package)))
      .add("salt", run.salt)
      .finish();
}

void put_plan(const TaskRecord &task, const Sink &put) {
  std::string head = timed("plan")
                         .add("task", task.task)
                         .add("conditional", task.conditional)
                         .add("looped", task.looped)
                         .add("script", task.in_clear)
                         .add_json("slots", object_of(slots_json(task)))
                         .add_json("steps", "[")
                         .object();
  head.pop_back();  // the list is still open
  put(head);
  const char *front = "";
  for (const StepRecord &step : task.steps) {
    JsonLine line;
    each_member(step, [&](const char *key, const auto &value) { line.add(key, value); });
    std::string object = front + line.object();
    put(object);
    wipe(object);
    front = ",";
  }
  put("]}\n");
}

std::string before_line(const StatementRecord &statement, std::string_view task) {
  JsonLine line = timed("before", statement.time);
  line.add("task", task)
      .add("connection", statement.connection)
      .add("ordinal", statement.ordinal)
      .add("at-source", statement.at_source)
      .add("transactional", statement.transactional);
  for (const auto &[key, value] :
       {std::pair("database", &statement.database), std::pair("action", &statement.action),
        std::pair("object", &statement.object), std::pair("text", &statement.text)})
    if (!value->empty()) line.add(key, *value);
  return line.finish();
}

std::string after_line(const runtime::Statement &statement, std::int64_t nanoseconds,
                       const std::string &error, bool lost) {
  JsonLine line = timed("after");
  line.add("task", "\\" + statement.task)
      .add("connection", statement.connection)
      .add("ordinal", statement.ordinal)
      .add("nanoseconds", nanoseconds);
  if (!error.empty()) line.add("error", error);
  if (lost) line.add("lost", true);
  return line.finish();
}

std::string transaction_line(const std::string &task, const std::string &connection,
                             runtime::TransactionMoment moment) {
  return timed("transaction")
      .add("task", task)
      .add("connection", connection)
      .add("moment", moment_name(moment))
      .finish();
}

std::string event_line(const EventRecord &event) {
  return timed("event", event.time)
      .add("kind", event.kind)
      .add("source", event.source)
      .add("text", event.text)
      .finish();
}

std::string session_line(const runtime::SessionFacts &facts) {
  return timed("session")
      .add("connection", facts.connection)
      .add("server", facts.server)
      .add("server-name", facts.server_name)
      .add("server-version", facts.server_version)
      .add("driver", facts.driver)
      .add("encrypt", facts.encryption)
      .add("certificate-verified", facts.certificate_verified)
      .add("authentication", facts.authentication)
      .add("login", facts.login)
      .finish();
}

std::string partial_line(const runtime::PartialView &view) {
  return timed("partial")
      .add("task", view.task)
      .add("connection", view.connection)
      .add("kind", view.kind)
      .add("database", view.database)
      .add("rights", view.rights)
      .add("grants", view.grants)
      .finish();
}

std::string decision_line(int task_index, std::int64_t ordinal, StepState state) {
  return timed("decided")
      .add("index", static_cast<std::int64_t>(task_index))
      .add("ordinal", ordinal)
      .add("state", state_name(state))
      .finish();
}

std::string end_line(const std::string &time, const std::string &result, const std::string &note) {
  JsonLine line = timed("end", time);
  line.add("result", result);
  if (!note.empty()) line.add("note", note);
  return line.finish();
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
  return reader.release();
}

}  // namespace gantry::audit
