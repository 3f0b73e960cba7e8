#include "samples/sandbox/engine/bootstrap.hpp"

#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/password.hpp"
#include "samples/sandbox/engine/permission-names.hpp"
#include "samples/sandbox/engine/value.hpp"

namespace sandbox {
namespace {

const char *const schema = R"(
CREATE TABLE meta(name TEXT PRIMARY KEY, value);
CREATE TABLE principals(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci UNIQUE, sid BLOB, type TEXT, disabled INT DEFAULT 0,
  created TEXT, modified TEXT, default_db TEXT, default_lang TEXT, owner INT, fixed INT DEFAULT 0, hash BLOB,
  policy INT DEFAULT 0, expiration INT DEFAULT 0, must_change INT DEFAULT 0, password_set TEXT, bad_count INT DEFAULT 0,
  credential INT);
CREATE INDEX principals_sid ON principals(sid);
CREATE TABLE role_members(role INT, member INT, PRIMARY KEY(role, member)) WITHOUT ROWID;
CREATE INDEX role_members_member ON role_members(member);
CREATE TABLE permissions(db INT, class INT, major INT, minor INT, grantee INT, grantor INT, type TEXT, state TEXT,
  PRIMARY KEY(db, class, major, minor, grantee, grantor, type)) WITHOUT ROWID;
CREATE INDEX permissions_grantee ON permissions(db, grantee);
CREATE INDEX permissions_grantor ON permissions(db, grantor);
CREATE TABLE credentials(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci UNIQUE, identity TEXT, secret BLOB, created TEXT, modified TEXT);
CREATE TABLE principal_credentials(principal INT, credential INT, PRIMARY KEY(principal, credential)) WITHOUT ROWID;
CREATE TABLE databases(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci UNIQUE, owner_sid BLOB, created TEXT, collation TEXT,
  compatibility INT DEFAULT 160, recovery INT DEFAULT 1, access INT DEFAULT 0, read_only INT DEFAULT 0, state INT DEFAULT 0,
  trustworthy INT DEFAULT 0, broker INT DEFAULT 0, auto_close INT DEFAULT 0, auto_shrink INT DEFAULT 0, snapshot INT DEFAULT 0,
  rcsi INT DEFAULT 0, chaining INT DEFAULT 0, page_verify INT DEFAULT 2, containment INT DEFAULT 0, service_guid BLOB);
CREATE TABLE db_principals(db INT, id INT, name TEXT COLLATE sqlci, sid BLOB, type TEXT, default_schema TEXT, owner INT,
  fixed INT DEFAULT 0, authentication INT DEFAULT 0, created TEXT, modified TEXT, PRIMARY KEY(db, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX db_principals_name ON db_principals(db, name);
CREATE INDEX db_principals_sid ON db_principals(sid);
CREATE TABLE db_role_members(db INT, role INT, member INT, PRIMARY KEY(db, role, member)) WITHOUT ROWID;
CREATE TABLE schemas(db INT, id INT, name TEXT COLLATE sqlci, owner INT, PRIMARY KEY(db, id)) WITHOUT ROWID;
CREATE TABLE objects(db INT, id INT, name TEXT COLLATE sqlci, schema INT, type TEXT, parent INT DEFAULT 0, created TEXT,
  modified TEXT, definition TEXT, shipped INT DEFAULT 0, ansi_nulls INT DEFAULT 1, quoted INT DEFAULT 1, system_named INT DEFAULT 0,
  column_id INT DEFAULT 0, disabled INT DEFAULT 0, last_identity, PRIMARY KEY(db, id)) WITHOUT ROWID;
CREATE INDEX objects_name ON objects(db, name);
CREATE INDEX objects_parent ON objects(db, parent);
CREATE TABLE columns(db INT, object INT, id INT, name TEXT COLLATE sqlci, type INT, length INT, prec INT, scale INT,
  nullable INT, identity INT DEFAULT 0, seed INT, increment INT, computed TEXT, sysname INT DEFAULT 0, rowguid INT DEFAULT 0,
  system_type INT, user_type INT, max_length INT, shown_prec INT, shown_scale INT, collation TEXT, default_object INT DEFAULT 0,
  PRIMARY KEY(db, object, id)) WITHOUT ROWID;
CREATE TABLE indexes(db INT, object INT, id INT, name TEXT COLLATE sqlci, is_unique INT, is_primary INT, is_constraint INT, constraint_id INT,
  clustered INT, PRIMARY KEY(db, object, id)) WITHOUT ROWID;
CREATE TABLE index_columns(db INT, object INT, idx INT, ordinal INT, column_id INT, PRIMARY KEY(db, object, idx, ordinal)) WITHOUT ROWID;
CREATE TABLE foreign_keys(db INT, id INT, child INT, parent INT, key_index INT, on_delete TEXT, on_update TEXT, PRIMARY KEY(db, id)) WITHOUT ROWID;
CREATE TABLE foreign_key_columns(db INT, id INT, ordinal INT, child_column INT, parent_column INT, PRIMARY KEY(db, id, ordinal)) WITHOUT ROWID;
CREATE TABLE parameters(db INT, object INT, id INT, name TEXT, type INT, length INT, prec INT, scale INT, output INT, has_default INT,
  system_type INT, user_type INT, max_length INT, shown_prec INT, shown_scale INT, PRIMARY KEY(db, object, id)) WITHOUT ROWID;
CREATE TABLE permission_names(class INT, type TEXT, name TEXT, PRIMARY KEY(class, type)) WITHOUT ROWID;
CREATE TABLE languages(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci, alias TEXT COLLATE sqlci, dateformat TEXT, datefirst INT, lcid INT, msglangid INT);
CREATE TABLE messages(number INT, language INT, severity INT, logged INT DEFAULT 0, text TEXT, PRIMARY KEY(number, language)) WITHOUT ROWID;
CREATE TABLE configurations(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci, value INT, minimum INT, maximum INT, in_use INT, description TEXT, dynamic INT, advanced INT);
CREATE TABLE endpoints(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci, principal INT, protocol INT, protocol_desc TEXT, type INT, type_desc TEXT, is_admin INT);
CREATE TABLE system_types(id INT, user_id INT, name TEXT, schema_id INT, max_length INT, prec INT, scale INT, collation TEXT, nullable INT);
)";

struct Language {
  const char *name, *alias, *order;
  int first, lcid, message;
};
// syslanguages of SQL Server, ids 0 to 33.
constexpr Language languages[] = {
    {"us_english", "English", "mdy", 7, 1033, 1033},
    {"Deutsch", "German", "dmy", 1, 1031, 1031},
    {"Fran\u00E7ais", "French", "dmy", 1, 1036, 1036},
    {"\u65E5\u672C\u8A9E", "Japanese", "ymd", 7, 1041, 1041},
    {"Dansk", "Danish", "dmy", 1, 1030, 1030},
    {"Espa\u00F1ol", "Spanish", "dmy", 1, 3082, 3082},
    {"Italiano", "Italian", "dmy", 1, 1040, 1040},
    {"Nederlands", "Dutch", "dmy", 1, 1043, 1043},
    {"Norsk", "Norwegian", "dmy", 1, 2068, 2068},
    {"Portugu\u00EAs", "Portuguese", "dmy", 7, 2070, 2070},
    {"Suomi", "Finnish", "dmy", 1, 1035, 1035},
    {"Svenska", "Swedish", "ymd", 1, 1053, 1053},
    {"\u010De\u0161tina", "Czech", "dmy", 1, 1029, 1029},
    {"magyar", "Hungarian", "ymd", 1, 1038, 1038},
    {"polski", "Polish", "dmy", 1, 1045, 1045},
    {"rom\u00E2n\u0103", "Romanian", "dmy", 1, 1048, 1048},
    {"hrvatski", "Croatian", "ymd", 1, 1050, 1050},
    {"sloven\u010Dina", "Slovak", "dmy", 1, 1051, 1051},
    {"slovenski", "Slovenian", "dmy", 1, 1060, 1060},
    {"\u03B5\u03BB\u03BB\u03B7\u03BD\u03B9\u03BA\u03AC", "Greek", "dmy", 1, 1032, 1032},
    {"\u0431\u044A\u043B\u0433\u0430\u0440\u0441\u043A\u0438", "Bulgarian", "dmy", 1, 1026, 1026},
    {"\u0440\u0443\u0441\u0441\u043A\u0438\u0439", "Russian", "dmy", 1, 1049, 1049},
    {"T\u00FCrk\u00E7e", "Turkish", "dmy", 1, 1055, 1055},
    {"British", "British English", "dmy", 1, 2057, 1033},
    {"eesti", "Estonian", "dmy", 1, 1061, 1061},
    {"latvie\u0161u", "Latvian", "ymd", 1, 1062, 1062},
    {"lietuvi\u0173", "Lithuanian", "ymd", 1, 1063, 1063},
    {"Portugu\u00EAs (Brasil)", "Brazilian", "dmy", 7, 1046, 1046},
    {"\u7E41\u9AD4\u4E2D\u6587", "Traditional Chinese", "ymd", 7, 1028, 1028},
    {"\uD55C\uAD6D\uC5B4", "Korean", "ymd", 7, 1042, 1042},
    {"\u7B80\u4F53\u4E2D\u6587", "Simplified Chinese", "ymd", 7, 2052, 2052},
    {"Arabic", "Arabic", "dmy", 1, 1025, 1025},
    {"\u0E44\u0E17\u0E22", "Thai", "dmy", 7, 1054, 1054},
    {"norsk (bokm\u00E5l)", "Bokm\u00E5l", "dmy", 1, 1044, 1044},
};

struct Setting {
  int id;
  const char *name;
  std::int64_t value, minimum, maximum;
  int dynamic, advanced;
};
constexpr Setting settings[] = {
    {101, "recovery interval (min)", 0, 0, 32767, 1, 1},
    {102, "allow updates", 0, 0, 1, 1, 0},
    {103, "user connections", 0, 0, 32767, 0, 1},
    {107, "open objects", 0, 0, 2147483647, 0, 1},
    {109, "fill factor (%)", 0, 0, 100, 0, 1},
    {115, "nested triggers", 1, 0, 1, 1, 0},
    {117, "remote access", 1, 0, 1, 0, 0},
    {124, "default language", 0, 0, 9999, 1, 0},
    {400, "cross db ownership chaining", 0, 0, 1, 1, 0},
    {503, "max worker threads", 0, 128, 65535, 1, 1},
    {505, "network packet size (B)", 4096, 512, 32767, 1, 1},
    {518, "show advanced options", 0, 0, 1, 1, 0},
    {1519, "remote login timeout (s)", 10, 0, 2147483647, 1, 0},
    {1520, "remote query timeout (s)", 600, 0, 2147483647, 1, 0},
    {1534, "user options", 0, 0, 32767, 1, 0},
    {1538, "cost threshold for parallelism", 5, 0, 32767, 1, 1},
    {1539, "max degree of parallelism", 0, 0, 32767, 1, 1},
    {1543, "min server memory (MB)", 0, 0, 2147483647, 1, 1},
    {1544, "max server memory (MB)", 2147483647, 128, 2147483647, 1, 1},
    {1562, "clr enabled", 0, 0, 1, 1, 0},
    {1579, "backup compression default", 0, 0, 1, 1, 0},
    {16384, "Agent XPs", 0, 0, 1, 1, 1},
    {16390, "xp_cmdshell", 0, 0, 1, 1, 1},
    {16391, "Ad Hoc Distributed Queries", 0, 0, 1, 1, 1},
    {16393, "contained database authentication", 0, 0, 1, 1, 0},
};

Value text(const char *value) { return text_value(value); }

void add_principal(Sqlite &sql, std::int64_t id, const char *name, std::string sid, const char *type,
                   const std::string &now, bool disabled, const char *language, std::int64_t owner,
                   bool fixed, Value hash = {}) {
  sql.run(
      "INSERT INTO principals(id, name, sid, type, disabled, created, modified, default_db, default_lang, "
      "owner, fixed, hash, "
      "policy, password_set) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      {int_value(id), text(name), Bytes{std::move(sid)}, text(type), bool_value(disabled), text_value(now),
       text_value(now), *type == 'R' ? Value() : text("master"), *language ? text(language) : Value(),
       owner ? int_value(owner) : Value(), bool_value(fixed), hash, bool_value(*type == 'S'),
       *type == 'S' ? text_value(now) : Value()});
}

std::string role_sid(int id) { return std::string(1, static_cast<char>(id)); }

/// A SID of a Windows account: S-1-5-<parts>.
std::string windows_sid(std::initializer_list<std::uint32_t> parts) {
  std::string sid("\x01\x00\x00\x00\x00\x00\x00\x05", 8);
  sid[1] = static_cast<char>(parts.size());
  for (const std::uint32_t part : parts)
    for (int i = 0; i < 4; ++i) sid += static_cast<char>(part >> (8 * i) & 0xFF);
  return sid;
}

}  // namespace

bool is_bootstrapped(Sqlite &sql) { return sql.exists("SELECT 1 FROM sqlite_master WHERE name = 'meta'"); }

void fill_database(Sqlite &sql, int id, const std::string &owner_sid) {
  const Value db = int_value(id), now = text_value(iso_text(now_local()));
  const auto add = [&](int principal, const char *name, Value sid, const char *type, Value default_schema,
                       bool fixed, int authentication) {
    sql.run("INSERT INTO db_principals VALUES(?,?,?,?,?,?,?,?,?,?,?)",
            {db, int_value(principal), text(name), std::move(sid), text(type), std::move(default_schema),
             *type == 'R' ? int_value(1) : Value(), bool_value(fixed), int_value(authentication), now, now});
  };
  const auto fixed_sid = [](int number) {
    std::string sid(
        "\x01\x05\x00\x00\x00\x00\x00\x09\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
        24);
    for (int i = 0; i < 4; ++i) sid += static_cast<char>(number >> (8 * i) & 0xFF);
    return Bytes{sid};
  };
  add(0, "public", fixed_sid(0), "R", {}, false, 0);
  add(1, "dbo", Bytes{owner_sid}, "S", text("dbo"), false, 1);
  add(2, "guest", Bytes{std::string(1, '\0')}, "S", text("guest"), false, 0);
  add(3, "INFORMATION_SCHEMA", {}, "S", {}, false, 0);
  add(4, "sys", {}, "S", {}, false, 0);
  constexpr const char *roles[] = {
      "db_owner",          "db_accessadmin", "db_securityadmin", "db_ddladmin",       nullptr,
      "db_backupoperator", "db_datareader",  "db_datawriter",    "db_denydatareader", "db_denydatawriter"};
  int role = 16384;
  for (const char *name : roles) {
    if (name) add(role, name, fixed_sid(role), "R", {}, true, 0);
    ++role;
  }
  sql.run("INSERT INTO db_role_members VALUES(?, 16384, 1)", {db});
  const auto schema_row = [&](int schema_id, const char *name, int owner) {
    sql.run("INSERT INTO schemas VALUES(?,?,?,?)", {db, int_value(schema_id), text(name), int_value(owner)});
  };
  schema_row(1, "dbo", 1);
  schema_row(2, "guest", 2);
  schema_row(3, "INFORMATION_SCHEMA", 3);
  schema_row(4, "sys", 4);
  int owner = 16384;
  for (const char *name : roles) {
    if (name) schema_row(owner, name, owner);
    ++owner;
  }
  sql.run("INSERT INTO permissions VALUES(?, 0, 0, 0, 1, 1, 'CO', 'G')", {db});
  if (id == 1 || id == 2 || id == 4)
    sql.run("INSERT INTO permissions VALUES(?, 0, 0, 0, 2, 1, 'CO', 'G')", {db});
}

void bootstrap(Sqlite &sql, const ServerOptions &options) {
  sql.script("BEGIN IMMEDIATE");
  sql.script(schema);
  const std::string now = iso_text(*fit_datetime(now_local(), datetime_type()));
  sql.run("INSERT INTO meta VALUES('collation', ?)", {text_value(options.collation)});
  sql.run("INSERT INTO meta VALUES('rowversion', 2000)");
  sql.run("INSERT INTO meta VALUES('format', 1)");

  add_principal(sql, 1, "sa", std::string(1, '\x01'), "S", now, false, "us_english", 0, false,
                Bytes{hash_password(options.sa_password)});
  constexpr const char *roles[] = {"public",       "sysadmin",  "securityadmin", "serveradmin", "setupadmin",
                                   "processadmin", "diskadmin", "dbcreator",     "bulkadmin"};
  int id = 2;
  for (const char *name : roles) {
    add_principal(sql, id, name, role_sid(id), "R", now, false, "", 1, id != 2);
    ++id;
  }
  constexpr const char *newer[] = {"##MS_ServerStateReader##",         "##MS_ServerStateManager##",
                                   "##MS_DefinitionReader##",          "##MS_DatabaseConnector##",
                                   "##MS_DatabaseManager##",           "##MS_LoginManager##",
                                   "##MS_SecurityDefinitionReader##",  "##MS_PerformanceDefinitionReader##",
                                   "##MS_ServerSecurityStateReader##", "##MS_ServerPerformanceStateReader##"};
  for (const char *name : newer) {
    add_principal(sql, id, name, role_sid(id), "R", now, false, "", 1, true);
    ++id;
  }
  constexpr const char *certificates[] = {
      "##MS_SQLResourceSigningCertificate##", "##MS_SQLReplicationSigningCertificate##",
      "##MS_SQLAuthenticatorCertificate##",   "##MS_AgentSigningCertificate##",
      "##MS_PolicySigningCertificate##",      "##MS_SmoExtendedSigningCertificate##"};
  int certificate = 101;
  for (const char *name : certificates) {
    add_principal(sql, certificate, name,
                  std::string("\x01\x06\x00\x00\x00\x00\x00\x09\x01\x00\x00\x00", 12) + digest("SHA1", name),
                  "C", now, false, "", 0, false);
    if (++certificate == 104) ++certificate;
  }
  add_principal(sql, 256, "##MS_PolicyEventProcessingLogin##",
                digest("MD5", "##MS_PolicyEventProcessingLogin##"), "S", now, true, "us_english", 0, false,
                Bytes{hash_password(random_bytes(32))});
  add_principal(sql, 257, "##MS_PolicyTsqlExecutionLogin##", digest("MD5", "##MS_PolicyTsqlExecutionLogin##"),
                "S", now, true, "us_english", 0, false, Bytes{hash_password(random_bytes(32))});
  add_principal(sql, 258, "NT AUTHORITY\\SYSTEM", windows_sid({18}), "U", now, false, "us_english", 0, false);
  add_principal(sql, 259, "NT SERVICE\\SQLWriter",
                windows_sid({80, 3263513310, 3392720605, 1798839546, 683002060, 3227631582}), "U", now, false,
                "us_english", 0, false);
  add_principal(sql, 260, "NT SERVICE\\Winmgmt",
                windows_sid({80, 3750560858, 172214265, 3889451188, 1914796615, 4100997547}), "U", now, false,
                "us_english", 0, false);
  add_principal(sql, 261, "NT SERVICE\\MSSQLSERVER",
                windows_sid({80, 3880718306, 3832830129, 1677859214, 2598158968, 1052248003}), "U", now,
                false, "us_english", 0, false);
  add_principal(sql, 262, "NT SERVICE\\SQLSERVERAGENT",
                windows_sid({80, 344959196, 2060754871, 2302487193, 2804545603, 1466107430}), "U", now, false,
                "us_english", 0, false);
  add_principal(sql, 263, "NT SERVICE\\SQLTELEMETRY",
                windows_sid({80, 2652535364, 2169709536, 2857650723, 2622804123, 1107741775}), "U", now,
                false, "us_english", 0, false);
  for (const int member : {1, 259, 260, 261, 262})
    sql.run("INSERT INTO role_members VALUES(3, ?)", {int_value(member)});

  const auto permit = [&](int type_class, int major, int grantee, const char *type) {
    sql.run("INSERT INTO permissions VALUES(0, ?, ?, 0, ?, 1, ?, 'G')",
            {int_value(type_class), int_value(major), int_value(grantee), text(type)});
  };
  permit(100, 0, 2, "VWDB");
  for (const int endpoint : {2, 3, 4, 5}) permit(105, endpoint, 2, "CO");
  for (const int login : {1, 256, 257, 258, 259, 260, 261, 262, 263}) permit(100, 0, login, "COSQ");
  for (const int login : {101, 258, 263}) permit(100, 0, login, "VWSS");
  permit(100, 0, 101, "VWAD");
  permit(100, 0, 103, "AUTH");
  permit(100, 0, 105, "CL");
  permit(100, 0, 106, "VWAD");
  permit(100, 0, 257, "VWAD");
  permit(100, 0, 257, "VWSS");
  permit(100, 0, 263, "VWAD");

  for (const PermissionName &permission : permission_names())
    sql.run("INSERT OR IGNORE INTO permission_names VALUES(?,?,?)",
            {int_value(permission.type_class), text(permission.type), text(permission.name)});
  int language_id = 0;
  for (const Language &language : languages)
    sql.run("INSERT INTO languages VALUES(?,?,?,?,?,?,?)",
            {int_value(language_id++), text(language.name), text(language.alias), text(language.order),
             int_value(language.first), int_value(language.lcid), int_value(language.message)});
  for (const Setting &setting : settings)
    sql.run("INSERT INTO configurations VALUES(?,?,?,?,?,?,?,?,?)",
            {int_value(setting.id), text(setting.name), int_value(setting.value), int_value(setting.minimum),
             int_value(setting.maximum), int_value(setting.value), text(setting.name),
             int_value(setting.dynamic), int_value(setting.advanced)});
  struct Endpoint {
    int id;
    const char *name;
    int protocol;
    const char *protocol_name;
    int admin;
  };
  for (const Endpoint &endpoint :
       {Endpoint{1, "Dedicated Admin Connection", 2, "TCP", 1},
        Endpoint{2, "TSQL Local Machine", 4, "SHARED_MEMORY", 0},
        Endpoint{3, "TSQL Named Pipes", 3, "NAMED_PIPES", 0}, Endpoint{4, "TSQL Default TCP", 2, "TCP", 0},
        Endpoint{5, "TSQL Default VIA", 5, "VIA", 0}})
    sql.run("INSERT INTO endpoints VALUES(?,?,1,?,?,2,'TSQL',?)",
            {int_value(endpoint.id), text(endpoint.name), int_value(endpoint.protocol),
             text(endpoint.protocol_name), int_value(endpoint.admin)});
  constexpr const char *types[] = {"image",
                                   "text",
                                   "uniqueidentifier",
                                   "date",
                                   "time",
                                   "datetime2",
                                   "datetimeoffset",
                                   "tinyint",
                                   "smallint",
                                   "int",
                                   "smalldatetime",
                                   "real",
                                   "money",
                                   "datetime",
                                   "float",
                                   "sql_variant",
                                   "ntext",
                                   "bit",
                                   "decimal",
                                   "numeric",
                                   "smallmoney",
                                   "bigint",
                                   "varbinary",
                                   "varchar",
                                   "binary",
                                   "char",
                                   "timestamp",
                                   "nvarchar",
                                   "nchar",
                                   "xml"};
  for (const char *name : types) {
    TypeInfo type = *type_named(name);
    if (type.type == Type::nvarchar || type.type == Type::nchar) type.length = 4000;
    if (type.type == Type::varchar || type.type == Type::char_ || type.type == Type::binary ||
        type.type == Type::varbinary)
      type.length = 8000;
    if (is_decimal(type.type) && type.precision) type.precision = 38, type.scale = 38;
    const TypeIdentity shown = identity_of(type);
    sql.run("INSERT INTO system_types VALUES(?,?,?,4,?,?,?,?,?)",
            {int_value(shown.system_type_id), int_value(shown.user_type_id), text(name),
             int_value(shown.max_length), int_value(shown.precision), int_value(shown.scale),
             is_character(type.type) && type.type != Type::xml ? text_value(options.collation) : Value(),
             bool_value(type.type != Type::rowversion)});
  }
  sql.run("INSERT INTO system_types VALUES(231, 256, 'sysname', 4, 256, 0, 0, ?, 0)",
          {text_value(options.collation)});

  int database = 1;
  for (const char *name : {"master", "tempdb", "model", "msdb"}) {
    sql.run(
        "INSERT INTO databases(id, name, owner_sid, created, collation, recovery, trustworthy, chaining, "
        "broker, service_guid) VALUES(?,?,X'01',?,?,?,?,?,?,?)",
        {int_value(database), text(name), text_value(now), text_value(options.collation),
         int_value(database == 3 ? 1 : 3), bool_value(database == 4), bool_value(database != 3),
         bool_value(database == 4 || database == 2), Bytes{random_bytes(16)}});
    fill_database(sql, database, std::string(1, '\x01'));
    ++database;
  }
  sql.script("COMMIT");
}

}  // namespace sandbox
