#include "samples/sandbox/engine/module-references.hpp"

#include "samples/sandbox/engine/text.hpp"

#include <algorithm>
#include <set>

namespace sandbox {
namespace {

class Collector {
 public:
  std::vector<ModuleReference> found;

  void statements(const Statements &list) {
    for (const StatementPtr &one : list) statement(one);
  }

  void statement(const StatementPtr &given) {
    if (!given) return;
    const Statement &one = *given;
    const auto outer = hidden_;
    ctes(one.with);
    // UPDATE and DELETE name their target by its alias in FROM.
    aliases(one.from);
    if (one.kind == Statement::exec && one.exprs.empty() && !one.expr) add(one.name, true);
    if (one.kind == Statement::truncate) add(one.name, false);
    table(one.from);
    table(one.target);
    expression(one.expr);
    expressions(one.exprs);
    expression(one.top);
    expression(one.where);
    for (const Declared &declared : one.declared) expression(declared.initial);
    for (const ExecArgument &argument : one.arguments) expression(argument.expr);
    for (const auto &row : one.rows) expressions(row);
    for (const Assignment &assignment : one.assignments) expression(assignment.expr);
    for (const SelectItem &item : one.output) expression(item.expr);
    for (const MergeAction &action : one.actions) {
      expression(action.condition);
      expressions(action.values);
      for (const Assignment &assignment : action.assignments) expression(assignment.expr);
    }
    if (one.output_into) add(one.output_into->name, false);
    select(one.query);
    statement(one.source_exec);
    statement(one.then);
    statement(one.otherwise);
    statements(one.body);
    statements(one.handler);
    hidden_ = outer;
  }

  void select(const SelectPtr &given) {
    if (!given) return;
    const auto outer = hidden_;
    ctes(given->with);
    query(given->body);
    for (const OrderItem &item : given->order) expression(item.expr);
    expression(given->offset);
    expression(given->fetch);
    hidden_ = outer;
  }

 private:
  void add(const Name &name, bool procedure) {
    const std::string &object = name.parts.empty() ? empty_ : name.object();
    if (object.empty() || object[0] == '#' || object[0] == '@') return;
    if (name.parts.size() == 1 && !procedure && hidden_.count(fold(object))) return;
    if (same_name(name.schema(), "sys") || same_name(name.schema(), "INFORMATION_SCHEMA")) return;
    const auto known = std::find_if(found.begin(), found.end(), [&](const ModuleReference &other) {
      return other.procedure == procedure && same_name(other.name.text(), name.text());
    });
    if (known == found.end()) found.push_back({name, procedure});
  }

  void ctes(const std::vector<Cte> &list) {
    for (const Cte &cte : list) hidden_.insert(fold(cte.name));
    for (const Cte &cte : list) select(cte.query);
  }

  void aliases(const TableRefPtr &ref) {
    if (!ref) return;
    if (!ref->alias.empty()) hidden_.insert(fold(ref->alias));
    aliases(ref->left_side);
    aliases(ref->right_side);
  }

  void query(const std::shared_ptr<Query> &given) {
    if (!given) return;
    query(given->left);
    query(given->right);
    const Core &core = given->select;
    table(core.from);
    expression(core.top);
    for (const SelectItem &item : core.items) expression(item.expr);
    expression(core.where);
    expressions(core.group);
    expression(core.having);
  }

  void table(const TableRefPtr &ref) {
    if (!ref) return;
    if (ref->kind == TableRef::table || ref->kind == TableRef::function) add(ref->name, false);
    table(ref->left_side);
    table(ref->right_side);
    if (ref->pivot) table(ref->pivot->source);
    select(ref->query);
    expressions(ref->args);
    for (const auto &row : ref->rows) expressions(row);
    expression(ref->on);
  }

  void expressions(const std::vector<ExprPtr> &list) {
    for (const ExprPtr &one : list) expression(one);
  }

  void expression(const ExprPtr &given) {
    if (!given) return;
    // Only a function with its schema is a user's.
    if (given->kind == Expr::call && given->parts.size() > 1) add(Name{given->parts}, false);
    expressions(given->args);
    select(given->query);
    if (!given->over) return;
    expressions(given->over->partition);
    for (const OrderItem &item : given->over->order) expression(item.expr);
  }

  std::set<std::string> hidden_;
  const std::string empty_;
};

}  // namespace

std::vector<ModuleReference> references_of(const Statement &statement) {
  Collector collector;
  // The module is not what it mentions itself: only its insides are.
  collector.select(statement.query);
  collector.statements(statement.body);
  return std::move(collector.found);
}

std::vector<ModuleReference> references_of(const SelectPtr &query) {
  Collector collector;
  collector.select(query);
  return std::move(collector.found);
}

}  // namespace sandbox
