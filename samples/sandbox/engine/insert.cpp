// INSERT in all its forms, SELECT INTO, TRUNCATE.
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/dml.hpp"

namespace sandbox {
namespace {

using Given = std::vector<std::optional<Value>>;

void check_width(const Statement &statement, const RowBuilder &builder, std::size_t given) {
  if (given == builder.width()) return;
  if (statement.columns.empty()) throw error(213);
  const bool more_columns = builder.width() > given;
  throw error(statement.query ? (more_columns ? 120 : 121) : (more_columns ? 109 : 110));
}

}  // namespace

void Engine::insert(const Statement &statement) {
  std::vector<Row> captured;
  std::vector<Column> captured_columns;
  if (statement.source_exec) {
    // The procedure runs as itself; its result sets are gathered and inserted in one go.
    const std::function<void(Row &)> take = [&](Row &row) { captured.push_back(row); };
    const std::function<void(const std::vector<Column> &)> head = [&](const std::vector<Column> &columns) {
      if (!captured_columns.empty() && columns.size() != captured_columns.size()) throw error(213);
      if (captured_columns.empty()) captured_columns = columns;
    };
    if (capture) throw error(8164);
    capture = &take;
    capture_columns = &head;
    try {
      exec(*statement.source_exec);
    } catch (...) {
      capture = nullptr;
      capture_columns = nullptr;
      throw;
    }
    capture = nullptr;
    capture_columns = nullptr;
  }
  leaf([&] {
    const TablePtr table = target_table(*statement.target);
    prepare_write(*this, table);
    require_object(*table, "INSERT");
    RowBuilder builder(*this, table, statement.columns);
    const CteChain chain(statement.with);
    Compile compile;
    OutputClause output(*this, compile, statement, *table, nullptr, chain.last());
    std::int64_t limit = INT64_MAX;
    if (statement.top) {
      const Value top = evaluate_as(statement.top, bigint_type());
      if (is_null(top)) throw error(1060);
      limit = as_int(top);
    }
    if (options.rowcount > 0) limit = std::min(limit, options.rowcount);
    if (table->identity_column() < 0) identity = scope_identity = Value();
    std::vector<Row> inserted;
    std::vector<Given> pending;
    std::vector<TypeInfo> types;
    const auto put = [&](const Given &values) {
      if (static_cast<std::int64_t>(inserted.size()) >= limit) return;
      Row row = builder.build(values, types);
      insert_row(*table, row);
      inserted.push_back(std::move(row));
    };
    if (statement.flag) {
      put({});
    } else if (statement.source_exec) {
      if (!captured.empty() && captured_columns.size() != builder.width()) throw error(213, {}, 7);
      for (const Column &column : captured_columns) types.push_back(column.type);
      for (const Row &row : captured) put(Given(row.begin(), row.end()));
    } else if (statement.query) {
      std::vector<Row> rows;
      run_select(
          statement.query,
          [&](const std::vector<Column> &columns) {
            check_width(statement, builder, columns.size());
            for (const Column &column : columns) types.push_back(column.type);
            builder.check_types(types, std::vector<bool>(types.size(), false));
          },
          [&](Row &row) { rows.push_back(std::move(row)); }, &statement.with);
      for (const Row &row : rows) put(Given(row.begin(), row.end()));
    } else {
      Binder binder(*this, compile, nullptr, chain.last());
      Eval eval(*this);
      std::vector<std::vector<Bound>> lists;
      for (const auto &list : statement.rows) {
        check_width(statement, builder, list.size());
        lists.emplace_back();
        std::vector<TypeInfo> list_types;
        std::vector<bool> nulls;
        for (const ExprPtr &expr : list) {
          lists.back().push_back(expr->kind == Expr::default_ ? Bound{} : binder.bind(expr));
          list_types.push_back(lists.back().back().type);
          nulls.push_back(expr->kind == Expr::default_ || lists.back().back().null_literal);
        }
        builder.check_types(list_types, nulls);
      }
      for (const auto &list : lists) {
        Given values;
        types.clear();
        for (const Bound &item : list) {
          types.push_back(item.type);
          values.push_back(item.eval ? std::optional<Value>(item.eval(eval)) : std::nullopt);
        }
        put(values);
      }
    }
    for (const Row &row : inserted) {
      check_references(*table, row, "INSERT");
      output.add(&row, nullptr, nullptr, "INSERT");
    }
    output.finish();
    rowcount = static_cast<std::int64_t>(inserted.size());
    emit_done(inserted.size(), output.shown() ? 0xC1 : 0xC3);
  });
}

void Engine::select_into(const Statement &statement) {
  const Name name = *statement.query->body->select.into;
  auto query = std::make_shared<Select>(*statement.query);
  query->body = std::make_shared<Query>(*statement.query->body);
  query->body->select.into.reset();
  const bool temporary_table = name.object()[0] == '#' && name.object().substr(0, 2) != "##";
  if (!temporary_table) for_write();
  TablePtr table;
  std::vector<Row> rows;
  std::vector<TypeInfo> types;
  auto create = std::make_shared<Statement>();
  create->kind = Statement::create_table;
  create->line = statement.line;
  create->name = name;
  create->table = std::make_shared<TableDefinition>();
  const auto define = [&](const std::vector<Column> &columns) {
    int identities = 0;
    for (const Column &column : columns) identities += column.identity && !column.computed ? 1 : 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      ColumnDefinition definition;
      definition.name = columns[i].name;
      if (definition.name.empty()) throw error(1038);
      definition.type = columns[i].type;
      if (definition.type.type == Type::rowversion) definition.type = *type_named("timestamp");
      definition.nullable = columns[i].nullable;
      if (columns[i].identity && !columns[i].computed && identities == 1 && query->body->select.from &&
          query->body->select.from->kind == TableRef::table) {
        definition.identity = true;
        definition.nullable = false;
      }
      types.push_back(definition.type);
      create->table->columns.push_back(std::move(definition));
    }
  };
  run_select(query, define, [&](Row &row) { rows.push_back(std::move(row)); });
  create_table(*create);
  table = find_table(name);
  if (!table) throw error(208, {name.text()});
  const int identity_at = table->identity_column();
  for (Row &row : rows) {
    if (identity_at >= 0)
      note_identity(*table, table->columns[static_cast<std::size_t>(identity_at)],
                    as_int(convert(row[static_cast<std::size_t>(identity_at)],
                                   types[static_cast<std::size_t>(identity_at)], bigint_type())));
    stamp_row(*table, row);
    put_row(*table, std::nullopt, row);
  }
  rowcount = static_cast<std::int64_t>(rows.size());
  emit_done(rows.size(), 0xC3);
}

void Engine::truncate(const Statement &statement) {
  const TablePtr table = find_table(statement.name);
  if (!table) throw error(4701, {statement.name.object()});
  prepare_write(*this, table);
  require_object(*table, "ALTER");
  for (const ForeignKeyInfo &key : table->referenced)
    if (key.child != table->id) throw error(4712, {table->name});
  clear_table(*table);
}

}  // namespace sandbox
