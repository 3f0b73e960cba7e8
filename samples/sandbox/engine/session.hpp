// The seam between the engine (T-SQL) and tds/ (the wire): what a client session asks and what comes back.
#ifndef SANDBOX_ENGINE_SESSION_HPP
#define SANDBOX_ENGINE_SESSION_HPP

#include "samples/sandbox/engine/types.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

/// An error (class 11 and up) or an information message (class 10 and below), numbered as SQL Server numbers
/// it.
struct Message {
  std::int32_t number = 0;
  std::uint8_t severity = 16;
  std::uint8_t state = 1;
  std::string text;
  std::string procedure;
  std::int32_t line = 1;
};

/// What a DONE token says.
struct Done {
  bool more = false;   ///< more results of this request follow
  bool error = false;  ///< the statement failed
  bool in_procedure = false;
  std::optional<std::uint64_t> rows;  ///< absent under SET NOCOUNT ON or for statements that count nothing
  std::uint16_t command = 0;          ///< 0xC1 SELECT, 0xC3 INSERT, 0xC4 DELETE, 0xC5 UPDATE, 0 otherwise
};

enum class Environment : std::uint8_t { database, language, begin_transaction, commit, rollback };

/// Receives the results of a request in the order in which they go on the wire.
class ResultSink {
 public:
  virtual ~ResultSink() = default;
  virtual void columns(const std::vector<Column> &columns) = 0;
  virtual void row(const Row &row) = 0;
  virtual void done(const Done &done) = 0;
  virtual void message(const Message &message) = 0;
  virtual void environment(Environment kind, const std::string &now, const std::string &before) = 0;
  virtual void return_status(std::int32_t status) = 0;
  virtual void output_parameter(const std::string &name, const TypeInfo &type, const Value &value) = 0;
};

/// A parameter of a remote procedure call.
struct Parameter {
  std::string name;  ///< with its @; empty when given by position
  TypeInfo type;
  Value value;
  bool output = false;
};

struct LoginRequest {
  std::string user, password, database, application, host, language, client_library;
  bool read_only_intent = false;
  bool integrated = false;  ///< SSPI asked for; the sandbox refuses it with 18452
};

/// A fault that only the wire can show. `EXEC sandbox.inject` asks for it; tds/ performs it.
struct WireFault {
  enum Kind : std::uint8_t {
    drop,         ///< close the socket at once
    wrong_token,  ///< send a byte that is no token instead of the next token
    truncate,     ///< send half of the next packet, then close
    stall,        ///< say nothing for `milliseconds`, then go on
  } kind = drop;
  int milliseconds = 0;
};

/// One login. Not shared between threads, except that `cancel` may be called from the reading thread.
class Session {
 public:
  virtual ~Session() = default;
  /// Runs a batch: every statement's results, messages and DONEs go to the sink; the last DONE has more ==
  /// false.
  virtual void execute(const std::string &sql, ResultSink &sink) = 0;
  /// Calls a procedure by name (sp_executesql, sp_prepexec, master.dbo.x); ids of well-known procedures come
  /// as names.
  virtual void call(const std::string &procedure, std::vector<Parameter> parameters, ResultSink &sink) = 0;
  /// Transaction-manager requests: begin/commit/rollback/save by request packet 0x0E. name may be empty.
  enum class TransactionRequest : std::uint8_t { begin, commit, rollback, save };
  virtual void transaction(TransactionRequest request, const std::string &name, int isolation,
                           ResultSink &sink) = 0;
  /// Attention: the running request ends at its next statement, row or wait; an open transaction stays open.
  virtual void cancel() = 0;
  /// The fault that is due now, taken once. tds/ asks after each call of the sink and after each request.
  virtual std::optional<WireFault> take_wire_fault() = 0;
  /// The next request begins with a fresh session state (RESETCONNECTION).
  virtual void reset() = 0;
  virtual int spid() const = 0;
  virtual const std::string &database() const = 0;
};

/// One sandbox server: its state in a SQLite file (":memory:" keeps nothing).
class Server {
 public:
  virtual ~Server() = default;
  /// The session, or null and the message to send (18456 ...). Two messages are sent when the database cannot
  /// be opened (4060, 18456).
  virtual std::unique_ptr<Session> login(const LoginRequest &request, std::vector<Message> &messages) = 0;
  virtual const std::string &name() const = 0;
};

struct ServerOptions {
  std::string file = ":memory:";
  std::string name = "SANDBOX";  ///< @@SERVERNAME
  std::string sa_password;       ///< set at first creation; must not be empty then
  std::string collation = "SQL_Latin1_General_CP1_CI_AS";
};

/// Opens or creates a server. On failure null and `error` holds a sentence.
std::unique_ptr<Server> open_server(const ServerOptions &options, std::string &error);

}  // namespace sandbox

#endif
