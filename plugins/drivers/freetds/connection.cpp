#include "plugins/drivers/freetds/connection.hpp"

#include "plugins/drivers/freetds/errors.hpp"
#include "plugins/drivers/freetds/parameters.hpp"

#include <sybdb.h>
#include <sybfront.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <utility>

namespace gantry::freetds {
namespace {

/// A statement may hold secrets, so the library's copy does not outlive the sending.
void wipe_command(DBPROCESS *process) {
  if (char *text = dbgetchar(process, 0)) explicit_bzero(text, static_cast<std::size_t>(dbstrlen(process)));
  dbfreebuf(process);
}

}  // namespace

Connection::Connection(tds_dblib_dbprocess *process, std::string name, bool must_be_encrypted)
    : process_(process),
      name_(std::move(name)),
      wake_descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      encryption_unchecked_(must_be_encrypted) {
  adopt_process(process_, &said_, this);
}

Connection::~Connection() {
  close();
  if (wake_descriptor_ >= 0) ::close(wake_descriptor_);
}

void Connection::close() noexcept {
  if (!process_) return;
  dbclose(process_);
  forget_process(process_);
  process_ = nullptr;
}

bool Connection::alive() noexcept { return process_ && !dbdead(process_); }
int Connection::spid() const { return process_ ? dbspid(process_) : 0; }
int Connection::tds_version() const { return process_ ? dbtds(process_) : 0; }

Operation *Connection::begin_operation(Operation *operation) noexcept {
  std::uint64_t old = 0;
  (void)!::read(wake_descriptor_, &old, sizeof old);
  return std::exchange(operation_, operation);
}

void Connection::wake() noexcept {
  const std::uint64_t one = 1;
  (void)!::write(wake_descriptor_, &one, sizeof one);
}

Result<> Connection::send(std::string_view sql, Operation &operation) {
  if (!alive())
    return Error(Status::state, "the session with " + name_ + " has ended", "a session that stands",
                 "a dead one", "open another session");
  if (!is_sendable(sql))
    return Error(Status::invalid, "a statement cannot be sent", "UTF-8 text without NUL", "other bytes",
                 "correct the statement");
  if (operation.stopped()) return operation.why(doing());
  if (abandoned_answer_) drop_answer();
  abandoned_answer_ = false;
  said_.clear();
  dbfreebuf(process_);
  std::string text(sql);
  const bool sent = dbcmd(process_, text.c_str()) == SUCCEED && dbsqlsend(process_) == SUCCEED;
  wipe(text);
  if (process_) wipe_command(process_);
  if (!sent) return failure(operation);
  if (Result<> waited = wait(operation); !waited) return waited;
  if (dbsqlok(process_) == FAIL && (said_.empty() || !alive())) return failure(operation);
  if (operation.stopped()) return failure(operation);
  return success();
}

Result<> Connection::wait(Operation &operation) {
  for (;;) {
    if (operation.stopped()) return failure(operation);
    pollfd descriptors[2] = {{dbiordesc(process_), POLLIN, 0}, {wake_descriptor_, POLLIN, 0}};
    const int ready = ::poll(descriptors, 2, operation.wait_milliseconds());
    if (ready > 0 && descriptors[0].revents != 0) break;
    if (ready > 0 && descriptors[1].revents != 0) {
      std::uint64_t old = 0;
      (void)!::read(wake_descriptor_, &old, sizeof old);
    }
  }
  return encryption_unchecked_ ? check_encryption() : success();
}

/// A server that answers "encryption off" to a client that requires it makes the library go on in clear after
/// the login. What arrives tells: a TLS record of application data begins with 0x17, a TDS packet does not.
Result<> Connection::check_encryption() {
  unsigned char first = 0;
  const ssize_t got = ::recv(dbiordesc(process_), &first, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got != 1) return success();  // closed: the library says so
  encryption_unchecked_ = false;
  if (first >= 0x14 && first <= 0x17) return success();
  close();
  return Error(Status::denied, "the connection to " + name_ + " is not encrypted",
               "encryption for as long as the connection stands", "a server that ended it after the login",
               "enable encryption at the server, or set encrypt to request for this connection");
}

Connection::Step Connection::next_result() {
  const RETCODE code = dbresults(process_);
  return code == SUCCEED ? Step::found : code == NO_MORE_RESULTS ? Step::end : Step::failed;
}

Connection::Step Connection::next_row() {
  const STATUS code = dbnextrow(process_);
  return code == REG_ROW ? Step::found : code == NO_MORE_ROWS ? Step::end : Step::failed;
}

int Connection::column_count() { return process_ ? dbnumcols(process_) : 0; }

ColumnDescription Connection::column(int index) {
  DBCOL2 described;
  std::memset(&described, 0, sizeof described);
  described.SizeOfStruct = sizeof described;
  // Fails for types it cannot declare, after it filled what is used here.
  (void)dbtablecolinfo(process_, index + 1, reinterpret_cast<DBCOL *>(&described));
  WireType wire;
  wire.type = described.ServerType;
  wire.size = described.ServerMaxLength;
  wire.user_type = described.UserType;
  wire.precision = described.Precision;
  wire.scale = described.Scale;
  return {described.Name, column_type(wire), described.Null != 0, described.Identity != 0};
}

std::optional<std::size_t> Connection::read_row(const std::vector<ValueReader> &readers,
                                                gantry_value *values) {
  const int columns = static_cast<int>(readers.size());
  for (int column = 0; column < columns; ++column) {
    const BYTE *data = dbdata(process_, column + 1);
    const auto length = static_cast<std::size_t>(dbdatlen(process_, column + 1));
    const auto at = static_cast<std::size_t>(column);
    if (!readers[at].read(data, length, values[at])) return at;
  }
  return std::nullopt;
}

std::int64_t Connection::affected() {
  if (!process_ || !dbiscount(process_)) return -1;
  // db-lib keeps 32 bits of the count.
  return static_cast<std::int64_t>(static_cast<std::uint32_t>(dbcount(process_)));
}

void Connection::cancel(Operation &operation) {
  if (!alive()) return;
  operation.stop();
  dbcancel(process_);
}

Error Connection::failure(Operation &operation) {
  if (operation.stopped()) {
    const Error error = operation.why(doing());
    cancel(operation);
    said_.clear();
    return error;
  }
  Error error = said_.errors.empty() ? library_error(said_, doing() + " failed")
                                     : server_error(said_, doing() + " failed");
  if (process_ && !alive() && !said_.errors.empty())
    error.details.emplace_back("the connection was lost; open another session");
  said_.clear();
  return error;
}

Result<> Connection::drain(Operation &operation) {
  std::size_t known = said_.errors.size() + said_.dropped;
  for (;;) {
    Step step;
    while ((step = next_row()) == Step::found)
      if (operation.stopped()) return failure(operation);
    if (step == Step::end && !operation.stopped()) step = next_result();
    if (operation.stopped()) return failure(operation);
    if (step == Step::end) break;
    if (step == Step::found) continue;
    // A failed statement says why; a failure without a word would come again and again.
    const std::size_t now = said_.errors.size() + said_.dropped;
    if (now == known || !alive()) {
      Error error = failure(operation);
      drop_answer();
      return error;
    }
    known = now;
  }
  if (!said_.empty()) return failure(operation);
  return success();
}

void Connection::drop_answer() {
  if (!alive()) return;
  Operation cleaning(*this, nullptr, 0);
  cancel(cleaning);
  said_.clear();
}

Result<std::vector<std::int64_t>> Connection::numbers(std::string_view sql, Operation &operation) {
  Result<FirstRow> row = first_row(sql, operation);
  if (!row) return std::move(row).error();
  return std::move(row->numbers);
}

Result<Connection::FirstRow> Connection::first_row(std::string_view sql, Operation &operation) {
  if (Result<> sent = send(sql, operation); !sent) return std::move(sent).error();
  FirstRow first;
  Step step;
  while ((step = next_result()) == Step::found) {
    const int columns = column_count();
    std::vector<ValueReader> readers;
    for (int i = 0; i < columns; ++i) readers.emplace_back(column(i).type);
    std::vector<gantry_value> values(readers.size());
    while (columns > 0 && next_row() == Step::found) {
      if (!first.numbers.empty()) continue;
      (void)read_row(readers, values.data());
      for (const gantry_value &value : values) {
        const bool number = value.kind == GANTRY_KIND_INT64 || value.kind == GANTRY_KIND_BOOL;
        first.numbers.push_back(number ? value.u.i64 : 0);
        first.texts.emplace_back();
        if (value.kind == GANTRY_KIND_UTF8)
          first.texts.back().assign(static_cast<const char *>(value.u.data.ptr), value.u.data.len);
      }
    }
  }
  if (step == Step::failed || !said_.empty()) {
    Error error = failure(operation);
    if (alive()) {
      Result<> rest = drain(operation);
      if (!rest) error.details.push_back(rest.error().found);
    }
    return error;
  }
  return first;
}

}  // namespace gantry::freetds
