// What INSERT, UPDATE, DELETE and MERGE share.
#ifndef SANDBOX_ENGINE_DML_HPP
#define SANDBOX_ENGINE_DML_HPP

#include "samples/sandbox/engine/rows.hpp"

namespace sandbox {

/// WITH before a DML statement, as the compiler of queries wants it.
class CteChain {
 public:
  explicit CteChain(const std::vector<Cte> &with);
  const CteScope *last() const { return scopes_.empty() ? nullptr : scopes_.back().get(); }

 private:
  std::vector<std::unique_ptr<CteScope>> scopes_;
};

/// Makes whole rows of the values an INSERT gives.
class RowBuilder {
 public:
  /// columns: as written; empty when there was no list.
  RowBuilder(Engine &engine, const TablePtr &table, const std::vector<std::string> &columns);
  std::size_t width() const { return targets_.size(); }
  const ColumnInfo &target(std::size_t i) const { return table_->columns[targets_[i]]; }
  /// An empty optional asks for the column's default.
  Row build(const std::vector<std::optional<Value>> &values, const std::vector<TypeInfo> &types);
  /// Refuses at compile time what cannot be converted.
  void check_types(const std::vector<TypeInfo> &types, const std::vector<bool> &nulls) const;

 private:
  Value default_of(std::size_t column);

  Engine &engine_;
  Eval defaults_;
  TablePtr table_;
  std::vector<std::size_t> targets_;
  bool explicit_identity_ = false;
};

/// The OUTPUT clause.
class OutputClause {
 public:
  OutputClause(Engine &engine, Compile &compile, const Statement &statement, const TableInfo &table,
               const Scope *from, const CteScope *ctes);
  bool present() const { return present_; }
  bool shown() const { return present_ && !into_; }
  void add(const Row *inserted, const Row *deleted, const Row *from, const char *action);
  /// Sends the rows to the client or into the table named.
  void finish();

 private:
  Engine &engine_;
  Eval eval_;
  bool present_ = false;
  std::size_t width_ = 0, from_width_ = 0;
  Scope scope_;
  std::vector<Bound> items_;
  std::vector<Column> columns_;
  TablePtr into_;
  std::vector<std::string> into_columns_;
  std::vector<Row> rows_;
};

/// The rows UPDATE and DELETE go over: the FROM clause with the target's row ids in it.
struct TargetRows {
  TablePtr table;
  Scope scope;
  Source source;
  Evaluate where;
  std::size_t id = 0;                                        ///< column of the target's row id
  std::vector<std::pair<std::string, std::string>> renamed;  ///< columns of a CTE or view over the target
  std::string base_column(const std::string &shown) const;
};
void compile_target(Engine &engine, Compile &compile, const Statement &statement, const CteChain &ctes,
                    TargetRows &out);

/// SET clauses, bound.
struct Change {
  std::optional<std::size_t> column;
  std::string variable;
  Bound value;
  bool to_default = false;
};
std::vector<Change> compile_changes(Binder &binder, const std::vector<Assignment> &assignments,
                                    const TablePtr &table, const TargetRows *target);
Row apply_changes(Engine &engine, Eval &eval, const std::vector<Change> &changes, const TablePtr &table,
                  const Row &before);

/// Replaces rows together, so that keys may change places among them; then looks after foreign keys.
struct Replacement {
  std::int64_t id;
  Row before, after;
};
void replace_rows(Engine &engine, const TablePtr &table, std::vector<Replacement> &rows);
void erase_rows(Engine &engine, const TablePtr &table, const std::vector<std::pair<std::int64_t, Row>> &rows);

/// A statement that changes this table: refused in a doomed transaction, waits for its turn to write.
void prepare_write(Engine &engine, const TablePtr &table);

}  // namespace sandbox

#endif
