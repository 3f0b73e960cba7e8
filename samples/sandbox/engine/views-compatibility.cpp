// The views of SQL Server 2000, msdb's tables, INFORMATION_SCHEMA and the table-valued functions of sys.
#include "samples/sandbox/engine/permission-names.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

std::string member_of(int role) {
  return "CASE WHEN is_in_role(p.id, " + std::to_string(role) + ") THEN 1 ELSE 0 END";
}

std::string login_columns_query() {
  std::string out =
      "SELECT p.sid, 1, p.created, p.modified, p.created, 0, 0, 0, 0, 0, p.name, p.default_db, NULL, "
      "p.default_lang, "
      "(SELECT count(*) FROM permissions d WHERE d.db = 0 AND d.class = 100 AND d.grantee = p.id AND d.type "
      "= 'COSQ' AND d.state = 'D'), "
      "(SELECT count(*) FROM permissions d WHERE d.db = 0 AND d.class = 100 AND d.grantee = p.id AND d.type "
      "= 'COSQ' AND d.state IN ('G', 'W')), "
      "p.type IN ('U', 'G'), p.type = 'G', p.type = 'U'";
  for (int role = 3; role <= 10; ++role) out += ", " + member_of(role);
  return out + ", p.name FROM principals p WHERE p.type <> 'R' AND ({all} OR sees_principal(p.id))";
}

void old_views(ViewTable &t) {
  t.query(
      "sys", "syslogins",
      R"(sid varbinary(85); status smallint; createdate datetime!; updatedate datetime!; accdate datetime!; totcpu int; totio int;
    spacelimit int; timelimit int; resultlimit int; name sysname!; dbname sysname; password nvarchar(128); language sysname; denylogin int; hasaccess int;
    isntname int; isntgroup int; isntuser int; sysadmin int; securityadmin int; serveradmin int; setupadmin int; processadmin int; diskadmin int;
    dbcreator int; bulkadmin int; loginname sysname!)",
      login_columns_query());
  t.query(
      "sys", "sysdatabases",
      R"(name sysname!; dbid smallint; sid varbinary(85); mode smallint; status int; status2 int; crdate datetime!; reserved datetime;
    category int; cmptlevel tinyint!; filename nvarchar(260); version smallint)",
      "SELECT name, id, owner_sid, 0, 65536, 1090520064, created, '1900-01-01T00:00:00.0000000', 0, "
      "compatibility, '/var/opt/mssql/data/' || name || '.mdf', 957 "
      "FROM databases WHERE sees_database(id)");
  t.query(
      "sys", "sysusers",
      R"(uid smallint; status smallint; name sysname; sid varbinary(85); roles varbinary(2048); createdate datetime!; updatedate datetime!;
    altuid smallint; password varbinary(256); gid smallint; environ varchar(255); hasdbaccess int; islogin int; isntname int; isntgroup int; isntuser int;
    issqluser int; isaliased int; issqlrole int; isapprole int)",
      R"(SELECT u.id, 0, u.name, u.sid, NULL, u.created, u.modified, u.owner, NULL, CASE u.type WHEN 'R' THEN u.id ELSE 0 END, NULL,
    (SELECT count(*) > 0 FROM permissions p WHERE p.db = u.db AND p.class = 0 AND p.grantee = u.id AND p.type = 'CO' AND p.state IN ('G', 'W')),
    u.type NOT IN ('R', 'A'), u.type IN ('U', 'G'), u.type = 'G', u.type = 'U', u.type = 'S', 0, u.type = 'R', u.type = 'A'
    FROM db_principals u WHERE u.db = ?1 AND ({dball} OR sees_user(?1, u.id)))");
  t.query(
      "sys", "sysobjects",
      R"(name sysname!; id int!; xtype char(2)!; uid smallint; info smallint; status int; base_schema_ver int; replinfo int; parent_obj int!;
    crdate datetime!; ftcatid smallint; schema_ver int; stats_schema_ver int; type char(2); userstat smallint; sysstat smallint; indexdel smallint;
    refdate datetime!; version int; deltrig int; instrig int; updtrig int; seltrig int; category int; cache smallint)",
      "SELECT o.name, o.id, substr(o.type || ' ', 1, 2), o.schema, 0, 0, 0, 0, o.parent, o.created, 0, 0, 0, "
      "substr(CASE o.type WHEN 'PK' THEN 'K' WHEN 'UQ' THEN 'K' "
      "ELSE o.type END || ' ', 1, 2), 0, 0, 0, o.created, 0, 0, 0, 0, 0, 0, 0 FROM objects o WHERE o.db = ?1 "
      "AND ({dball} OR sees_object(?1, o.id))");
  t.query(
      "sys", "syscolumns",
      R"(name sysname; id int!; xtype tinyint!; typestat tinyint; xusertype smallint; length smallint!; xprec tinyint!; xscale tinyint!;
    colid smallint; xoffset smallint; bitpos tinyint; reserved tinyint; colstat smallint; cdefault int!; domain int!; number smallint; colorder smallint;
    isnullable int; prec smallint; scale int; iscomputed int; collation sysname)",
      "SELECT c.name, c.object, c.system_type, 0, c.user_type, c.max_length, c.shown_prec, c.shown_scale, "
      "c.id, 0, 0, 0, c.identity, c.default_object, 0, 0, c.id, "
      "c.nullable, c.shown_prec, c.shown_scale, c.computed IS NOT NULL, c.collation FROM columns c WHERE "
      "c.db = ?1 AND ({dball} OR sees_object(?1, c.object))");
  t.query("sys", "syscomments",
          "id int!; number smallint; colid smallint!; status smallint!; ctext varbinary(8000); texttype "
          "smallint; language smallint; encrypted bit!; compressed bit!; text nvarchar(4000)",
          "SELECT o.id, 1, 1, 0, NULL, 2, 0, 0, 0, CASE WHEN {dball} THEN substr(o.definition, 1, 4000) END "
          "FROM objects o WHERE o.db = ?1 AND o.definition IS NOT NULL");
  t.query("sys", "sysservers",
          "srvid smallint; srvstatus smallint; srvname sysname!; srvproduct nvarchar(128); isremote bit", "");
  t.query("sys", "sysprocesses",
          "spid smallint!; kpid smallint!; blocked smallint!; dbid smallint!; uid smallint; status "
          "nchar(30)!; hostname nchar(128)!; program_name nchar(128)!; cmd nchar(26)!; loginame nchar(128)!",
          "SELECT {spid}, 0, 0, ?1, 1, 'runnable', '', '', 'SELECT', (SELECT name FROM principals WHERE id = "
          "{login})");
  t.query("sys", "syscharsets",
          "type smallint!; id tinyint!; csid tinyint!; status smallint; name sysname!; description "
          "nvarchar(255); binarydefinition varbinary(6000); definition image",
          "SELECT 1001, 1, 0, 0, 'iso_1', 'ISO 8859-1 (Latin-1) - Western European 8-bit character set.', "
          "NULL, NULL");
}

}  // namespace

void add_compatibility_views(ViewTable &table) { old_views(table); }

void add_information_schema(ViewTable &t) {
  const char *schema = "INFORMATION_SCHEMA";
  const std::string database = "(SELECT name FROM databases WHERE id = ?1)";
  t.query(
      schema, "TABLES",
      "TABLE_CATALOG nvarchar(128); TABLE_SCHEMA nvarchar(128); TABLE_NAME sysname!; TABLE_TYPE varchar(10)",
      "SELECT " + database +
          ", s.name, o.name, CASE o.type WHEN 'U' THEN 'BASE TABLE' ELSE 'VIEW' END FROM objects o JOIN "
          "schemas s ON s.db = o.db AND s.id = o.schema "
          "WHERE o.db = ?1 AND o.type IN ('U', 'V') AND ({dball} OR sees_object(?1, o.id))");
  t.query(schema, "SCHEMATA",
          "CATALOG_NAME nvarchar(128); SCHEMA_NAME nvarchar(128)!; SCHEMA_OWNER nvarchar(128); "
          "DEFAULT_CHARACTER_SET_CATALOG varchar(6); "
          "DEFAULT_CHARACTER_SET_SCHEMA varchar(3); DEFAULT_CHARACTER_SET_NAME nvarchar(128)",
          "SELECT " + database +
              ", s.name, u.name, NULL, NULL, 'iso_1' FROM schemas s LEFT JOIN db_principals u ON u.db = s.db "
              "AND u.id = s.owner WHERE s.db = ?1");
  t.query(
      schema, "COLUMNS",
      R"(TABLE_CATALOG nvarchar(128); TABLE_SCHEMA nvarchar(128); TABLE_NAME nvarchar(128)!; COLUMN_NAME nvarchar(128); ORDINAL_POSITION int;
    COLUMN_DEFAULT nvarchar(4000); IS_NULLABLE varchar(3); DATA_TYPE nvarchar(128); CHARACTER_MAXIMUM_LENGTH int; CHARACTER_OCTET_LENGTH int;
    NUMERIC_PRECISION tinyint; NUMERIC_PRECISION_RADIX smallint; NUMERIC_SCALE int; DATETIME_PRECISION smallint; CHARACTER_SET_CATALOG nvarchar(128);
    CHARACTER_SET_SCHEMA nvarchar(128); CHARACTER_SET_NAME nvarchar(128); COLLATION_CATALOG nvarchar(128); COLLATION_SCHEMA nvarchar(128); COLLATION_NAME nvarchar(128))",
      "SELECT " + database +
          R"(, s.name, o.name, c.name, c.id, (SELECT d.definition FROM objects d WHERE d.db = c.db AND d.id = c.default_object AND c.default_object <> 0),
    CASE WHEN c.nullable THEN 'YES' ELSE 'NO' END, y.name,
    CASE WHEN c.system_type IN (231, 239) THEN CASE c.max_length WHEN -1 THEN -1 ELSE c.max_length / 2 END WHEN c.system_type IN (167, 175, 165, 173) THEN c.max_length
      WHEN c.system_type IN (34, 35) THEN 2147483647 WHEN c.system_type = 99 THEN 1073741823 END,
    CASE WHEN c.system_type IN (231, 239, 167, 175, 165, 173) THEN c.max_length END,
    CASE WHEN c.system_type IN (48, 52, 56, 127, 106, 108, 60, 122, 59, 62) THEN c.shown_prec END,
    CASE WHEN c.system_type IN (48, 52, 56, 127, 106, 108, 60, 122) THEN 10 WHEN c.system_type IN (59, 62) THEN 2 END,
    CASE WHEN c.system_type IN (48, 52, 56, 127, 106, 108, 60, 122) THEN c.shown_scale END,
    CASE WHEN c.system_type = 61 THEN 3 WHEN c.system_type IN (40, 58) THEN 0 WHEN c.system_type IN (41, 42, 43) THEN c.shown_scale END,
    NULL, NULL, CASE WHEN c.system_type IN (231, 239, 99) THEN 'UNICODE' WHEN c.system_type IN (167, 175, 35) THEN 'iso_1' END, NULL, NULL, c.collation
    FROM columns c JOIN objects o ON o.db = c.db AND o.id = c.object JOIN schemas s ON s.db = o.db AND s.id = o.schema
    LEFT JOIN system_types y ON y.id = c.system_type AND y.user_id = c.system_type WHERE c.db = ?1 AND o.type IN ('U', 'V') AND ({dball} OR sees_object(?1, o.id)))");
  t.query(
      schema, "TABLE_CONSTRAINTS",
      R"(CONSTRAINT_CATALOG nvarchar(128); CONSTRAINT_SCHEMA nvarchar(128); CONSTRAINT_NAME sysname!; TABLE_CATALOG nvarchar(128);
    TABLE_SCHEMA nvarchar(128); TABLE_NAME sysname; CONSTRAINT_TYPE varchar(11); IS_DEFERRABLE varchar(2)!; INITIALLY_DEFERRED varchar(2)!)",
      "SELECT " + database + ", s.name, o.name, " + database +
          ", s.name, p.name, CASE o.type WHEN 'PK' THEN 'PRIMARY KEY' WHEN 'UQ' THEN 'UNIQUE' WHEN 'F' THEN "
          "'FOREIGN KEY' "
          "ELSE 'CHECK' END, 'NO', 'NO' FROM objects o JOIN objects p ON p.db = o.db AND p.id = o.parent "
          "JOIN schemas s ON s.db = o.db AND s.id = o.schema "
          "WHERE o.db = ?1 AND o.type IN ('PK', 'UQ', 'F', 'C') AND ({dball} OR sees_object(?1, p.id))");
  t.query(
      schema, "KEY_COLUMN_USAGE",
      R"(CONSTRAINT_CATALOG nvarchar(128); CONSTRAINT_SCHEMA nvarchar(128); CONSTRAINT_NAME sysname!; TABLE_CATALOG nvarchar(128);
    TABLE_SCHEMA nvarchar(128); TABLE_NAME sysname!; COLUMN_NAME nvarchar(128); ORDINAL_POSITION int!)",
      "SELECT " + database + ", s.name, o.name, " + database +
          ", s.name, p.name, c.name, k.ordinal FROM objects o JOIN objects p ON p.db = o.db AND p.id = "
          "o.parent "
          "JOIN schemas s ON s.db = o.db AND s.id = o.schema JOIN indexes i ON i.db = o.db AND i.object = "
          "o.parent AND i.constraint_id = o.id "
          "JOIN index_columns k ON k.db = i.db AND k.object = i.object AND k.idx = i.id JOIN columns c ON "
          "c.db = k.db AND c.object = k.object AND c.id = k.column_id "
          "WHERE o.db = ?1 AND o.type IN ('PK', 'UQ') AND ({dball} OR sees_object(?1, p.id))");
  t.query(
      schema, "ROUTINES",
      R"(SPECIFIC_CATALOG nvarchar(128); SPECIFIC_SCHEMA nvarchar(128); SPECIFIC_NAME nvarchar(128)!; ROUTINE_CATALOG nvarchar(128);
    ROUTINE_SCHEMA nvarchar(128); ROUTINE_NAME nvarchar(128)!; ROUTINE_TYPE nvarchar(20); ROUTINE_DEFINITION nvarchar(4000); CREATED datetime!; LAST_ALTERED datetime!)",
      "SELECT " + database + ", s.name, o.name, " + database +
          ", s.name, o.name, CASE o.type WHEN 'P' THEN 'PROCEDURE' ELSE 'FUNCTION' END, "
          "CASE WHEN {dball} THEN substr(o.definition, 1, 4000) END, o.created, o.modified FROM objects o "
          "JOIN schemas s ON s.db = o.db AND s.id = o.schema "
          "WHERE o.db = ?1 AND o.type IN ('P', 'FN', 'IF') AND ({dball} OR sees_object(?1, o.id))");
  t.query(schema, "VIEWS",
          "TABLE_CATALOG nvarchar(128); TABLE_SCHEMA nvarchar(128); TABLE_NAME sysname!; VIEW_DEFINITION "
          "nvarchar(4000); CHECK_OPTION varchar(7); IS_UPDATABLE varchar(2)!",
          "SELECT " + database +
              ", s.name, o.name, CASE WHEN {dball} THEN substr(o.definition, 1, 4000) END, 'NONE', 'NO' FROM "
              "objects o "
              "JOIN schemas s ON s.db = o.db AND s.id = o.schema WHERE o.db = ?1 AND o.type = 'V' AND "
              "({dball} OR sees_object(?1, o.id))");
}

namespace {

/// What a securable's class is called in HAS_PERMS_BY_NAME and fn_my_permissions.
int class_named(const std::string &name) {
  static const std::pair<const char *, int> classes[] = {
      {"SERVER", 100}, {"DATABASE", 0}, {"OBJECT", 1},        {"SCHEMA", 3},    {"USER", 4},
      {"ROLE", 4},     {"LOGIN", 101},  {"SERVER ROLE", 101}, {"ENDPOINT", 105}};
  for (const auto &[text, number] : classes)
    if (same_name(name, text)) return number;
  return -1;
}

const char *class_word(int number) {
  switch (number) {
    case 100: return "SERVER";
    case 101: return "LOGIN";
    case 105: return "ENDPOINT";
    case 1: return "OBJECT";
    case 3: return "SCHEMA";
    case 4: return "USER";
    default: return "DATABASE";
  }
}

std::string argument(const Equal &given, std::size_t index) {
  if (index >= given.size()) return {};
  const auto *text = std::get_if<std::string>(&given[index].second);
  return text ? *text : std::string();
}

}  // namespace

void add_table_functions(ViewTable &t) {
  t.code(
      "sys", "fn_builtin_permissions()",
      R"(class_desc nvarchar(60); permission_name nvarchar(60); type varchar(4); covering_permission_name nvarchar(60);
    parent_class_desc nvarchar(60); parent_covering_permission_name nvarchar(60))",
      [](Engine &, int, const Equal &given, const EmitRow &emit) {
        const std::string wanted = argument(given, 0);
        const int only = wanted.empty() ? -1 : class_named(wanted);
        for (const PermissionName &permission : permission_names()) {
          if (!wanted.empty() && only != permission.type_class) continue;
          std::string cover = covering_permission(permission.type_class, permission.name);
          if (cover.empty()) cover = permission.type_class == 100 ? "CONTROL SERVER" : "CONTROL";
          if (cover == permission.name) cover.clear();
          const int parent = permission.type_class == 100                               ? -1
                             : permission.type_class == 1                               ? 3
                             : permission.type_class == 3 || permission.type_class == 4 ? 0
                                                                                        : 100;
          emit({text_value(class_word(permission.type_class)), text_value(permission.name),
                text_value(permission.type), text_value(cover),
                parent < 0 ? text_value("") : text_value(class_word(parent)),
                parent < 0 ? text_value("") : text_value(parent == 100 ? "CONTROL SERVER" : "CONTROL")});
        }
      });
  t.code("sys", "fn_my_permissions()",
         "entity_name sysname; subentity_name sysname; permission_name nvarchar(60)",
         [](Engine &engine, int database, const Equal &given, const EmitRow &emit) {
           const std::string name = argument(given, 0),
                             what = argument(given, 1).empty() ? "OBJECT" : argument(given, 1);
           const int wanted = class_named(what);
           std::int64_t major = 0, schema = 0;
           if (wanted == 1) {
             Name parts;
             for (std::size_t at = 0; at <= name.size();) {
               const std::size_t dot = std::min(name.find('.', at), name.size());
               parts.parts.push_back(name.substr(at, dot - at));
               at = dot + 1;
             }
             const auto object = engine.find_object(parts);
             if (!object) return;
             major = object->id;
           } else if (wanted == 3) {
             schema = engine.schema_id(database, name);
             if (!schema) return;
           } else if (wanted == 101) {
             const auto principal = engine.find_principal(name);
             if (!principal || !engine.sees_principal(principal->id)) return;
             major = principal->id;
           }
           for (const PermissionName &permission : permission_names()) {
             if (permission.type_class != wanted) continue;
             const bool held = wanted >= 100
                                   ? engine.has_server_permission(permission.name, wanted, major)
                                   : engine.has_database_permission(database, permission.name, major, schema);
             if (held)
               emit({text_value(wanted == 100 ? "server"
                                : wanted == 0 ? "database"
                                              : name),
                     text_value(""), text_value(permission.name)});
           }
         });
  t.code("sys", "fn_helpcollations()", "name sysname!; description nvarchar(1000)!",
         [](Engine &engine, int, const Equal &, const EmitRow &emit) {
           for (const char *name : {"SQL_Latin1_General_CP1_CI_AS", "Latin1_General_CI_AS",
                                    "Latin1_General_CS_AS", "Latin1_General_BIN", "Latin1_General_BIN2"})
             emit({text_value(name), text_value("Latin1-General")});
           (void)engine;
         });
}

}  // namespace sandbox
