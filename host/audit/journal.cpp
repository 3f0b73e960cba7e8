#include "host/audit/journal.hpp"

#include "host/audit/json-line.hpp"

#include <gantry/cpp/text.hpp>

namespace gantry::audit {
namespace {

JsonLine timed(std::string_view type, const std::string &time = time_text()) {
  JsonLine line(type);
  line.add("time", time);
  return line;
}

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

Result<> append_plan(PrivateFile &journal, std::shared_ptr<const ReadableFile> file, TaskRecord &task,
                     const EachStep &each_step) {
  std::string head = timed("plan")
                         .add("task", task.task)
                         .add("conditional", task.conditional)
                         .add("looped", task.looped)
                         .add("script", task.in_clear)
                         .add_json("slots", object_of(slots_json(task)))
                         .add_json("steps", "[")
                         .object();
  head.pop_back();  // the list is still open
  off_t end = journal.end() + static_cast<off_t>(head.size());
  StepRecords steps(std::move(file), end);
  const Result<> written = journal.append_parts([&](const Sink &put) -> Result<> {
    put(head);
    Result<> all = each_step([&](const StepRecord &step) -> Result<> {
      if (!steps.empty()) {
        put(",");
        ++end;
      }
      JsonLine line;
      each_member(step, [&](const char *key, const auto &value) { line.add(key, value); });
      std::string object = line.object();
      put(object);
      steps.add_end(end += static_cast<off_t>(object.size()));
      wipe(object);
      return success();
    });
    put("]}\n");
    return all;
  });
  steps.shrink();
  task.steps = std::move(steps);
  return written;
}

std::string before_line(const std::string &time, const runtime::Statement &statement) {
  JsonLine line = timed("before", time);
  line.add("task", statement.task)
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

}  // namespace gantry::audit
