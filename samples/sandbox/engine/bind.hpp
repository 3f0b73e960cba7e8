// Expressions bound to the columns, variables and functions they name: typed closures.
#ifndef SANDBOX_ENGINE_BIND_HPP
#define SANDBOX_ENGINE_BIND_HPP

#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {

/// Rows in scope while evaluating, by nesting depth of the query.
struct Eval {
  struct Frame {
    const Row *row = nullptr;
    const Row *windows = nullptr;
  };
  explicit Eval(Engine &e) : engine(e), execution(++e.executions) {}
  /// Other rows of the same execution of a query.
  Eval inside() const { return Eval(engine, execution); }
  Frame &frame(int depth) {
    if (frames.size() <= static_cast<std::size_t>(depth)) frames.resize(static_cast<std::size_t>(depth) + 4);
    return frames[static_cast<std::size_t>(depth)];
  }
  Engine &engine;
  std::uint64_t execution;  ///< of a query: what is constant within one is evaluated once for each number
  std::vector<Frame> frames;

 private:
  Eval(Engine &e, std::uint64_t number) : engine(e), execution(number) {}
};

using Evaluate = std::function<Value(Eval &)>;

struct Bound {
  TypeInfo type;
  bool nullable = true, condition = false, null_literal = false, identity = false, literal = false;
  Evaluate eval;
};

struct ScopeColumn {
  std::string table, schema, name;
  TypeInfo type;
  bool nullable = true, identity = false, computed = false;
};

struct Aggregate {
  std::string name;
  Bound argument, separator;
  bool distinct = false, star = false;
  std::vector<std::pair<Bound, bool>> order;
  TypeInfo type;
};

struct WindowCall {
  struct End {
    bool current = false, following = false;
    Bound offset;  ///< absent: unbounded, unless current
  };
  bool framed = false, by_rows = false;
  End from, to;
  std::string name;
  std::vector<Bound> partition;
  std::vector<std::pair<Bound, bool>> order;
  Aggregate aggregate;
  Bound argument, offset, fallback;
};

struct Grouping {
  std::vector<ExprPtr> keys;
  std::vector<Bound> bound;
  std::vector<int> columns;  ///< for a key that is a plain column, its index in the scope; else -1
  std::vector<Aggregate> aggregates;
  bool active = false;  ///< binding what comes after grouping
};

struct Scope {
  Scope *parent = nullptr;
  int depth = 0;
  std::vector<ScopeColumn> columns;
  std::vector<std::string> tables;  ///< exposed names, for 1013
  Grouping *grouping = nullptr;
  std::vector<WindowCall> *windows = nullptr;
  int wall = 0;  ///< columns before this index cannot be seen (left operands, for derived tables)
};

struct Plan {
  std::vector<Column> columns;
  bool correlated = false;
  bool assigns = false;
  std::function<void(Eval &, const std::function<bool(Row &)> &)> run;
};
using PlanPtr = std::shared_ptr<Plan>;

struct CteScope {
  const CteScope *parent = nullptr;
  const Cte *cte = nullptr;
  std::shared_ptr<std::vector<Row>> working;  ///< set while the recursive member of this CTE is compiled
  std::vector<Column> columns;
};

/// The value of an expression that is constant within a query, and the execution that it is of.
struct Once {
  std::uint64_t execution = 0;
  Value value;
};

/// What one statement's compilation gathers.
struct Compile {
  std::vector<std::pair<int, int>> uses;  ///< what values depend on: depth of the query, index of its column
  int by_row = 0;                         ///< calls that give something new each time, met so far
  std::set<const Variable *> varying;     ///< variables that get values while the statement runs
  std::map<ExprPtr, std::shared_ptr<Once>> constants;
  std::map<std::string, std::shared_ptr<Once>> shared_constants;  ///< calls that every reference shares
  int nesting = 0;
  int max_recursion = 100;
};

class Binder {
 public:
  Binder(Engine &engine, Compile &compile, Scope *scope, const CteScope *ctes = nullptr)
      : engine_(engine), compile_(compile), scope_(scope), ctes_(ctes) {}

  Bound bind(const ExprPtr &expr);            ///< a value
  Bound bind_condition(const ExprPtr &expr);  ///< a condition
  Bound bind_any(const ExprPtr &expr);

  Engine &engine() { return engine_; }
  Scope *scope() { return scope_; }
  Compile &compile() { return compile_; }
  const CteScope *ctes() const { return ctes_; }
  void forbid_aggregates(int number) { forbidden_ = number; }
  /// Index of a column of the innermost scope, or -1; throws 209.
  int resolve_here(const std::vector<std::string> &parts);
  bool same(const ExprPtr &left, const ExprPtr &right);

 private:
  Bound bind_kind(const ExprPtr &expr);
  void evaluate_once(const ExprPtr &expr, Bound &bound);
  Bound column(const Expr &expr);
  Bound literal(const Expr &expr);
  Bound variable(const Expr &expr);
  Bound unary(const Expr &expr);
  Bound logical(const Expr &expr);
  Bound case_of(const Expr &expr);
  Bound cast(const Expr &expr);
  Bound in_list(const Expr &expr);
  Bound in_query(const Expr &expr);
  Bound subquery(const Expr &expr);
  Bound exists(const Expr &expr);
  Bound quantified(const Expr &expr);
  Bound like_of(const Expr &expr);
  Bound call(const ExprPtr &expr);
  Bound aggregate(const Expr &expr);
  Aggregate aggregate_call(const Expr &expr);
  Bound window(const Expr &expr);
  Bound date_function(const Expr &expr);
  Bound user_function(const Expr &expr);
  bool group_key(const ExprPtr &expr, Bound &out);
  std::shared_ptr<std::function<const std::vector<Row> &(Eval &)>> rows_of(const PlanPtr &plan);

  Engine &engine_;
  Compile &compile_;
  Scope *scope_;
  const CteScope *ctes_;
  int forbidden_ = 0;
};

bool is_aggregate_name(const std::string &name);
bool is_window_name(const std::string &name);
bool contains_aggregate(const ExprPtr &expr);
bool contains_window(const ExprPtr &expr);

/// Conversion at run time; nothing to do when the types agree.
Bound converted(Binder &binder, Bound from, const TypeInfo &to, bool implicit = true);
Bound binary_operator(Binder &binder, Op op, Bound left, Bound right);
Value add_days(const DateTime &moment, double days, const TypeInfo &type);

struct Arguments {
  std::vector<Value> values;
  std::vector<TypeInfo> types;
  const Value &operator[](std::size_t i) const { return values[i]; }
  std::size_t size() const { return values.size(); }
  std::int64_t integer(std::size_t i) const { return as_int(values[i]); }
  const std::string &text(std::size_t i) const { return as_text(values[i]); }
};

/// A built-in function. shape: one letter an argument (s text, i bigint, b varbinary, f float, v any, t
/// datetime2); those after '?' may be absent; '*' repeats the last.
struct Function {
  std::string shape;
  std::function<TypeInfo(const std::vector<Bound> &)> type;
  std::function<Value(Engine &, Arguments &)> body;
  bool nulls = false;  ///< called with NULLs; otherwise one NULL makes NULL
  /// How far a value of the same arguments goes: RAND() differs from reference to reference, NEWID() from
  /// row to row.
  enum Constancy : std::uint8_t { query, reference, call } constancy = query;
};
const Function *find_function(const std::string &name);
using FunctionTable = std::unordered_map<std::string, Function>;
void add_text_functions(FunctionTable &table);
void add_number_functions(FunctionTable &table);
void add_date_functions(FunctionTable &table);
void add_server_functions(FunctionTable &table);
void add_security_functions(FunctionTable &table);
void add_lock_functions(FunctionTable &table);
void add_trigger_functions(FunctionTable &table);
/// @@NAME; throws 137 when there is none.
Bound global_variable(Engine &engine, const std::string &name);

PlanPtr compile_select(Engine &engine, Compile &compile, const SelectPtr &select, Scope *parent,
                       const CteScope *ctes);

/// The FROM clause: rows of full width.
struct Source {
  std::function<void(Eval &, const std::function<bool(Row &)> &)> run;
  int width = 0;
};
/// Fills scope.columns. `where` gives conjuncts that may narrow scans and become join keys.
Source compile_from(Engine &engine, Compile &compile, const TableRefPtr &from, Scope &scope,
                    const CteScope *ctes, const ExprPtr &where);
/// FOR XML PATH over the rows of a plan: one row, one column.
PlanPtr xml_plan(const PlanPtr &inner, const Select &select);
/// PIVOT and UNPIVOT as the query they stand for, over the columns of their source.
SelectPtr pivot_query(const Pivot &pivot, const Scope &source);
std::vector<ExprPtr> conjuncts(const ExprPtr &condition);

/// A table-shaped thing by name: catalogue view or table-valued function. Null when there is none.
struct ViewColumns {
  std::vector<Column> columns;
};
using Equal = std::vector<std::pair<std::size_t, Value>>;
struct View {
  std::string schema, name;
  std::vector<Column> columns;
  std::function<void(Engine &, int database, const Equal &, const std::function<bool(Row &)> &)> rows;
};
const View *find_view(const std::string &schema, const std::string &name);
const std::vector<const View *> &all_views();

}  // namespace sandbox

#endif
