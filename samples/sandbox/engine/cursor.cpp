// Cursors: DECLARE, OPEN, FETCH, CLOSE, DEALLOCATE. Every cursor is static: its rows are those of OPEN.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"

namespace sandbox {
namespace {

/// Local cursors live among the variables; no variable can have this name.
std::string local_key(const std::string &name) { return "\x01" + fold(name); }

}  // namespace

void Engine::cursor(const Statement &statement) {
  const std::string &name = statement.word;
  const bool is_variable = name[0] == '@';
  const std::string key = fold(name);
  const auto find = [&]() -> std::shared_ptr<Cursor> {
    if (is_variable) {
      Variable &slot = variable(name);
      if (!slot.cursor) throw error(16950, {name});
      return slot.cursor;
    }
    const auto local = variables->find(local_key(name));
    if (!statement.other_flag && local != variables->end() && local->second.cursor)
      return local->second.cursor;
    const auto global = cursors.find(key);
    if (global != cursors.end()) return global->second;
    throw error(16916, {name});
  };
  if (statement.verb == "DECLARE" || statement.verb == "SET") {
    if (!statement.query) {  // SET @c = another cursor
      Statement other;
      other.word = statement.words.at(0);
      const auto from = variables->find(local_key(other.word));
      const auto global = cursors.find(fold(other.word));
      if (from != variables->end() && from->second.cursor)
        variable(name).cursor = from->second.cursor;
      else if (global != cursors.end())
        variable(name).cursor = global->second;
      else
        throw error(16916, {other.word});
      return;
    }
    auto made = std::make_shared<Cursor>();
    made->query = statement.query;
    made->with = statement.with;
    made->scroll = statement.if_exists;
    if (is_variable) {
      variable(name).cursor = made;
    } else if (statement.flag) {
      std::shared_ptr<Cursor> &slot = (*variables)[local_key(name)].cursor;
      if (slot) throw error(16915, {name});
      slot = made;
    } else {
      if (cursors.count(key)) throw error(16915, {name});
      cursors[key] = made;
    }
    return;
  }
  const std::shared_ptr<Cursor> found = find();
  if (statement.verb == "OPEN") {
    if (found->open) throw error(16905);
    found->rows.clear();
    found->position = 0;
    leaf([&] {
      for_read();
      run_select(
          found->query, [&](const std::vector<Column> &columns) { found->columns = columns; },
          [&](Row &row) { found->rows.push_back(std::move(row)); }, &found->with);
    });
    found->open = true;
    rowcount = 0;
  } else if (statement.verb == "CLOSE") {
    if (!found->open) throw error(16917);
    found->open = false;
    found->rows.clear();
    rowcount = 0;
  } else if (statement.verb == "DEALLOCATE") {
    if (is_variable) {
      variable(name).cursor.reset();
      return;
    }
    const auto local = variables->find(local_key(name));
    if (!statement.other_flag && local != variables->end() && local->second.cursor == found)
      variables->erase(local);
    else
      cursors.erase(key);
    rowcount = 0;
  } else {
    fetch(statement, *found);
  }
}

void Engine::fetch(const Statement &statement, Cursor &cursor) {
  if (!cursor.open) throw error(16917);
  const auto size = static_cast<std::int64_t>(cursor.rows.size());
  std::int64_t offset = 0;
  if (statement.expr) {
    const Value value = evaluate_as(statement.expr, bigint_type());
    offset = is_null(value) ? 0 : as_int(value);
  }
  if (statement.what != "NEXT" && !cursor.scroll) throw error(16911, {"fetch", lower(statement.what)});
  std::int64_t at = cursor.position + 1;
  if (statement.what == "PRIOR") at = cursor.position - 1;
  if (statement.what == "FIRST") at = 1;
  if (statement.what == "LAST") at = size;
  if (statement.what == "ABSOLUTE") at = offset < 0 ? size + 1 + offset : offset;
  if (statement.what == "RELATIVE") at = cursor.position + offset;
  cursor.position = std::max<std::int64_t>(0, std::min(at, size + 1));
  const bool there = at >= 1 && at <= size;
  fetch_status = there ? 0 : -1;
  rowcount = there ? 1 : 0;
  if (statement.words.empty()) {
    emit_columns(cursor.columns);
    if (there) emit_row(cursor.rows[static_cast<std::size_t>(at - 1)]);
    emit_done(there ? 1 : 0, 0xC1);
    return;
  }
  if (statement.words.size() != cursor.columns.size()) throw error(16924);
  if (!there) return;
  const Row &row = cursor.rows[static_cast<std::size_t>(at - 1)];
  for (std::size_t i = 0; i < row.size(); ++i)
    assign(statement.words[i], Op::none, row[i], cursor.columns[i].type);
}

}  // namespace sandbox
