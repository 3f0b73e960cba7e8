// What a module's text is checked for when it is made. Names that mean nothing yet may come to mean something
// later; a column that a table does not have is a mistake now.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/module-references.hpp"

namespace sandbox {
namespace {

class ModuleCheck {
 public:
  explicit ModuleCheck(Engine &engine) : engine_(engine) {}

  void statements(const Statements &list) {
    for (const StatementPtr &one : list) statement(one);
  }

 private:
  void statement(const StatementPtr &given) {
    if (!given) return;
    line_ = given->line;
    if (given->query) query(given->query, given->with);
    if (given->kind == Statement::insert) insert(*given);
    if (given->kind == Statement::update) update(*given);
    statement(given->then);
    statement(given->otherwise);
    statements(given->body);
    statements(given->handler);
  }

  [[noreturn]] void fail(SqlError failure) const {
    failure.located = true;
    failure.message.line = line_;
    failure.scope = engine_.nesting;
    throw failure;
  }

  /// The table, when it exists and is an ordinary one.
  TablePtr table(const TableRefPtr &ref) const {
    if (!ref || ref->kind != TableRef::table || ref->name.object()[0] == '#') return nullptr;
    return engine_.find_table(ref->name);
  }

  void column(const TableInfo &table, const std::string &name) const {
    if (table.find(name) < 0) fail(error(207, {name}));
  }

  void insert(const Statement &one) const {
    if (const TablePtr into = table(one.target))
      for (const std::string &name : one.columns) column(*into, name);
  }

  void update(const Statement &one) const {
    // With FROM the target may be an alias of anything.
    if (one.from) return;
    if (const TablePtr changed = table(one.target))
      for (const Assignment &assignment : one.assignments)
        if (!assignment.column.empty()) column(*changed, assignment.column.back());
  }

  /// Bound as it will be, when everything it mentions is there now.
  void query(const SelectPtr &select, const std::vector<Cte> &with) const {
    if (!with.empty()) return;
    const std::vector<ModuleReference> mentioned = references_of(select);
    if (mentioned.empty()) return;
    for (const ModuleReference &reference : mentioned) {
      const auto object = engine_.find_object(reference.name);
      if (!object || (object->type != "U" && object->type != "V")) return;
    }
    if (!only_tables(select->body)) return;
    try {
      Compile compile;
      compile_select(engine_, compile, select, nullptr, nullptr);
    } catch (const SqlError &failure) {
      if (failure.message.number == 207 || failure.message.number == 4104) fail(failure);
    }
  }

  /// Neither # tables nor variables nor the server's own views, which may look different when it runs.
  static bool only_tables(const std::shared_ptr<Query> &query) {
    if (!query) return true;
    return only_tables(query->left) && only_tables(query->right) && plain(query->select.from);
  }
  static bool plain(const TableRefPtr &ref) {
    if (!ref) return true;
    if (ref->kind == TableRef::join) return plain(ref->left_side) && plain(ref->right_side);
    return ref->kind == TableRef::table && ref->name.object()[0] != '#' && !ref->pivot &&
           !same_name(ref->name.schema(), "sys") && !same_name(ref->name.schema(), "INFORMATION_SCHEMA");
  }

  Engine &engine_;
  int line_ = 1;
};

}  // namespace

void Engine::check_module(const Statement &module) {
  Variables locals;
  for (const ModuleParameter &parameter : module.parameters) {
    Variable &slot = locals[fold(parameter.name)];
    slot.name = parameter.name;
    slot.type = parameter.type;
  }
  struct Restore {
    Engine &engine;
    Variables *variables;
    std::string procedure;
    ~Restore() {
      engine.variables = variables;
      engine.procedure_name = std::move(procedure);
    }
  } restore{*this, variables, procedure_name};
  variables = &locals;
  hoist(module.body);
  try {
    ModuleCheck(*this).statements(module.body);
  } catch (SqlError &failure) {
    failure.message.procedure = module.name.object();
    throw;
  }
}

}  // namespace sandbox
