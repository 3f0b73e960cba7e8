// A host for one task in a test: two connections, events, variables.
#ifndef GANTRY_TESTS_TRANSFER_TASK_HOST_HPP
#define GANTRY_TESTS_TRANSFER_TASK_HOST_HPP

#include <functional>
#include <string>
#include <vector>

#include "plugins/transfer/logins/logins-task.hpp"
#include "tests/unit/transfer/model-server.hpp"

namespace gantry::test {

struct Event {
  int severity;
  std::uint32_t code;
  std::string text;
};

/// The plan that a task shows.
inline Result<std::vector<Step>> steps_of(Task &task) {
  Result<ObjectPtr> rows = task.prepare_rows(nullptr);
  Result<Table> table = rows ? read_table(*rows) : Result<Table>(std::move(rows).error());
  if (!table) return std::move(table).error();
  std::vector<Step> steps;
  for (std::size_t i = 0; i < table->rows.size(); ++i)
    steps.push_back(
        {table->at(i, "connection").text(), table->at(i, "at-source").flag(), table->at(i, "database").text(),
         table->at(i, "action").text(), table->at(i, "object").text(), table->at(i, "text").text(),
         table->at(i, "transactional").flag(), table->at(i, "undo").text(), table->at(i, "reason").text()});
  return steps;
}

struct TaskHost {
  gantry_host host{sizeof(gantry_host), GANTRY_ABI_MAJOR, GANTRY_ABI_MINOR, "test", "1", &TaskHost::query};
  /// What the two slots are bound to; empty: nothing.
  std::function<ObjectPtr()> open_source, open_destination;
  std::vector<Event> events;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> progress;
  std::vector<std::string> log;
  std::map<std::string, std::string> variables;

  bool told(std::uint32_t code, const std::string &part = {}) const;
  std::string all_text() const;
  static const void *query(const gantry_host *, const char *iid);
};

/// A transfer between two model servers.
struct Transfer {
  TaskHost host;
  ModelServer &source, &destination;
  Own<transfer::TransferLoginsTask> task;

  Transfer(ModelServer &from, ModelServer &to);
  Transfer(const Transfer &) = delete;
  Transfer &operator=(const Transfer &) = delete;
  Transfer &set(const char *name, const std::string &value);
  /// Steps as `gantry plan` shows them.
  Result<std::vector<Step>> plan() { return steps_of(*task); }
  /// Plans and runs; the plan's error when it cannot be made.
  Result<TaskResult> run();
  int execution_value() const;
};

}  // namespace gantry::test

#endif
