// A server that lives in a test and is nothing but its lists: a table a kind. Statements are written by the
// real kinds and applied to the tables by a function of the test. Transactions are snapshots.
#ifndef GANTRY_TESTS_TRANSFER_TABLE_SERVER_HPP
#define GANTRY_TESTS_TRANSFER_TABLE_SERVER_HPP

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gantry/cpp/driver.hpp"
#include "gantry/cpp/smo-server.hpp"
#include "tests/unit/transfer/task-host.hpp"

namespace gantry::test {

struct TableServer {
  using Apply = std::function<Result<>(TableServer &, const std::string &statement)>;

  std::string name, version = "16.0.1000.6", collation = "SQL_Latin1_General_CP1_CI_AS";
  std::map<std::string, Table> lists;
  std::map<std::string, std::string> session;  ///< SET options that are not as at the start
  std::vector<std::string> executed;
  std::set<std::string> fail_on;  ///< parts of statements that fail
  std::vector<std::pair<std::string, std::string>> missing_rights;
  int round_trips = 0;
  Apply apply;

  TableServer(std::string server_name, Apply how) : name(std::move(server_name)), apply(std::move(how)) {}
};

/// An object with gantry.smo-server/1, gantry.sql-session/1 and transactions.
ObjectPtr open_tables(TableServer &server);

/// An error of a server, with its number.
Error refused(std::int32_t number, std::string text);

/// A transfer of a task between two such servers.
template <typename TaskClass>
struct TableTransfer {
  TaskHost host;
  Own<TaskClass> task;

  TableTransfer(TableServer &from, TableServer &to) {
    host.open_source = [&from] { return open_tables(from); };
    host.open_destination = [&to] { return open_tables(to); };
    task = make_object<TaskClass>(&host.host);
    set("SourceConnection", "from").set("DestinationConnection", "to");
  }
  TableTransfer(const TableTransfer &) = delete;
  TableTransfer &operator=(const TableTransfer &) = delete;

  TableTransfer &set(const char *property, const std::string &value) {
    if (Result<> done = task->set_property(property, value); !done)
      throw std::logic_error(done.error().message());
    return *this;
  }
  TableTransfer &set(const char *property, const std::vector<std::string> &items) {
    return set(property, encode_list(items));
  }
  Result<std::vector<Step>> plan() { return steps_of(*task); }
  Result<TaskResult> run() {
    Result<std::vector<Step>> steps = plan();
    if (!steps) return std::move(steps).error();
    return task->execute(nullptr);
  }
  int execution_value() const { return static_cast<int>(task->number("ExecutionValue")); }
};

}  // namespace gantry::test

#endif
