// Foreign keys: does the parent exist, and what of the children when it goes.
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/rows.hpp"

namespace sandbox {
namespace {

std::size_t position_of(const TableInfo &table, int column_id) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].id == column_id) return i;
  throw error(207, {std::to_string(column_id)});
}

std::string place(const TableInfo &table, const std::vector<int> &columns) {
  return columns.size() == 1 ? ", column '" + table.columns[position_of(table, columns[0])].name + "'"
                             : std::string();
}

bool equal_values(const Value &a, const Value &b) {
  if (is_null(a) || is_null(b)) return is_null(a) && is_null(b);
  std::string left, right;
  append_key(left, a);
  append_key(right, b);
  return left == right;
}

/// Rows of `table` whose columns have these values.
std::vector<std::pair<std::int64_t, Row>> matching(Engine &engine, const TableInfo &table,
                                                   const std::vector<int> &columns,
                                                   const std::vector<Value> &values, bool one) {
  Equal equal;
  for (std::size_t i = 0; i < columns.size(); ++i)
    equal.emplace_back(position_of(table, columns[i]), values[i]);
  std::vector<std::pair<std::int64_t, Row>> out;
  engine.scan_table(table, equal, [&](std::int64_t id, Row &row) {
    for (const auto &[column, value] : equal)
      if (!equal_values(row[column], value)) return true;
    out.emplace_back(id, row);
    return !one;
  });
  return out;
}

}  // namespace

TablePtr Engine::table_by_id(int database, std::int64_t id) {
  const std::pair<int, std::int64_t> key{database, id};
  const auto found = related.find(key);
  if (found != related.end()) return found->second;
  const auto rows = sql.rows(
      "SELECT o.name, s.name, o.schema, d.name FROM objects o JOIN schemas s ON s.db = o.db AND s.id = "
      "o.schema "
      "JOIN databases d ON d.id = o.db WHERE o.db = ? AND o.id = ?",
      {int_value(database), int_value(id)});
  if (rows.empty()) throw error(208, {std::to_string(id)});
  ObjectInfo object;
  object.database = database;
  object.id = id;
  object.name = as_text(rows[0][0]);
  object.schema = as_text(rows[0][1]);
  object.schema_id = as_int(rows[0][2]);
  object.database_name = as_text(rows[0][3]);
  object.type = "U";
  return related[key] = load_table(object);
}

void Engine::check_references(TableInfo &table, const Row &row, const char *verb, const Row *before) {
  for (const ForeignKeyInfo &key : table.references) {
    if (key.disabled) continue;
    std::vector<Value> values;
    bool complete = true, changed = before == nullptr;
    for (const int column : key.child_columns) {
      const std::size_t at = position_of(table, column);
      complete = complete && !is_null(row[at]);
      changed = changed || !equal_values(row[at], (*before)[at]);
      values.push_back(row[at]);
    }
    if (!complete || !changed) continue;
    const bool self = key.parent == table.id;
    TablePtr parent = self ? table.shared_from_this() : table_by_id(table.database, key.parent);
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = convert(values[i], table.columns[position_of(table, key.child_columns[i])].type,
                          parent->columns[position_of(*parent, key.parent_columns[i])].type);
    if (!matching(*this, *parent, key.parent_columns, values, true).empty()) continue;
    throw error(547, {verb, self ? "FOREIGN KEY SAME TABLE" : "FOREIGN KEY", key.name, parent->database_name,
                      parent->schema + "." + parent->name, place(*parent, key.parent_columns)});
  }
}

void Engine::check_referenced(TableInfo &table, const Row &before, const Row *after, const char *verb) {
  for (const ForeignKeyInfo &key : table.referenced) {
    if (key.disabled) continue;
    std::vector<Value> values;
    bool complete = true, changed = after == nullptr;
    for (const int column : key.parent_columns) {
      const std::size_t at = position_of(table, column);
      complete = complete && !is_null(before[at]);
      changed = changed || !equal_values(before[at], (*after)[at]);
      values.push_back(before[at]);
    }
    if (!complete || !changed) continue;
    const bool self = key.child == table.id;
    TablePtr child = self ? table.shared_from_this() : table_by_id(table.database, key.child);
    const std::string &action = after ? key.on_update : key.on_delete;
    const bool refuses = action.empty() || action == "NO_ACTION";
    // Another row of the parent may have taken over the value within the same statement.
    if (refuses && !matching(*this, table, key.parent_columns, values, true).empty()) continue;
    const auto children = matching(*this, *child, key.child_columns, values, refuses);
    if (children.empty()) continue;
    if (refuses)
      throw error(547, {verb, self ? "SAME TABLE REFERENCE" : "REFERENCE", key.name, child->database_name,
                        child->schema + "." + child->name, place(*child, key.child_columns)});
    for (const auto &[id, row] : children) {
      if (action == "CASCADE" && !after) {
        erase_row(*child, id, row);
        check_referenced(*child, row, nullptr, verb);
        continue;
      }
      Row changed_row = row;
      for (std::size_t i = 0; i < key.child_columns.size(); ++i) {
        const std::size_t at = position_of(*child, key.child_columns[i]);
        Value &slot = changed_row[at];
        if (action == "CASCADE") {
          slot = (*after)[position_of(table, key.parent_columns[i])];
        } else {
          slot = Value();
          const std::optional<Bound> &otherwise = rules_of(*child)->defaults[at];
          if (action == "SET_DEFAULT" && otherwise) {
            Eval eval(*this);
            slot = fit_column(*child, child->columns[at], otherwise->eval(eval), otherwise->type);
          }
        }
      }
      replace_row(*child, id, row, changed_row);
      if (action == "SET_DEFAULT") check_references(*child, changed_row, verb);
      check_referenced(*child, row, &changed_row, verb);
    }
  }
}

}  // namespace sandbox
