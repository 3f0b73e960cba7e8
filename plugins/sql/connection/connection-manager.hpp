// The connection managers OLEDB, ADO.NET (with a SQL Server qualifier) and ODBC: SSIS's properties, Gantry's
// sessions.
#ifndef GANTRY_SQL_CONNECTION_CONNECTION_MANAGER_HPP
#define GANTRY_SQL_CONNECTION_CONNECTION_MANAGER_HPP

#include <atomic>
#include <memory>

#include "gantry/cpp/connection-manager.hpp"
#include "plugins/sql/connection/dialect.hpp"
#include "plugins/sql/connection/retained-session.hpp"

namespace gantry::sql {

class SqlConnectionManager : public Implements<ConnectionManager, PropertyBag> {
 public:
  static const PropertyList &properties();

  /// Setting ConnectionString sets ServerName, InitialCatalog, UserName and Password; setting one of the
  /// first three changes its pair in the string. A password never stays in the string.
  Result<> property_set(const std::string &name) override;
  std::string property_text(const std::string &name) override;
  Result<> validate_properties() override;

  /// A session of the driver. With RetainSameConnection one session serves all, one user at a time.
  Result<ObjectPtr> acquire(std::string_view required, Call call) override;
  Result<std::string> test(Call call) override;

 protected:
  SqlConnectionManager(const gantry_host *site, const Dialect &dialect);

 private:
  Result<> take_connection_string();
  void change_pair(Meaning meaning, std::string_view spelling, const std::string &value);
  /// The value of the pair that counts; null when no pair has this meaning.
  const std::string *value(Meaning meaning) const;
  bool integrated() const;
  Result<> fill(PropertyBag &request) const;
  Result<ObjectPtr> open(std::string_view required, Call call);
  void tell_once();

  Site site_;
  const Dialect &dialect_;
  std::vector<Pair> pairs_;           ///< of the string, without passwords
  std::vector<std::string> dropped_;  ///< keys whose values were not kept
  std::atomic<bool> told_{false};
  std::shared_ptr<RetainedSession> retained_;
};

class OleDbConnectionManager : public SqlConnectionManager {
 public:
  static constexpr const char *class_id = "org.gantry.sql.OLEDB";
  explicit OleDbConnectionManager(const gantry_host *site) : SqlConnectionManager(site, ole_db()) {}
};

class AdoNetConnectionManager : public SqlConnectionManager {
 public:
  static constexpr const char *class_id = "org.gantry.sql.ADONET";
  explicit AdoNetConnectionManager(const gantry_host *site) : SqlConnectionManager(site, ado_net()) {}
};

class OdbcConnectionManager : public SqlConnectionManager {
 public:
  static constexpr const char *class_id = "org.gantry.sql.ODBC";
  explicit OdbcConnectionManager(const gantry_host *site) : SqlConnectionManager(site, odbc()) {}
};

}  // namespace gantry::sql

#endif
