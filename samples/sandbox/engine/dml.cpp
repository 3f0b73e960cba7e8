// Parts of INSERT, UPDATE, DELETE and MERGE: row building, OUTPUT, targets, changes.
#include "samples/sandbox/engine/dml.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/parser.hpp"

#include <set>

namespace sandbox {

CteChain::CteChain(const std::vector<Cte> &with) {
  for (const Cte &cte : with) {
    auto scope = std::make_unique<CteScope>();
    scope->parent = scopes_.empty() ? nullptr : scopes_.back().get();
    scope->cte = &cte;
    scopes_.push_back(std::move(scope));
  }
}

void prepare_write(Engine &engine, const TablePtr &table) {
  if (!table->memory)
    engine.for_write();
  else if (engine.transaction_doomed && !table->memory->variable)
    throw error(3930);
}

RowBuilder::RowBuilder(Engine &engine, const TablePtr &table, const std::vector<std::string> &columns)
    : engine_(engine), defaults_(engine), table_(table) {
  const int identity = table->identity_column();
  const bool allowed = table->memory
                           ? engine.identity_insert_memory == fold(table->name) && !table->memory->variable
                           : engine.identity_insert && engine.identity_insert->first == table->database &&
                                 engine.identity_insert->second == table->id;
  if (columns.empty()) {
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      const ColumnInfo &column = table->columns[i];
      if (!column.computed && !column.identity && column.type.type != Type::rowversion) targets_.push_back(i);
    }
    if (allowed && identity >= 0) throw error(8101, {table->name});
    return;
  }
  std::set<std::size_t> seen;
  for (const std::string &name : columns) {
    const int at = table->find(name);
    if (at < 0) throw error(207, {name});
    const auto index = static_cast<std::size_t>(at);
    const ColumnInfo &column = table->columns[index];
    if (!seen.insert(index).second) throw error(264, {column.name});
    if (column.computed) throw error(271, {column.name});
    if (column.type.type == Type::rowversion) throw error(273);
    if (column.identity) {
      if (!allowed) throw error(544, {table->name});
      explicit_identity_ = true;
    }
    targets_.push_back(index);
  }
  if (allowed && identity >= 0 && !explicit_identity_) throw error(545, {table->name});
}

void RowBuilder::check_types(const std::vector<TypeInfo> &types, const std::vector<bool> &nulls) const {
  for (std::size_t i = 0; i < targets_.size() && i < types.size(); ++i)
    if (!nulls[i]) check_convertible(types[i], table_->columns[targets_[i]].type, true);
}

Value RowBuilder::default_of(std::size_t column) {
  const std::optional<Bound> &otherwise = engine_.rules_of(*table_)->defaults[column];
  if (!otherwise) return {};
  return engine_.fit_column(*table_, table_->columns[column], otherwise->eval(defaults_), otherwise->type);
}

Row RowBuilder::build(const std::vector<std::optional<Value>> &values, const std::vector<TypeInfo> &types) {
  Row row(table_->columns.size());
  std::vector<bool> given(row.size(), false);
  for (std::size_t i = 0; i < targets_.size() && i < values.size(); ++i) {
    const std::size_t column = targets_[i];
    const ColumnInfo &info = table_->columns[column];
    if (!values[i]) continue;
    given[column] = true;
    row[column] = engine_.fit_column(*table_, info, *values[i], types[i]);
    if (info.identity && !is_null(row[column])) {
      const std::int64_t number = as_int(convert(row[column], info.type, bigint_type()));
      engine_.note_identity(*table_, info, number);
      engine_.identity = engine_.scope_identity = int_value(number);
    }
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    const ColumnInfo &info = table_->columns[i];
    if (given[i] || info.computed) continue;
    if (info.identity) {
      const std::int64_t number = engine_.next_identity(*table_, info);
      engine_.identity = engine_.scope_identity = int_value(number);
      row[i] = convert(int_value(number), bigint_type(), info.type);
    } else {
      row[i] = default_of(i);
    }
  }
  return row;
}

namespace {

void expose_table(Scope &scope, const TableInfo &table, const char *name) {
  for (const ColumnInfo &info : table.columns) {
    ScopeColumn column;
    column.table = name;
    column.name = info.name;
    column.type = info.type;
    scope.columns.push_back(std::move(column));
  }
}

}  // namespace

OutputClause::OutputClause(Engine &engine, Compile &compile, const Statement &statement,
                           const TableInfo &table, const Scope *from, const CteScope *ctes)
    : engine_(engine), eval_(engine) {
  if (statement.output.empty()) return;
  present_ = true;
  width_ = table.columns.size();
  if (from) {
    scope_.columns = from->columns;
    from_width_ = from->columns.size();
  }
  expose_table(scope_, table, "inserted");
  expose_table(scope_, table, "deleted");
  ScopeColumn action;
  action.name = "$action";
  action.type = nvarchar_type(10);
  scope_.columns.push_back(std::move(action));
  // The target's own name means the same row as inserted and deleted do; only its prefix tells them apart.
  Binder binder(engine, compile, &scope_, ctes);
  const auto add = [&](const ExprPtr &expr, const std::string &name) {
    Bound bound = binder.bind(expr);
    Column column;
    column.name = name;
    column.type = bound.type;
    column.collation = engine.server->collation;
    columns_.push_back(std::move(column));
    items_.push_back(std::move(bound));
  };
  for (const SelectItem &item : statement.output) {
    if (!item.star) {
      add(item.expr, item.alias);
      continue;
    }
    for (const ScopeColumn &column : scope_.columns) {
      if (column.name == row_id_column || column.name == "$action") continue;
      if (!item.prefix.empty() && !same_name(item.prefix.back(), column.table)) continue;
      auto expr = std::make_shared<Expr>();
      expr->kind = Expr::column;
      expr->parts = {column.table, column.name};
      add(expr, column.name);
    }
  }
  if (!statement.output_into) return;
  into_ = engine.target_table(*statement.output_into);
  into_columns_ = statement.output_columns;
}

void OutputClause::add(const Row *inserted, const Row *deleted, const Row *from, const char *action) {
  if (!present_) return;
  Row row = from ? *from : Row(from_width_);
  row.resize(from_width_);
  for (const Row *part : {inserted, deleted}) {
    if (part)
      row.insert(row.end(), part->begin(), part->end());
    else
      row.resize(row.size() + width_);
  }
  row.push_back(text_value(action));
  eval_.frame(scope_.depth).row = &row;
  Row out;
  for (const Bound &item : items_) out.push_back(item.eval(eval_));
  rows_.push_back(std::move(out));
}

void OutputClause::finish() {
  if (!present_) return;
  if (!into_) {
    engine_.emit_columns(columns_);
    for (const Row &row : rows_) engine_.emit_row(row);
    return;
  }
  prepare_write(engine_, into_);
  RowBuilder builder(engine_, into_, into_columns_);
  if (builder.width() != columns_.size()) throw error(213);
  std::vector<TypeInfo> types;
  for (const Column &column : columns_) types.push_back(column.type);
  for (const Row &row : rows_) {
    std::vector<std::optional<Value>> values(row.begin(), row.end());
    Row made = builder.build(values, types);
    engine_.insert_row(*into_, made);
    engine_.check_references(*into_, made, "INSERT");
  }
}

std::string TargetRows::base_column(const std::string &shown) const {
  for (const auto &[name, base] : renamed)
    if (same_name(name, shown)) return base;
  if (!renamed.empty()) throw error(207, {shown});
  return shown;
}

namespace {

TableRefPtr find_ref(const TableRefPtr &from, const Name &name) {
  if (!from) return nullptr;
  if (from->kind == TableRef::join) {
    TableRefPtr left = find_ref(from->left_side, name);
    return left ? left : find_ref(from->right_side, name);
  }
  if (name.parts.size() == 1 && !from->alias.empty())
    return same_name(from->alias, name.object()) ? from : nullptr;
  if (!from->alias.empty()) return nullptr;
  if (from->name.parts.empty() || !same_name(from->name.object(), name.object())) return nullptr;
  if (!name.schema().empty() && !from->name.schema().empty() &&
      !same_name(name.schema(), from->name.schema()))
    return nullptr;
  return from;
}

TableRefPtr find_by_table(const TableRefPtr &from, const Name &name) {
  if (!from) return nullptr;
  if (from->kind == TableRef::join) {
    TableRefPtr left = find_by_table(from->left_side, name);
    return left ? left : find_by_table(from->right_side, name);
  }
  return from->kind != TableRef::derived && !from->name.parts.empty() &&
                 same_name(from->name.object(), name.object())
             ? from
             : nullptr;
}

/// The first base table of a query that shows its rows one to one.
TableRefPtr base_of(const SelectPtr &query) {
  if (query->body->kind != Query::core || query->body->select.distinct || !query->body->select.group.empty())
    return nullptr;
  TableRefPtr from = query->body->select.from;
  while (from && from->kind == TableRef::join) from = from->left_side;
  return from;
}

TableRefPtr replaced(const TableRefPtr &from, const TableRefPtr &old, const TableRefPtr &fresh) {
  if (from == old) return fresh;
  if (!from || from->kind != TableRef::join) return from;
  auto out = std::make_shared<TableRef>(*from);
  out->left_side = replaced(from->left_side, old, fresh);
  out->right_side = replaced(from->right_side, old, fresh);
  return out;
}

/// A copy of the query with the base table's row id among its columns.
SelectPtr with_row_id(const SelectPtr &query) {
  auto out = std::make_shared<Select>(*query);
  out->body = std::make_shared<Query>(*query->body);
  SelectItem item;
  item.expr = std::make_shared<Expr>();
  item.expr->kind = Expr::column;
  item.expr->parts = {row_id_column};
  item.alias = row_id_column;
  item.named = true;
  out->body->select.items.push_back(std::move(item));
  return out;
}

void note_names(const SelectPtr &query, const std::vector<std::string> &names, const TableInfo &table,
                TargetRows &out) {
  std::size_t position = 0;
  const auto add = [&](const std::string &shown, const std::string &base) {
    out.renamed.emplace_back(position < names.size() ? names[position] : shown, base);
    ++position;
  };
  for (const SelectItem &item : query->body->select.items) {
    if (item.star)
      for (const ColumnInfo &column : table.columns) add(column.name, column.name);
    else
      add(item.alias, item.expr->kind == Expr::column ? item.expr->parts.back() : std::string());
  }
}

}  // namespace

void compile_target(Engine &engine, Compile &compile, const Statement &statement, const CteChain &chain,
                    TargetRows &out) {
  const TableRef &named = *statement.target;
  TableRefPtr ref;
  if (statement.from) {
    ref = find_ref(statement.from, named.name);
    if (!ref && named.kind == TableRef::table) ref = find_by_table(statement.from, named.name);
  }
  TableRefPtr from = statement.from;
  if (!ref) {
    ref = statement.target;
    if (from) {
      auto join = std::make_shared<TableRef>();
      join->kind = TableRef::join;
      join->join_kind = TableRef::cross;
      join->left_side = ref;
      join->right_side = from;
      from = join;
    } else {
      from = ref;
    }
  }
  // What the name means: a CTE, a derived table, a view or a table.
  const CteScope *ctes = chain.last();
  SelectPtr inner;
  std::vector<std::string> names;
  if (ref->kind == TableRef::derived) {
    inner = ref->query;
    names = ref->column_aliases;
  } else if (ref->kind == TableRef::table && ref->name.parts.size() == 1) {
    for (const CteScope *scope = ctes; scope && !inner; scope = scope->parent)
      if (same_name(scope->cte->name, ref->name.object())) {
        inner = scope->cte->query;
        names = scope->cte->columns;
      }
  }
  if (!inner && ref->kind == TableRef::table && !engine.find_table(ref->name)) {
    const auto object = engine.find_object(ref->name);
    if (object && object->type == "V") {
      const StatementPtr module = engine.module_of(*object);
      inner = module->query;
      names = module->columns;
    }
  }
  TableRefPtr base = ref;
  if (inner) {
    base = base_of(inner);
    if (!base || base->kind == TableRef::derived || base->kind == TableRef::function ||
        base->kind == TableRef::values)
      throw error(4406, {ref->name.parts.empty() ? ref->alias : ref->name.text()});
    out.table = engine.target_table(*base);
    note_names(inner, names, *out.table, out);
    // In the FROM clause a derived table that shows row ids takes its place; the parsed statement stays as it
    // is.
    auto shown = std::make_shared<TableRef>(*ref);
    shown->kind = TableRef::derived;
    shown->query = with_row_id(inner);
    if (shown->alias.empty()) shown->alias = ref->name.object();
    shown->column_aliases = names;
    if (!names.empty()) shown->column_aliases.emplace_back(row_id_column);
    from = replaced(from, ref, shown);
  } else {
    out.table = engine.target_table(*ref);
  }
  prepare_write(engine, out.table);
  const TableRef *outer = engine.row_id_of;
  engine.row_id_of = base.get();
  try {
    out.source = compile_from(engine, compile, from, out.scope, ctes, statement.where);
  } catch (...) {
    engine.row_id_of = outer;
    throw;
  }
  engine.row_id_of = outer;
  for (std::size_t i = 0; i < out.scope.columns.size(); ++i)
    if (out.scope.columns[i].name == row_id_column) out.id = i;
  if (!statement.where) return;
  Binder binder(engine, compile, &out.scope, ctes);
  binder.forbid_aggregates(147);
  out.where = binder.bind_condition(statement.where).eval;
}

std::vector<Change> compile_changes(Binder &binder, const std::vector<Assignment> &assignments,
                                    const TablePtr &table, const TargetRows *target) {
  std::vector<Change> out;
  std::set<std::size_t> seen;
  for (const Assignment &assignment : assignments) {
    Change change;
    change.variable = assignment.variable;
    if (!assignment.column.empty()) {
      const std::string name =
          target ? target->base_column(assignment.column.back()) : assignment.column.back();
      const int at = table->find(name);
      if (at < 0) throw error(207, {assignment.column.back()});
      const ColumnInfo &column = table->columns[static_cast<std::size_t>(at)];
      if (column.identity) throw error(8102, {column.name});
      if (column.computed) throw error(271, {column.name});
      if (column.type.type == Type::rowversion) throw error(272);
      if (!seen.insert(static_cast<std::size_t>(at)).second) throw error(264, {column.name});
      change.column = static_cast<std::size_t>(at);
    }
    if (assignment.expr->kind == Expr::default_) {
      change.to_default = true;
    } else {
      change.value = binder.bind(assignment.expr);
      if (assignment.op != Op::none && change.column) {
        auto column = std::make_shared<Expr>();
        column->kind = Expr::column;
        column->parts = assignment.column;
        change.value = binary_operator(binder, assignment.op, binder.bind(column), change.value);
      } else if (assignment.op != Op::none) {
        auto variable = std::make_shared<Expr>();
        variable->kind = Expr::variable;
        variable->name = assignment.variable;
        change.value = binary_operator(binder, assignment.op, binder.bind(variable), change.value);
      }
      if (change.column && !change.value.null_literal)
        check_convertible(change.value.type, table->columns[*change.column].type, true);
    }
    out.push_back(std::move(change));
  }
  return out;
}

Row apply_changes(Engine &engine, Eval &eval, const std::vector<Change> &changes, const TablePtr &table,
                  const Row &before) {
  Row after = before;
  for (const Change &change : changes) {
    Value value;
    if (change.to_default) {
      const std::optional<Bound> &otherwise = engine.rules_of(*table)->defaults[*change.column];
      if (otherwise)
        value =
            engine.fit_column(*table, table->columns[*change.column], otherwise->eval(eval), otherwise->type);
    } else {
      value = change.value.eval(eval);
    }
    if (!change.variable.empty()) engine.assign(change.variable, Op::none, value, change.value.type);
    if (change.column)
      after[*change.column] = change.to_default ? value
                                                : engine.fit_column(*table, table->columns[*change.column],
                                                                    value, change.value.type);
  }
  return after;
}

void replace_rows(Engine &engine, const TablePtr &table, std::vector<Replacement> &rows) {
  for (const Replacement &row : rows) engine.erase_row(*table, row.id, row.before);
  for (Replacement &row : rows) {
    engine.stamp_row(*table, row.after);
    engine.check_row(*table, row.after, "UPDATE");
    engine.check_unique(*table, row.after);
    engine.put_row(*table, row.id, row.after);
  }
  for (const Replacement &row : rows) {
    engine.check_references(*table, row.after, "UPDATE", &row.before);
    engine.check_referenced(*table, row.before, &row.after, "UPDATE");
  }
}

void erase_rows(Engine &engine, const TablePtr &table,
                const std::vector<std::pair<std::int64_t, Row>> &rows) {
  for (const auto &[id, row] : rows)
    if (engine.read_row(*table, id)) engine.erase_row(*table, id, row);
  for (const auto &[id, row] : rows) engine.check_referenced(*table, row, nullptr, "DELETE");
}

}  // namespace sandbox
