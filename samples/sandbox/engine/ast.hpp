// What the parser makes of a batch.
#ifndef SANDBOX_ENGINE_AST_HPP
#define SANDBOX_ENGINE_AST_HPP

#include "samples/sandbox/engine/types.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

struct Expr;
struct Select;
struct Statement;
using ExprPtr = std::shared_ptr<Expr>;
using SelectPtr = std::shared_ptr<Select>;
using StatementPtr = std::shared_ptr<Statement>;
using Statements = std::vector<StatementPtr>;

/// [[[server.]database.]schema.]object
struct Name {
  std::vector<std::string> parts;
  const std::string &object() const { return parts.back(); }
  std::string schema() const { return parts.size() > 1 ? parts[parts.size() - 2] : std::string(); }
  std::string database() const { return parts.size() > 2 ? parts[parts.size() - 3] : std::string(); }
  std::string text() const {
    std::string out;
    for (const std::string &part : parts) out += (out.empty() ? "" : ".") + part;
    return out;
  }
};

enum class Op : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  bit_and,
  bit_or,
  bit_xor,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  and_,
  or_,
  not_,
  negate,
  plus,
  bit_not,
};

struct OrderItem {
  ExprPtr expr;
  bool descending = false;
};

/// One end of a window's frame. offset null: UNBOUNDED, unless current.
struct FrameBound {
  bool current = false, following = false;
  ExprPtr offset;
};

struct Over {
  std::vector<ExprPtr> partition;
  std::vector<OrderItem> order;
  bool framed = false, by_rows = false;
  FrameBound from, to;
};

struct Expr {
  enum Kind : std::uint8_t {
    literal,
    variable,
    global,
    column,
    star,
    unary,
    binary,
    call,
    cast,
    case_,
    in_list,
    in_query,
    exists,
    subquery,
    between,
    like,
    is_null,
    quantified,
    default_,
    parameterless,
  } kind = literal;
  Op op = Op::none;
  bool negated = false, distinct = false, attempt = false, all = false, condition = false;
  int line = 1, depth = 1;
  std::string name;                ///< variable, function (upper case)
  std::vector<std::string> parts;  ///< column or function name
  Value value;
  TypeInfo type;
  std::vector<ExprPtr> args;
  SelectPtr query;
  std::shared_ptr<Over> over;
};

struct TableRef;
using TableRefPtr = std::shared_ptr<TableRef>;

/// PIVOT (aggregate FOR column IN (...)), UNPIVOT (value FOR name IN (...)).
struct Pivot {
  bool reverse = false;
  ExprPtr aggregate;   ///< PIVOT
  std::string value;   ///< UNPIVOT: the column that receives the values
  std::string column;  ///< the column told apart, or the one that receives the names
  std::vector<std::string> names;
  TableRefPtr source;
};

struct TableRef {
  enum Kind : std::uint8_t { table, derived, values, function, variable, join } kind = table;
  enum Join : std::uint8_t { inner, left, right, full, cross, cross_apply, outer_apply } join_kind = inner;
  int line = 1;
  Name name;
  std::string alias;
  std::vector<std::string> column_aliases;
  SelectPtr query;
  std::vector<ExprPtr> args;
  std::vector<std::vector<ExprPtr>> rows;
  TableRefPtr left_side, right_side;
  std::shared_ptr<Pivot> pivot;
  ExprPtr on;
};

struct SelectItem {
  ExprPtr expr;
  std::string alias, variable;  ///< variable: SELECT @v = expr
  bool star = false, named = false;
  Op op = Op::none;
  std::vector<std::string> prefix;
};

struct Core {
  bool distinct = false, percent = false, ties = false, aggregate_all = false;
  ExprPtr top;
  std::vector<SelectItem> items;
  std::optional<Name> into;
  TableRefPtr from;
  ExprPtr where, having;
  std::vector<ExprPtr> group;
  std::vector<std::vector<std::size_t>> grouping_sets;  ///< indexes into group; empty: one set of all
  int line = 1;
};

struct Query {
  enum Kind : std::uint8_t { core, union_all, union_, except, intersect } kind = core;
  Core select;
  std::shared_ptr<Query> left, right;
};

struct Cte {
  std::string name;
  std::vector<std::string> columns;
  SelectPtr query;
};

struct Select {
  std::vector<Cte> with;
  std::shared_ptr<Query> body;
  std::vector<OrderItem> order;
  ExprPtr offset, fetch;
  int max_recursion = -1;  ///< OPTION (MAXRECURSION n)
  bool for_xml = false, xml_type = false;
  std::string xml_path = "row", xml_root;
};

struct ColumnDefinition {
  std::string name;
  TypeInfo type;
  std::string type_word;
  bool computed = false, identity = false, primary = false, unique = false, rowguid = false;
  std::optional<bool> nullable;
  std::int64_t seed = 1, increment = 1;
  ExprPtr default_value, check, computed_value;
  std::string default_name, default_text, key_name, check_name, check_text, computed_text, collation;
  std::optional<Name> references;
  std::vector<std::string> reference_columns;
  std::string reference_name, on_delete, on_update;
};

struct ConstraintDefinition {
  enum Kind : std::uint8_t { primary, unique, foreign, check, default_ } kind = primary;
  std::string name, text;
  std::vector<std::string> columns;
  ExprPtr expr;
  Name references;
  std::vector<std::string> reference_columns;
  std::string on_delete, on_update;
};

struct TableDefinition {
  std::vector<ColumnDefinition> columns;
  std::vector<ConstraintDefinition> constraints;
};

struct ModuleParameter {
  std::string name;
  TypeInfo type;
  ExprPtr default_value;
  bool output = false;
};

/// WITH ... of a module, and the number of a procedure of a group.
struct ModuleOptions {
  bool encrypted = false, recompiled = false, schema_bound = false, null_on_null = false;
  enum As : std::uint8_t { caller, self, owner, user } execute_as = caller;
  std::string user_name;  ///< of EXECUTE AS 'name'
  std::int64_t number = 1;
};

struct ExecArgument {
  std::string name;
  ExprPtr expr;
  bool output = false, use_default = false;
};

struct Declared {
  std::string name;
  TypeInfo type;
  ExprPtr initial;
  std::shared_ptr<TableDefinition> table;
};

/// One option of CREATE LOGIN and its kin: NAME = value [words].
struct Option {
  std::string name, word;  ///< word: the value when it is a name
  ExprPtr value;
  bool must_change = false, hashed = false, unlock = false;
};

struct Permission {
  std::string name;
  std::vector<std::string> columns;
};

struct Assignment {
  std::vector<std::string> column;
  std::string variable;
  Op op = Op::none;
  ExprPtr expr;
};

struct MergeAction {
  enum When : std::uint8_t { matched, not_matched, not_matched_by_source } when = matched;
  enum Kind : std::uint8_t { update, delete_, insert } kind = update;
  ExprPtr condition;
  std::vector<Assignment> assignments;
  std::vector<std::string> columns;
  std::vector<ExprPtr> values;
};

struct Statement {
  enum Kind : std::uint8_t {
    block,
    if_,
    while_,
    break_,
    continue_,
    try_,
    throw_,
    raiserror,
    print,
    return_,
    goto_,
    label,
    waitfor,
    declare,
    set_variable,
    set_option,
    exec,
    use,
    transaction,
    select,
    insert,
    update,
    delete_,
    truncate,
    merge,
    create_table,
    alter_table,
    drop,
    create_index,
    create_database,
    alter_database,
    create_schema,
    module,
    principal,
    grant,
    authorization,
    kill,
    reconfigure,
    dbcc,
    execute_as,
    revert,
    cursor,
    server_object,  ///< what: TRIGGER (of the server), ENDPOINT, SIGNATURE
    nothing,
  } kind = nothing;
  int line = 1;
  std::size_t begin = 0, finish = 0;  ///< bytes of the batch

  std::string verb;  ///< CREATE, ALTER, DROP, GRANT, BEGIN, ... in upper case
  std::string what;  ///< LOGIN, SERVER ROLE, TABLE, VIEW, ...
  std::string word;  ///< option value, label, variable, second name
  Name name;
  std::vector<Name> names;
  std::vector<std::string> words;
  bool if_exists = false, or_alter = false, flag = false, other_flag = false;
  Op op = Op::none;
  ExprPtr expr;
  std::vector<ExprPtr> exprs;
  Statements body, handler;
  StatementPtr then, otherwise;
  SelectPtr query;
  std::vector<Declared> declared;
  std::vector<ExecArgument> arguments;
  std::vector<Option> options;
  std::vector<Permission> permissions;
  std::vector<std::string> principals;
  std::shared_ptr<TableDefinition> table;
  std::vector<ModuleParameter> parameters;
  std::optional<TypeInfo> returns;
  ModuleOptions module_options;  ///< EXEC uses the number only
  // INSERT, UPDATE, DELETE, MERGE
  std::vector<Cte> with;
  ExprPtr top, where;
  TableRefPtr target, from;
  std::vector<std::string> columns;
  std::vector<std::vector<ExprPtr>> rows;
  std::vector<Assignment> assignments;
  std::vector<SelectItem> output;
  std::optional<TableRef> output_into;
  std::vector<std::string> output_columns;
  std::vector<MergeAction> actions;
  StatementPtr source_exec;
};

}  // namespace sandbox

#endif
