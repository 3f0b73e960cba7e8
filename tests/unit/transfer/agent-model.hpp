// SQL Server Agent that lives in a test: what msdb holds, and just enough T-SQL to execute the calls of
// msdb's procedures that the plugins write. Transactions are snapshots. Statements that it does not know are
// errors.
#ifndef GANTRY_TESTS_TRANSFER_AGENT_MODEL_HPP
#define GANTRY_TESTS_TRANSFER_AGENT_MODEL_HPP

#include "plugins/transfer/jobs/jobs-task.hpp"
#include "tests/unit/transfer/task-host.hpp"

namespace gantry::test {

/// Columns of a kind, by name.
using ModelRow = std::map<std::string, Cell>;

struct ModelJob {
  ModelRow row;
  std::vector<ModelRow> steps;
  std::set<std::string> schedules, servers;
  std::string running_since, maintenance_plan;
};

struct AgentState {
  std::map<std::string, ModelJob> jobs;
  std::map<std::string, ModelRow> schedules;  ///< by uid
  std::map<std::string, ModelRow> operators, proxies, alerts;
  std::set<std::pair<std::string, std::string>> categories;                    ///< class, name
  std::map<std::string, std::map<std::string, int>> notifications;             ///< alert, operator, method
  std::map<std::string, std::map<std::string, std::set<std::string>>> grants;  ///< proxy, list column, names
};

struct AgentServer {
  ModelServer server;  ///< its name, version, failures and counts
  AgentState state;
  std::map<std::string, std::string> facts;
  std::set<std::string> logins{"sa", "admin"}, databases{"master", "msdb"}, credentials, subsystems;
  std::string sa = "sa";
  /// Jobs that somebody starts as soon as a statement holds the text.
  std::map<std::string, std::string> started_by_hand;

  explicit AgentServer(const std::string &name);
  AgentServer(const AgentServer &) = delete;
  AgentServer &operator=(const AgentServer &) = delete;

  /// A job with steps that follow each other, attached to nothing.
  ModelJob &job(const std::string &name, const std::vector<std::string> &commands = {"SELECT 1"});
  ModelRow &schedule(const std::string &uid, const std::string &name);
};

/// A transfer of jobs between two model servers.
struct JobTransfer {
  TaskHost host;
  AgentServer &source, &destination;
  Own<transfer::TransferJobsTask> task;

  JobTransfer(AgentServer &from, AgentServer &to);
  JobTransfer(const JobTransfer &) = delete;
  JobTransfer &operator=(const JobTransfer &) = delete;
  JobTransfer &set(const char *name, const std::string &value);
  Result<std::vector<Step>> plan() { return steps_of(*task); }
  Result<TaskResult> run();
  /// Fails the test unless the run succeeds.
  void succeeds();
  /// The error of a plan that must not be made.
  Error refused();
};

}  // namespace gantry::test

#endif
