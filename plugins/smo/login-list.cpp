#include "plugins/smo/login-list.hpp"

#include <algorithm>
#include <map>

namespace gantry::smo {
namespace {

constexpr const char *principals = "sys.server_principals";
constexpr const char *sql_logins = "sys.sql_logins";
constexpr const char *permissions = "sys.server_permissions";
constexpr const char *mapped_credentials = "sys.server_principal_credentials";

/// sa under whatever name.
bool is_sa(const Cell &sid) { return sid.bytes().size() == 1 && sid.bytes()[0] == '\1'; }

/// What the product itself made.
bool is_system_name(const std::string &name) {
  const auto begins = [&](std::string_view prefix) { return name.compare(0, prefix.size(), prefix) == 0; };
  return (name.size() > 4 && begins("##") && name.compare(name.size() - 2, 2, "##") == 0) ||
         begins("NT SERVICE\\") || begins("NT AUTHORITY\\");
}

/// Account names compare without regard to case (Windows), as far as ASCII goes.
std::string folded(std::string name) {
  for (char &c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name;
}

/// One SELECT of the list, with the condition under which the server can answer it.
class Batch {
 public:
  /// Appends a SELECT; gives the number its result will have, or -1 when it is left out.
  int add(bool possible, const std::string &select) {
    if (!possible) return -1;
    sql_ += select + ";\n";
    return count_++;
  }
  const std::string &sql() const { return sql_; }
  int count() const { return count_; }

 private:
  std::string sql_;
  int count_ = 0;
};

const Table &result(const std::vector<Table> &tables, int number) {
  static const Table none;
  return number < 0 ? none : tables[static_cast<std::size_t>(number)];
}

std::string main_select(const Server &server, bool login_property, const ListRequest &request) {
  const bool sql = server.has(sql_logins);
  const auto of_sql = [&](const char *column, const char *as) {
    return sql && server.has(sql_logins, column) ? ", l." + std::string(column) + " AS " + as
                                                 : ", NULL AS " + std::string(as);
  };
  const auto property = [&](const char *name, const char *as) {
    return login_property ? ", CAST(LOGINPROPERTY(p.name, N'" + std::string(name) + "') AS int) AS " + as
                          : ", NULL AS " + std::string(as);
  };
  std::string select =
      "SELECT p.name, p.sid, p.type, p.principal_id, p.is_disabled, p.default_database_name, "
      "p.default_language_name" +
      of_sql("password_hash", "password_hash") + of_sql("is_policy_checked", "is_policy_checked") +
      of_sql("is_expiration_checked", "is_expiration_checked") + property("IsMustChange", "is_must_change") +
      property("IsLocked", "is_locked") + property("IsExpired", "is_expired") +
      " FROM sys.server_principals AS p";
  if (sql) select += " LEFT JOIN sys.sql_logins AS l ON l.principal_id = p.principal_id";
  select += " WHERE p.type IN ('S', 'U', 'G', 'C', 'K', 'E', 'X')";
  if (const std::string condition = request.condition("p.name"); !condition.empty())
    select += " AND " + condition;
  return select + " ORDER BY p.name";
}

}  // namespace

const std::vector<std::string> &login_columns() {
  static const std::vector<std::string> columns = {"name",
                                                   "sid",
                                                   "type",
                                                   "disabled",
                                                   "deny-connect",
                                                   "default-database",
                                                   "default-language",
                                                   "policy",
                                                   "expiration",
                                                   "password-hash",
                                                   "must-change",
                                                   "locked",
                                                   "expired",
                                                   "credentials",
                                                   "certificate",
                                                   "asymmetric-key",
                                                   "system",
                                                   "protected",
                                                   "owns"};
  return columns;
}

Result<Table> list_logins(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt =
          server.learn({principals, sql_logins, permissions, mapped_credentials, "sys.credentials",
                        "sys.endpoints", "sys.server_role_members", "sys.dm_server_services",
                        "master.sys.certificates", "master.sys.asymmetric_keys", "msdb.dbo.sysjobs"},
                       call);
      !learnt)
    return std::move(learnt).error();
  Result<bool> login_property = server.knows_login_property(call);
  if (!login_property) return std::move(login_property).error();

  Batch batch;
  const int main = batch.add(true, main_select(server, *login_property, request));
  const int denied =
      batch.add(server.has(permissions),
                "SELECT grantee_principal_id FROM sys.server_permissions WHERE class = 100 AND "
                "type = 'COSQ' AND state = 'D'");
  const int credentials =
      batch.add(server.has(mapped_credentials) && server.has("sys.credentials"),
                "SELECT pc.principal_id, c.name FROM sys.server_principal_credentials AS pc JOIN "
                "sys.credentials AS c ON c.credential_id = pc.credential_id");
  const int certificates =
      batch.add(server.has("master.sys.certificates"), "SELECT sid, name FROM master.sys.certificates");
  const int keys =
      batch.add(server.has("master.sys.asymmetric_keys"), "SELECT sid, name FROM master.sys.asymmetric_keys");
  const int databases = batch.add(true, "SELECT owner_sid, name FROM sys.databases");
  const int roles =
      batch.add(server.has(principals, "owning_principal_id"),
                "SELECT owning_principal_id, name FROM sys.server_principals WHERE type = 'R' AND "
                "owning_principal_id IS NOT NULL");
  const int endpoints =
      batch.add(server.has("sys.endpoints", "principal_id"), "SELECT principal_id, name FROM sys.endpoints");
  // Only what is dropped must own no job: a login without rights in msdb is listed without its jobs.
  const int jobs = batch.add(
      server.has("msdb.dbo.sysjobs"),
      "IF HAS_PERMS_BY_NAME(N'msdb.dbo.sysjobs', N'OBJECT', N'SELECT') = 1 SELECT owner_sid, name FROM "
      "msdb.dbo.sysjobs ELSE SELECT CAST(NULL AS varbinary(85)) AS owner_sid, CAST(NULL AS nvarchar(128)) AS "
      "name WHERE 1 = 0");
  const int admins =
      batch.add(server.has("sys.server_role_members"),
                "SELECT m.principal_id, m.name, m.is_disabled FROM sys.server_role_members AS rm JOIN "
                "sys.server_principals AS r ON r.principal_id = rm.role_principal_id JOIN "
                "sys.server_principals AS m ON m.principal_id = rm.member_principal_id WHERE r.name = "
                "N'sysadmin'");
  const int me = batch.add(true, "SELECT SUSER_SID() AS sid, SUSER_SNAME() AS name");
  Result<std::vector<Table>> tables = server.query_all(batch.sql(), call);
  if (!tables) return std::move(tables).error();
  if (tables->size() != static_cast<std::size_t>(batch.count()))
    return Error(Status::data, "the logins could not be listed", std::to_string(batch.count()) + " results",
                 std::to_string(tables->size()), "check that the server speaks T-SQL");
  // Needs VIEW SERVER STATE; without it the accounts' own names still protect them below.
  std::set<std::string> services;
  if (server.has("sys.dm_server_services")) {
    Result<std::optional<Table>> accounts =
        server.try_query("SELECT service_account FROM sys.dm_server_services", call);
    if (!accounts) return std::move(accounts).error();
    if (*accounts)
      for (const auto &row : (*accounts)->rows) services.insert(folded(row[0].text()));
  }

  std::set<std::string> denied_ids, enabled_admins;
  for (const auto &row : result(*tables, denied).rows) denied_ids.insert(row[0].text());
  const Table &admin_rows = result(*tables, admins);
  for (std::size_t i = 0; i < admin_rows.rows.size(); ++i)
    if (!admin_rows.at(i, "is_disabled").flag() &&
        !denied_ids.count(admin_rows.at(i, "principal_id").text()) &&
        !is_system_name(admin_rows.at(i, "name").text()))
      enabled_admins.insert(admin_rows.at(i, "principal_id").text());
  const ListsById credential_lists(result(*tables, credentials), "principal_id", "name");
  const ListsById certificate_lists(result(*tables, certificates), "sid", "name");
  const ListsById key_lists(result(*tables, keys), "sid", "name");
  std::map<std::string, std::vector<std::string>> owned;  // by sid or principal_id
  const auto owns = [&](int number, const char *prefix) {
    for (const auto &row : result(*tables, number).rows)
      if (!row[0].null()) owned[row[0].text()].push_back(prefix + row[1].text());
  };
  owns(databases, "DATABASE::");
  owns(roles, "SERVER ROLE::");
  owns(endpoints, "ENDPOINT::");
  owns(jobs, "JOB::");
  const Table &self = result(*tables, me);

  const Table &source = result(*tables, main);
  Table table;
  table.columns = login_columns();
  const auto as_flag = [](const Cell &cell) { return cell.null() ? Cell() : Cell(cell.flag()); };
  const auto first_name = [](const ListsById &lists, const Cell &id) {
    const Result<std::vector<std::string>> names = decode_list(lists.text(id));
    return names && !names->empty() ? Cell(names->front()) : Cell();
  };
  for (std::size_t i = 0; i < source.rows.size(); ++i) {
    const std::string name = source.at(i, "name").text();
    const Cell sid = source.at(i, "sid");
    const std::string id = source.at(i, "principal_id").text();
    std::string type = source.at(i, "type").text();
    while (!type.empty() && type.back() == ' ') type.pop_back();
    Cell protection;
    if (is_sa(sid))
      protection = Cell("it is the built-in administrator (SID 0x01)");
    else if (!self.rows.empty() && (sid == self.at(0, "sid") || name == self.at(0, "name").text()))
      protection = Cell("it is the login of this session");
    else if (services.count(folded(name)) || name.rfind("NT SERVICE\\", 0) == 0)
      protection = Cell("it is a service account");
    else if (enabled_admins.size() == 1 && enabled_admins.count(id))
      protection = Cell("it is the last enabled member of sysadmin");
    std::vector<std::string> possessions;
    for (const std::string &key : {sid.text(), id})
      if (const auto found = owned.find(key); found != owned.end())
        possessions.insert(possessions.end(), found->second.begin(), found->second.end());
    std::sort(possessions.begin(), possessions.end());
    table.rows.push_back(
        {Cell(name), sid, Cell(type), as_flag(source.at(i, "is_disabled")), Cell(denied_ids.count(id) > 0),
         source.at(i, "default_database_name"), source.at(i, "default_language_name"),
         as_flag(source.at(i, "is_policy_checked")), as_flag(source.at(i, "is_expiration_checked")),
         source.at(i, "password_hash"), type == "S" ? as_flag(source.at(i, "is_must_change")) : Cell(),
         type == "S" ? as_flag(source.at(i, "is_locked")) : Cell(),
         type == "S" ? as_flag(source.at(i, "is_expired")) : Cell(), Cell(credential_lists.text(Cell(id))),
         type == "C" ? first_name(certificate_lists, sid) : Cell(),
         type == "K" ? first_name(key_lists, sid) : Cell(), Cell(is_sa(sid) || is_system_name(name)),
         protection, Cell(encode_list(possessions))});
  }
  return table;
}

}  // namespace gantry::smo
