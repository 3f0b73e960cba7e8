#include "plugins/sql/task/outcome.hpp"

namespace gantry::sql {
namespace {

constexpr std::size_t no_deferring = std::size_t{1} << 31;

Result<Table> first_row(RowReader &reader) {
  Table table;
  for (std::uint32_t i = 0; i < reader.column_count(); ++i) {
    Result<gantry_column> column = reader.column(i);
    if (!column) return std::move(column).error();
    table.columns.emplace_back(view(column->name));
  }
  reader.fetch.max_rows = 1;
  reader.fetch.inline_limit = no_deferring;
  Result<gantry_batch> batch = reader.next_batch();
  if (!batch) return std::move(batch).error();
  if (batch->rows == 0) return table;
  std::vector<Cell> row;
  for (std::uint32_t i = 0; i < batch->columns; ++i) row.push_back(keep(batch->values[i]));
  table.rows.push_back(std::move(row));
  return table;
}

}  // namespace

Result<> Outcome::take_result(RowReader &reader, const ReadyBatch &batch) {
  Result<gantry_column> first = reader.column(0);
  if (!first) return std::move(first).error();
  if (!batch.outputs.empty() && view(first->name) == output_column) {
    Result<Table> values = first_row(reader);
    if (!values) return std::move(values).error();
    for (std::size_t i = 0; i < batch.outputs.size() && !values->rows.empty(); ++i)
      outputs_.emplace_back(batch.outputs[i], values->rows[0][i + 1]);
    return success();
  }
  if (keep_ == Keep::nothing || rows_) return success();
  Result<Table> rows = keep_ == Keep::all ? reader.read_all() : first_row(reader);
  if (!rows) return std::move(rows).error();
  rows_ = std::move(rows).value();
  return success();
}

Result<> Outcome::run(const SessionRef &session, const ReadyBatch &batch,
                      const std::vector<gantry_parameter> &parameters, Call call) {
  Result<RowReader> reader = session.execute(batch.text, call, parameters);
  if (!reader) return std::move(reader).error();
  const auto failed = [&](Error error) {
    (void)reader->close();
    return error;
  };
  const std::size_t before = outputs_.size();
  for (;;) {
    const bool with_columns = reader->column_count() > 0;
    if (with_columns)
      if (Result<> taken = take_result(*reader, batch); !taken) return failed(std::move(taken).error());
    if (!with_columns && reader->affected() > 0) affected_ += reader->affected();
    Result<bool> more = reader->next_result();
    if (!more) return failed(std::move(more).error());
    if (!*more) break;
  }
  if (Result<> closed = reader->close(); !closed) return closed;
  if (outputs_.size() - before != batch.outputs.size())
    return Error(Status::data, "the statement ended before its output parameters could be read",
                 "a batch that runs to its end", "a RETURN or a jump before it",
                 "let the batch end without RETURN");
  return success();
}

}  // namespace gantry::sql
