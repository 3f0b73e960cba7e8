// The leaves of the FROM clause: tables, views, derived tables, functions, lists of values.
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/from-compiler.hpp"
#include "samples/sandbox/engine/parser.hpp"

namespace sandbox {
namespace {

using Visit = std::function<bool(Row &)>;

}  // namespace

void FromCompiler::expose(const TableRef &ref, const std::string &name, const std::string &schema,
                          const std::vector<Column> &columns) {
  const std::string shown = ref.alias.empty() ? name : ref.alias;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ScopeColumn column;
    column.table = shown;
    column.schema = ref.alias.empty() ? schema : std::string();
    column.name = i < ref.column_aliases.size() ? ref.column_aliases[i] : columns[i].name;
    column.type = columns[i].type;
    column.nullable = columns[i].nullable;
    column.identity = columns[i].identity;
    scope_.columns.push_back(std::move(column));
  }
  if (!ref.column_aliases.empty() && ref.column_aliases.size() != columns.size())
    throw error(ref.column_aliases.size() > columns.size() ? 8158 : 8159, {shown});
  if (shown.empty()) return;
  const std::string key = fold(ref.alias.empty() && !schema.empty() ? schema + "." + shown : shown);
  for (const std::string &other : scope_.tables)
    if (other == key) throw error(1013, {shown, shown});
  scope_.tables.push_back(key);
}

NodePtr FromCompiler::plan_leaf(const TableRef &ref, const std::string &name, PlanPtr plan) {
  auto node = std::make_shared<Node>();
  node->low = static_cast<int>(scope_.columns.size());
  for (std::size_t i = 0; i < plan->columns.size(); ++i)
    if (plan->columns[i].name.empty() && i >= ref.column_aliases.size())
      throw error(8155, {std::to_string(i + 1), ref.alias.empty() ? name : ref.alias});
  expose(ref, name, "", plan->columns);
  node->high = static_cast<int>(scope_.columns.size());
  node->scan = [plan](Eval &eval, const Equal &, const Visit &visit) { plan->run(eval, visit); };
  return node;
}

NodePtr FromCompiler::view_leaf(const TableRef &ref, const ObjectInfo &object) {
  const std::string key = std::to_string(object.database) + "." + std::to_string(object.id);
  if (!engine_.views_open.insert(key).second || engine_.views_open.size() > 32) throw error(217);
  struct Close {
    Engine &engine;
    std::string key;
    std::string database;
    int id;
    ~Close() {
      engine.views_open.erase(key);
      engine.database_name = database;
      engine.database_id = id;
    }
  } close{engine_, key, engine_.database_name, engine_.database_id};
  // The names of a view mean objects of the view's own database.
  engine_.database_name = object.database_name;
  engine_.database_id = object.database;
  Parser parser(object.definition, object.quoted_identifier);
  const Statements parsed = parser.batch();
  PlanPtr plan = compile_select(engine_, compile_, parsed.at(0)->query, nullptr, nullptr);
  auto renamed = std::make_shared<Plan>(*plan);
  for (std::size_t i = 0; i < parsed[0]->columns.size() && i < renamed->columns.size(); ++i)
    renamed->columns[i].name = parsed[0]->columns[i];
  auto node = std::make_shared<Node>();
  node->low = static_cast<int>(scope_.columns.size());
  expose(ref, object.name, object.schema, renamed->columns);
  node->high = static_cast<int>(scope_.columns.size());
  node->scan = [renamed](Eval &eval, const Equal &, const Visit &visit) { renamed->run(eval, visit); };
  return node;
}

void FromCompiler::expose_table(const TableRef &ref, const TableInfo &table) {
  std::vector<Column> columns;
  for (const ColumnInfo &info : table.columns) {
    Column column;
    column.name = info.name;
    column.type = info.type;
    column.nullable = info.nullable;
    column.identity = info.identity;
    columns.push_back(std::move(column));
  }
  if (engine_.row_id_of == &ref) {
    Column id;
    id.name = row_id_column;
    id.type = bigint_type();
    columns.push_back(std::move(id));
  }
  expose(ref, table.name, table.schema, columns);
}

NodePtr FromCompiler::function_leaf(const TableRef &ref) {
  std::vector<Bound> arguments;
  const int wall = scope_.wall;
  Binder binder(engine_, compile_, &scope_, ctes_);
  for (const ExprPtr &argument : ref.args) {
    if (argument->kind == Expr::default_) {
      Bound none;
      none.null_literal = true;
      none.eval = [](Eval &) { return Value(); };
      arguments.push_back(none);
    } else {
      arguments.push_back(binder.bind(argument));
    }
  }
  scope_.wall = wall;
  const std::string schema = ref.name.schema(), name = ref.name.object();
  auto node = std::make_shared<Node>();
  node->lateral = true;
  node->low = static_cast<int>(scope_.columns.size());
  if (schema.empty() && same_name(name, "string_split")) {
    if (arguments.size() != 2) throw error(174, {"string_split", "2"});
    Column value;
    value.name = "value";
    value.type = is_unicode(arguments[0].type.type) ? nvarchar_type(4000) : varchar_type(8000);
    expose(ref, name, "", {value});
    Evaluate text = converted(binder, arguments[0], nvarchar_type(-1)).eval,
             by = converted(binder, arguments[1], nvarchar_type(1)).eval;
    node->scan = [text, by](Eval &eval, const Equal &, const Visit &visit) {
      const Value a = text(eval), b = by(eval);
      if (is_null(a) || is_null(b) || as_text(b).empty()) return;
      const std::string &whole = as_text(a), &mark = as_text(b);
      for (std::size_t at = 0;;) {
        const std::size_t next = whole.find(mark, at);
        Row row = {text_value(whole.substr(at, next == std::string::npos ? next : next - at))};
        if (!visit(row) || next == std::string::npos) return;
        at = next + mark.size();
      }
    };
  } else if (const View *view =
                 (schema.empty() && name.substr(0, 3) != "fn_" && !same_name(name, "fn_helpcollations"))
                     ? nullptr
                     : find_view("sys", name + "()");
             view && (schema.empty() || same_name(schema, "sys"))) {
    expose(ref, name, "", view->columns);
    std::vector<Evaluate> values;
    for (Bound &argument : arguments)
      values.push_back(converted(binder, argument, nvarchar_type(-1), false).eval);
    node->scan = [view, values, id = engine_.database_id](Eval &eval, const Equal &, const Visit &visit) {
      Equal given;
      for (std::size_t i = 0; i < values.size(); ++i) given.emplace_back(i, values[i](eval));
      view->rows(eval.engine, id, given, visit);
    };
  } else {
    const auto object = engine_.find_object(ref.name);
    if (!object || (object->type != "IF" && object->type != "TF")) throw error(208, {ref.name.text()});
    const StatementPtr module = engine_.module_of(*object);
    if (object->type == "TF") {
      const TablePtr shape = engine_.memory_table(module->declared.at(0).name, *module->table, true);
      shape->name = object->name;
      shape->schema = object->schema;
      expose_table(ref, *shape);
      std::vector<Evaluate> values;
      std::vector<TypeInfo> types;
      for (const Bound &argument : arguments) {
        values.push_back(argument.eval);
        types.push_back(argument.type);
      }
      node->scan = [values, types, object = *object](Eval &eval, const Equal &, const Visit &visit) {
        std::vector<Value> given;
        for (const Evaluate &value : values) given.push_back(value(eval));
        for (Row &row : eval.engine.call_table_function(object, given, types))
          if (!visit(row)) return;
      };
      node->high = static_cast<int>(scope_.columns.size());
      return node;
    }
    // Parameters become variables of a scope of their own while the body is bound.
    auto locals = std::make_shared<Variables>();
    if (arguments.size() != module->parameters.size())
      throw error(arguments.size() > module->parameters.size() ? 8144 : 313, {ref.name.text()});
    std::vector<std::pair<Variable *, Evaluate>> inputs;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      Variable &slot = (*locals)[fold(module->parameters[i].name)];
      slot.type = module->parameters[i].type;
      compile_.varying.insert(&slot);
      inputs.emplace_back(&slot, converted(binder, arguments[i], slot.type).eval);
    }
    Variables *outer = engine_.variables;
    engine_.variables = locals.get();
    PlanPtr plan;
    try {
      plan = compile_select(engine_, compile_, module->query, nullptr, nullptr);
    } catch (...) {
      engine_.variables = outer;
      throw;
    }
    engine_.variables = outer;
    expose(ref, object->name, object->schema, plan->columns);
    auto fresh = std::make_shared<Plan>(*plan);
    fresh->correlated = true;
    node->scan = [fresh, inputs, locals](Eval &eval, const Equal &, const Visit &visit) {
      for (const auto &[slot, value] : inputs) slot->value = value(eval);
      Eval inner = eval.inside();
      fresh->run(inner, visit);
    };
  }
  node->high = static_cast<int>(scope_.columns.size());
  return node;
}

NodePtr FromCompiler::leaf(const TableRefPtr &pointer) {
  const TableRef &ref = *pointer;
  if (ref.pivot) {
    // The columns of the source decide what is grouped by.
    Scope inside;
    Compile apart;
    FromCompiler source(engine_, apart, inside, ctes_);
    source.build(ref.pivot->source, {});
    auto derived = std::make_shared<TableRef>();
    derived->kind = TableRef::derived;
    derived->alias = ref.alias;
    derived->column_aliases = ref.column_aliases;
    derived->query = pivot_query(*ref.pivot, inside);
    return leaf(derived);
  }
  if (ref.kind == TableRef::function) return function_leaf(ref);
  if (ref.kind == TableRef::derived) {
    PlanPtr plan = compile_select(engine_, compile_, ref.query, &scope_, ctes_);
    NodePtr node = plan_leaf(ref, "", plan);
    node->lateral = plan->correlated;
    return node;
  }
  auto node = std::make_shared<Node>();
  node->low = static_cast<int>(scope_.columns.size());
  if (ref.kind == TableRef::values) {
    Binder binder(engine_, compile_, &scope_, ctes_);
    std::vector<std::vector<Bound>> rows;
    std::vector<std::optional<TypeInfo>> types;
    for (const auto &list : ref.rows) {
      rows.emplace_back();
      for (std::size_t i = 0; i < list.size(); ++i) {
        rows.back().push_back(binder.bind(list[i]));
        if (types.size() <= i) types.resize(i + 1);
        const Bound &item = rows.back().back();
        if (!item.null_literal) types[i] = types[i] ? common_type(*types[i], item.type) : item.type;
      }
      if (rows.back().size() != rows.front().size()) throw error(10709);
    }
    std::vector<Column> columns(types.size());
    for (std::size_t i = 0; i < types.size(); ++i) columns[i].type = types[i].value_or(integer_type());
    if (ref.column_aliases.empty()) throw error(8155, {"1", ref.alias});
    expose(ref, "", "", columns);
    auto ready = std::make_shared<std::vector<std::vector<Evaluate>>>();
    for (auto &row : rows) {
      ready->emplace_back();
      for (std::size_t i = 0; i < row.size(); ++i)
        ready->back().push_back(converted(binder, row[i], columns[i].type).eval);
    }
    node->lateral = true;
    node->scan = [ready](Eval &eval, const Equal &, const Visit &visit) {
      for (const auto &list : *ready) {
        Row row;
        for (const Evaluate &item : list) row.push_back(item(eval));
        if (!visit(row)) return;
      }
    };
    node->high = static_cast<int>(scope_.columns.size());
    return node;
  }
  if (ref.kind == TableRef::table && ref.name.parts.size() == 1)
    for (const CteScope *scope = ctes_; scope; scope = scope->parent) {
      if (!same_name(scope->cte->name, ref.name.object())) continue;
      if (scope->working) {
        expose(ref, scope->cte->name, "", scope->columns);
        node->scan = [rows = scope->working](Eval &, const Equal &, const Visit &visit) {
          for (Row row : *rows)
            if (!visit(row)) return;
        };
        node->lateral = true;
        node->high = static_cast<int>(scope_.columns.size());
        return node;
      }
      PlanPtr plan = compile_select(engine_, compile_, scope->cte->query, nullptr, scope);
      auto named = std::make_shared<Plan>(*plan);
      if (!scope->cte->columns.empty()) {
        if (scope->cte->columns.size() != plan->columns.size())
          throw error(scope->cte->columns.size() > plan->columns.size() ? 8158 : 8159, {scope->cte->name});
        for (std::size_t i = 0; i < plan->columns.size(); ++i)
          named->columns[i].name = scope->cte->columns[i];
      }
      return plan_leaf(ref, scope->cte->name, named);
    }
  TablePtr table;
  if (ref.kind == TableRef::variable) {
    Variable &found = engine_.variable(ref.name.object());
    if (!found.table) throw error(1087, {ref.name.object()});
    table = found.table;
  } else {
    table = engine_.find_table(ref.name);
  }
  if (table) {
    engine_.require_object(*table, "SELECT");
    expose_table(ref, *table);
    node->narrows = !table->memory;
    node->scan = [table, shows_id = engine_.row_id_of == pointer.get()](Eval &eval, const Equal &equal,
                                                                        const Visit &visit) {
      eval.engine.scan_table(*table, equal, [&visit, shows_id](std::int64_t id, Row &row) {
        if (shows_id) row.push_back(int_value(id));
        return visit(row);
      });
    };
    node->high = static_cast<int>(scope_.columns.size());
    return node;
  }
  const DatabaseInfo database = engine_.database_of(ref.name.database());
  std::string schema = ref.name.schema();
  // The old names: master..sysdatabases, dbo.sysobjects, plain sysobjects.
  const bool old_name = lower(ref.name.object()).rfind("sys", 0) == 0;
  if ((schema.empty() || same_name(schema, "dbo")) && old_name && !engine_.find_object(ref.name))
    schema = "sys";
  const View *view = find_view(schema, ref.name.object());
  if (view) {
    expose(ref, view->name, view->schema, view->columns);
    node->narrows = true;
    node->scan = [view, id = database.id](Eval &eval, const Equal &equal, const Visit &visit) {
      view->rows(eval.engine, id, equal, visit);
    };
    node->high = static_cast<int>(scope_.columns.size());
    return node;
  }
  const auto object = engine_.find_object(ref.name);
  if (object && object->type == "V") {
    // What a view reads its owner answers for; the view itself must be permitted.
    if (engine_.views_open.empty() && engine_.procedure_depth == 0 &&
        !engine_.has_database_permission(object->database, "SELECT", object->id, object->schema_id))
      throw error(229, {"SELECT", object->name, object->database_name, object->schema});
    return view_leaf(ref, *object);
  }
  throw error(208, {ref.name.text()});
}

}  // namespace sandbox
