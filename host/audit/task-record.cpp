#include "host/audit/task-record.hpp"

#include "host/audit/digest.hpp"

namespace gantry::audit {
namespace {

/// What makes a step the same step: not its number, which others move.
std::string fingerprint(const StepRecord &step, const std::string &salt, std::string_view identity) {
  std::string all;
  for (const std::string_view part : {std::string_view(step.connection), std::string_view(step.database),
                                      std::string_view(step.action), std::string_view(step.object), identity})
    all.append(std::to_string(part.size())).append(":").append(part);
  all += step.at_source ? "s" : "d";
  all += step.transactional ? "t" : "b";
  std::string digest = keyed_digest(salt, all);
  wipe(all);
  return digest;
}

Result<> read_clear(StepRecord &step, const TaskScriptRef &script, const std::string &salt, Clear clear) {
  Result<std::int64_t> unit = script.unit(step.ordinal);
  if (!unit) return std::move(unit).error();
  step.unit = *unit;
  Result<std::string> identity = script.identity(step.ordinal);
  if (!identity) return std::move(identity).error();
  step.fingerprint = fingerprint(step, salt, *identity);
  wipe(*identity);
  Result<std::string> undo = script.undo(step.ordinal);
  if (!undo) return std::move(undo).error();
  step.undo_has_secrets = *undo != step.undo;
  if (clear != Clear::nothing) step.undo.swap(*undo);
  wipe(*undo);
  Result<std::string> text = script.text(step.ordinal);
  if (!text) return std::move(text).error();
  step.has_secrets = *text != step.text;
  if (clear == Clear::all) step.text.swap(*text);
  wipe(*text);
  return success();
}

}  // namespace

const runtime::SlotFacts *TaskRecord::slot_of(const std::string &connection) const {
  for (const runtime::SlotFacts &slot : slots)
    if (slot.connection == connection) return &slot;
  return nullptr;
}

Result<StepRecord> TaskRecord::step(std::int64_t ordinal) const {
  const auto index = static_cast<std::size_t>(ordinal - 1);  // steps are numbered from 1
  if (ordinal >= 1 && index < steps.size()) return steps.at(index);
  return Error(Status::not_found, "task " + task + " has no step " + std::to_string(ordinal),
               "one of its " + std::to_string(steps.size()) + " steps", "another number",
               "report this as a bug of Gantry");
}

TaskRecord record_head(const runtime::TaskPlan &plan) {
  TaskRecord record;
  record.task = "\\" + plan.path;
  record.slots = plan.slots;
  record.conditional = plan.conditional;
  record.looped = plan.looped;
  record.in_clear = static_cast<bool>(plan.script);
  return record;
}

namespace {

Result<> read_steps(const runtime::TaskPlan &plan, const std::string &salt, Clear clear,
                    const std::function<Result<>(StepRecord)> &take) {
  std::int64_t unit = 0;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    StepRecord step;
    step.ordinal = plan.steps.at(i, "ordinal").number();
    step.connection = plan.steps.at(i, "connection").text();
    step.at_source = plan.steps.at(i, "at-source").flag();
    step.database = plan.steps.at(i, "database").text();
    step.action = plan.steps.at(i, "action").text();
    step.object = plan.steps.at(i, "object").text();
    step.text = plan.steps.at(i, "text").text();
    step.transactional = plan.steps.at(i, "transactional").flag();
    step.undo = plan.steps.at(i, "undo").text();
    step.reason = plan.steps.at(i, "reason").text();
    if (plan.script) {
      if (Result<> read = read_clear(step, plan.script, salt, clear); !read) return read;
    } else {
      // Nothing is said about units: what shares a transaction stands and falls together.
      if (step.transactional && unit == 0) unit = step.ordinal;
      step.unit = step.transactional ? unit : step.ordinal;
      step.fingerprint = fingerprint(step, salt, step.text);
    }
    if (Result<> taken = take(std::move(step)); !taken) return taken;
  }
  return success();
}

}  // namespace

Result<> record_steps(const runtime::TaskPlan &plan, const std::string &salt, Clear clear,
                      const std::function<Result<>(StepRecord)> &take) {
  return runtime::reading_plan(plan.path, [&] { return read_steps(plan, salt, clear, take); });
}

Result<TaskRecord> record_task(const runtime::TaskPlan &plan, const std::string &salt, Clear clear) {
  TaskRecord record = record_head(plan);
  Result<> read = record_steps(plan, salt, clear, [&](StepRecord step) -> Result<> {
    record.steps.push_back(std::move(step));
    return success();
  });
  if (!read) return std::move(read).error();
  return record;
}

std::string text_of(const Json &json, const char *key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_of(const Json &json, const char *key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool flag_of(const Json &json, const char *key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

std::vector<std::string> list_of(const Json &json, const char *key) {
  std::vector<std::string> list;
  const auto found = json.is_object() ? json.find(key) : json.end();
  if (found == json.end() || !found->is_array()) return list;
  for (const Json &item : *found)
    if (item.is_string()) list.push_back(item.get<std::string>());
  return list;
}

std::string object_of(const Json &json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string line_of(const Json &json) { return object_of(json) + "\n"; }

Json slots_json(const TaskRecord &task) {
  Json slots = Json::array();
  for (const runtime::SlotFacts &slot : task.slots)
    slots.push_back({{"slot", slot.slot},
                     {"access", slot.writes ? "write" : "read"},
                     {"connection", slot.connection},
                     {"server", slot.server},
                     {"server-name", slot.server_name},
                     {"server-version", slot.server_version}});
  return slots;
}

Json json_of(const TaskRecord &task) {
  Json steps = Json::array();
  for (const StepRecord &step : task.steps.in_memory()) {
    Json &json = steps.emplace_back(Json::object());
    each_member(step, [&](const char *key, const auto &value) { json[key] = value; });
  }
  return {{"task", task.task},       {"conditional", task.conditional}, {"looped", task.looped},
          {"script", task.in_clear}, {"slots", slots_json(task)},       {"steps", std::move(steps)}};
}

TaskRecord task_of(const Json &json) {
  TaskRecord task;
  task.task = text_of(json, "task");
  task.conditional = flag_of(json, "conditional");
  task.looped = flag_of(json, "looped");
  task.in_clear = flag_of(json, "script");
  if (const auto slots = json.find("slots"); slots != json.end() && slots->is_array())
    for (const Json &slot : *slots)
      task.slots.push_back({text_of(slot, "slot"), text_of(slot, "access") == "write",
                            text_of(slot, "connection"), text_of(slot, "server"),
                            text_of(slot, "server-name"), text_of(slot, "server-version")});
  if (const auto steps = json.find("steps"); steps != json.end() && steps->is_array())
    for (const Json &item : *steps) {
      StepRecord step;
      step.ordinal = number_of(item, "ordinal");
      step.unit = number_of(item, "unit");
      step.connection = text_of(item, "connection");
      step.at_source = flag_of(item, "at-source");
      step.database = text_of(item, "database");
      step.action = text_of(item, "action");
      step.object = text_of(item, "object");
      step.text = text_of(item, "text");
      step.has_secrets = flag_of(item, "secrets");
      step.transactional = flag_of(item, "transactional");
      step.undo = text_of(item, "undo");
      step.undo_has_secrets = flag_of(item, "undo-secrets");
      step.reason = text_of(item, "reason");
      step.fingerprint = text_of(item, "fingerprint");
      task.steps.push_back(std::move(step));
    }
  return task;
}

}  // namespace gantry::audit
