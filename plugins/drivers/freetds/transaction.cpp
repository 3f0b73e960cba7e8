// Transactions of a session (D4).
#include "plugins/drivers/freetds/session.hpp"

#include <algorithm>
#include <cctype>

namespace gantry::freetds {
namespace {

constexpr std::int64_t clean_up_seconds = 30;

const char *isolation_name(std::int32_t isolation) {
  switch (isolation) {
    case GANTRY_ISOLATION_READ_UNCOMMITTED: return "READ UNCOMMITTED";
    case GANTRY_ISOLATION_READ_COMMITTED: return "READ COMMITTED";
    case GANTRY_ISOLATION_REPEATABLE_READ: return "REPEATABLE READ";
    case GANTRY_ISOLATION_SERIALIZABLE: return "SERIALIZABLE";
    case GANTRY_ISOLATION_SNAPSHOT: return "SNAPSHOT";
    default: return nullptr;
  }
}

Result<> check_savepoint(std::string_view name) {
  const bool legal =
      !name.empty() && name.size() <= 32 &&
      std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
  if (legal) return success();
  return Error(Status::invalid, "a savepoint cannot have this name",
               "1 to 32 letters, digits and underscores", '"' + std::string(name) + '"',
               "choose another name");
}

Error no_transaction(const std::string &server) {
  return Error(Status::state, "no transaction is open at " + server, "an open transaction", "none",
               "begin one first; an error may have rolled it back");
}

}  // namespace

Result<std::int64_t> FreetdsSession::open_transactions(Operation &operation) {
  Result<std::vector<std::int64_t>> count = connection_->numbers("SELECT @@TRANCOUNT", operation);
  if (!count) return std::move(count).error();
  return count->empty() ? 0 : count->front();
}

Result<> FreetdsSession::begin(std::int32_t isolation, Call call) {
  if (Result<> is_ready = ready(); !is_ready) return is_ready;
  const char *level = isolation_name(isolation);
  if (!level && isolation != GANTRY_ISOLATION_DEFAULT)
    return Error(Status::invalid, "a transaction cannot begin with isolation " + std::to_string(isolation),
                 "a number from 0 to 5", std::to_string(isolation), "correct the isolation");
  Operation operation(*connection_, call, statement_timeout_);
  // An error then rolls everything back instead of leaving half of a batch.
  std::string text = "SELECT @@TRANCOUNT;\nIF @@TRANCOUNT = 0\nBEGIN\nSET XACT_ABORT ON;\n";
  if (level) text += std::string("SET TRANSACTION ISOLATION LEVEL ") + level + ";\n";
  const Result<std::vector<std::int64_t>> open =
      connection_->numbers(text + "BEGIN TRANSACTION;\nEND;", operation);
  if (open) in_transaction_ = true;
  if (open && !open->empty() && open->front() > 0)
    return Error(Status::state, "a transaction is open already at " + connection_->name(),
                 "none, because they do not nest", "one", "commit it or roll it back first");
  isolation_changed_ = isolation_changed_ || level;
  if (!open) return open.error();
  return success();
}

std::string FreetdsSession::options_back() const {
  return std::string("SET XACT_ABORT OFF;") +
         (isolation_changed_ ? "\nSET TRANSACTION ISOLATION LEVEL READ COMMITTED;" : "");
}

Result<> FreetdsSession::leave_transaction(Operation &operation) {
  const std::string text = options_back();
  in_transaction_ = isolation_changed_ = false;
  return run(text, operation);
}

Error FreetdsSession::outcome_unknown(const Error &cause) const {
  Error error(Status::outcome_unknown,
              "it is not known whether the transaction at " + connection_->name() + " was committed",
              "the server's answer to COMMIT", cause.found.empty() ? cause.what : cause.found,
              "look at the server what is there; do not simply run it again");
  error.sqlstate = "08007";
  error.origin = "FreeTDS";
  error.details = cause.details;
  return error;
}

Result<> FreetdsSession::commit(Call call) {
  if (Result<> is_ready = ready(); !is_ready) return is_ready;
  {
    Operation operation(*connection_, call, statement_timeout_);
    // Asked and committed in one round trip.
    const Result<std::vector<std::int64_t>> committed = connection_->numbers(
        "DECLARE @open int = @@TRANCOUNT, @state int = XACT_STATE();\n"
        "IF @open > 0 AND @state >= 0\nBEGIN\nCOMMIT TRANSACTION;\n" +
            options_back() + "\nEND;\nSELECT @open, @state;",
        operation);
    if (committed) {
      if (committed->size() < 2 || committed->front() == 0) {
        in_transaction_ = false;
        return no_transaction(connection_->name());
      }
      if ((*committed)[1] < 0)
        return Error(Status::state, "the transaction at " + connection_->name() + " cannot be committed",
                     "a transaction without an error", "one that an error doomed", "roll back");
      in_transaction_ = isolation_changed_ = false;
      return success();
    }
    if (!connection_->alive()) return outcome_unknown(committed.error());
    if (committed.error().status != Status::cancelled && committed.error().status != Status::deadline)
      return committed.error();
    // Cancelled on the way: the session stands, so it can be asked.
    Operation asking(*connection_, nullptr, clean_up_seconds);
    Result<std::int64_t> still_open = open_transactions(asking);
    if (!still_open) return outcome_unknown(still_open.error());
    if (*still_open > 0) return committed.error();
  }
  Operation cleaning(*connection_, nullptr, clean_up_seconds);
  (void)leave_transaction(cleaning);  // the commit stands, whatever becomes of the options
  return success();
}

Result<> FreetdsSession::rollback(Call call) {
  if (closed_ || !connection_->alive()) {  // the server rolled back by itself
    in_transaction_ = false;
    return success();
  }
  if (Result<> is_ready = ready(); !is_ready) return is_ready;
  Operation operation(*connection_, call, statement_timeout_);
  Result<std::int64_t> open = open_transactions(operation);
  if (!open) return std::move(open).error();
  if (*open > 0)
    if (Result<> done = run("ROLLBACK TRANSACTION;", operation); !done) return done;
  return leave_transaction(operation);
}

Result<> FreetdsSession::save(std::string_view name, Call call) {
  if (Result<> is_ready = ready(); !is_ready) return is_ready;
  if (Result<> legal = check_savepoint(name); !legal) return legal;
  Operation operation(*connection_, call, statement_timeout_);
  Result<std::int64_t> open = open_transactions(operation);
  if (!open) return std::move(open).error();
  if (*open == 0) return no_transaction(connection_->name());
  return run("SAVE TRANSACTION [" + std::string(name) + "];", operation);
}

Result<> FreetdsSession::rollback_to(std::string_view name, Call call) {
  if (Result<> is_ready = ready(); !is_ready) return is_ready;
  if (Result<> legal = check_savepoint(name); !legal) return legal;
  Operation operation(*connection_, call, statement_timeout_);
  Result<std::int64_t> open = open_transactions(operation);
  if (!open) return std::move(open).error();
  if (*open == 0) return no_transaction(connection_->name());
  return run("ROLLBACK TRANSACTION [" + std::string(name) + "];", operation);
}

Result<std::int32_t> FreetdsSession::transaction_state(Call call) {
  if (Result<> is_ready = ready(); !is_ready) return std::move(is_ready).error();
  Operation operation(*connection_, call, statement_timeout_);
  Result<std::vector<std::int64_t>> now = connection_->numbers("SELECT @@TRANCOUNT, XACT_STATE()", operation);
  if (!now) return std::move(now).error();
  const bool open = now->size() == 2 && now->front() > 0;
  in_transaction_ = open;
  if (!open) return GANTRY_TRANSACTION_NONE;
  return (*now)[1] < 0 ? GANTRY_TRANSACTION_DOOMED : GANTRY_TRANSACTION_ACTIVE;
}

}  // namespace gantry::freetds
