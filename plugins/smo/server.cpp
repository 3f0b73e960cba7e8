#include "plugins/smo/server.hpp"

#include "plugins/smo/sql-text.hpp"

namespace gantry::smo {
namespace {

/// An answer of the server (it said no), as opposed to a lost or cancelled conversation.
bool is_answer(const Error &error) {
  switch (error.status) {
    case Status::cancelled:
    case Status::deadline:
    case Status::io:
    case Status::busy:
    case Status::state:
    case Status::outcome_unknown: return false;
    default: return error.native_code != 0 || error.status != Status::internal;
  }
}

void line(std::string &text, std::string_view key, const Cell &value) {
  text.append(key) += '=';
  for (const char c : value.text()) text += c == '\n' || c == '\r' ? ' ' : c;
  text += '\n';
}

/// What the driver keeps of a result that is read row by row.
constexpr std::size_t batch_bytes = std::size_t{256} * 1024;

// Hashes of one fixed, meaningless password: who recognises it can store hashes of that version.
constexpr const char *probe_password = "Gantry-Probe-1";
struct KnownHash {
  const char *version;
  const char *literal;
};
constexpr KnownHash known_hashes[] = {{"0x0100", "0x01006A4E1C90FFE6E3A15470F735DA252ECCC53038C1023E550A"},
                                      {"0x0200",
                                       "0x02006A4E1C901FBC2B525581B528E8ACB34FF18208AD9D2398D58ED06514A291172"
                                       "1060E87BD913097FAC0FD8C19E4E6EC84A2"
                                       "FA26C39D8D65A33AA895235224E0E7F921F825"},
                                      {"0x0300",
                                       "0x03006A4E1C90825EF968EE1E21EB8549905B5B2317F255A5C6327F8C94CE60E0A0A"
                                       "967AA3EA94E4E60DF5B3BBDFB7A3FDAADA8"
                                       "215131D4C06DE010163659F5858887C7032268"}};

}  // namespace

Result<std::size_t> Server::read(const std::string &sql, const TakeRow &take, Call call) const {
  Result<RowReader> reader = session_.execute(sql, call);
  if (!reader) return std::move(reader).error();
  reader->fetch.max_bytes = batch_bytes;
  const auto failed = [&](Error error) {
    (void)reader->close();
    return error;
  };
  std::size_t results = 0;
  for (;;) {
    if (reader->column_count() > 0) {
      const Result<> read =
          reader->each_row([&](std::vector<Cell> &&row) { return take(results, std::move(row)); });
      if (!read) return failed(read.error());
      ++results;
    }
    const Result<bool> more = reader->next_result();
    if (!more) return failed(more.error());
    if (!*more) break;
  }
  if (Result<> closed = reader->close(); !closed) return std::move(closed).error();
  return results;
}

Result<std::optional<Table>> Server::try_query(const std::string &sql, Call call) const {
  Result<Table> table = session_.query(sql, call);
  if (table) return std::optional<Table>(std::move(table).value());
  if (is_answer(table.error())) return std::optional<Table>();
  return std::move(table).error();
}

Result<Table> Server::query_once(const std::string &sql, Call call) {
  if (const auto known = answers_.find(sql); known != answers_.end()) return known->second;
  Result<Table> table = query(sql, call);
  if (table) answers_[sql] = *table;
  return table;
}

Result<> Server::learn(const std::vector<std::string> &views, Call call) {
  std::string sql;
  std::vector<std::string> asked;
  for (const std::string &view : views) {
    if (views_.count(view)) continue;
    asked.push_back(view);
    // msdb's tables are described in msdb.
    const std::string database = view.rfind("msdb.", 0) == 0 ? "msdb." : "";
    sql += "SELECT c.name FROM " + database + "sys.all_columns AS c WHERE c.object_id = OBJECT_ID(" +
           quoted_text(view) + ");\n";
  }
  if (asked.empty()) return success();
  Result<std::vector<Table>> tables = query_all(sql, call);
  if (!tables) return std::move(tables).error();
  if (tables->size() != asked.size())
    return Error(Status::data, "the catalogue could not be read", std::to_string(asked.size()) + " results",
                 std::to_string(tables->size()), "check that the server speaks T-SQL");
  for (std::size_t i = 0; i < asked.size(); ++i) {
    std::set<std::string> &columns = views_[asked[i]];
    for (std::size_t row = 0; row < (*tables)[i].rows.size(); ++row)
      columns.insert((*tables)[i].rows[row][0].text());
  }
  return success();
}

bool Server::has(std::string_view view) const {
  const auto found = views_.find(view);
  return found != views_.end() && !found->second.empty();
}

bool Server::has(std::string_view view, std::string_view column) const {
  const auto found = views_.find(view);
  return found != views_.end() && found->second.count(std::string(column)) > 0;
}

Result<bool> Server::knows_login_property(Call call) {
  if (!login_property_) {
    Result<std::optional<Table>> answer =
        try_query("SELECT CAST(LOGINPROPERTY(SUSER_SNAME(0x01), N'IsLocked') AS int) AS answer;", call);
    if (!answer) return std::move(answer).error();
    login_property_ = answer->has_value();
  }
  return *login_property_;
}

Result<std::string> Server::probe_hash_versions(Call call) const {
  std::string sql = "SELECT ";
  for (const KnownHash &known : known_hashes) {
    if (&known != known_hashes) sql += ", ";
    sql += std::string("PWDCOMPARE(") + quoted_text(probe_password) + ", " + known.literal + ")";
  }
  Result<std::optional<Table>> answer = try_query(sql + ";", call);
  if (!answer) return std::move(answer).error();
  std::string versions;
  if (*answer && (*answer)->rows.size() == 1)
    for (std::size_t i = 0; i < std::size(known_hashes) && i < (*answer)->rows[0].size(); ++i)
      if ((*answer)->rows[0][i].flag())
        versions += (versions.empty() ? "" : " ") + std::string(known_hashes[i].version);
  return versions;
}

Result<std::string> Server::facts(Call call) {
  if (facts_) return *facts_;
  Result<Table> basic = query(
      "SELECT CAST(SERVERPROPERTY(N'ServerName') AS nvarchar(256)) AS server_name, "
      "CAST(SERVERPROPERTY(N'ProductVersion') AS nvarchar(128)) AS product_version, "
      "CAST(SERVERPROPERTY(N'Edition') AS nvarchar(128)) AS edition, "
      "CAST(SERVERPROPERTY(N'EngineEdition') AS int) AS engine_edition, "
      "CAST(SERVERPROPERTY(N'Collation') AS nvarchar(128)) AS collation_name, "
      "SUSER_SNAME() AS login_name, IS_SRVROLEMEMBER(N'sysadmin') AS is_sysadmin;",
      call);
  if (!basic) return std::move(basic).error();
  if (basic->rows.size() != 1)
    return Error(Status::data, "the server did not say what it is", "one row of SERVERPROPERTY values",
                 std::to_string(basic->rows.size()) + " rows", "check that the server speaks T-SQL");
  std::string text;
  line(text, "server-name", basic->at(0, "server_name"));
  const std::string version = basic->at(0, "product_version").text();
  line(text, "product-version", Cell(version));
  line(text, "major", Cell(version.substr(0, version.find('.'))));
  line(text, "edition", basic->at(0, "edition"));
  line(text, "engine-edition", basic->at(0, "engine_edition"));
  line(text, "collation", basic->at(0, "collation_name"));
  line(text, "login", basic->at(0, "login_name"));
  line(text, "is-sysadmin", Cell(basic->at(0, "is_sysadmin").flag()));

  Result<std::optional<Table>> host =
      try_query("SELECT host_platform, host_distribution FROM sys.dm_os_host_info;", call);
  if (!host) return std::move(host).error();
  if (*host && !(*host)->rows.empty()) line(text, "host-platform", (*host)->at(0, "host_platform"));
  // tempdb is made anew at every start: name and start together tell two servers of one name apart.
  Result<std::optional<Table>> started = try_query(
      "SELECT CONVERT(nvarchar(30), create_date, 121) AS started FROM sys.databases WHERE name = N'tempdb';",
      call);
  if (!started) return std::move(started).error();
  if (*started && !(*started)->rows.empty()) line(text, "started", (*started)->at(0, "started"));

  Result<std::string> hashes = probe_hash_versions(call);
  if (!hashes) return std::move(hashes).error();
  line(text, "hash-versions", Cell(*hashes));

  std::string encryption;
  if (const PropertiesRef properties(session_.object()); properties) {
    for (const auto &[key, property] :
         {std::pair("driver", "driver"), std::pair("encryption", "encryption")}) {
      Result<std::string> value = properties.get(property);
      if (!value) continue;
      line(text, key, Cell(*value));
      if (std::string_view(key) == "encryption") encryption = *value;
    }
  }
  if (encryption.empty()) {
    Result<std::optional<Table>> connection =
        try_query("SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID;", call);
    if (!connection) return std::move(connection).error();
    if (*connection && !(*connection)->rows.empty())
      line(text, "encryption",
           Cell((*connection)->rows[0][0].flag() || (*connection)->rows[0][0].text() == "TRUE" ? "on"
                                                                                               : "off"));
  }
  facts_ = text;
  return text;
}

Result<std::string> Server::fact(std::string_view key, Call call) {
  Result<std::string> lines = facts(call);
  if (!lines) return lines;
  std::string found;
  for_each_line(*lines, [&](std::string_view name, std::string_view value) {
    if (name == key) found = value;
  });
  return found;
}

}  // namespace gantry::smo
