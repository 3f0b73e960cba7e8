#include "plugins/drivers/freetds/session.hpp"

#include "plugins/drivers/freetds/library.hpp"
#include "plugins/drivers/freetds/parameters.hpp"
#include "plugins/drivers/freetds/rows.hpp"

namespace gantry::freetds {

const PropertyList &FreetdsSession::properties() {
  static const PropertyList list = [] {
    PropertyList all;
    for (const char *name : {"driver", "server", "encryption", "tds-version", "spid", "server-name",
                             "server-version", "lock-timeout"})
      all.push_back({name, PropertyType::string, "", {}, false, true, {}});
    return all;
  }();
  return list;
}

FreetdsSession::FreetdsSession(const Site &site, std::unique_ptr<Connection> connection,
                               const ConnectionRequest &request)
    : site_(site), connection_(std::move(connection)), statement_timeout_(request.statement_timeout) {
  define(properties());
  store("driver", Library::version());
  store("server", connection_->name());
  store("encryption", request.encryption_text());
  store("tds-version", "7." + std::to_string(connection_->tds_version() - 8));
  store("spid", std::to_string(connection_->spid()));
  store("server-name", connection_->server_name());
  store("server-version", connection_->server_version());
  store("lock-timeout", std::to_string(request.lock_timeout));
}

Result<> FreetdsSession::ready() const {
  if (closed_ || !connection_->alive())
    return Error(Status::state, "the session with " + connection_->name() + " has ended",
                 "a session that stands", closed_ ? "one that was closed" : "one whose connection was lost",
                 "open another session");
  if (rows_open_)
    return Error(Status::busy, "the session with " + connection_->name() + " is still giving rows",
                 "one statement at a time", "rows that are open", "read the rows to their end or close them");
  return success();
}

Result<ObjectPtr> FreetdsSession::execute(std::string_view sql,
                                          const std::vector<gantry_parameter> &parameters, Call call) {
  if (Result<> is_ready = ready(); !is_ready) return std::move(is_ready).error();
  std::string with;
  if (!parameters.empty()) {
    if (!is_sendable(sql))
      return Error(Status::invalid, "a statement cannot be sent", "UTF-8 text without NUL", "other bytes",
                   "correct the statement");
    Result<std::string> text = with_parameters(sql, parameters);
    if (!text) return std::move(text).error();
    with = std::move(text).value();
    sql = with;
  }
  Operation operation(*connection_, call, statement_timeout_);
  Result<> sent = connection_->send(sql, operation);
  wipe(with);
  if (!sent) return std::move(sent).error();
  rows_open_ = true;
  retain();  // the rows' own reference
  Own<FreetdsRows> rows = make_object<FreetdsRows>(Own<FreetdsSession>(this));
  if (Result<> first = rows->begin(operation); !first) return std::move(first).error();
  return rows.hand_out();
}

Result<> FreetdsSession::close(Call) {
  // The server rolls back and forgets by itself; there is nothing to wait for.
  closed_ = true;
  connection_->close();
  return success();
}

Result<> FreetdsSession::set_handler(Handler handler, void *ctx) {
  connection_->said().handler = handler;
  connection_->said().handler_context = ctx;
  return success();
}

Result<> FreetdsSession::run(std::string_view sql, Operation &operation) {
  if (Result<> sent = connection_->send(sql, operation); !sent) return sent;
  return connection_->drain(operation);
}

}  // namespace gantry::freetds
