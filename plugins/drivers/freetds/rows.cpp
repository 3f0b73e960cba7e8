#include "plugins/drivers/freetds/rows.hpp"

#include "plugins/drivers/freetds/errors.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gantry::freetds {
namespace {

constexpr std::size_t default_rows = 1024, default_bytes = std::size_t{1} << 20;
constexpr std::size_t rows_between_looks = 16;
/// What close reads on before it asks the server to stop.
constexpr int steps_to_drain = 1000;
constexpr std::int64_t time_to_drain_ns = 200'000'000;

bool has_bytes(const gantry_value &value) {
  return value.kind == GANTRY_KIND_UTF8 || value.kind == GANTRY_KIND_BYTES;
}

}  // namespace

FreetdsRows::~FreetdsRows() {
  // Released without close, and no reaper took it: no I/O here.
  if (state_ == State::over) return;
  connection().abandon_answer();
  session_->rows_ended();
}

Result<> FreetdsRows::begin(Operation &operation) {
  Result<bool> found = advance(operation);
  if (found) return success();
  Error error = std::move(found).error();
  // The batch runs on after most errors: read to its end, so that what it does does not depend on our speed.
  if (state_ != State::over) {
    if (Result<> rest = connection().drain(operation); !rest) {
      error.details.push_back(rest.error().found);
      for (std::string &more : rest.error().details) error.details.push_back(std::move(more));
    }
  }
  end();
  return error;
}

/// To the next result that has columns or a count. False = there is none.
Result<bool> FreetdsRows::advance(Operation &operation) {
  columns_.clear();
  readers_.clear();
  borrowing_.clear();
  values_.clear();
  affected_ = -1;
  for (;;) {
    if (operation.stopped() || !connection().said().empty()) return fail(operation);
    if (!std::exchange(found_, false)) {
      const Connection::Step step = connection().next_result();
      found_ = step == Connection::Step::found;
      const bool failed = step == Connection::Step::failed || !connection().said().empty();
      if (step == Connection::Step::end || failed) {
        Result<bool> none = false;
        if (failed) none = fail(operation);
        if (step == Connection::Step::end) end();
        return none;
      }
      found_ = false;
    }
    Result<bool> entered = enter_result();
    if (!entered || *entered) return entered;
  }
}

/// False for a statement that has nothing to tell (SET, DECLARE).
Result<bool> FreetdsRows::enter_result() {
  const int count = connection().column_count();
  for (int i = 0; i < count; ++i) {
    columns_.push_back(connection().column(i));
    readers_.emplace_back(columns_.back().type);
    if (const std::uint8_t kind = columns_.back().type.kind;
        kind == GANTRY_KIND_UTF8 || kind == GANTRY_KIND_BYTES)
      borrowing_.push_back(static_cast<std::size_t>(i));
  }
  state_ = count > 0 ? State::in_rows : State::at_end;
  if (count == 0) affected_ = connection().affected();
  return count > 0 || affected_ >= 0;
}

Result<> FreetdsRows::column(std::uint32_t index, gantry_column &out) {
  if (index >= columns_.size())
    return Error(Status::invalid, "there is no such column",
                 "an index below " + std::to_string(columns_.size()), std::to_string(index));
  const ColumnDescription &column = columns_[index];
  out.flags =
      (column.nullable ? GANTRY_COLUMN_NULLABLE : 0U) | (column.identity ? GANTRY_COLUMN_IDENTITY : 0U);
  out.name = borrow(column.name);
  out.type_name = borrow(column.type.name);
  out.max_length = column.type.max_length;
  out.kind = column.type.kind;
  out.precision = column.type.precision;
  out.scale = column.type.scale;
  return success();
}

Result<> FreetdsRows::check_columns() const {
  for (const ColumnDescription &column : columns_)
    if (!column.type.readable)
      return Error(Status::unsupported, "column \"" + column.name + "\" cannot be read",
                   "a type that FreeTDS gives with what it is",
                   column.type.name.empty() ? "a type that this driver does not know" : column.type.name,
                   "select CAST(... AS nvarchar(4000)) and SQL_VARIANT_PROPERTY(..., 'BaseType') instead");
  return success();
}

Result<> FreetdsRows::next(const gantry_fetch &fetch, Call call, gantry_batch &out) {
  bytes_.clear();
  deferred_.clear();
  deferred_at_ = 0;
  out.columns = column_count();
  out.rows = 0;
  if (pending_) return *std::exchange(pending_, std::nullopt);
  if (state_ != State::in_rows) return success();
  if (Result<> readable = check_columns(); !readable) return readable;
  const std::size_t most_rows = fetch.max_rows ? fetch.max_rows : default_rows;
  const std::size_t most_bytes = fetch.max_bytes ? fetch.max_bytes : default_bytes;
  const std::size_t row_bytes = columns_.size() * sizeof(gantry_value);
  Operation operation(connection(), call, session_->statement_timeout());
  std::size_t rows = 0;
  while (rows < most_rows && bytes_.size() + rows * row_bytes < most_bytes && deferred_.empty()) {
    // Rows that have arrived take no time; a wait for more asks by itself.
    if (rows % rows_between_looks == 0 && operation.stopped()) {
      pending_ = fail(operation);
      break;
    }
    const Connection::Step row = connection().next_row();
    if (row == Connection::Step::found && connection().said().empty()) {
      if (!read_row(rows, fetch.inline_limit)) break;
      ++rows;
      continue;
    }
    if (row != Connection::Step::found) end_result();
    if (row == Connection::Step::failed || !connection().said().empty()) pending_ = fail(operation);
    break;
  }
  // Rows that were read before an error are given out first.
  if (pending_ && rows == 0) return *std::exchange(pending_, std::nullopt);
  fix_pointers(rows);
  out.rows = rows;
  out.values = values_.data();
  return success();
}

bool FreetdsRows::read_row(std::size_t row, std::size_t inline_limit) {
  const std::size_t columns = columns_.size(), first = row * columns;
  if (values_.size() < first + columns) values_.resize(std::max(2 * values_.size(), first + columns));
  if (const std::optional<std::size_t> bad = connection().read_row(readers_, values_.data() + first)) {
    pending_ = Error(Status::data, "a value of column \"" + columns_[*bad].name + "\" cannot be read",
                     "a value of type " + columns_[*bad].type.name, "one of another length",
                     "report this to the driver's author");
    return false;
  }
  for (const std::size_t column : borrowing_) {
    gantry_value &value = values_[first + column];
    if (!has_bytes(value)) continue;  // NULL
    if (inline_limit > 0 && value.u.data.len > inline_limit) {
      // Stays in db-lib's row until the next row is read.
      deferred_.push_back({static_cast<const char *>(value.u.data.ptr), value.u.data.len});
      value.aux = value.kind;
      value.kind = GANTRY_KIND_DEFERRED;
      value.u.data = {nullptr, 0};
    } else {
      const std::size_t offset = bytes_.size();
      bytes_.append(static_cast<const char *>(value.u.data.ptr), value.u.data.len);
      value.u.data.ptr = reinterpret_cast<const void *>(offset);  // NOLINT: an offset until fix_pointers
    }
  }
  return true;
}

void FreetdsRows::fix_pointers(std::size_t rows) {
  for (const std::size_t column : borrowing_)
    for (std::size_t row = 0; row < rows; ++row)
      if (gantry_value &value = values_[row * columns_.size() + column]; has_bytes(value))
        value.u.data.ptr = bytes_.data() + reinterpret_cast<std::size_t>(value.u.data.ptr);
}

Result<> FreetdsRows::read_long(Call call, void *buffer, std::size_t capacity, std::size_t &taken) {
  if (Result<> in_time = call.check("reading a long value"); !in_time) return in_time;
  if (deferred_at_ >= deferred_.size())
    return Error(Status::state, "no deferred value is waiting to be read");
  Deferred &value = deferred_[deferred_at_];
  taken = std::min(capacity, value.left);
  std::memcpy(buffer, value.data, taken);
  value.data += taken;
  value.left -= taken;
  if (taken == 0) ++deferred_at_;
  return success();
}

Result<bool> FreetdsRows::next_result(Call call) {
  deferred_.clear();
  if (pending_) return *std::exchange(pending_, std::nullopt);
  if (state_ == State::over) return false;
  Operation operation(connection(), call, session_->statement_timeout());
  while (state_ == State::in_rows) {
    if (operation.stopped()) return fail(operation);
    const Connection::Step row = connection().next_row();
    if (row != Connection::Step::found) end_result();
    if (row == Connection::Step::failed || !connection().said().empty()) return fail(operation);
  }
  return advance(operation);
}

Result<> FreetdsRows::close(Call call) {
  deferred_.clear();
  pending_.reset();
  if (state_ == State::over) return success();
  if (!connection().alive()) {
    end();
    return success();
  }
  Operation operation(connection(), call, session_->statement_timeout());
  // A little rest is read; else the server is asked to stop. In a transaction that would roll it back
  // (XACT_ABORT), so there everything is read.
  if (session_->in_transaction()) {
    (void)connection().drain(operation);  // errors of what nobody reads
    end();
    return success();
  }
  const std::int64_t until = monotonic_ns() + time_to_drain_ns;
  for (int steps = 0;
       !operation.stopped() && connection().alive() && steps < steps_to_drain && monotonic_ns() < until;
       ++steps) {
    if (connection().next_row() == Connection::Step::found) continue;
    if (connection().next_result() != Connection::Step::end) continue;
    connection().said().clear();
    end();
    return success();
  }
  connection().cancel(operation);
  connection().said().clear();
  end();
  return success();
}

void FreetdsRows::end_result() {
  state_ = State::at_end;
  affected_ = connection().affected();
}

void FreetdsRows::end() {
  if (state_ != State::over) session_->rows_ended();
  state_ = State::over;
}

/// The reason of a failure. A stopped batch, or a lost connection, gives no more results; else the batch may
/// go on.
Error FreetdsRows::fail(Operation &operation) {
  const bool stopped = operation.stopped();
  Error error = connection().failure(operation);
  if (stopped || !connection().alive()) end();
  return error;
}

}  // namespace gantry::freetds
