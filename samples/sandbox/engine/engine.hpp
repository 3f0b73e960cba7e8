// One session of the sandbox: its state, and the statements it can execute. The methods are spread over one
// file an idea (control.cpp, transaction.cpp, rows.cpp, login.cpp, permission.cpp, ...).
#ifndef SANDBOX_ENGINE_ENGINE_HPP
#define SANDBOX_ENGINE_ENGINE_HPP

#include "samples/sandbox/engine/ast.hpp"
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/faults.hpp"
#include "samples/sandbox/engine/server.hpp"
#include "samples/sandbox/engine/session.hpp"
#include "samples/sandbox/engine/sqlite.hpp"
#include "samples/sandbox/engine/table.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace sandbox {

struct Options {
  bool ansi_nulls = true, quoted_identifier = true, ansi_padding = true, ansi_warnings = true,
       arithabort = false, arithignore = false, concat_null = true, numeric_roundabort = false,
       nocount = false, xact_abort = false, implicit_transactions = false, cursor_close = false,
       null_default_on = true, null_default_off = false, fmtonly = false, noexec = false, parseonly = false;
  int textsize = 4096, lock_timeout = -1, datefirst = 7, isolation = 2, deadlock_priority = 0;
  std::int64_t rowcount = 0;
  std::string language = "us_english", dateformat = "mdy";
  std::string context_info;
};

struct Cursor;

struct Variable {
  std::string name;
  TypeInfo type;
  Value value;
  TablePtr table;
  std::shared_ptr<Cursor> cursor;  ///< local cursors live among the variables, without an @ of their own
};
using Variables = std::unordered_map<std::string, Variable>;  ///< by folded name

struct DatabaseInfo {
  int id = 0;
  std::string name, owner_sid, collation, status;
};

struct LoginInfo {
  std::int64_t id = 0;
  std::string name, sid, type, default_database, default_language, hash;
  bool disabled = false, policy = false, expiration = false, must_change = false, fixed = false;
  std::int64_t owner = 0;
};

/// execute_as of a module that runs as its owner, in the catalogue.
inline constexpr std::int64_t execute_as_owner = -2;

struct ObjectInfo {
  int database = 0;
  std::int64_t id = 0, schema_id = 0, parent = 0;
  std::string name, schema, type, definition, database_name;
  bool shipped = false, ansi_nulls = true, quoted_identifier = true;
};

/// A change of a table in memory, to be undone.
struct Undo {
  std::shared_ptr<TableInfo> table;
  enum Kind : std::uint8_t { inserted, erased, replaced, created, dropped } kind = inserted;
  std::int64_t row = 0;
  Row before;
};

/// Where GOTO, RETURN, BREAK lead.
enum class Flow : std::uint8_t { next, break_, continue_, return_, jump };

/// A static cursor: its query, and its rows once it is open.
struct Cursor {
  SelectPtr query;
  std::vector<Cte> with;
  bool open = false, scroll = false;
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::int64_t position = 0;  ///< 1-based; 0 is before the first row
};

/// Thrown past the statements of a batch or module that cannot go on; nothing is left to report.
struct ScopeAborted {};
struct BatchAborted {};

struct ErrorState {
  Message message;
};

/// The hidden column of row_id_of's leaf; no identifier can name it.
inline constexpr const char *row_id_column = "\x01row";

struct Plan;
struct Scope;
struct Eval;

class Engine final : public Session {
 public:
  Engine(std::shared_ptr<ServerState> server, int spid);
  ~Engine() override;

  // Session
  void execute(const std::string &sql, ResultSink &sink) override;
  void call(const std::string &procedure, std::vector<Parameter> parameters, ResultSink &sink) override;
  void transaction(TransactionRequest request, const std::string &name, int isolation,
                   ResultSink &sink) override;
  void cancel() override { cancelled = true; }
  void reset() override;
  int spid() const override { return spid_; }
  const std::string &database() const override { return database_name; }
  std::optional<WireFault> take_wire_fault() override;

  // session.cpp
  bool open(const LoginRequest &request, std::vector<Message> &messages);
  void run_request(ResultSink &sink, const std::function<void()> &body);
  void note_request(bool begins);
  void emit_done(std::optional<std::uint64_t> rows, std::uint16_t command, bool failed = false);
  void emit_message(const Message &message);
  void emit_columns(const std::vector<Column> &columns);
  void emit_row(const Row &row);
  void flush_done(bool more);
  void check_cancel();
  bool is_stopped();  ///< cancelled or killed; check_cancel then throws
  void use_database(const std::string &name, bool at_login = false);
  void set_language(const std::string &name);

  // control.cpp, variables.cpp, raise.cpp, options.cpp, cursor.cpp
  Flow run_statements(const Statements &statements);
  Flow run_statement(const Statement &statement);
  void run_one(const Statement &statement);
  Flow run_try(const Statement &statement);
  bool condition(const ExprPtr &expr);
  Value evaluate(const ExprPtr &expr, TypeInfo &type);
  Value evaluate_as(const ExprPtr &expr, const TypeInfo &type);
  std::string evaluate_text(const ExprPtr &expr);
  void declare(const Statement &statement);
  void set_variable(const Statement &statement);
  void set_option(const Statement &statement);
  void raise(const Statement &statement);
  void throw_error(const Statement &statement);
  void wait(const Statement &statement);
  void cursor(const Statement &statement);
  void fetch(const Statement &statement, Cursor &cursor);
  void wait_milliseconds(std::int64_t milliseconds);
  void handle_error(SqlError &failure, const Statement *statement);
  Variable &variable(const std::string &name);
  void assign(const std::string &name, Op op, const Value &value, const TypeInfo &type);
  std::int64_t option_bits() const;
  void leaf(const std::function<void()> &body);  ///< a statement's own scope of reading, writing and undoing
  bool is_caught(const SqlError &failure) const;
  void print(const Statement &statement);

  // administration.cpp
  void kill(const Statement &statement);
  void dbcc(const Statement &statement);
  void execute_as(const Statement &statement);
  void revert();

  // procedures.cpp, system-procedures.cpp
  struct Argument {
    std::string name;
    TypeInfo type;
    Value value;
    std::string output;  ///< variable of the caller to receive the result, folded
    bool wants_output = false, use_default = false;
  };
  void exec(const Statement &statement);
  /// number: of the procedure in its group.
  std::int64_t call_procedure(const Name &name, std::vector<Argument> &arguments, std::int64_t number = 1);
  std::int64_t run_module(const ObjectInfo &object, std::vector<Argument> &arguments);
  void run_text(const std::string &sql, Variables *shared, bool new_scope);  ///< new_scope: one level deeper
  void hoist(const Statements &statements);
  void hoist(const Statement &statement);
  void run_scope(const Statements &statements, std::string_view text, const std::string &procedure);
  // prepared.cpp
  std::int64_t execute_sql(std::vector<Argument> &arguments);
  bool prepared_procedure(const std::string &name, std::vector<Argument> &arguments);
  StatementPtr module_of(const ObjectInfo &object);  ///< parsed, remembered by its text
  bool system_procedure(const std::string &name, std::vector<Argument> &arguments, std::int64_t &status);
  Value call_function(const ObjectInfo &object, const std::vector<Value> &values,
                      const std::vector<TypeInfo> &types, TypeInfo &type);
  std::vector<Row> call_table_function(const ObjectInfo &object, const std::vector<Value> &values,
                                       const std::vector<TypeInfo> &types);
  void run_function(const ObjectInfo &object, const Statement &module, const std::vector<Value> &values,
                    const std::vector<TypeInfo> &types, Variables &locals);

  // transaction.cpp
  void begin_transaction(const std::string &name);
  void commit_transaction();
  void rollback_transaction(const std::string &name);
  void save_transaction(const std::string &name);
  void transaction_statement(const Statement &statement);
  void for_write();  ///< before the first change of a statement
  void for_read();   ///< a stable snapshot for one statement
  void refuse_in_transaction(const char *statement);
  void statement_begin();
  void statement_end(bool failed);
  void undo_to(std::size_t mark, bool whole_transaction);
  void announce(Environment kind);
  void end_transaction(bool keep);  ///< the outermost COMMIT, or a ROLLBACK of everything

  // run-select.cpp; SELECT INTO is in insert.cpp
  void select(const Statement &statement);
  std::uint64_t run_select(const SelectPtr &query,
                           const std::function<void(const std::vector<Column> &)> &columns,
                           const std::function<void(Row &)> &row, const std::vector<Cte> *with = nullptr);
  void select_into(const Statement &statement);

  // insert.cpp, update.cpp, merge.cpp; what they share is in dml.cpp
  void insert(const Statement &statement);
  void update(const Statement &statement);
  void remove(const Statement &statement);
  void merge(const Statement &statement);
  void truncate(const Statement &statement);

  // server-triggers.cpp, endpoints.cpp
  /// What happened to what, for the triggers of the server.
  struct ServerEvent {
    std::string type, object, object_type;
  };
  void server_object(const Statement &statement);
  void server_trigger(const Statement &statement);
  void switch_triggers(const Statement &statement);
  void endpoint(const Statement &statement);
  /// Runs the server's triggers for it. Throws 3609 when one of them rolls back.
  void fire(const ServerEvent &event);
  bool fire_logon();  ///< false: a trigger rolled back
  std::string event_text(const ServerEvent &event) const;

  // rows.cpp, references.cpp
  std::int64_t insert_row(TableInfo &table, Row &row, const char *verb = "INSERT");
  void erase_row(TableInfo &table, std::int64_t id, const Row &row, bool keys = true);
  void replace_row(TableInfo &table, std::int64_t id, const Row &before, Row &after);
  void check_row(TableInfo &table, Row &row, const char *verb);
  void check_references(TableInfo &table, const Row &row, const char *verb, const Row *before = nullptr);
  void check_referenced(TableInfo &table, const Row &before, const Row *after, const char *verb);
  void scan_table(const TableInfo &table, const std::vector<std::pair<std::size_t, Value>> &equal,
                  const std::function<bool(std::int64_t, Row &)> &visit);
  Value fit_column(const TableInfo &table, const ColumnInfo &column, const Value &value,
                   const TypeInfo &type);
  std::int64_t next_identity(TableInfo &table, const ColumnInfo &column);
  void note_identity(TableInfo &table, const ColumnInfo &column, std::int64_t value);
  void clear_table(TableInfo &table);
  std::optional<Row> read_row(const TableInfo &table, std::int64_t id);
  TablePtr table_by_id(int database, std::int64_t id);
  std::shared_ptr<RowRules> rules_of(TableInfo &table);
  void check_unique(TableInfo &table, const Row &row);
  void stamp_row(TableInfo &table, Row &row);  ///< a new rowversion
  std::int64_t put_row(TableInfo &table, std::optional<std::int64_t> id,
                       const Row &row);  ///< storage and undo
  void raw_insert(TableInfo &table, std::int64_t id, const Row &row);
  void raw_erase(TableInfo &table, std::int64_t id, const Row &row);

  // catalogue.cpp
  void open_state();          ///< the session's own connection to the server's file
  void catalogue_changed();   ///< this session wrote to the catalogue, or took back what it wrote
  void remember_catalogue();  ///< forgets what is known of objects if anybody changed one since
  void forget_catalogue();
  std::optional<DatabaseInfo> find_database(const std::string &name);
  DatabaseInfo database_of(const std::string &name);  ///< current when empty; throws 911
  std::optional<ObjectInfo> find_object(const DatabaseInfo &database, const std::string &schema,
                                        const std::string &name);
  std::optional<ObjectInfo> find_object(const Name &name);
  TablePtr load_table(const ObjectInfo &object);
  TablePtr find_table(const Name &name);  ///< user tables, # tables, @ tables; null when there is none
  TablePtr target_table(const TableRef &ref);
  std::int64_t schema_id(int database, const std::string &name);  ///< 0 when there is none
  std::int64_t new_object(int database, std::int64_t schema, const std::string &name, const std::string &type,
                          std::int64_t parent, const std::string &definition);
  void touch_object(int database, std::int64_t id);
  std::int64_t owner_of(const ObjectInfo &object);  ///< a database principal: its own, or its schema's
  std::string default_schema();

  // tables.cpp, constraints.cpp, alter-table.cpp, modules.cpp, module-check.cpp, schemas.cpp, drop.cpp,
  // databases.cpp
  void create_table(const Statement &statement);
  void build_table(TableInfo &table, const TableDefinition &definition);
  void add_constraint(TableInfo &table, const ConstraintDefinition &constraint);
  void alter_table(const Statement &statement);
  void drop(const Statement &statement);
  void add_column(TableInfo &table, const ColumnDefinition &definition, int id);
  void write_column(TableInfo &table, const ColumnInfo &column);
  void add_key(TableInfo &table, KeyInfo key, const std::string &written_name, bool clustered);
  void add_default(TableInfo &table, std::size_t column, const std::string &name, const std::string &text);
  void add_foreign_key(TableInfo &table, const ConstraintDefinition &constraint);
  void fill_key(TableInfo &table, const KeyInfo &key);
  void drop_key(TableInfo &table, const std::string &name);
  void drop_constraint(TableInfo &table, const std::string &name);
  void drop_column(TableInfo &table, const std::string &name);
  void alter_column(TableInfo &table, const ColumnDefinition &definition);
  void drop_database(const std::string &name, bool if_exists);
  void drop_schema(const std::string &name, bool if_exists);
  void drop_table(const TablePtr &table);
  void create_index(const Statement &statement);
  void create_module(const Statement &statement);
  std::optional<ObjectInfo> module_to_change(const Statement &statement, const DatabaseInfo &database,
                                             const std::string &schema, const std::string &type);
  void create_numbered(const Statement &statement, const DatabaseInfo &database, const std::string &schema);
  void write_module_details(const Statement &statement, const ObjectInfo &object);
  void check_module(const Statement &statement);
  void create_schema(const Statement &statement);
  void create_database(const Statement &statement);
  void alter_database(const Statement &statement);
  TablePtr memory_table(const std::string &name, const TableDefinition &definition, bool variable);

  // login.cpp, role.cpp, user.cpp, permission.cpp, rights.cpp
  std::optional<LoginInfo> find_principal(const std::string &name);
  std::optional<LoginInfo> principal_by_id(std::int64_t id);
  std::optional<LoginInfo> principal_by_sid(const std::string &sid);
  /// Password, state and right to connect; fills login_id, login_name, original_login and login_sid. On
  /// failure the messages (18456, 18470, 18486, 18488) and false. `open` calls it.
  bool authenticate(const LoginRequest &given, std::vector<Message> &messages);
  void register_view_functions();  ///< SQL functions that the catalogue views use; harmless to repeat
  void principal(const Statement &statement);
  void create_login(const Statement &statement);
  void alter_login(const Statement &statement);
  void drop_login(const Statement &statement);
  void server_role(const Statement &statement);
  void role_member(const std::string &role, const std::string &member, bool add);
  void credential(const Statement &statement);
  void user(const Statement &statement);
  void database_role(const Statement &statement);
  void database_role_member(const std::string &role, const std::string &member, bool add);
  void grant(const Statement &statement);
  void grant_server(const Statement &statement);
  void grant_database(const Statement &statement);
  void authorization(const Statement &statement);
  void store_permission(int database, int type_class, std::int64_t major, std::int64_t minor,
                        std::int64_t grantee, std::int64_t grantor, const std::string &type,
                        const std::string &verb, bool with_grant, bool cascade, bool option_only);
  std::optional<std::int64_t> find_user(int database, const std::string &name);
  std::int64_t current_user(int database);  ///< database principal id of this login there, 0 for none
  std::string user_name();

  bool is_member(std::int64_t principal, std::int64_t role);
  bool is_sysadmin();
  bool has_server_permission(const std::string &name, int type_class = 100, std::int64_t major = 0);
  void require_server(const std::string &name, int number = 15247);
  bool is_database_member(int database, std::int64_t user, const std::string &role);
  bool has_database_permission(int database, const std::string &name, std::int64_t object = 0,
                               std::int64_t schema = 0);
  void require_database(int database, const std::string &name);
  void require_object(const TableInfo &table, const std::string &name);
  bool sees_principal(std::int64_t id);
  bool sees_all();
  bool sees_secrets();
  std::vector<std::int64_t> roles_of(std::int64_t principal);

  // faults.cpp
  void inject(std::vector<Argument> &arguments);
  void due_fault(const Statement &statement);

  std::shared_ptr<ServerState> server;
  Sqlite sql;
  int spid_;
  std::int64_t login_id = 0;
  std::vector<std::int64_t> impersonated;  ///< logins to come back to
  std::string login_name, original_login, login_sid;
  std::string database_name = "master";
  int database_id = 1;
  LoginRequest request;
  DateTime login_time;
  Options options;
  ResultSink *sink = nullptr;
  std::atomic<bool> cancelled{false};

  Variables *variables = nullptr;
  std::map<std::string, TablePtr> temporary;  ///< # tables by folded name
  std::vector<Undo> undo;
  std::map<std::int64_t, std::string> prepared;
  std::map<std::int64_t, std::string> prepared_parameters;
  std::int64_t next_handle = 1;
  std::unordered_map<std::string, StatementPtr> modules;
  /// What was read of the catalogue while server->catalogue_changes stood at `at`.
  struct RememberedCatalogue {
    std::uint64_t at = 0;
    std::unordered_map<std::string, std::optional<DatabaseInfo>> databases;
    std::unordered_map<std::string, std::optional<ObjectInfo>> objects;
    std::map<std::pair<int, std::int64_t>, TablePtr> tables;
  } remembered;
  bool catalogue_written = false;  ///< in the open transaction
  std::optional<std::pair<int, std::int64_t>> identity_insert;
  std::string identity_insert_memory;

  std::uint64_t executions = 0;  ///< counts the executions of queries, see Eval
  const Statement *current_statement = nullptr;
  std::string event_data;              ///< EVENTDATA() of the trigger that runs
  bool statement_transaction = false;  ///< a trigger runs in the transaction of a statement alone
  int transaction_count = 0;
  bool transaction_doomed = false, writing = false, reading = false, statement_savepoint = false;
  struct Save {
    std::string name;
    std::size_t undo_mark;
    bool in_sqlite;
  };
  std::vector<Save> saves;
  std::string transaction_name;
  std::size_t statement_mark = 0;
  int statement_depth = 0;

  int nesting = 0, procedure_depth = 0, try_depth = 0, level = 0;
  bool in_function = false;
  std::vector<ErrorState> caught;
  std::string procedure_name;
  std::string jump_label;
  std::int64_t return_value = 0;
  std::int64_t rowcount = 0, last_error = 0;
  Value identity, scope_identity;
  std::optional<Done> pending_done;
  bool pending_in_procedure = false;
  bool batch_aborted = false;
  const std::function<void(Row &)> *capture = nullptr;  ///< INSERT ... EXEC takes rows instead of the client
  const std::function<void(const std::vector<Column> &)> *capture_columns = nullptr;
  std::vector<Column> current_columns;
  int current_line = 1;
  std::optional<WireFault> wire_fault;
  bool view_functions = false;
  std::set<std::string> views_open;  ///< guards against views that contain themselves
  std::vector<int> try_scopes;       ///< nesting level of each TRY block being run
  std::vector<std::pair<int, std::int64_t>>
      truncated;  ///< tables whose identity was reset in this transaction
  std::map<std::string, std::shared_ptr<Cursor>> cursors;  ///< global ones by folded name
  int fetch_status = 0;
  std::map<std::pair<int, std::int64_t>, TablePtr>
      related;  ///< tables met while checking keys in one statement
  const TableRef *row_id_of =
      nullptr;                   ///< the table whose rows a DML statement changes: its leaf shows their ids
  bool blind = false;            ///< an injected fault hides the rows of the running SELECT
  std::string_view source_text;  ///< the text being run, for faults that look at it
};

}  // namespace sandbox

#endif
