#include "samples/sandbox/tds/result-writer.hpp"

#include "samples/sandbox/tds/wire-value.hpp"

#include <algorithm>
#include <atomic>

namespace sandbox::tds {

ResultWriter::ResultWriter(PacketWriter &packets, std::string server, TdsVersion version, Hooks hooks)
    : packets_(packets), server_(std::move(server)), version_(version), hooks_(std::move(hooks)) {}

void ResultWriter::begin_batch() {
  call_ = more_calls_ = false;
  parameter_names_.clear();
  last_.reset();
  procedure_ended_ = row_failed_ = false;
  columns_.clear();
  types_.clear();
}

void ResultWriter::begin_call(std::vector<std::string> parameter_names, bool more) {
  begin_batch();
  call_ = true;
  more_calls_ = more;
  parameter_names_ = std::move(parameter_names);
  next_ordinal_ = 0;
}

void ResultWriter::finish() {
  if (silent()) return;
  // A session that forgot its last DONE still owes the client one.
  put_done(last_.value_or(Done{}), more_calls_, true);
  last_.reset();
}

bool ResultWriter::silent() {
  if (packets_.broken()) {
    hooks_.give_up();
    return true;
  }
  return hooks_.interrupted();
}

void ResultWriter::raw(std::string_view token) { put(std::string(token)); }

void ResultWriter::put(std::string token) {
  if (garble_next_ && !token.empty()) {
    token[0] = static_cast<char>(no_token);
    garble_next_ = false;
  }
  packets_.write(token);
}

void ResultWriter::put_done(const Done &done, bool more, bool final) {
  Token token = done.in_procedure  ? Token::done_in_procedure
                : procedure_ended_ ? Token::done_procedure
                                   : Token::done;
  if (call_) token = final ? Token::done_procedure : Token::done_in_procedure;
  std::uint16_t status = more ? done_status::more : std::uint16_t{0};
  if (done.error) status |= done_status::error;
  if (done.rows) status |= done_status::count;
  put(done_token(token, status, done.command, done.rows.value_or(0), version_));
  if (!done.in_procedure) procedure_ended_ = false;
}

void ResultWriter::flush_done() {
  if (!last_) return;
  const Done done = *last_;
  last_.reset();
  put_done(done, true, false);
}

void ResultWriter::after_call() { perform_fault(); }

void ResultWriter::perform_fault() {
  const std::optional<WireFault> fault = hooks_.wire_fault();
  if (!fault) return;
  switch (fault->kind) {
    case WireFault::drop: packets_.drop(); break;
    case WireFault::wrong_token: garble_next_ = true; break;
    case WireFault::truncate: packets_.truncate_next(); break;
    case WireFault::stall: hooks_.stall(fault->milliseconds); break;
  }
}

void ResultWriter::refuse(const Message &text) {
  message(text);
  Done failed;
  failed.error = true;
  done(failed);
}

void ResultWriter::columns(const std::vector<Column> &columns) {
  if (!silent()) {
    flush_done();
    columns_ = columns;
    types_ = wire_types_of(columns_, version_);
    row_failed_ = false;
    put(column_metadata_token(columns_, types_, version_));
  }
  after_call();
}

void ResultWriter::row(const Row &row) {
  if (!silent() && !row_failed_) {
    flush_done();
    std::string problem;
    const std::string token = row_token(columns_, types_, row, version_, problem);
    if (problem.empty()) {
      put(token);
    } else {
      // Said once: the rows that follow would say the same.
      row_failed_ = true;
      put(message_token({50000, 16, 1, problem, "", 1}, server_, version_));
    }
  }
  after_call();
}

void ResultWriter::done(const Done &done) {
  if (!silent()) {
    flush_done();
    Done told = done;
    told.error = told.error || row_failed_;
    row_failed_ = false;
    if (told.more) {
      put_done(told, true, false);
    } else {
      last_ = told;
    }
  }
  after_call();
}

void ResultWriter::message(const Message &message) {
  if (!silent()) {
    flush_done();
    put(message_token(message, server_, version_));
  }
  after_call();
}

std::string ResultWriter::next_descriptor() {
  static std::atomic<std::uint64_t> connections{0};
  if (transactions_ == 0) transactions_ = ++connections << 32;
  ByteWriter out;
  out.u64(++transactions_);
  return out.take();
}

void ResultWriter::environment(Environment kind, const std::string &now, const std::string &before) {
  if (!silent()) flush_done();
  // Transactions and databases change whether or not anyone listens: only the telling is left out.
  const bool tells = !silent();
  std::string token;
  switch (kind) {
    case Environment::database: token = env_change_token(EnvChange::database, now, before); break;
    case Environment::language: token = env_change_token(EnvChange::language, now, before); break;
    case Environment::begin_transaction:
      descriptor_ = next_descriptor();
      token = env_change_bytes_token(EnvChange::begin_transaction, descriptor_, {});
      break;
    case Environment::commit:
    case Environment::rollback:
      token = env_change_bytes_token(
          kind == Environment::commit ? EnvChange::commit_transaction : EnvChange::rollback_transaction, {},
          descriptor_);
      descriptor_.clear();
      break;
  }
  const bool known =
      version_ >= TdsVersion::v7_2 || kind == Environment::database || kind == Environment::language;
  if (tells && known) put(std::move(token));
  after_call();
}

void ResultWriter::return_status(std::int32_t status) {
  if (!silent()) {
    flush_done();
    put(return_status_token(status));
    procedure_ended_ = true;
  }
  after_call();
}

void ResultWriter::output_parameter(const std::string &name, const TypeInfo &type, const Value &value) {
  if (!silent()) {
    flush_done();
    const auto found = std::find(parameter_names_.begin(), parameter_names_.end(), name);
    const auto ordinal = found != parameter_names_.end() && !name.empty()
                             ? static_cast<std::uint16_t>(found - parameter_names_.begin())
                             : next_ordinal_;
    next_ordinal_ = static_cast<std::uint16_t>(ordinal + 1);
    const WireType wire = wire_type_of(type, true, Collation{}, version_);
    ByteWriter bytes;
    std::string problem;
    if (write_value(bytes, wire, value, problem)) {
      put(return_value_token(ordinal, name, wire, bytes.data(), version_));
    } else {
      put(message_token({50000, 16, 1, "Parameter '" + name + "' cannot be sent: " + problem + ".", "", 1},
                        server_, version_));
    }
  }
  after_call();
}

}  // namespace sandbox::tds
