// The Execute SQL task: SSIS's properties and bindings over any connection that yields a SQL session.
#ifndef GANTRY_SQL_TASK_EXECUTE_SQL_TASK_HPP
#define GANTRY_SQL_TASK_EXECUTE_SQL_TASK_HPP

#include "gantry/cpp/persist.hpp"
#include "gantry/cpp/task.hpp"
#include "plugins/sql/task/outcome.hpp"
#include "plugins/sql/task/statement.hpp"
#include "plugins/sql/task/task-data.hpp"

namespace gantry::sql {

class ExecuteSqlTask : public Implements<Task, PropertyBag, Persist> {
 public:
  static constexpr const char *class_id = "org.gantry.sql.ExecuteSQLTask";
  static const PropertyList &properties();
  static const std::vector<std::string> &log_entries();

  explicit ExecuteSqlTask(const gantry_host *site);

  Result<> load(std::string_view xml) override;
  Result<std::string> save() override;
  std::string property_text(const std::string &name) override;
  Result<> validate_properties() override;

  /// Bindings against variables, connection type and, where it is known already, the statement. No round
  /// trip.
  Result<> validate(Call call) override;
  /// One step a batch and round of it: the text as it will be sent, passwords masked.
  Result<std::vector<Step>> prepare(Call call) override;
  /// Sends the prepared batches; variables are set when all have succeeded and the connection is free again.
  Result<TaskResult> execute(Call call) override;

 private:
  enum class Source { direct = 1, file = 2, variable = 3 };
  enum class ResultSet { none = 1, single_row = 2, rowset = 3, xml = 4 };

  Source source() const { return static_cast<Source>(member("SqlStatementSourceType")); }
  ResultSet result_set() const { return static_cast<ResultSet>(member("ResultSetType")); }
  Result<> look_at_connection();
  Result<std::string> statement(Call call);
  Result<TaskResult> run(Call call);
  Result<> send(Outcome &outcome, Call call);
  void tell(std::int64_t affected) const;
  Error located(Error error, std::size_t batch) const;
  Result<> assign(Outcome &outcome, Call call);

  Site site_;
  TaskData data_;  ///< the bindings; properties live in the bag
  std::string connection_name_;
  Binding binding_ = Binding::ole_db;
  std::vector<ReadyBatch> batches_;
  SessionRef session_;  ///< from prepare to the end of execute
  bool prepared_ = false;
};

}  // namespace gantry::sql

#endif
