// sp_help... and the catalogue procedures of ODBC: each a SELECT over the catalogue views.
#include "samples/sandbox/engine/system-procedures.hpp"

namespace sandbox {
namespace {

Value pattern_of(const Invocation &call, std::size_t i) { return text_value(call.text(i, "%")); }

std::int64_t help_logins(Invocation &call) {
  if (!call.engine.has_server_permission("ALTER ANY LOGIN")) throw error(15247);
  call.select(
      "SELECT p.name AS LoginName, p.sid AS SID, p.default_database_name AS DefDBName, "
      "p.default_language_name AS DefLangName, "
      "CAST(CASE WHEN EXISTS (SELECT 1 FROM sys.database_principals u WHERE u.sid = p.sid) THEN 'yes' ELSE "
      "'NO' END AS char(5)) AS AUser, "
      "CAST('no' AS char(7)) AS ARemote FROM sys.server_principals p WHERE p.type IN ('S', 'U', 'G') AND "
      "p.name LIKE @p1 ORDER BY p.name",
      {pattern_of(call, 0)});
  std::string query;
  for (const Row &row : call.engine.sql.rows("SELECT name FROM databases WHERE state = 0 ORDER BY id")) {
    const std::string database = as_text(row[0]), quoted = quote_name(database);
    std::string literal = quote_name(database, '\'');
    query +=
        (query.empty() ? "" : " UNION ALL ") +
        ("SELECT p.name AS LoginName, CAST(N" + literal +
         " AS sysname) AS DBName, u.name AS UserName, CAST('User' AS char(8)) AS UserOrAlias FROM " + quoted +
         ".sys.database_principals u JOIN sys.server_principals p ON p.sid = u.sid WHERE u.type IN ('S', "
         "'U', 'G') AND p.name LIKE @p1") +
        " UNION ALL SELECT p.name, CAST(N" + literal +
        " AS sysname), r.name, CAST('MemberOf' AS char(8)) FROM " + quoted +
        ".sys.database_principals u JOIN sys.server_principals p ON p.sid = u.sid JOIN " + quoted +
        ".sys.database_role_members m ON m.member_principal_id = u.principal_id JOIN " + quoted +
        ".sys.database_principals r ON r.principal_id = m.role_principal_id WHERE p.name LIKE @p1";
  }
  if (!query.empty()) call.select(query, {pattern_of(call, 0)});
  return 0;
}

void add_principals(ProcedureTable &t) {
  t["sp_helplogins"] = {"@LoginNamePattern", help_logins};
  t["sp_helpsrvrolemember"] = {
      "@srvrolename", [](Invocation &c) -> std::int64_t {
        if (c.given(0) && !c.engine.sql.exists("SELECT 1 FROM principals WHERE name = ?1 AND type = 'R'",
                                               {text_value(c.text(0))}))
          throw error(15409, {c.text(0)});
        c.select(
            "SELECT r.name AS ServerRole, p.name AS MemberName, p.sid AS MemberSID FROM "
            "sys.server_role_members m "
            "JOIN sys.server_principals r ON r.principal_id = m.role_principal_id JOIN sys.server_principals "
            "p ON p.principal_id = m.member_principal_id "
            "WHERE r.name LIKE @p1 ORDER BY r.name, p.name",
            {pattern_of(c, 0)});
        return 0;
      }};
  t["sp_helpsrvrole"] = {
      "@srvrolename", [](Invocation &c) -> std::int64_t {
        c.select(
            "SELECT name AS ServerRole, name AS Description FROM sys.server_principals WHERE type = 'R' AND "
            "is_fixed_role = 1 AND name LIKE @p1 ORDER BY principal_id",
            {pattern_of(c, 0)});
        return 0;
      }};
  t["sp_helprolemember"] = {"@rolename", [](Invocation &c) -> std::int64_t {
                              c.select(
                                  "SELECT r.name AS DbRole, p.name AS MemberName, p.sid AS MemberSID FROM "
                                  "sys.database_role_members m "
                                  "JOIN sys.database_principals r ON r.principal_id = m.role_principal_id "
                                  "JOIN sys.database_principals p ON p.principal_id = m.member_principal_id "
                                  "WHERE r.name LIKE @p1 ORDER BY r.name, p.name",
                                  {pattern_of(c, 0)});
                              return 0;
                            }};
  t["sp_helprole"] = {
      "@rolename", [](Invocation &c) -> std::int64_t {
        c.select(
            "SELECT name AS RoleName, CAST(principal_id AS smallint) AS RoleId, 0 AS IsAppRole FROM "
            "sys.database_principals WHERE type = 'R' AND name LIKE @p1 ORDER BY name",
            {pattern_of(c, 0)});
        return 0;
      }};
  t["sp_helpuser"] = {"@name_in_db", [](Invocation &c) -> std::int64_t {
                        c.select(
                            "SELECT u.name AS UserName, r.name AS RoleName, p.name AS LoginName, "
                            "p.default_database_name AS DefDBName, u.default_schema_name AS DefSchemaName, "
                            "u.principal_id AS UserID, u.sid AS SID FROM sys.database_principals u LEFT JOIN "
                            "sys.database_role_members m ON m.member_principal_id = u.principal_id "
                            "LEFT JOIN sys.database_principals r ON r.principal_id = m.role_principal_id "
                            "LEFT JOIN sys.server_principals p ON p.sid = u.sid "
                            "WHERE u.type IN ('S', 'U', 'G') AND u.name LIKE @p1 ORDER BY u.name",
                            {pattern_of(c, 0)});
                        return 0;
                      }};
  t["sp_helpdb"] = {
      "@dbname", [](Invocation &c) -> std::int64_t {
        if (c.given(0) && !c.engine.find_database(c.text(0))) throw error(15010, {c.text(0)});
        c.select(
            "SELECT d.name, CAST('      8.00 MB' AS nvarchar(13)) AS db_size, SUSER_SNAME(d.owner_sid) AS "
            "owner, CAST(d.database_id AS smallint) AS dbid, "
            "CONVERT(nvarchar(11), d.create_date) AS created, CAST('Status=' + d.state_desc + ', "
            "Updateability=' + CASE d.is_read_only WHEN 1 THEN 'READ_ONLY' ELSE 'READ_WRITE' END + "
            "', UserAccess=' + d.user_access_desc + ', Recovery=' + d.recovery_model_desc + ', Collation=' + "
            "d.collation_name AS nvarchar(600)) AS status, d.compatibility_level "
            "FROM sys.databases d WHERE d.name LIKE @p1 ORDER BY d.name",
            {pattern_of(c, 0)});
        return 0;
      }};
  t["sp_databases"] = {
      "", [](Invocation &c) -> std::int64_t {
        c.select(
            "SELECT name AS DATABASE_NAME, 8192 AS DATABASE_SIZE, CAST(NULL AS varchar(254)) AS REMARKS FROM "
            "sys.databases WHERE HAS_DBACCESS(name) = 1 ORDER BY name");
        return 0;
      }};
  t["sp_mshasdbaccess"] = {"", [](Invocation &c) -> std::int64_t {
                             c.select(
                                 "SELECT name AS dbname, SUSER_SNAME(owner_sid) AS owner FROM sys.databases "
                                 "WHERE HAS_DBACCESS(name) = 1 ORDER BY name");
                             return 0;
                           }};
  t["sp_who"] = {"@loginame", [](Invocation &c) -> std::int64_t {
                   c.select(
                       "SELECT s.session_id AS spid, CAST(0 AS smallint) AS ecid, CAST(s.status AS "
                       "nchar(30)) AS status, CAST(s.login_name AS nchar(128)) AS loginame, "
                       "CAST(s.host_name AS nchar(128)) AS hostname, CAST('0' AS char(5)) AS blk, "
                       "DB_NAME(s.database_id) AS dbname, CAST('AWAITING COMMAND' AS nchar(26)) AS cmd, "
                       "0 AS request_id FROM sys.dm_exec_sessions s WHERE (@p1 = '%' OR s.login_name = @p1 "
                       "OR CAST(s.session_id AS nvarchar(10)) = @p1) ORDER BY s.session_id",
                       {pattern_of(c, 0)});
                   return 0;
                 }};
  t["sp_helplanguage"] = {"@language", [](Invocation &c) -> std::int64_t {
                            c.select(
                                "SELECT langid, dateformat, datefirst, upgrade, name, alias, months, "
                                "shortmonths, days, lcid, msglangid FROM sys.syslanguages "
                                "WHERE name LIKE @p1 OR alias LIKE @p1 ORDER BY langid",
                                {pattern_of(c, 0)});
                            return 0;
                          }};
}

const char *const odbc_type =
    "CAST(CASE t.name WHEN 'bit' THEN -7 WHEN 'tinyint' THEN -6 WHEN 'smallint' THEN 5 WHEN 'int' THEN 4 "
    "WHEN 'bigint' THEN -5 WHEN 'decimal' THEN 3 "
    "WHEN 'numeric' THEN 2 WHEN 'money' THEN 3 WHEN 'smallmoney' THEN 3 WHEN 'real' THEN 7 WHEN 'float' THEN "
    "6 WHEN 'datetime' THEN 11 WHEN 'smalldatetime' THEN 11 "
    "WHEN 'char' THEN 1 WHEN 'varchar' THEN 12 WHEN 'text' THEN -1 WHEN 'nchar' THEN -8 WHEN 'nvarchar' THEN "
    "-9 WHEN 'sysname' THEN -9 WHEN 'ntext' THEN -10 WHEN 'binary' THEN -2 "
    "WHEN 'varbinary' THEN -3 WHEN 'timestamp' THEN -2 WHEN 'image' THEN -4 WHEN 'uniqueidentifier' THEN -11 "
    "WHEN 'xml' THEN -152 WHEN 'sql_variant' THEN -150 ELSE -9 END AS smallint)";

void add_odbc(ProcedureTable &t) {
  t["sp_tables"] = {
      "@table_name @table_owner @table_qualifier @table_type @fUsePattern",
      [](Invocation &c) -> std::int64_t {
        c.select(
            "SELECT DB_NAME() AS TABLE_QUALIFIER, s.name AS TABLE_OWNER, o.name AS TABLE_NAME, CAST(CASE "
            "WHEN o.object_id < 0 THEN 'SYSTEM TABLE' WHEN o.type = 'U' THEN 'TABLE' "
            "ELSE 'VIEW' END AS varchar(32)) AS TABLE_TYPE, CAST(NULL AS varchar(254)) AS REMARKS FROM "
            "sys.all_objects o JOIN sys.schemas s ON s.schema_id = o.schema_id "
            "WHERE o.type IN ('U', 'V') AND o.name LIKE @p1 AND s.name LIKE @p2 AND (@p3 = '%' OR "
            "CHARINDEX(CASE WHEN o.object_id < 0 THEN '''SYSTEM TABLE''' WHEN o.type = 'U' THEN "
            "'''TABLE''' ELSE '''VIEW''' END, @p3) > 0) ORDER BY 4, 1, 2, 3",
            {pattern_of(c, 0), pattern_of(c, 1), pattern_of(c, 3)});
        return 0;
      }};
  for (const char *name : {"sp_columns", "sp_columns_90", "sp_columns_100"})
    t[name] = {
        "@table_name! @table_owner @table_qualifier @column_name @ODBCVer @fUsePattern",
        [](Invocation &c) -> std::int64_t {
          c.select(std::string("SELECT DB_NAME() AS TABLE_QUALIFIER, s.name AS TABLE_OWNER, o.name AS "
                               "TABLE_NAME, c.name AS COLUMN_NAME, ") +
                       odbc_type +
                       " AS DATA_TYPE, CAST(CASE WHEN c.is_identity = 1 THEN t.name + ' identity' ELSE "
                       "t.name END AS sysname) AS TYPE_NAME, "
                       "CAST(CASE WHEN t.name IN ('nchar', 'nvarchar', 'sysname') AND c.max_length > 0 THEN "
                       "c.max_length / 2 WHEN c.precision > 0 THEN c.precision ELSE c.max_length END AS int) "
                       "AS [PRECISION], "
                       "CAST(c.max_length AS int) AS LENGTH, CAST(c.scale AS smallint) AS [SCALE], CAST(CASE "
                       "WHEN c.precision > 0 THEN 10 END AS smallint) AS RADIX, "
                       "CAST(c.is_nullable AS smallint) AS NULLABLE, CAST(NULL AS varchar(254)) AS REMARKS, "
                       "CAST(NULL AS nvarchar(4000)) AS COLUMN_DEF, CAST(0 AS smallint) AS SQL_DATA_TYPE, "
                       "CAST(NULL AS smallint) AS SQL_DATETIME_SUB, CAST(NULL AS int) AS CHAR_OCTET_LENGTH, "
                       "c.column_id AS ORDINAL_POSITION, "
                       "CAST(CASE c.is_nullable WHEN 1 THEN 'YES' ELSE 'NO' END AS varchar(254)) AS "
                       "IS_NULLABLE, CAST(c.system_type_id AS tinyint) AS SS_DATA_TYPE "
                       "FROM sys.all_columns c JOIN sys.all_objects o ON o.object_id = c.object_id JOIN "
                       "sys.schemas s ON s.schema_id = o.schema_id "
                       "JOIN sys.types t ON t.user_type_id = c.user_type_id WHERE o.name LIKE @p1 AND s.name "
                       "LIKE @p2 AND c.name LIKE @p3 ORDER BY 1, 2, 3, 17",
                   {pattern_of(c, 0), pattern_of(c, 1), pattern_of(c, 3)});
          return 0;
        }};
  t["sp_pkeys"] = {
      "@table_name! @table_owner @table_qualifier", [](Invocation &c) -> std::int64_t {
        c.select(
            "SELECT TABLE_CATALOG AS TABLE_QUALIFIER, TABLE_SCHEMA AS TABLE_OWNER, TABLE_NAME, COLUMN_NAME, "
            "CAST(ORDINAL_POSITION AS smallint) AS KEY_SEQ, k.CONSTRAINT_NAME AS PK_NAME "
            "FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE k WHERE k.TABLE_NAME = @p1 AND k.TABLE_SCHEMA LIKE @p2 "
            "AND EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS t "
            "WHERE t.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'PRIMARY KEY') ORDER BY 1, "
            "2, 3, 5",
            {text_value(c.text(0)), pattern_of(c, 1)});
        return 0;
      }};
  for (const char *name : {"sp_datatype_info", "sp_datatype_info_90", "sp_datatype_info_100"})
    t[name] = {
        "@data_type @ODBCVer", [](Invocation &c) -> std::int64_t {
          c.select(std::string("SELECT t.name AS TYPE_NAME, ") + odbc_type +
                       " AS DATA_TYPE, CAST(CASE WHEN t.name IN ('nchar', 'nvarchar') THEN t.max_length / 2 "
                       "WHEN t.precision > 0 THEN t.precision ELSE t.max_length END AS int) AS [PRECISION], "
                       "CAST(CASE WHEN t.collation_name IS NOT NULL THEN '''' END AS varchar(32)) AS "
                       "LITERAL_PREFIX, CAST(CASE WHEN t.collation_name IS NOT NULL THEN '''' END AS "
                       "varchar(32)) AS LITERAL_SUFFIX, "
                       "CAST(NULL AS varchar(32)) AS CREATE_PARAMS, CAST(1 AS smallint) AS NULLABLE, CAST(0 "
                       "AS smallint) AS CASE_SENSITIVE, CAST(3 AS smallint) AS SEARCHABLE, "
                       "CAST(0 AS smallint) AS UNSIGNED_ATTRIBUTE, CAST(0 AS smallint) AS MONEY, CAST(0 AS "
                       "smallint) AS AUTO_INCREMENT, t.name AS LOCAL_TYPE_NAME "
                       "FROM sys.types t WHERE @p1 = 0 OR " +
                       odbc_type + " = @p1 ORDER BY 2",
                   {int_value(c.number(0))});
          return 0;
        }};
}

}  // namespace

void add_help_procedures(ProcedureTable &table) {
  add_principals(table);
  add_odbc(table);
}

}  // namespace sandbox
