// A SQLite connection with cached statements. One a session; never shared between threads.
#ifndef SANDBOX_ENGINE_SQLITE_HPP
#define SANDBOX_ENGINE_SQLITE_HPP

#include "samples/sandbox/engine/types.hpp"

#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

namespace sandbox {

class Sqlite {
 public:
  Sqlite() = default;
  ~Sqlite();
  Sqlite(const Sqlite &) = delete;
  Sqlite &operator=(const Sqlite &) = delete;

  /// Throws std::runtime_error; so does everything below.
  void open(const std::string &file, bool durable);
  void script(const std::string &sql);
  /// Integers, reals, texts and blobs as they are; the rest of the Value kinds as `store_value` writes them.
  std::vector<Row> rows(const std::string &sql, const std::vector<Value> &parameters = {});
  void each(const std::string &sql, const std::vector<Value> &parameters,
            const std::function<bool(Row &)> &visit);
  void run(const std::string &sql, const std::vector<Value> &parameters = {});
  /// The first column of the first row, or NULL.
  Value one(const std::string &sql, const std::vector<Value> &parameters = {});
  std::int64_t number(const std::string &sql, const std::vector<Value> &parameters = {});
  std::string text(const std::string &sql, const std::vector<Value> &parameters = {});
  bool exists(const std::string &sql, const std::vector<Value> &parameters = {});
  std::int64_t last_rowid() const;
  /// True when the last run() failed on a unique key; run_unique does not throw then.
  bool run_unique(const std::string &sql, const std::vector<Value> &parameters);
  /// A scalar SQL function of integers.
  void function(const char *name, int arguments,
                std::function<std::int64_t(const std::vector<std::int64_t> &)> body);
  void forget_statements();
  /// Called after each statement that wrote to one of the tables; a column is named as "table.column" to
  /// leave it out.
  void watch(std::set<std::string> tables, std::set<std::string> except, std::function<void()> changed);

 private:
  struct Cached {
    sqlite3_stmt *statement = nullptr;
    bool busy = false;
    bool watched = false;  ///< writes to what is watched
  };
  static int note_access(void *self, int action, const char *table, const char *column, const char *,
                         const char *);
  sqlite3_stmt *prepare(const std::string &sql, Cached *&cached, bool &watched);
  void bind(sqlite3_stmt *statement, const std::vector<Value> &parameters);
  int step(sqlite3_stmt *statement);
  static Row read(sqlite3_stmt *statement);

  sqlite3 *handle_ = nullptr;
  std::unordered_map<std::string, Cached> cache_;
  std::set<std::string> watched_, unwatched_columns_;
  std::function<void()> changed_;
  bool *noting_ = nullptr;
  std::vector<std::unique_ptr<std::function<std::int64_t(const std::vector<std::int64_t> &)>>> functions_;
};

/// A value as SQLite keeps it (text, blob, number) and back, told the column's type.
Value store_value(const Value &value);
Value load_value(const Value &stored, const TypeInfo &type);

}  // namespace sandbox

#endif
