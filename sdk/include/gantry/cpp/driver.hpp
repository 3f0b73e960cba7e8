// Drivers, sessions, transactions and server messages as classes (D2, D4, D6; draft interfaces).
#ifndef GANTRY_CPP_DRIVER_HPP
#define GANTRY_CPP_DRIVER_HPP

#include <gantry/cpp/host.hpp>
#include <gantry/cpp/properties.hpp>
#include <gantry/cpp/rows.hpp>

namespace gantry {

class Driver : public Face<Driver, gantry_driver> {
 public:
  /// [concurrent] `request` is valid for the call.
  virtual Result<ObjectPtr> open(const PropertiesRef &request, Call call) = 0;

  static const gantry_driver *face_table() noexcept {
    static constexpr gantry_driver table = {
        sizeof(gantry_driver), 0,
        [](gantry_object *self, gantry_object *request, const gantry_call *call, gantry_object **session,
           gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            const ObjectPtr shared = ObjectPtr::share(request);
            const PropertiesRef properties(shared);
            if (!properties)
              return Error(Status::invalid, "the connection request offers no properties",
                           GANTRY_PROPERTIES_ID, "another object", "report this to the host's author (D6)");
            return hand_out(of(self).open(properties, call), session);
          });
        }};
    return &table;
  }

 protected:
  ~Driver() = default;
};

class Session : public Face<Session, gantry_sql_session> {
 public:
  /// [object] The rows object retains the session.
  virtual Result<ObjectPtr> execute(std::string_view sql, const std::vector<gantry_parameter> &parameters,
                                    Call call) = 0;
  virtual Result<> close(Call call) = 0;

  static const gantry_sql_session *face_table() noexcept {
    static constexpr gantry_sql_session table = {
        sizeof(gantry_sql_session), 0,
        [](gantry_object *self, gantry_str sql, const gantry_parameter *params, std::size_t count,
           const gantry_call *call, gantry_object **rows, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            std::vector<gantry_parameter> copies(count);
            const char *at = reinterpret_cast<const char *>(params);
            const std::size_t stride = count ? params->struct_size : 0;
            for (gantry_parameter &copy : copies) {
              std::memcpy(&copy, at, stride < sizeof copy ? stride : sizeof copy);
              at += stride;
            }
            return hand_out(of(self).execute(view(sql), copies, call), rows);
          });
        },
        [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).close(call); });
        }};
    return &table;
  }

 protected:
  ~Session() = default;
};

class Closeable : public Face<Closeable, gantry_closeable> {
 public:
  virtual Result<> close_now(Call call) = 0;

  static const gantry_closeable *face_table() noexcept {
    static constexpr gantry_closeable table = {
        sizeof(gantry_closeable), 0,
        [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).close_now(call); });
        }};
    return &table;
  }

 protected:
  ~Closeable() = default;
};

class TransactionControl : public Face<TransactionControl, gantry_transaction> {
 public:
  virtual Result<> begin(std::int32_t isolation, Call call) = 0;
  virtual Result<> commit(Call call) = 0;
  virtual Result<> rollback(Call call) = 0;
  virtual Result<> save(std::string_view name, Call call) = 0;
  virtual Result<> rollback_to(std::string_view name, Call call) = 0;
  virtual Result<std::int32_t> transaction_state(Call call) = 0;

  static const gantry_transaction *face_table() noexcept {
    static constexpr gantry_transaction table = {
        sizeof(gantry_transaction),
        0,
        [](gantry_object *self, std::int32_t isolation, const gantry_call *call,
           gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).begin(isolation, call); });
        },
        [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).commit(call); });
        },
        [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).rollback(call); });
        },
        [](gantry_object *self, gantry_str name, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).save(view(name), call); });
        },
        [](gantry_object *self, gantry_str name, const gantry_call *call, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).rollback_to(view(name), call); });
        },
        [](gantry_object *self, const gantry_call *call, std::int32_t *state, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            Result<std::int32_t> now = of(self).transaction_state(call);
            if (!now) return std::move(now).error();
            *state = *now;
            return success();
          });
        }};
    return &table;
  }

 protected:
  ~TransactionControl() = default;
};

class MessageSource : public Face<MessageSource, gantry_messages> {
 public:
  using Handler = void (*)(void *ctx, const gantry_message *message);
  virtual Result<> set_handler(Handler handler, void *ctx) = 0;

  static const gantry_messages *face_table() noexcept {
    static constexpr gantry_messages table = {
        sizeof(gantry_messages), 0,
        [](gantry_object *self, Handler handler, void *ctx, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).set_handler(handler, ctx); });
        }};
    return &table;
  }

 protected:
  ~MessageSource() = default;
};

/// The consumer's side of a session: batches, transactions.
class SessionRef {
 public:
  SessionRef() = default;
  explicit SessionRef(ObjectPtr object)
      : object_(std::move(object)),
        session_(object_.query<gantry_sql_session>()),
        transaction_(object_.query<gantry_transaction>()) {}

  explicit operator bool() const noexcept { return static_cast<bool>(session_); }
  const ObjectPtr &object() const noexcept { return object_; }
  bool has_transactions() const noexcept { return static_cast<bool>(transaction_); }

  Result<RowReader> execute(std::string_view sql, Call call,
                            const std::vector<gantry_parameter> &parameters = {}) const {
    gantry_object *rows = nullptr;
    ErrorReceiver error;
    const gantry_status status = session_->execute(session_.self, borrow(sql), parameters.data(),
                                                   parameters.size(), call.raw(), &rows, error);
    if (status != GANTRY_OK) return error.error(status);
    return RowReader(ObjectPtr::adopt(rows), call);
  }
  /// Keeps the first result that has columns and drains the others.
  Result<Table> query(std::string_view sql, Call call) const {
    Result<std::vector<Table>> tables = query_all(sql, call);
    if (!tables) return std::move(tables).error();
    return tables->empty() ? Table() : std::move(tables->front());
  }
  /// Keeps every result that has columns.
  Result<std::vector<Table>> query_all(std::string_view sql, Call call) const {
    Result<RowReader> reader = execute(sql, call);
    if (!reader) return std::move(reader).error();
    std::vector<Table> tables;
    for (;;) {
      if (reader->column_count() > 0) {
        Result<Table> table = reader->read_all();
        if (!table) return failed(*reader, std::move(table).error());
        tables.push_back(std::move(table).value());
      }
      Result<bool> more = reader->next_result();
      if (!more) return failed(*reader, std::move(more).error());
      if (!*more) break;
    }
    Result<> closed = reader->close();
    if (!closed) return std::move(closed).error();
    return tables;
  }
  /// Runs a batch for its effect.
  Result<> run(std::string_view sql, Call call) const {
    Result<std::vector<Table>> tables = query_all(sql, call);
    if (!tables) return std::move(tables).error();
    return success();
  }

  Result<> begin(Call call, std::int32_t isolation = GANTRY_ISOLATION_DEFAULT) const {
    ErrorReceiver error;
    return error.result(transaction_->begin(transaction_.self, isolation, call.raw(), error));
  }
  Result<> commit(Call call) const {
    ErrorReceiver error;
    return error.result(transaction_->commit(transaction_.self, call.raw(), error));
  }
  Result<> rollback(Call call) const {
    ErrorReceiver error;
    return error.result(transaction_->rollback(transaction_.self, call.raw(), error));
  }
  Result<> save(std::string_view name, Call call) const {
    ErrorReceiver error;
    return error.result(transaction_->save(transaction_.self, borrow(name), call.raw(), error));
  }
  Result<> rollback_to(std::string_view name, Call call) const {
    ErrorReceiver error;
    return error.result(transaction_->rollback_to(transaction_.self, borrow(name), call.raw(), error));
  }
  Result<std::int32_t> transaction_state(Call call) const {
    std::int32_t state = 0;
    ErrorReceiver error;
    const gantry_status status = transaction_->state(transaction_.self, call.raw(), &state, error);
    if (status != GANTRY_OK) return error.error(status);
    return state;
  }
  Result<> close(Call call) const {
    ErrorReceiver error;
    return error.result(session_->close(session_.self, call.raw(), error));
  }

 private:
  static Error failed(RowReader &reader, Error error) {
    (void)reader.close();
    return error;
  }
  ObjectPtr object_;
  Ref<gantry_sql_session> session_;
  Ref<gantry_transaction> transaction_;
};

}  // namespace gantry

#endif
