// gantry.smo-server/1 from both sides (D5; draft).
#ifndef GANTRY_CPP_SMO_SERVER_HPP
#define GANTRY_CPP_SMO_SERVER_HPP

#include <gantry/cpp/rows.hpp>
#include <gantry/cpp/stored-table.hpp>

namespace gantry {

/// One batch of a script (D5).
struct ScriptBatch {
  std::int64_t row = 0;  ///< index into wanted (or current, for drop)
  std::string database;
  std::string text;  ///< in clear: mask `secrets` before showing it
  bool transactional = true;
  std::string creates, needs;
  std::string secrets;  ///< "OFFSET:LENGTH ..." in bytes
  std::string undo;     ///< in clear; empty: not undoable
  std::string reason;
  std::string undo_secrets;  ///< as `secrets`, of undo

  /// The text with its secrets replaced by ***.
  std::string masked() const { return masked(text, secrets, false); }
  std::string masked_undo() const { return masked(undo, undo_secrets, false); }
  /// The text in clear, but for secrets that are made up anew each time: equal when it would do the same.
  std::string identity() const { return masked(text, secrets, true); }

 private:
  static std::string masked(std::string shown, const std::string &secrets, bool only_made_up) {
    struct Range {
      std::size_t offset, length;
    };
    std::vector<Range> ranges;
    std::size_t at = 0;
    while (at < secrets.size()) {
      char *end = nullptr;
      const std::size_t offset = std::strtoull(secrets.c_str() + at, &end, 10);
      if (*end != ':') break;
      const std::size_t length = std::strtoull(end + 1, &end, 10);
      const bool made_up = *end == '!';
      if (made_up || !only_made_up) ranges.push_back({offset, length});
      at = static_cast<std::size_t>(end - secrets.c_str()) + (made_up ? 1U : 0U);
      while (at < secrets.size() && secrets[at] == ' ') ++at;
    }
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range)
      if (range->offset <= shown.size()) shown.replace(range->offset, range->length, "***");
    return shown;
  }
};

inline Table batches_table(const std::vector<ScriptBatch> &batches) {
  Table table;
  table.columns = {"row",   "database", "text", "transactional", "creates",
                   "needs", "secrets",  "undo", "reason",        "undo-secrets"};
  for (const ScriptBatch &b : batches)
    table.rows.push_back({Cell(b.row), Cell(b.database), Cell(b.text), Cell(b.transactional), Cell(b.creates),
                          Cell(b.needs), Cell(b.secrets), Cell(b.undo), Cell(b.reason),
                          Cell(b.undo_secrets)});
  return table;
}

class SmoServer : public Face<SmoServer, gantry_smo_server> {
 public:
  virtual Result<std::string> facts(Call call) = 0;
  /// Gives an object with gantry.rows/1 that needs the session no more: rows_of a Table, or StoredRows where
  /// there may be many or long ones and no secrets.
  virtual Result<ObjectPtr> list(std::string_view kind, std::string_view database, std::string_view filter,
                                 Call call) = 0;
  virtual Result<Table> missing_rights(std::string_view kind, std::string_view database, Call call) = 0;
  virtual Result<std::vector<ScriptBatch>> script(std::string_view verb, std::string_view kind,
                                                  std::string_view database, const Table &wanted,
                                                  const Table &current, std::string_view options,
                                                  Call call) = 0;

  static const gantry_smo_server *face_table() noexcept {
    static constexpr gantry_smo_server table = {
        sizeof(gantry_smo_server),
        0,
        [](gantry_object *self, const gantry_call *call, gantry_sink out, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<std::string> lines = of(self).facts(call);
            if (!lines) return std::move(lines).error();
            (void)put(out, *lines);
            return success();
          });
        },
        [](gantry_object *self, gantry_str kind, gantry_str database, gantry_str filter,
           const gantry_call *call, gantry_object **rows, gantry_error *error) noexcept {
          return guarded(error, [&] {
            return hand_out(of(self).list(view(kind), view(database), view(filter), call), rows);
          });
        },
        [](gantry_object *self, gantry_str kind, gantry_str database, const gantry_call *call,
           gantry_object **rows, gantry_error *error) noexcept {
          return guarded(error, [&] {
            return hand_out_table(of(self).missing_rights(view(kind), view(database), call), rows);
          });
        },
        [](gantry_object *self, gantry_str verb, gantry_str kind, gantry_str database, gantry_object *wanted,
           gantry_object *current, gantry_str options, const gantry_call *call, gantry_object **batches,
           gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Table tables[2];
            gantry_object *const objects[] = {wanted, current};
            for (int i = 0; i < 2; ++i) {
              if (!objects[i]) continue;
              Result<Table> kept = read_table(ObjectPtr::share(objects[i]), call);
              if (!kept) return std::move(kept).error();
              tables[i] = std::move(kept).value();
            }
            Result<std::vector<ScriptBatch>> scripted = of(self).script(
                view(verb), view(kind), view(database), tables[0], tables[1], view(options), call);
            if (!scripted) return std::move(scripted).error();
            *batches = rows_of(batches_table(*scripted)).release();
            return success();
          });
        }};
    return &table;
  }

 protected:
  ~SmoServer() = default;

 private:
  static Result<> hand_out_table(Result<Table> rows, gantry_object **out) {
    if (!rows) return std::move(rows).error();
    *out = rows_of(std::move(rows).value()).release();
    return success();
  }
};

/// The consumer's side.
class SmoServerRef {
 public:
  SmoServerRef() = default;
  explicit SmoServerRef(ObjectPtr object)
      : object_(std::move(object)), server_(object_.query<gantry_smo_server>()) {}

  explicit operator bool() const noexcept { return static_cast<bool>(server_); }
  const ObjectPtr &object() const noexcept { return object_; }

  Result<std::string> facts(Call call) const {
    StringSink sink;
    ErrorReceiver error;
    const gantry_status status = server_->facts(server_.self, call.raw(), sink, error);
    if (status != GANTRY_OK) return error.error(status);
    return sink.release();
  }
  Result<Table> list(std::string_view kind, std::string_view database, const std::vector<std::string> &names,
                     Call call) const {
    Result<ObjectPtr> rows = list_rows(kind, database, names, call);
    if (!rows) return std::move(rows).error();
    return read_table(std::move(rows).value(), call);
  }
  /// As list, for many or long rows; never for secrets.
  Result<StoredTable> stored_list(std::string_view kind, std::string_view database,
                                  const std::vector<std::string> &names, Call call) const {
    Result<ObjectPtr> rows = list_rows(kind, database, names, call);
    if (!rows) return std::move(rows).error();
    return store_table(std::move(rows).value(), call);
  }
  Result<Table> missing_rights(std::string_view kind, std::string_view database, Call call) const {
    gantry_object *rows = nullptr;
    ErrorReceiver error;
    const gantry_status status =
        server_->missing_rights(server_.self, borrow(kind), borrow(database), call.raw(), &rows, error);
    return table_of(status, rows, error, call);
  }
  /// wanted or current may be empty tables where the verb needs none.
  Result<std::vector<ScriptBatch>> script(std::string_view verb, std::string_view kind,
                                          std::string_view database, const Table &wanted,
                                          const Table &current, std::string_view options, Call call) const {
    const ObjectPtr wanted_rows = wanted.columns.empty() ? ObjectPtr() : rows_of(wanted);
    const ObjectPtr current_rows = current.columns.empty() ? ObjectPtr() : rows_of(current);
    gantry_object *rows = nullptr;
    ErrorReceiver error;
    const gantry_status status =
        server_->script(server_.self, borrow(verb), borrow(kind), borrow(database), wanted_rows.get(),
                        current_rows.get(), borrow(options), call.raw(), &rows, error);
    Result<Table> table = table_of(status, rows, error, call);
    if (!table) return std::move(table).error();
    std::vector<ScriptBatch> batches;
    for (std::size_t i = 0; i < table->rows.size(); ++i)
      batches.push_back({table->at(i, "row").number(), table->at(i, "database").text(),
                         table->at(i, "text").text(), table->at(i, "transactional").flag(),
                         table->at(i, "creates").text(), table->at(i, "needs").text(),
                         table->at(i, "secrets").text(), table->at(i, "undo").text(),
                         table->at(i, "reason").text(), table->at(i, "undo-secrets").text()});
    return batches;
  }

 private:
  Result<ObjectPtr> list_rows(std::string_view kind, std::string_view database,
                              const std::vector<std::string> &names, Call call) const {
    const std::string filter = names.empty() ? std::string() : encode_list(names);
    gantry_object *rows = nullptr;
    ErrorReceiver error;
    const gantry_status status =
        server_->list(server_.self, borrow(kind), borrow(database), borrow(filter), call.raw(), &rows, error);
    if (status != GANTRY_OK) return error.error(status);
    return ObjectPtr::adopt(rows);
  }
  static Result<Table> table_of(gantry_status status, gantry_object *rows, const ErrorReceiver &error,
                                Call call) {
    if (status != GANTRY_OK) return error.error(status);
    return read_table(ObjectPtr::adopt(rows), call);
  }
  ObjectPtr object_;
  Ref<gantry_smo_server> server_;
};

}  // namespace gantry

#endif
