#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"

namespace sandbox {
namespace {

using Set = std::vector<std::size_t>;

/// Every set of one element of GROUP BY with every set of the next.
std::vector<Set> crossed(const std::vector<Set> &left, const std::vector<Set> &right) {
  std::vector<Set> out;
  for (const Set &a : left)
    for (const Set &b : right) {
      out.push_back(a);
      out.back().insert(out.back().end(), b.begin(), b.end());
    }
  return out;
}

std::vector<Set> rollup(const std::vector<Set> &parts) {
  std::vector<Set> out;
  for (std::size_t kept = parts.size() + 1; kept-- > 0;) {
    Set set;
    for (std::size_t i = 0; i < kept; ++i) set.insert(set.end(), parts[i].begin(), parts[i].end());
    out.push_back(std::move(set));
  }
  return out;
}

std::vector<Set> cube(const std::vector<Set> &parts) {
  std::vector<Set> out;
  for (std::size_t mask = std::size_t{1} << parts.size(); mask-- > 0;) {
    Set set;
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (mask >> (parts.size() - 1 - i) & 1) set.insert(set.end(), parts[i].begin(), parts[i].end());
    out.push_back(std::move(set));
  }
  return out;
}

}  // namespace

/// What follows GROUP BY: expressions, ROLLUP, CUBE, GROUPING SETS, the empty set.
void Parser::group_clause(Core &out) {
  std::vector<Set> sets = {{}};
  bool plain = true;
  const auto one = [&] {
    out.group.push_back(value());
    if (out.group.size() > 32) unexpected();
    return Set{out.group.size() - 1};
  };
  // a, or (a, b) taken together
  const auto part = [&] {
    if (!is_symbol("(")) return one();
    const std::size_t start = at_;
    take();
    if (symbol(")")) return Set{};
    Set set = one();
    while (symbol(",")) {
      const Set more = one();
      set.insert(set.end(), more.begin(), more.end());
    }
    expect_symbol(")");
    if (is_symbol(",") || is_symbol(")") || set.size() > 1) return set;
    // (a) + 1: an expression after all.
    at_ = start;
    out.group.pop_back();
    return one();
  };
  const auto parts = [&] {
    std::vector<Set> list;
    expect_symbol("(");
    do list.push_back(part());
    while (symbol(","));
    expect_symbol(")");
    return list;
  };
  do {
    if ((is("ROLLUP") || is("CUBE")) && is_symbol("(", 1)) {
      const bool rolls = take().key == "ROLLUP";
      plain = false;
      const std::vector<Set> list = parts();
      sets = crossed(sets, rolls ? rollup(list) : cube(list));
    } else if (is("GROUPING") && is("SETS", 1)) {
      at_ += 2;
      plain = false;
      sets = crossed(sets, parts());
    } else if (is_symbol("(") && is_symbol(")", 1)) {
      at_ += 2;
      if (out.group.empty()) out.aggregate_all = true;
    } else {
      sets = crossed(sets, {one()});
    }
  } while (symbol(","));
  if (is("WITH") && (is("ROLLUP", 1) || is("CUBE", 1))) {
    take();
    std::vector<Set> list;
    for (std::size_t i = 0; i < out.group.size(); ++i) list.push_back({i});
    sets = take().key == "ROLLUP" ? rollup(list) : cube(list);
    plain = false;
  }
  if (!plain) out.grouping_sets = std::move(sets);
}

TableRefPtr Parser::pivot(TableRefPtr source) {
  auto out = std::make_shared<TableRef>();
  out->kind = TableRef::derived;
  out->line = peek().line;
  out->pivot = std::make_shared<Pivot>();
  out->pivot->source = std::move(source);
  out->pivot->reverse = take().key == "UNPIVOT";
  expect_symbol("(");
  if (out->pivot->reverse)
    out->pivot->value = name();
  else
    out->pivot->aggregate = primary();
  expect("FOR");
  out->pivot->column = qualified_name().object();
  expect("IN");
  out->pivot->names = name_list();
  expect_symbol(")");
  table_alias(*out);
  if (out->alias.empty()) unexpected();
  return out;
}

}  // namespace sandbox
