// A kind of management object: how it is listed and which statements bring it about. One constant table each.
#ifndef GANTRY_SMO_KIND_HPP
#define GANTRY_SMO_KIND_HPP

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gantry/cpp/smo-server.hpp"
#include "plugins/smo/server.hpp"
#include "plugins/smo/sql-text.hpp"

namespace gantry::smo {

/// What list is asked for.
struct ListRequest {
  std::string database;            ///< empty: the server, or for kinds of a database all that can be read
  std::vector<std::string> names;  ///< empty: all

  /// A condition on a name column, to append behind WHERE or AND; empty when all are wanted. Compared by the
  /// server, so its collation holds.
  std::string condition(std::string_view column) const;
};

/// One row to script. A column that is absent or NULL in wanted is left alone.
class Wish {
 public:
  Wish(std::string_view kind, const Table *wanted, const Table *current, std::size_t row)
      : kind_(kind), wanted_(wanted), current_(current), row_(row) {}

  std::size_t row() const noexcept { return row_; }
  const Cell &wanted(std::string_view column) const { return cell(wanted_, column); }
  const Cell &current(std::string_view column) const { return cell(current_, column); }
  /// Wanted says something, and it is not what there is.
  bool differs(std::string_view column) const {
    return !wanted(column).null() &&
           (current(column).null() || wanted(column).text() != current(column).text());
  }
  /// To bring about what there is.
  Wish back() const { return Wish(kind_, current_, nullptr, row_); }
  /// INVALID naming kind, row and column.
  Error refuse(std::string_view column, std::string expected, std::string found) const;
  /// The names of a list column.
  Result<std::vector<std::string>> names(bool of_wanted, std::string_view column) const;

 private:
  const Cell &cell(const Table *table, std::string_view column) const {
    static const Cell none;
    return table && row_ < table->rows.size() ? table->at(row_, column) : none;
  }
  std::string_view kind_;
  const Table *wanted_, *current_;
  std::size_t row_;
};

/// Collects the batches of one row.
class Script {
 public:
  Script(Server &server, std::string_view options, Call call)
      : server_(server), options_(options), call_(call) {}

  Server &server() noexcept { return server_; }
  Call call() const noexcept { return call_; }
  /// The value of an option line; empty when it was not given.
  std::string option(std::string_view key) const;

  void begin_row(std::size_t row) noexcept { row_ = row; }
  /// Adds a batch and gives it, so that the caller can set more of it.
  ScriptBatch &add(const SqlText &text, std::string undo, std::string reason = {});
  ScriptBatch &add(const std::string &text, std::string undo, std::string reason = {}) {
    return add(SqlText(text), std::move(undo), std::move(reason));
  }
  std::vector<ScriptBatch> release() { return std::move(batches_); }

 private:
  Server &server_;
  std::string_view options_;
  Call call_;
  std::size_t row_ = 0;
  std::vector<ScriptBatch> batches_;
};

struct MissingRight {
  std::string right, grant;
  std::string property;  ///< the only property that stays unknown without it; empty: objects are missing
};

/// A list whose rows may be many or long: in a file when they are.
struct StoredList {
  StoredTable rows;
  std::optional<std::vector<std::uint32_t>> order;  ///< as StoredRows takes it
};

struct Kind {
  using List = Result<Table> (*)(Server &, const ListRequest &, Call);
  using Store = Result<StoredList> (*)(Server &, const ListRequest &, Call);
  using Rights = Result<std::vector<MissingRight>> (*)(Server &, const std::string &database, Call);
  using Verb = Result<> (*)(const Wish &, Script &);

  std::string_view name;
  std::vector<std::string> columns;
  std::vector<std::string> key;    ///< the columns that name one object
  std::variant<List, Store> list;  ///< secrets are never stored
  Rights missing_rights;
  Verb create, change, drop;  ///< null: UNSUPPORTED
};

/// Every kind, in the order of the files' names.
const std::vector<const Kind *> &all_kinds();
/// NOT_FOUND lists the kinds there are.
Result<const Kind *> find_kind(std::string_view name);

/// Runs a verb over all rows. Errors: UNSUPPORTED, INVALID, and what the kind's function gives.
Result<std::vector<ScriptBatch>> script(const Kind &kind, std::string_view verb, Server &server,
                                        const Table &wanted, const Table &current, std::string_view options,
                                        Call call);

/// Rights to see server-wide definitions: what most kinds need. `also` is one more permission to ask for.
Result<std::vector<MissingRight>> missing_server_rights(Server &server, const std::string &also, Call call);

/// Lines up rows that belong to objects: appends `name` of each row to the list of its `id`.
class ListsById {
 public:
  ListsById() = default;
  ListsById(const Table &table, std::string_view id, std::string_view name);
  void add(const Cell &id, const Cell &name) { lists_[id.text()].push_back(name.text()); }
  /// List text of an id's names, sorted; "0," when there are none.
  std::string text(const Cell &id) const;

 private:
  std::map<std::string, std::vector<std::string>> lists_;
};

}  // namespace gantry::smo

#endif
