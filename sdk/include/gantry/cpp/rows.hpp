// gantry.rows/1 from both sides: RowReader reads, RowSource is what a provider derives from, TableRows gives
// out a Table.
#ifndef GANTRY_CPP_ROWS_HPP
#define GANTRY_CPP_ROWS_HPP

#include <gantry/cpp/call.hpp>
#include <gantry/cpp/cell.hpp>
#include <gantry/cpp/object.hpp>

#include <memory>

namespace gantry {

/// The provider's side: one result after the other. Every function may throw; nothing leaves the boundary.
class RowSource : public Face<RowSource, gantry_rows> {
 public:
  virtual std::uint32_t column_count() noexcept = 0;
  /// Fills everything but struct_size; texts live until the next next_result or close.
  virtual Result<> column(std::uint32_t index, gantry_column &out) = 0;
  /// Fills columns, rows and values; values live until the next call.
  virtual Result<> next(const gantry_fetch &fetch, Call call, gantry_batch &out) = 0;
  virtual Result<> read_long(Call, void *, std::size_t, std::size_t &) {
    return Error(Status::state, "no deferred value is waiting to be read");
  }
  virtual Result<bool> next_result(Call) { return false; }
  virtual std::int64_t affected() noexcept { return -1; }
  virtual Result<> close(Call) { return success(); }

  static const gantry_rows *face_table() noexcept {
    static constexpr gantry_rows table = {
        sizeof(gantry_rows),
        0,
        [](gantry_object *self) noexcept { return of(self).column_count(); },
        [](gantry_object *self, std::uint32_t index, gantry_column *out, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            gantry_column filled{};
            Result<> done = of(self).column(index, filled);
            if (!done) return done;
            const std::uint32_t size = out->struct_size < sizeof filled
                                           ? out->struct_size
                                           : static_cast<std::uint32_t>(sizeof filled);
            filled.struct_size = out->struct_size;
            std::memcpy(out, &filled, size);
            return done;
          });
        },
        [](gantry_object *self, const gantry_fetch *fetch, const gantry_call *call, gantry_batch *out,
           gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            gantry_fetch limits{};
            if (fetch)
              std::memcpy(&limits, fetch,
                          fetch->struct_size < sizeof limits ? fetch->struct_size : sizeof limits);
            out->rows = 0;
            return of(self).next(limits, call, *out);
          });
        },
        [](gantry_object *self, const gantry_call *call, void *buffer, std::size_t capacity,
           std::size_t *taken, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).read_long(call, buffer, capacity, *taken); });
        },
        [](gantry_object *self, const gantry_call *call, std::int32_t *more, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<bool> another = of(self).next_result(call);
            if (!another) return std::move(another).error();
            *more = *another ? 1 : 0;
            return success();
          });
        },
        [](gantry_object *self) noexcept { return of(self).affected(); },
        [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).close(call); });
        }};
    return &table;
  }

 protected:
  ~RowSource() = default;
};

/// A Table as an object with gantry.rows/1: what list, steps and servers hand out.
class TableRows : public Implements<RowSource> {
 public:
  /// Rows that are shorter or longer than the columns are made to fit: the reader sees a full row of NULLs
  /// behind what is there, never beyond the batch (D1).
  explicit TableRows(Table table) : shared_(std::make_shared<const Table>(fitted(std::move(table)))) {}
  /// Several objects may give out one table, whose rows are as long as its columns.
  explicit TableRows(std::shared_ptr<const Table> table) : shared_(std::move(table)) {}

  std::uint32_t column_count() noexcept override { return static_cast<std::uint32_t>(table_.columns.size()); }
  Result<> column(std::uint32_t index, gantry_column &out) override {
    if (index >= table_.columns.size()) return Error(Status::invalid, "there is no such column");
    out.name = borrow(table_.columns[index]);
    out.flags = GANTRY_COLUMN_NULLABLE;
    out.kind = GANTRY_KIND_NULL;
    for (const auto &row : table_.rows)
      if (!row[index].null()) {
        out.kind = row[index].value().kind;
        break;
      }
    return success();
  }
  Result<> next(const gantry_fetch &fetch, Call, gantry_batch &out) override {
    const std::size_t limit = fetch.max_rows ? fetch.max_rows : 1024;
    values_.clear();
    std::size_t rows = 0;
    for (; rows < limit && at_ < table_.rows.size(); ++rows, ++at_)
      for (const Cell &cell : table_.rows[at_]) values_.push_back(cell.value());
    out.columns = column_count();
    out.rows = rows;
    out.values = values_.data();
    return success();
  }

 private:
  ~TableRows() override = default;
  static Table fitted(Table table) {
    for (auto &row : table.rows) row.resize(table.columns.size());
    return table;
  }
  std::shared_ptr<const Table> shared_;
  const Table &table_ = *shared_;
  std::size_t at_ = 0;
  std::vector<gantry_value> values_;
};

inline ObjectPtr rows_of(Table table) { return make_object<TableRows>(std::move(table)).hand_out(); }
inline Result<ObjectPtr> rows_of(Result<Table> table) {
  if (!table) return std::move(table).error();
  return rows_of(std::move(table).value());
}

/// The consumer's side.
class RowReader {
 public:
  RowReader() = default;
  explicit RowReader(ObjectPtr object, Call call = nullptr)
      : object_(std::move(object)), rows_(object_.query<gantry_rows>()), call_(call) {}

  explicit operator bool() const noexcept { return static_cast<bool>(rows_); }
  const ObjectPtr &object() const noexcept { return object_; }
  /// Rows and bytes a batch; set before the first next.
  gantry_fetch fetch{sizeof(gantry_fetch), 0, 0, 0, 0};

  std::uint32_t column_count() const noexcept { return rows_->column_count(rows_.self); }
  Result<gantry_column> column(std::uint32_t index) const {
    gantry_column out{};
    out.struct_size = sizeof out;
    ErrorReceiver error;
    const gantry_status status = rows_->column(rows_.self, index, &out, error);
    if (status != GANTRY_OK) return error.error(status);
    return out;
  }
  /// The next batch; rows == 0 is the end of the result.
  Result<gantry_batch> next_batch() {
    gantry_batch batch{};
    batch.struct_size = sizeof batch;
    ErrorReceiver error;
    const gantry_status status = rows_->next(rows_.self, &fetch, call_.raw(), &batch, error);
    if (status != GANTRY_OK) return error.error(status);
    return batch;
  }
  Result<bool> next_result() {
    std::int32_t more = 0;
    ErrorReceiver error;
    const gantry_status status = rows_->next_result(rows_.self, call_.raw(), &more, error);
    if (status != GANTRY_OK) return error.error(status);
    return more != 0;
  }
  Result<std::size_t> read_long(void *buffer, std::size_t capacity) {
    std::size_t taken = 0;
    ErrorReceiver error;
    const gantry_status status = rows_->read_long(rows_.self, call_.raw(), buffer, capacity, &taken, error);
    if (status != GANTRY_OK) return error.error(status);
    return taken;
  }
  std::int64_t affected() const noexcept { return rows_->affected(rows_.self); }
  Result<> close() {
    ErrorReceiver error;
    return error.result(rows_->close(rows_.self, call_.raw(), error));
  }

  Result<std::vector<std::string>> column_names() const {
    std::vector<std::string> names;
    const std::uint32_t columns = column_count();
    for (std::uint32_t i = 0; i < columns; ++i) {
      Result<gantry_column> described = column(i);
      if (!described) return std::move(described).error();
      names.emplace_back(view(described->name));
    }
    return names;
  }
  /// Hands every row of the current result to `take`, a Result<>(std::vector<Cell> &&) whose error ends it;
  /// deferred values are read to their end. Errors: the rows', and take's.
  template <typename Take>
  Result<> each_row(Take take) {
    const std::uint32_t columns = column_count();
    while (columns > 0) {
      Result<gantry_batch> batch = next_batch();
      if (!batch) return std::move(batch).error();
      if (batch->rows == 0) break;
      for (std::size_t r = 0; r < batch->rows; ++r) {
        const gantry_value *values = batch->values + r * columns;
        std::vector<Cell> row;
        row.reserve(columns);
        for (std::uint32_t c = 0; c < columns; ++c) row.push_back(keep(values[c]));
        // A row with deferred values is the last of its batch (D1).
        const std::vector<Deferred> deferred =
            r + 1 == batch->rows ? deferred_of(values, columns) : std::vector<Deferred>();
        for (const Deferred &value : deferred)
          if (Result<> read = read_deferred(value, row[value.column]); !read) return read;
        if (Result<> taken = take(std::move(row)); !taken) return taken;
      }
    }
    return success();
  }
  /// Keeps the whole current result; deferred values are read to their end.
  Result<Table> read_all() {
    Table table;
    Result<std::vector<std::string>> names = column_names();
    if (!names) return std::move(names).error();
    table.columns = std::move(names).value();
    Result<> read = each_row([&](std::vector<Cell> &&row) {
      table.rows.push_back(std::move(row));
      return success();
    });
    if (!read) return std::move(read).error();
    return table;
  }

 private:
  struct Deferred {
    std::uint32_t column;
    int kind;
  };
  static std::vector<Deferred> deferred_of(const gantry_value *values, std::uint32_t columns) {
    std::vector<Deferred> deferred;
    for (std::uint32_t c = 0; c < columns; ++c)
      if (values[c].kind == GANTRY_KIND_DEFERRED) deferred.push_back({c, values[c].aux});
    return deferred;
  }
  Result<> read_deferred(const Deferred &value, Cell &cell) {
    std::string whole;
    char buffer[65536];
    for (;;) {
      Result<std::size_t> taken = read_long(buffer, sizeof buffer);
      if (!taken) return std::move(taken).error();
      if (*taken == 0) break;
      whole.append(buffer, *taken);
    }
    if (value.kind == GANTRY_KIND_BYTES)
      cell = Cell(Blob{std::move(whole)});
    else if (value.kind == GANTRY_KIND_UTF16LE)
      cell = Cell(detail::utf8_of_utf16(whole.data(), whole.size()));
    else
      cell = Cell(std::move(whole));
    return success();
  }

  ObjectPtr object_;
  Ref<gantry_rows> rows_;
  Call call_;
};

/// Keeps the first result of an object with gantry.rows/1.
inline Result<Table> read_table(ObjectPtr object, Call call = nullptr) {
  RowReader reader(std::move(object), call);
  if (!reader)
    return Error(Status::unsupported, "the object offers no rows", GANTRY_ROWS_ID, "another object");
  return reader.read_all();
}

}  // namespace gantry

#endif
