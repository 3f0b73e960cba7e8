#include "host/audit/plan-file.hpp"

#include "host/audit/digest.hpp"
#include "host/audit/private-file.hpp"

namespace gantry::audit {
namespace {

Error unusable(const std::string &path, std::string expected, std::string found) {
  return Error(Status::data, "plan file " + path + " cannot be used", std::move(expected), std::move(found),
               "plan again: gantry plan --out FILE PACKAGE");
}

}  // namespace

std::string plan_text(const PlanFile &plan) {
  Json tasks = Json::array();
  for (const TaskRecord &task : plan.tasks) tasks.push_back(json_of(task));
  Json json{{"gantry-plan", plan_format},       {"gantry", plan.gantry}, {"created", plan.created},
            {"package", json_of(plan.package)}, {"salt", plan.salt},     {"tasks", std::move(tasks)}};
  json["digest"] = sha256(line_of(json));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<PlanFile> parse_plan(std::string_view text, const std::string &path) {
  Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object() || !json.contains("gantry-plan"))
    return unusable(path, "a file that gantry plan --out wrote", "something else");
  if (number_of(json, "gantry-plan") != plan_format)
    return unusable(path, "format " + std::to_string(plan_format),
                    "format " + std::to_string(number_of(json, "gantry-plan")) + ", of Gantry " +
                        text_of(json, "gantry"));
  const std::string digest = text_of(json, "digest");
  json.erase("digest");
  if (sha256(line_of(json)) != digest)
    return unusable(path, "the file as it was written", "one that has been edited since");
  PlanFile plan;
  plan.path = path;
  plan.gantry = text_of(json, "gantry");
  plan.created = text_of(json, "created");
  plan.salt = text_of(json, "salt");
  if (json.contains("package")) plan.package = package_of(json["package"]);
  if (json.contains("tasks") && json["tasks"].is_array())
    for (const Json &task : json["tasks"]) plan.tasks.push_back(task_of(task));
  return plan;
}

Result<> save_plan(const PlanFile &plan, const std::string &path) {
  return write_private_file(path, plan_text(plan));
}

Result<PlanFile> load_plan(const std::string &path) {
  Result<std::string> text = read_file(path);
  if (!text) return std::move(text).error();
  return parse_plan(*text, path);
}

}  // namespace gantry::audit
