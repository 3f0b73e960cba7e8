// Facts about the server, its databases and objects; @@ variables; what a CATCH block asks.
#include "samples/sandbox/engine/catalogue-names.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/function-types.hpp"
#include "samples/sandbox/engine/views.hpp"

namespace sandbox {
namespace {

TypeInfo variant_type() { return *type_named("sql_variant"); }
Value text_variant(const std::string &text) { return make_variant(text_value(text), nvarchar_type(128)); }
Value int_variant(std::int64_t number) { return make_variant(int_value(number), integer_type()); }
Value flag_variant(bool on) { return int_variant(on ? 1 : 0); }

Value server_property(Engine &engine, const std::string &name) {
  static const std::pair<const char *, const char *> texts[] = {
      {"ProductVersion", product_version},
      {"ProductLevel", "RTM"},
      {"ProductUpdateLevel", "CU13"},
      {"Edition", "Developer Edition (64-bit)"},
      {"ComparisonStyleName", ""},
      {"SqlCharSetName", "iso_1"},
      {"SqlSortOrderName", "nocase_iso"},
      {"LicenseType", "DISABLED"},
      {"BuildClrVersion", "v4.0.30319"},
      {"ResourceVersion", product_version},
      {"InstanceDefaultDataPath", "/var/opt/mssql/data/"},
      {"InstanceDefaultLogPath", "/var/opt/mssql/data/"},
      {"InstanceDefaultBackupPath", "/var/opt/mssql/data/"},
      {"ErrorLogFileName", "/var/opt/mssql/log/errorlog"},
      {"FilestreamShareName", "MSSQLSERVER"}};
  static const std::pair<const char *, int> numbers[] = {{"EngineEdition", 3},
                                                         {"EditionID", -2117995310},
                                                         {"ProductMajorVersion", 16},
                                                         {"ProductMinorVersion", 0},
                                                         {"ProductBuild", 4125},
                                                         {"IsClustered", 0},
                                                         {"IsFullTextInstalled", 0},
                                                         {"IsHadrEnabled", 0},
                                                         {"HadrManagerStatus", 2},
                                                         {"IsIntegratedSecurityOnly", 0},
                                                         {"IsSingleUser", 0},
                                                         {"IsLocalDB", 0},
                                                         {"IsPolyBaseInstalled", 0},
                                                         {"IsXTPSupported", 1},
                                                         {"IsAdvancedAnalyticsInstalled", 0},
                                                         {"IsTempDbMetadataMemoryOptimized", 0},
                                                         {"CollationID", 872468488},
                                                         {"ComparisonStyle", 196609},
                                                         {"LCID", 1033},
                                                         {"ProcessID", 1},
                                                         {"SqlCharSet", 1},
                                                         {"SqlSortOrder", 52},
                                                         {"FilestreamConfiguredLevel", 0},
                                                         {"FilestreamEffectiveLevel", 0},
                                                         {"IsBigDataCluster", 0},
                                                         {"IsServerSuspendedForSnapshotBackup", 0},
                                                         {"IsExternalAuthenticationOnly", 0},
                                                         {"IsExternalGovernanceEnabled", 0}};
  if (same_name(name, "Collation")) return text_variant(engine.server->collation);
  if (same_name(name, "ServerName")) return text_variant(engine.server->name);
  if (same_name(name, "MachineName") || same_name(name, "ComputerNamePhysicalNetBIOS"))
    return text_variant(engine.server->name.substr(0, engine.server->name.find('\\')));
  if (same_name(name, "InstanceName")) {
    const std::size_t slash = engine.server->name.find('\\');
    return slash == std::string::npos ? Value() : text_variant(engine.server->name.substr(slash + 1));
  }
  for (const auto &[key, value] : texts)
    if (same_name(name, key)) return text_variant(value);
  for (const auto &[key, value] : numbers)
    if (same_name(name, key)) return int_variant(value);
  return {};
}

Value database_property(Engine &engine, const std::string &database, const std::string &name) {
  const auto found = engine.find_database(database);
  if (!found) return {};
  const auto rows = engine.sql.rows(
      "SELECT collation, recovery, access, read_only, state, auto_close, auto_shrink, trustworthy, "
      "compatibility FROM databases WHERE id = ?1",
      {int_value(found->id)});
  const Row &row = rows.at(0);
  const auto number = [&row](std::size_t i) { return is_null(row[i]) ? 0 : as_int(row[i]); };
  if (same_name(name, "Collation")) return text_variant(as_text(row[0]));
  if (same_name(name, "Recovery"))
    return text_variant(number(1) == 1 ? "FULL" : number(1) == 2 ? "BULK_LOGGED" : "SIMPLE");
  if (same_name(name, "UserAccess"))
    return text_variant(number(2) == 0 ? "MULTI_USER" : number(2) == 1 ? "SINGLE_USER" : "RESTRICTED_USER");
  if (same_name(name, "Updateability")) return text_variant(number(3) ? "READ_ONLY" : "READ_WRITE");
  if (same_name(name, "Status")) return text_variant(number(4) == 6 ? "OFFLINE" : "ONLINE");
  if (same_name(name, "IsAutoClose")) return flag_variant(number(5) != 0);
  if (same_name(name, "IsAutoShrink")) return flag_variant(number(6) != 0);
  if (same_name(name, "Version")) return int_variant(957);
  if (same_name(name, "SQLSortOrder")) return int_variant(52);
  if (same_name(name, "LCID")) return int_variant(1033);
  for (const char *off :
       {"IsInStandBy", "IsAnsiNullsEnabled", "IsAnsiPaddingEnabled", "IsAnsiWarningsEnabled",
        "IsArithmeticAbortEnabled", "IsQuotedIdentifiersEnabled", "IsFulltextEnabled", "IsPublished",
        "IsSubscribed", "IsMergePublished", "IsNullConcat", "IsRecursiveTriggersEnabled", "IsXTPSupported",
        "IsNumericRoundAbortEnabled", "IsCloseCursorsOnCommitEnabled", "IsLocalCursorsDefault",
        "IsParameterizationForced"})
    if (same_name(name, off)) return flag_variant(false);
  for (const char *on : {"IsAutoCreateStatistics", "IsAutoUpdateStatistics", "IsTornPageDetectionEnabled"})
    if (same_name(name, on)) return flag_variant(true);
  return {};
}

void add_databases(FunctionTable &t) {
  add_function(t, "SERVERPROPERTY", "s", always(variant_type()),
               [](Engine &e, Arguments &a) { return server_property(e, a.text(0)); });
  add_function(t, "DATABASEPROPERTYEX", "ss", always(variant_type()),
               [](Engine &e, Arguments &a) { return database_property(e, a.text(0), a.text(1)); });
  add_function(t, "DATABASEPROPERTY", "ss", always(integer_type()), [](Engine &e, Arguments &a) -> Value {
    const Value value = database_property(e, a.text(0), a.text(1));
    const auto *variant = std::get_if<std::shared_ptr<const Variant>>(&value);
    return variant && std::holds_alternative<std::int64_t>((*variant)->value) ? (*variant)->value : Value();
  });
  add_function(t, "DB_NAME", "?i", always(sysname_type()), [](Engine &e, Arguments &a) {
    return a.size() ? e.sql.one("SELECT name FROM databases WHERE id = ?1", {a[0]})
                    : text_value(e.database_name);
  });
  add_function(t, "DB_ID", "?s", always(*type_named("smallint")), [](Engine &e, Arguments &a) {
    return a.size() ? e.sql.one("SELECT id FROM databases WHERE name = ?1", {a[0]})
                    : int_value(e.database_id);
  });
  add_function(t, "ORIGINAL_DB_NAME", "", always(sysname_type()),
               [](Engine &e, Arguments &) { return text_value(e.request.database); });
  add_function(t, "HOST_NAME", "", always(nvarchar_type(128)),
               [](Engine &e, Arguments &) { return text_value(e.request.host); });
  add_function(t, "APP_NAME", "", always(nvarchar_type(128)),
               [](Engine &e, Arguments &) { return text_value(e.request.application); });
  add_function(t, "COLLATIONPROPERTY", "ss", always(variant_type()), [](Engine &, Arguments &a) -> Value {
    if (same_name(a.text(1), "CodePage")) return int_variant(1252);
    if (same_name(a.text(1), "LCID")) return int_variant(1033);
    if (same_name(a.text(1), "ComparisonStyle")) return int_variant(196609);
    if (same_name(a.text(1), "Version")) return int_variant(0);
    return {};
  });
  add_function(t, "CONNECTIONPROPERTY", "s", always(variant_type()), [](Engine &, Arguments &a) -> Value {
    static const std::pair<const char *, const char *> facts[] = {{"net_transport", "TCP"},
                                                                  {"protocol_type", "TSQL"},
                                                                  {"auth_scheme", "SQL"},
                                                                  {"local_net_address", "127.0.0.1"},
                                                                  {"client_net_address", "127.0.0.1"},
                                                                  {"physical_net_transport", "TCP"}};
    for (const auto &[name, value] : facts)
      if (same_name(a.text(0), name)) return text_variant(value);
    return same_name(a.text(0), "local_tcp_port") ? int_variant(1433) : Value();
  });
  add_function(t, "SESSIONPROPERTY", "s", always(variant_type()), [](Engine &e, Arguments &a) -> Value {
    const Options &o = e.options;
    const std::pair<const char *, bool> facts[] = {{"ANSI_NULLS", o.ansi_nulls},
                                                   {"ANSI_PADDING", o.ansi_padding},
                                                   {"ANSI_WARNINGS", o.ansi_warnings},
                                                   {"ARITHABORT", o.arithabort},
                                                   {"CONCAT_NULL_YIELDS_NULL", o.concat_null},
                                                   {"NUMERIC_ROUNDABORT", o.numeric_roundabort},
                                                   {"QUOTED_IDENTIFIER", o.quoted_identifier}};
    for (const auto &[name, on] : facts)
      if (same_name(a.text(0), name)) return flag_variant(on);
    return {};
  });
  add_function(t, "GETANSINULL", "?s", always(integer_type()),
               [](Engine &, Arguments &) { return int_value(1); });
  add_function(t, "CONTEXT_INFO", "", always(varbinary_type(128)), [](Engine &e, Arguments &) -> Value {
    return e.options.context_info.empty() ? Value() : Value(Bytes{e.options.context_info});
  });
}

void add_state(FunctionTable &t) {
  add_function(t, "XACT_STATE", "", always(*type_named("smallint")), [](Engine &e, Arguments &) {
    return int_value(e.transaction_doomed ? -1 : e.transaction_count > 0 ? 1 : 0);
  });
  add_function(t, "ROWCOUNT_BIG", "", always(bigint_type()),
               [](Engine &e, Arguments &) { return int_value(e.rowcount); });
  add_function(t, "SCOPE_IDENTITY", "", always(decimal_type(38, 0)),
               [](Engine &e, Arguments &) { return e.scope_identity; });
  add_function(t, "ERROR_NUMBER", "", always(integer_type()), [](Engine &e, Arguments &) {
    return e.caught.empty() ? Value() : int_value(e.caught.back().message.number);
  });
  add_function(t, "ERROR_SEVERITY", "", always(integer_type()), [](Engine &e, Arguments &) {
    return e.caught.empty() ? Value() : int_value(e.caught.back().message.severity);
  });
  add_function(t, "ERROR_STATE", "", always(integer_type()), [](Engine &e, Arguments &) {
    return e.caught.empty() ? Value() : int_value(e.caught.back().message.state);
  });
  add_function(t, "ERROR_LINE", "", always(integer_type()), [](Engine &e, Arguments &) {
    return e.caught.empty() ? Value() : int_value(e.caught.back().message.line);
  });
  add_function(t, "ERROR_MESSAGE", "", always(nvarchar_type(4000)), [](Engine &e, Arguments &) {
    return e.caught.empty() ? Value() : text_value(e.caught.back().message.text);
  });
  add_function(t, "ERROR_PROCEDURE", "", always(sysname_type()), [](Engine &e, Arguments &) {
    return e.caught.empty() || e.caught.back().message.procedure.empty()
               ? Value()
               : text_value(e.caught.back().message.procedure);
  });
  add_function(t, "SQL_VARIANT_PROPERTY", "vs", always(variant_type()), [](Engine &, Arguments &a) -> Value {
    TypeInfo type = a.types[0];
    if (const auto *variant = std::get_if<std::shared_ptr<const Variant>>(&a[0])) type = (*variant)->type;
    const TypeIdentity shown = identity_of(type);
    if (same_name(a.text(1), "BaseType")) return text_variant(base_name(type.type));
    if (same_name(a.text(1), "MaxLength")) return int_variant(shown.max_length);
    if (same_name(a.text(1), "Precision")) return int_variant(shown.precision);
    if (same_name(a.text(1), "Scale")) return int_variant(shown.scale);
    return {};
  });
  for (const char *name : {"FN_VARBINTOHEXSTR", "FN_SQLVARBASETOSTR"})
    add_function(t, name, "b", always(nvarchar_type(-1)), [](Engine &, Arguments &a) {
      return text_value("0x" + lower(hex(std::get<Bytes>(a[0]).data)));
    });
}

}  // namespace

void add_server_functions(FunctionTable &table) {
  add_databases(table);
  add_state(table);
  add_object_functions(table);
}

Bound global_variable(Engine &engine, const std::string &given) {
  std::string name = upper(given);
  while (!name.empty() && name[0] == '@') name.erase(0, 1);
  using Read = Value (*)(Engine &);
  struct Global {
    const char *name;
    TypeInfo type;
    Read read;
  };
  static const Global globals[] = {
      {"ERROR", integer_type(), [](Engine &e) { return int_value(e.last_error); }},
      {"ROWCOUNT", integer_type(), [](Engine &e) { return int_value(e.rowcount); }},
      {"IDENTITY", decimal_type(38, 0), [](Engine &e) { return e.identity; }},
      {"TRANCOUNT", integer_type(), [](Engine &e) { return int_value(e.transaction_count); }},
      {"SPID", *type_named("smallint"), [](Engine &e) { return int_value(e.spid()); }},
      {"SERVERNAME", nvarchar_type(128), [](Engine &e) { return text_value(e.server->name); }},
      {"SERVICENAME", nvarchar_type(128), [](Engine &) { return text_value("MSSQLSERVER"); }},
      {"VERSION", nvarchar_type(300),
       [](Engine &) {
         return text_value(std::string("Microsoft SQL Server 2022 (RTM-CU13) - ") + product_version +
                           " (X64) \n\tstand-in engine of the Gantry sandbox on Linux");
       }},
      {"MICROSOFTVERSION", integer_type(), [](Engine &) { return int_value(0x1000101D); }},
      {"NESTLEVEL", integer_type(), [](Engine &e) { return int_value(e.nesting); }},
      {"LANGUAGE", nvarchar_type(128), [](Engine &e) { return text_value(e.options.language); }},
      {"LANGID", *type_named("smallint"),
       [](Engine &e) {
         return e.sql.one("SELECT id FROM languages WHERE name = ?1", {text_value(e.options.language)});
       }},
      {"DATEFIRST", *type_named("tinyint"), [](Engine &e) { return int_value(e.options.datefirst); }},
      {"TEXTSIZE", integer_type(), [](Engine &e) { return int_value(e.options.textsize); }},
      {"OPTIONS", integer_type(), [](Engine &e) { return int_value(e.option_bits()); }},
      {"LOCK_TIMEOUT", integer_type(), [](Engine &e) { return int_value(e.options.lock_timeout); }},
      {"MAX_PRECISION", *type_named("tinyint"), [](Engine &) { return int_value(38); }},
      {"MAX_CONNECTIONS", integer_type(), [](Engine &) { return int_value(32767); }},
      {"FETCH_STATUS", integer_type(), [](Engine &e) { return int_value(e.fetch_status); }},
      {"PROCID", integer_type(),
       [](Engine &e) {
         Name procedure;
         procedure.parts = {e.procedure_name};
         const auto object = e.procedure_name.empty() ? std::nullopt : e.find_object(procedure);
         return int_value(object ? object->id : 0);
       }},
      {"DBTS", varbinary_type(8),
       [](Engine &e) -> Value {
         const std::int64_t number = e.sql.number("SELECT value FROM meta WHERE name = 'rowversion'");
         std::string bytes(8, '\0');
         for (int i = 0; i < 8; ++i)
           bytes[static_cast<std::size_t>(7 - i)] = static_cast<char>(number >> (8 * i) & 0xFF);
         return Bytes{bytes};
       }},
      {"REMSERVER", nvarchar_type(128), [](Engine &) { return Value(); }},
      {"CONNECTIONS", integer_type(), [](Engine &) { return int_value(1); }},
      {"CPU_BUSY", integer_type(), [](Engine &) { return int_value(0); }},
      {"IDLE", integer_type(), [](Engine &) { return int_value(0); }},
      {"TIMETICKS", integer_type(), [](Engine &) { return int_value(31250); }},
      {"DEF_SORTORDER_ID", integer_type(), [](Engine &) { return int_value(52); }},
      {"CURSOR_ROWS", integer_type(), [](Engine &) { return int_value(0); }},
  };
  (void)engine;
  for (const Global &global : globals) {
    if (name != global.name) continue;
    Bound out;
    out.type = global.type;
    out.eval = [read = global.read](Eval &eval) { return read(eval.engine); };
    return out;
  }
  throw error(137, {"@@" + name});
}

}  // namespace sandbox
