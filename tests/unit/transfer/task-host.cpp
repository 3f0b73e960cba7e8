#include "tests/unit/transfer/task-host.hpp"

#include <doctest/doctest.h>

namespace gantry::test {
namespace {

TaskHost &of(const gantry_host *host) {
  return *const_cast<TaskHost *>(reinterpret_cast<const TaskHost *>(host));
}

gantry_status acquire(const gantry_host *site, gantry_str slot, gantry_str iid, const gantry_call *,
                      gantry_object **object, gantry_error *error) {
  TaskHost &self = of(site);
  CHECK(view(iid) == GANTRY_SMO_SERVER_ID);
  const auto &open = view(slot) == "SourceConnection" ? self.open_source : self.open_destination;
  if (!open) return fill(error, Error(Status::not_found, "no connection"));
  *object = open().release();
  return GANTRY_OK;
}

gantry_status describe(const gantry_host *site, gantry_str slot, gantry_sink out, gantry_error *error) {
  TaskHost &self = of(site);
  const bool source = view(slot) == "SourceConnection";
  if (!(source ? self.open_source : self.open_destination))
    return fill(error, Error(Status::not_found, "no connection"));
  return put(out, std::string("name=to ") + (source ? "FROM" : "TO") + "\nid={1}\ntype=SMOServer\n");
}

}  // namespace

const void *TaskHost::query(const gantry_host *, const char *iid) {
  static const gantry_host_connections connections = {sizeof(gantry_host_connections), 0, &acquire,
                                                      &describe};
  static const gantry_host_events events = {
      sizeof(gantry_host_events), 0,
      [](const gantry_host *site, std::int32_t severity, std::uint32_t code, gantry_str, gantry_str text,
         std::int32_t *) -> gantry_status {
        of(site).events.push_back({severity, code, std::string(view(text))});
        return GANTRY_OK;
      },
      [](const gantry_host *site, std::uint64_t done, std::uint64_t total, gantry_str,
         gantry_str) -> gantry_status {
        of(site).progress.emplace_back(done, total);
        return GANTRY_OK;
      },
      [](const gantry_host *site, gantry_str name, gantry_str) -> gantry_status {
        of(site).log.emplace_back(view(name));
        return GANTRY_OK;
      }};
  static const gantry_host_variables variables = {
      sizeof(gantry_host_variables), 0,
      [](const gantry_host *site, gantry_str name, std::int32_t *, gantry_sink out,
         gantry_error *error) -> gantry_status {
        const auto found = of(site).variables.find(std::string(view(name)));
        if (found == of(site).variables.end()) return fill(error, Error(Status::not_found, "no variable"));
        return put(out, found->second);
      },
      nullptr};
  const std::string_view id(iid);
  if (id == GANTRY_HOST_CONNECTIONS_ID) return &connections;
  if (id == GANTRY_HOST_EVENTS_ID) return &events;
  if (id == GANTRY_HOST_VARIABLES_ID) return &variables;
  return nullptr;
}

bool TaskHost::told(std::uint32_t code, const std::string &part) const {
  for (const Event &event : events)
    if (event.code == code && event.text.find(part) != std::string::npos) return true;
  return false;
}

std::string TaskHost::all_text() const {
  std::string text;
  for (const Event &event : events) text += event.text + '\n';
  return text;
}

Transfer::Transfer(ModelServer &from, ModelServer &to) : source(from), destination(to) {
  host.open_source = [&from] { return open_model(from); };
  host.open_destination = [&to] { return open_model(to); };
  task = make_object<transfer::TransferLoginsTask>(&host.host);
  set("SourceConnection", "from").set("DestinationConnection", "to");
}

Transfer &Transfer::set(const char *name, const std::string &value) {
  Result<> done = task->set_property(name, value);
  if (!done) FAIL(done.error().message());
  return *this;
}

Result<TaskResult> Transfer::run() {
  Result<std::vector<Step>> steps = plan();
  if (!steps) return std::move(steps).error();
  return task->execute(nullptr);
}

int Transfer::execution_value() const { return static_cast<int>(task->number("ExecutionValue")); }

}  // namespace gantry::test
