// A server that lives in a test: logins, roles, permissions, databases, users, credentials, and just enough
// T-SQL to execute what the plugins write. Transactions are snapshots. Statements that it does not know are
// errors.
#ifndef GANTRY_TESTS_TRANSFER_MODEL_SERVER_HPP
#define GANTRY_TESTS_TRANSFER_MODEL_SERVER_HPP

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "gantry/cpp/driver.hpp"
#include "gantry/cpp/smo-server.hpp"

namespace gantry::test {

struct ModelLogin {
  std::string name, type = "S", sid, hash, database = "master", language = "us_english";
  bool disabled = false, denied = false, policy = true, expiration = false;
  std::set<std::string> credentials;
  std::string protection, certificate;
  bool system = false;
};

struct ModelPermission {
  std::string type, securable, permission, state, grantee, grantor;
  bool operator<(const ModelPermission &o) const {
    return std::tie(type, securable, permission, state, grantee, grantor) <
           std::tie(o.type, o.securable, o.permission, o.state, o.grantee, o.grantor);
  }
  bool operator==(const ModelPermission &o) const { return !(*this < o) && !(o < *this); }
};

struct ModelRole {
  bool fixed = false;
  std::string owner = "sa";
  std::set<std::string> members;
};

struct ModelUser {
  std::string name, sid, type = "S", authentication = "INSTANCE";
};

struct ModelDatabase {
  std::string owner_sid = std::string(1, '\1');
  bool read_only = false;
  std::vector<ModelUser> users;
};

struct ModelState {
  std::map<std::string, ModelLogin> logins;
  std::map<std::string, ModelRole> roles;
  std::set<ModelPermission> permissions;
  std::map<std::string, ModelDatabase> databases;
  std::set<std::string> credentials;
  std::map<std::string, std::set<std::string>> others;  ///< names of objects of further kinds, by kind
};

struct ModelServer {
  std::string name, version = "16.0.1000.6", session_login = "admin", hash_versions = "0x0100 0x0200",
                    collation = "SQL_Latin1_General_CP1_CI_AS";
  ModelState state;
  std::map<std::string, std::string> directory;  ///< Windows accounts: name, SID
  std::vector<std::string> executed;             ///< statements that change something
  std::set<std::string> fail_on;                 ///< parts of statements that fail
  std::optional<std::size_t> die_after;          ///< the connection is lost after so many changes
  std::vector<std::pair<std::string, std::string>> missing_rights;
  bool transactions = true;
  /// The answer to the next COMMIT is lost: before or after it took effect, or with a stranger's change
  /// beside it.
  enum class LostCommit { none, before, after, half } lost_commit = LostCommit::none;
  std::vector<std::int32_t> conflicts;  ///< server's numbers: each dooms one transaction at its next change
  int round_trips = 0;
  std::function<ObjectPtr()> open;  ///< what a connection gives instead of this model

  explicit ModelServer(std::string server_name);
  ModelLogin &login(const std::string &login_name, const std::string &type = "S");
};

/// 16 bytes that differ for each name.
std::string model_sid(const std::string &name);
/// A hash of version 0x0200 that differs for each text.
std::string model_hash(const std::string &text, char version = '\2');

/// An object with gantry.smo-server/1, gantry.sql-session/1 and, unless the server has none, transactions.
ObjectPtr open_model(ModelServer &server);

}  // namespace gantry::test

#endif
