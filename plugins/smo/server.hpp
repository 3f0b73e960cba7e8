// What is known of one server while its object lives: the session, what its catalogue has, its facts.
#ifndef GANTRY_SMO_SERVER_HPP
#define GANTRY_SMO_SERVER_HPP

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/driver.hpp"

namespace gantry::smo {

/// One server behind one session. Nothing is guessed from versions: columns and functions are asked for (and
/// remembered).
class Server {
 public:
  explicit Server(ObjectPtr session) : session_(std::move(session)) {}

  const SessionRef &session() const noexcept { return session_; }

  /// Every result with columns of a batch. Errors: the session's.
  Result<std::vector<Table>> query_all(const std::string &sql, Call call) const {
    return session_.query_all(sql, call);
  }
  /// The first result of a batch. Errors: the session's.
  Result<Table> query(const std::string &sql, Call call) const { return session_.query(sql, call); }

  /// Takes a row of a result of a batch, counted from 0 among those with columns.
  using TakeRow = std::function<Result<>(std::size_t result, std::vector<Cell> &&row)>;
  /// Hands over every row of every result that has columns, while they arrive; gives the number of results.
  /// Errors: the session's, wherever in the batch they come, and take's.
  Result<std::size_t> read(const std::string &sql, const TakeRow &take, Call call) const;

  /// The result, or nothing when the server itself refuses the batch: for what some servers lack. Errors:
  /// what is no answer of the server (network, cancellation).
  Result<std::optional<Table>> try_query(const std::string &sql, Call call) const;

  /// As query, but the server is asked only once for the same text: for what does not change while the object
  /// lives.
  Result<Table> query_once(const std::string &sql, Call call);

  /// Reads which columns the views have, all in one round trip; views that are not there have none.
  Result<> learn(const std::vector<std::string> &views, Call call);
  /// After learn(): is the view there?
  bool has(std::string_view view) const;
  /// After learn(): does the view have the column?
  bool has(std::string_view view, std::string_view column) const;

  /// Does the server know LOGINPROPERTY? Asked once.
  Result<bool> knows_login_property(Call call);

  /// key=value lines of gantry.smo-server/1; read once (hash-versions included).
  Result<std::string> facts(Call call);
  /// One of the facts; empty when unknown.
  Result<std::string> fact(std::string_view key, Call call);

 private:
  Result<std::string> probe_hash_versions(Call call) const;

  SessionRef session_;
  std::map<std::string, std::set<std::string>, std::less<>> views_;
  std::map<std::string, Table> answers_;
  std::optional<bool> login_property_;
  std::optional<std::string> facts_;
};

}  // namespace gantry::smo

#endif
