// Results of a batch (D1): db-lib holds one row, a batch copies what fits its limits.
#ifndef GANTRY_FREETDS_ROWS_HPP
#define GANTRY_FREETDS_ROWS_HPP

#include "plugins/drivers/freetds/session.hpp"

#include <gantry/cpp/rows.hpp>

#include <optional>

namespace gantry::freetds {

class FreetdsRows final : public Implements<RowSource, Closeable> {
 public:
  explicit FreetdsRows(Own<FreetdsSession> session) : session_(std::move(session)) {}

  /// To the first result. When the server refuses before it, the rest is read and the error given.
  Result<> begin(Operation &operation);

  std::uint32_t column_count() noexcept override { return static_cast<std::uint32_t>(columns_.size()); }
  Result<> column(std::uint32_t index, gantry_column &out) override;
  Result<> next(const gantry_fetch &fetch, Call call, gantry_batch &out) override;
  Result<> read_long(Call call, void *buffer, std::size_t capacity, std::size_t &taken) override;
  Result<bool> next_result(Call call) override;
  std::int64_t affected() noexcept override { return affected_; }
  Result<> close(Call call) override;
  Result<> close_now(Call call) override { return close(call); }

 private:
  enum class State { in_rows, at_end, over };
  struct Deferred {
    const char *data;
    std::size_t left;
  };

  ~FreetdsRows() override;
  gantry_object *unclosed() noexcept override { return state_ == State::over ? nullptr : raw(); }
  bool reap(gantry_object *object) noexcept override { return session_->site().reap(object); }

  Connection &connection() { return session_->connection(); }
  Result<bool> advance(Operation &operation);
  Result<bool> enter_result();
  Result<> check_columns() const;
  /// The row that db-lib holds, as number `row` of the batch; false with pending_ when a value cannot be
  /// read.
  bool read_row(std::size_t row, std::size_t inline_limit);
  void end_result();
  void end();
  Error fail(Operation &operation);
  void fix_pointers(std::size_t rows);

  Own<FreetdsSession> session_;
  State state_ = State::at_end;
  std::vector<ColumnDescription> columns_;
  std::vector<std::size_t> borrowing_;  ///< columns whose values point into db-lib's row
  std::vector<ValueReader> readers_;    ///< of the columns
  std::int64_t affected_ = -1;
  std::vector<gantry_value> values_;  ///< of the batch; grows with the largest one
  std::string bytes_;                 ///< texts and bytes of the batch; values hold offsets until it is whole
  std::vector<Deferred> deferred_;
  std::size_t deferred_at_ = 0;
  std::optional<Error> pending_;  ///< came after rows that were given out first
  bool found_ = false;            ///< a result stands behind an error that was given first
};

}  // namespace gantry::freetds

#endif
