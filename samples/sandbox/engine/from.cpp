// The FROM clause: joins by what WHERE and ON say, scans narrowed by it.
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/from-compiler.hpp"

namespace sandbox {

bool FromCompiler::hint_on(const NodePtr &node, const ExprPtr &column, const ExprPtr &value) {
  if (column->kind != Expr::column) return false;
  Binder binder(engine_, compile_, &scope_, ctes_);
  const std::size_t before = compile_.uses.size();
  const int by_row = compile_.by_row;
  Bound bound;
  int index = -1;
  try {
    index = binder.resolve_here(column->parts);
    if (index < node->low || index >= node->high) return false;
    bound = binder.bind(value);
  } catch (const SqlError &) {
    compile_.uses.resize(before);
    return false;
  }
  bool outer = compile_.by_row == by_row;
  for (std::size_t i = before; i < compile_.uses.size(); ++i)
    outer = outer && compile_.uses[i].first < scope_.depth;
  compile_.uses.resize(before);
  const Type wanted = scope_.columns[static_cast<std::size_t>(index)].type.type, given = bound.type.type;
  const bool alike = (is_character(wanted) && is_character(given)) ||
                     (is_integer(wanted) && is_integer(given)) || (is_binary(wanted) && is_binary(given)) ||
                     (wanted == Type::uniqueidentifier && given == Type::uniqueidentifier);
  if (!outer || !alike || value->kind == Expr::subquery || value->kind == Expr::exists) return false;
  node->hints.push_back({static_cast<std::size_t>(index - node->low), bound.eval});
  return true;
}

void FromCompiler::push_hints(const NodePtr &node, const std::vector<ExprPtr> &conditions) {
  if (!node->leaf) {
    push_hints(node->left, node->join == TableRef::right || node->join == TableRef::full
                               ? std::vector<ExprPtr>{}
                               : conditions);
    const bool kept = node->join == TableRef::inner || node->join == TableRef::cross ||
                      node->join == TableRef::cross_apply || node->join == TableRef::right;
    push_hints(node->right, kept ? conditions : std::vector<ExprPtr>{});
    return;
  }
  if (!node->narrows) return;
  for (const ExprPtr &condition : conditions) {
    if (condition->kind != Expr::binary || condition->op != Op::eq) continue;
    if (!hint_on(node, condition->args[0], condition->args[1]))
      hint_on(node, condition->args[1], condition->args[0]);
  }
}

void FromCompiler::join_keys(Node &node, const std::vector<ExprPtr> &conditions, bool keep) {
  Binder binder(engine_, compile_, &scope_, ctes_);
  binder.forbid_aggregates(147);
  for (const ExprPtr &condition : conditions) {
    bool keyed = false;
    if (condition->kind == Expr::binary && condition->op == Op::eq) {
      const auto side = [&](const ExprPtr &expr, Bound &bound) {
        // 1: only left columns, 2: only right columns, 0: neither.
        const std::size_t before = compile_.uses.size();
        try {
          bound = binder.bind(expr);
        } catch (const SqlError &) {
          compile_.uses.resize(before);
          return 0;
        }
        bool left = false, right = false, other = false;
        for (std::size_t i = before; i < compile_.uses.size(); ++i) {
          if (compile_.uses[i].first != scope_.depth) continue;
          const int index = compile_.uses[i].second;
          if (index >= node.left->low && index < node.left->high)
            left = true;
          else if (index >= node.right->low && index < node.right->high)
            right = true;
          else
            other = true;
        }
        if (!keep) compile_.uses.resize(before);
        return other || left == right ? 0 : left ? 1 : 2;
      };
      Bound a, b;
      const int first = side(condition->args[0], a);
      const int second = first ? side(condition->args[1], b) : 0;
      if (first && second && first != second) {
        const TypeInfo common = common_type(a.type, b.type);
        if (common.type != Type::sql_variant && common.type != Type::xml) {
          Evaluate x = converted(binder, first == 1 ? a : b, common).eval,
                   y = converted(binder, first == 1 ? b : a, common).eval;
          node.keys.emplace_back(x, y);
          keyed = true;
        }
      }
    }
    if (keep && !keyed) node.conditions.push_back(binder.bind_condition(condition).eval);
  }
}

NodePtr FromCompiler::join(const TableRefPtr &ref, std::vector<ExprPtr> wanted) {
  auto node = std::make_shared<Node>();
  node->leaf = false;
  node->join = ref->join_kind;
  const bool inner = node->join == TableRef::inner || node->join == TableRef::cross;
  node->left = build(ref->left_side, wanted);
  const bool apply = node->join == TableRef::cross_apply || node->join == TableRef::outer_apply;
  const int wall = scope_.wall;
  // Outside APPLY the right side sees nothing of the left.
  if (!apply) scope_.wall = static_cast<int>(scope_.columns.size());
  node->right = build(ref->right_side, wanted);
  scope_.wall = wall;
  node->low = node->left->low;
  node->high = node->right->high;
  if (ref->on) join_keys(*node, conjuncts(ref->on), true);
  // Where a row finds no partner, the other side's columns are NULL.
  const auto may_be_null = [this](const NodePtr &side) {
    for (int i = side->low; i < side->high; ++i) scope_.columns[static_cast<std::size_t>(i)].nullable = true;
  };
  const bool full = node->join == TableRef::full;
  if (full || node->join == TableRef::left || node->join == TableRef::outer_apply) may_be_null(node->right);
  if (full || node->join == TableRef::right) may_be_null(node->left);
  // WHERE a.x = b.y over a cross join is a join, too; the filter itself stays where it is.
  if (inner) join_keys(*node, wanted, false);
  if (ref->on && node->join == TableRef::inner) {
    push_hints(node->left, conjuncts(ref->on));
    push_hints(node->right, conjuncts(ref->on));
  } else if (ref->on && node->join == TableRef::left) {
    push_hints(node->right, conjuncts(ref->on));
  }
  return node;
}

NodePtr FromCompiler::build(const TableRefPtr &ref, std::vector<ExprPtr> wanted) {
  if (ref->kind == TableRef::join) return join(ref, std::move(wanted));
  return leaf(ref);
}

std::vector<ExprPtr> conjuncts(const ExprPtr &condition) {
  if (!condition) return {};
  if (condition->kind == Expr::binary && condition->op == Op::and_) {
    std::vector<ExprPtr> out;
    for (const ExprPtr &term : condition->args)
      for (ExprPtr &part : conjuncts(term)) out.push_back(std::move(part));
    return out;
  }
  return {condition};
}

Source compile_from(Engine &engine, Compile &compile, const TableRefPtr &from, Scope &scope,
                    const CteScope *ctes, const ExprPtr &where) {
  Source out;
  if (!from) {
    out.run = [depth = scope.depth](Eval &eval, const std::function<bool(Row &)> &visit) {
      Row empty;
      eval.frame(depth).row = &empty;
      visit(empty);
    };
    return out;
  }
  FromCompiler compiler(engine, compile, scope, ctes);
  const std::vector<ExprPtr> wanted = conjuncts(where);
  NodePtr root = compiler.build(from, wanted);
  // Only now is every column known, so that `name = 'x'` can be told apart from an ambiguous name.
  compiler.push_hints(root, wanted);
  out.run = [root, width = scope.columns.size(), depth = scope.depth](
                Eval &eval, const std::function<bool(Row &)> &visit) {
    Row full(width);
    eval.frame(depth);
    run_joins(eval, depth, *root, full, [&] { return visit(full); });
  };
  return out;
}

}  // namespace sandbox
