// One connection of db-lib: batches, results and rows under an operation.
#ifndef GANTRY_FREETDS_CONNECTION_HPP
#define GANTRY_FREETDS_CONNECTION_HPP

#include "plugins/drivers/freetds/handlers.hpp"
#include "plugins/drivers/freetds/operation.hpp"
#include "plugins/drivers/freetds/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gantry::freetds {

struct ColumnDescription {
  std::string name;
  ColumnType type;
  bool nullable = false, identity = false;
};

/// Used by one thread at a time; only wake may come from another.
class Connection final : public Interruptible {
 public:
  enum class Step { found, end, failed };

  /// Takes over a connection that has logged in. `name` stands in messages.
  Connection(tds_dblib_dbprocess *process, std::string name, bool must_be_encrypted);
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;
  ~Connection();

  const std::string &name() const { return name_; }
  Diagnostics &said() { return said_; }
  bool alive() noexcept;
  int spid() const;
  int tds_version() const;

  /// Sends a batch and waits for the first of the answer. Errors of the server are left in said().
  Result<> send(std::string_view sql, Operation &operation);
  /// To the next result; `failed` leaves its reason in said() (or nothing).
  Step next_result();
  /// To the next row of the result.
  Step next_row();
  int column_count();
  ColumnDescription column(int index);
  /// One value a reader, from the row's first column on; texts and bytes are borrowed until the next row is
  /// read. Gives the first column whose value does not fit its type.
  std::optional<std::size_t> read_row(const std::vector<ValueReader> &readers, gantry_value *values);
  /// Rows the last statement counted, -1 = none counted.
  std::int64_t affected();

  /// Drops what is left of an answer; the connection is usable after it unless the server does not respond.
  void cancel(Operation &operation);
  /// Drops it now, outside of any operation.
  void drop_answer();
  /// Nobody will read the rest of the answer: it is dropped before the next batch.
  void abandon_answer() noexcept { abandoned_answer_ = true; }
  /// Why the last step failed: cancelled, too late, the server's errors, or the connection lost.
  Error failure(Operation &operation);
  /// Reads an answer to its end without keeping rows; gives the first error.
  Result<> drain(Operation &operation);
  /// The first row of a batch's first result: whole numbers (NULL and others: 0), and texts (others: empty).
  struct FirstRow {
    std::vector<std::int64_t> numbers;
    std::vector<std::string> texts;
  };
  Result<FirstRow> first_row(std::string_view sql, Operation &operation);
  /// Its numbers.
  Result<std::vector<std::int64_t>> numbers(std::string_view sql, Operation &operation);

  /// What the server says that it is; empty until told, and where it does not say.
  void identify(std::string server_name, std::string server_version) {
    server_name_ = std::move(server_name);
    server_version_ = std::move(server_version);
  }
  const std::string &server_name() const { return server_name_; }
  const std::string &server_version() const { return server_version_; }
  void close() noexcept;

  // For operations.
  Operation *begin_operation(Operation *operation) noexcept;
  void end_operation(Operation *outer) noexcept { operation_ = outer; }
  void wake() noexcept;

  // For the library, while it waits.
  bool should_stop() noexcept override { return operation_ && operation_->stopped(); }
  bool gave_up() noexcept override { return operation_ && operation_->overdue(); }

 private:
  Result<> wait(Operation &operation);
  Result<> check_encryption();
  std::string doing() const { return "a batch at " + name_; }

  tds_dblib_dbprocess *process_;
  std::string name_, server_name_, server_version_;
  Diagnostics said_;
  Operation *operation_ = nullptr;
  int wake_descriptor_ = -1;
  bool encryption_unchecked_;
  bool abandoned_answer_ = false;
};

}  // namespace gantry::freetds

#endif
