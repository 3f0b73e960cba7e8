#include "plugins/sql/connection/dialect.hpp"

#include <algorithm>
#include <cctype>

namespace gantry::sql {
namespace {

using Keys = std::vector<Key>;

// Spellings that all three share.
const Keys common = {{"Server", Meaning::server},
                     {"Address", Meaning::server},
                     {"Addr", Meaning::server},
                     {"Database", Meaning::database},
                     {"UID", Meaning::user},
                     {"PWD", Meaning::password},
                     {"Trusted_Connection", Meaning::integrated},
                     {"Authentication", Meaning::authentication},
                     {"Encrypt", Meaning::encrypt},
                     {"TrustServerCertificate", Meaning::trust_certificate},
                     {"HostNameInCertificate", Meaning::host_name_in_certificate},
                     {"APP", Meaning::application},
                     {"ApplicationIntent", Meaning::application_intent},
                     {"AttachDBFilename", Meaning::refused},
                     {"MultiSubnetFailover", Meaning::ignored},
                     {"TransparentNetworkIPResolution", Meaning::ignored},
                     {"WSID", Meaning::ignored},
                     {"Language", Meaning::ignored},
                     {"Network", Meaning::ignored},
                     {"Packet Size", Meaning::ignored},
                     {"PacketSize", Meaning::ignored},
                     {"ConnectRetryCount", Meaning::ignored},
                     {"ConnectRetryInterval", Meaning::ignored},
                     {"FailoverPartner", Meaning::ignored},
                     {"Failover_Partner", Meaning::ignored},
                     {"Failover Partner", Meaning::ignored}};

// Spellings that OLE DB and ADO.NET share.
const Keys with_blanks = {{"Data Source", Meaning::server},
                          {"Network Address", Meaning::server},
                          {"Initial Catalog", Meaning::database},
                          {"User ID", Meaning::user},
                          {"User", Meaning::user},
                          {"Password", Meaning::password},
                          {"Integrated Security", Meaning::integrated},
                          {"Trust Server Certificate", Meaning::trust_certificate},
                          {"Host Name In Certificate", Meaning::host_name_in_certificate},
                          {"Application Name", Meaning::application},
                          {"Application Intent", Meaning::application_intent},
                          {"Connect Timeout", Meaning::connect_timeout},
                          {"Timeout", Meaning::connect_timeout},
                          {"Initial File Name", Meaning::refused},
                          {"Extended Properties", Meaning::refused},
                          {"Persist Security Info", Meaning::ignored},
                          {"PersistSecurityInfo", Meaning::ignored},
                          {"Workstation ID", Meaning::ignored},
                          {"Current Language", Meaning::ignored},
                          {"Network Library", Meaning::ignored},
                          {"Net", Meaning::ignored},
                          {"Multi Subnet Failover", Meaning::ignored},
                          {"Connect Retry Count", Meaning::ignored},
                          {"Connect Retry Interval", Meaning::ignored}};

Keys joined(std::initializer_list<Keys> lists) {
  Keys all;
  for (const Keys &list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

}  // namespace

Meaning Dialect::meaning(std::string_view key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Key &k) { return same_key(k.spelling, key); });
  return found == keys.end() ? Meaning::unknown : found->meaning;
}

bool Dialect::looks_secret(std::string_view key) {
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const char *part : {"password", "pwd", "secret", "token"})
    if (lower.find(part) != std::string::npos) return true;
  return false;
}

bool Dialect::is_sql_server(std::string_view provider) const {
  return std::any_of(providers.begin(), providers.end(), [&](std::string_view name) {
    return provider.size() >= name.size() && same_key(provider.substr(0, name.size()), name);
  });
}

const Dialect &ole_db() {
  static const Dialect dialect = {"OLEDB",
                                  Grammar::quotes,
                                  joined({common,
                                          with_blanks,
                                          {{"Provider", Meaning::provider},
                                           {"Use Encryption for Data", Meaning::encrypt},
                                           {"Server Certificate", Meaning::refused},
                                           {"Location", Meaning::ignored},
                                           {"General Timeout", Meaning::ignored},
                                           {"Auto Translate", Meaning::ignored},
                                           {"Use Procedure for Prepare", Meaning::ignored},
                                           {"Tag with column collation when possible", Meaning::ignored},
                                           {"MARS Connection", Meaning::ignored},
                                           {"MarsConn", Meaning::ignored},
                                           {"DataTypeCompatibility", Meaning::ignored},
                                           {"OLE DB Services", Meaning::ignored},
                                           {"Locale Identifier", Meaning::ignored},
                                           {"Prompt", Meaning::ignored},
                                           {"Mode", Meaning::ignored},
                                           {"Replication server name connect option", Meaning::ignored}}}),
                                  "Data Source",
                                  "Initial Catalog",
                                  "User ID",
                                  {"sqlncli", "msoledbsql", "sqloledb"}};
  return dialect;
}

const Dialect &ado_net() {
  static const Dialect dialect = {"ADO.NET",
                                  Grammar::quotes,
                                  joined({common,
                                          with_blanks,
                                          {{"Connection Timeout", Meaning::connect_timeout},
                                           {"Command Timeout", Meaning::statement_timeout},
                                           {"ServerCertificate", Meaning::refused},
                                           {"Server Certificate", Meaning::refused},
                                           {"Context Connection", Meaning::refused},
                                           {"User Instance", Meaning::refused},
                                           {"Column Encryption Setting", Meaning::refused},
                                           {"ServerSPN", Meaning::ignored},
                                           {"Server SPN", Meaning::ignored},
                                           {"Pooling", Meaning::ignored},
                                           {"Min Pool Size", Meaning::ignored},
                                           {"Max Pool Size", Meaning::ignored},
                                           {"PoolBlockingPeriod", Meaning::ignored},
                                           {"Pool Blocking Period", Meaning::ignored},
                                           {"Connection Lifetime", Meaning::ignored},
                                           {"Load Balance Timeout", Meaning::ignored},
                                           {"Connection Reset", Meaning::ignored},
                                           {"Enlist", Meaning::ignored},
                                           {"Transaction Binding", Meaning::ignored},
                                           {"MultipleActiveResultSets", Meaning::ignored},
                                           {"Multiple Active Result Sets", Meaning::ignored},
                                           {"Asynchronous Processing", Meaning::ignored},
                                           {"Async", Meaning::ignored},
                                           {"Replication", Meaning::ignored},
                                           {"IP Address Preference", Meaning::ignored},
                                           {"Type System Version", Meaning::ignored}}}),
                                  "Data Source",
                                  "Initial Catalog",
                                  "User ID",
                                  {}};
  return dialect;
}

const Dialect &odbc() {
  static const Dialect dialect = {"ODBC",
                                  Grammar::braces,
                                  joined({common,
                                          {{"Driver", Meaning::provider},
                                           {"DSN", Meaning::data_source},
                                           {"FILEDSN", Meaning::data_source},
                                           {"SAVEFILE", Meaning::refused},
                                           {"Column Encryption", Meaning::refused},
                                           {"ColumnEncryption", Meaning::refused},
                                           {"ServerCertificate", Meaning::refused},
                                           {"Description", Meaning::ignored},
                                           {"MARS_Connection", Meaning::ignored},
                                           {"AutoTranslate", Meaning::ignored},
                                           {"QuotedId", Meaning::ignored},
                                           {"AnsiNPW", Meaning::ignored},
                                           {"Regional", Meaning::ignored},
                                           {"StatsLog_On", Meaning::ignored},
                                           {"QueryLog_On", Meaning::ignored},
                                           {"ServerSPN", Meaning::ignored},
                                           {"TDS_Version", Meaning::ignored},
                                           {"ClientCharset", Meaning::ignored}}}),
                                  "Server",
                                  "Database",
                                  "UID",
                                  {"sql server", "sql native client", "odbc driver ", "sqlsrv32", "sqlncli",
                                   "msodbcsql", "libmsodbcsql", "freetds", "libtdsodbc"},
                                  true};
  return dialect;
}

}  // namespace gantry::sql
