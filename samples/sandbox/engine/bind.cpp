#include "samples/sandbox/engine/bind.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/decimal.hpp"

#include <algorithm>
#include <unordered_set>

namespace sandbox {
namespace {

bool truth(const Value &value) { return !is_null(value) && as_int(value) != 0; }

std::string joined(const std::vector<std::string> &parts) {
  std::string out;
  for (const std::string &part : parts) out += (out.empty() ? "" : ".") + part;
  return out;
}

bool matches(const ScopeColumn &column, const std::vector<std::string> &parts) {
  if (!same_name(column.name, parts.back())) return false;
  if (parts.size() == 1) return true;
  if (!same_name(column.table, parts[parts.size() - 2])) return false;
  return parts.size() == 2 || column.schema.empty() || parts[parts.size() - 3].empty() ||
         same_name(column.schema, parts[parts.size() - 3]);
}

}  // namespace

Bound Binder::bind(const ExprPtr &expr) {
  Bound out = bind_any(expr);
  if (out.condition) throw error(102, {expr->op == Op::eq ? "=" : "condition"});
  return out;
}

Bound Binder::bind_condition(const ExprPtr &expr) {
  Bound out = bind_any(expr);
  if (!out.condition) throw error(4145, {expr->parts.empty() ? expr->name : expr->parts.back()});
  return out;
}

Bound Binder::bind_any(const ExprPtr &expr) {
  if (scope_ && scope_->grouping && scope_->grouping->active) {
    Bound key;
    if (group_key(expr, key)) return key;
  }
  const std::size_t uses = compile_.uses.size();
  const int by_row = compile_.by_row, depth = scope_ ? scope_->depth : -1;
  Bound out = bind_kind(expr);
  const bool constant =
      compile_.by_row == by_row &&
      std::all_of(compile_.uses.begin() + static_cast<std::ptrdiff_t>(uses), compile_.uses.end(),
                  [depth](const auto &use) { return use.first > depth; });
  if (constant) evaluate_once(expr, out);
  return out;
}

Bound Binder::bind_kind(const ExprPtr &expr) {
  switch (expr->kind) {
    case Expr::literal: return literal(*expr);
    case Expr::variable: return variable(*expr);
    case Expr::global: return global_variable(engine_, expr->name);
    case Expr::column: return column(*expr);
    case Expr::unary: return unary(*expr);
    case Expr::binary: {
      if (expr->op == Op::and_ || expr->op == Op::or_) return logical(*expr);
      Bound left = bind(expr->args[0]), right = bind(expr->args[1]);
      return binary_operator(*this, expr->op, std::move(left), std::move(right));
    }
    case Expr::call:
    case Expr::parameterless: return call(expr);
    case Expr::cast: return cast(*expr);
    case Expr::case_: return case_of(*expr);
    case Expr::in_list: return in_list(*expr);
    case Expr::in_query: return in_query(*expr);
    case Expr::exists: return exists(*expr);
    case Expr::subquery: return subquery(*expr);
    case Expr::quantified: return quantified(*expr);
    case Expr::like: return like_of(*expr);
    case Expr::between: {
      Bound low = binary_operator(*this, Op::ge, bind(expr->args[0]), bind(expr->args[1]));
      Bound high = binary_operator(*this, Op::le, bind(expr->args[0]), bind(expr->args[2]));
      Bound out;
      out.type = bit_type();
      out.condition = true;
      out.eval = [low = low.eval, high = high.eval, negated = expr->negated](Eval &eval) -> Value {
        const Value a = low(eval), b = high(eval);
        if ((!is_null(a) && !truth(a)) || (!is_null(b) && !truth(b))) return bool_value(negated);
        if (is_null(a) || is_null(b)) return {};
        return bool_value(!negated);
      };
      return out;
    }
    case Expr::is_null: {
      Bound inner = bind(expr->args[0]);
      Bound out;
      out.type = bit_type();
      out.condition = true;
      out.nullable = false;
      out.eval = [eval = inner.eval, negated = expr->negated](Eval &e) {
        return bool_value(is_null(eval(e)) != negated);
      };
      return out;
    }
    case Expr::star: throw error(102, {"*"});
    case Expr::default_: throw error(156, {"DEFAULT"});
  }
  throw error(102, {"?"});
}

Bound Binder::literal(const Expr &expr) {
  Bound out;
  out.type = expr.type;
  out.nullable = is_null(expr.value);
  out.null_literal = is_null(expr.value);
  out.literal = true;
  out.eval = [value = expr.value](Eval &) { return value; };
  return out;
}

Bound Binder::variable(const Expr &expr) {
  Variable &found = engine_.variable(expr.name);
  if (found.table) throw error(137, {expr.name});
  Bound out;
  out.type = found.type;
  // As if it came from outside of the outermost query.
  if (compile_.varying.count(&found)) compile_.uses.emplace_back(-1, 0);
  out.eval = [slot = &found](Eval &) { return slot->value; };
  return out;
}

int Binder::resolve_here(const std::vector<std::string> &parts) {
  if (!scope_) return -1;
  int found = -1;
  for (std::size_t i = static_cast<std::size_t>(scope_->wall); i < scope_->columns.size(); ++i) {
    if (!matches(scope_->columns[i], parts)) continue;
    if (found >= 0) throw error(209, {parts.back()});
    found = static_cast<int>(i);
  }
  return found;
}

Bound Binder::column(const Expr &expr) {
  for (Scope *scope = scope_; scope; scope = scope->parent) {
    Binder here(engine_, compile_, scope, ctes_);
    const int index = here.resolve_here(expr.parts);
    if (index < 0) continue;
    const ScopeColumn &source = scope->columns[static_cast<std::size_t>(index)];
    compile_.uses.emplace_back(scope->depth, index);
    int slot = index;
    if (scope->grouping && scope->grouping->active) {
      slot = -1;
      for (std::size_t k = 0; k < scope->grouping->columns.size(); ++k)
        if (scope->grouping->columns[k] == index) slot = static_cast<int>(k);
      if (slot < 0) throw error(8120, {(source.table.empty() ? "" : source.table + ".") + source.name});
    }
    Bound out;
    out.type = source.type;
    out.nullable = source.nullable;
    out.identity = source.identity;
    out.eval = [depth = scope->depth, slot](Eval &eval) -> Value {
      const Row *row = eval.frames[static_cast<std::size_t>(depth)].row;
      return (*row)[static_cast<std::size_t>(slot)];
    };
    return out;
  }
  if (expr.parts.size() > 1) throw error(4104, {joined(expr.parts)});
  throw error(207, {expr.parts[0]});
}

Bound Binder::unary(const Expr &expr) {
  if (expr.op == Op::not_) {
    Bound inner = bind_condition(expr.args[0]);
    Bound out = inner;
    out.eval = [eval = inner.eval](Eval &e) -> Value {
      const Value value = eval(e);
      if (is_null(value)) return value;
      return bool_value(!truth(value));
    };
    return out;
  }
  Bound inner = bind(expr.args[0]);
  if (expr.op == Op::plus) return inner;
  if (expr.op == Op::bit_not) {
    if (!is_integer(inner.type.type)) throw error(8117, {base_name(inner.type.type), "'~'"});
    Bound out = inner;
    out.literal = false;
    out.eval = [eval = inner.eval, type = inner.type](Eval &e) -> Value {
      const Value value = eval(e);
      if (is_null(value)) return value;
      const std::int64_t number = as_int(value);
      return int_value(type.type == Type::bit       ? !number
                       : type.type == Type::tinyint ? (~number & 0xFF)
                                                    : ~number);
    };
    return out;
  }
  if (!is_number(inner.type.type) && !inner.null_literal) {
    if (!is_character(inner.type.type)) throw error(8117, {base_name(inner.type.type), "minus"});
  }
  Bound zero;
  zero.type = inner.type.type == Type::bit ? integer_type() : inner.type;
  if (is_character(zero.type.type)) zero.type = integer_type();
  Bound number = converted(*this, inner, zero.type);
  Bound out = number;
  out.literal = false;
  out.eval = [eval = number.eval, type = zero.type](Eval &e) -> Value {
    Value value = eval(e);
    if (auto *whole = std::get_if<std::int64_t>(&value)) {
      if (*whole == INT64_MIN || (type.type == Type::int_ && *whole == INT32_MIN) ||
          (type.type == Type::tinyint && *whole))
        throw error(8115, {"expression", base_name(type.type)}, 2);
      *whole = -*whole;
    } else if (auto *real = std::get_if<double>(&value)) {
      *real = -*real;
    } else if (auto *exact = std::get_if<Decimal>(&value)) {
      if (exact->magnitude) exact->negative = !exact->negative;
    }
    return value;
  };
  return out;
}

Bound Binder::logical(const Expr &expr) {
  std::vector<Evaluate> terms;
  for (const ExprPtr &argument : expr.args) terms.push_back(bind_condition(argument).eval);
  Bound out;
  out.type = bit_type();
  out.condition = true;
  const bool deciding = expr.op == Op::or_;
  out.eval = [terms = std::move(terms), deciding](Eval &eval) -> Value {
    bool unknown = false;
    for (const Evaluate &term : terms) {
      const Value value = term(eval);
      if (is_null(value))
        unknown = true;
      else if (truth(value) == deciding)
        return bool_value(deciding);
    }
    if (unknown) return {};
    return bool_value(!deciding);
  };
  return out;
}

Bound Binder::case_of(const Expr &expr) {
  std::vector<std::pair<Evaluate, Bound>> branches;
  Bound input;
  if (expr.args[0]) input = bind(expr.args[0]);
  std::optional<TypeInfo> type;
  const auto widen = [&type](const Bound &result) {
    if (result.null_literal) return;
    type = type ? common_type(*type, result.type) : result.type;
  };
  for (std::size_t i = 1; i + 2 < expr.args.size(); i += 2) {
    Bound when = expr.args[0] ? binary_operator(*this, Op::eq, input, bind(expr.args[i]))
                              : bind_condition(expr.args[i]);
    Bound then = bind(expr.args[i + 1]);
    widen(then);
    branches.emplace_back(when.eval, std::move(then));
  }
  Bound otherwise;
  if (expr.args.back()) {
    otherwise = bind(expr.args.back());
    widen(otherwise);
  }
  const TypeInfo result = type.value_or(integer_type());
  std::vector<std::pair<Evaluate, Evaluate>> ready;
  bool nullable = !expr.args.back() || otherwise.nullable;
  for (auto &[when, then] : branches) {
    nullable = nullable || then.nullable;
    ready.emplace_back(when, converted(*this, then, result).eval);
  }
  Evaluate last;
  if (expr.args.back()) last = converted(*this, otherwise, result).eval;
  Bound out;
  out.type = result;
  out.nullable = nullable;
  out.eval = [ready = std::move(ready), last](Eval &eval) -> Value {
    for (const auto &[when, then] : ready)
      if (truth(when(eval))) return then(eval);
    return last ? last(eval) : Value();
  };
  return out;
}

Bound Binder::cast(const Expr &expr) {
  Bound inner = bind(expr.args[0]);
  if (!inner.null_literal) check_convertible(inner.type, expr.type, false);
  Evaluate style;
  if (expr.args.size() > 1) style = converted(*this, bind(expr.args[1]), integer_type()).eval;
  Bound out;
  out.type = expr.type;
  out.nullable = inner.nullable || expr.attempt;
  out.null_literal = false;
  out.eval = [eval = inner.eval, from = inner.type, to = expr.type, style,
              attempt = expr.attempt](Eval &e) -> Value {
    const Value value = eval(e);
    if (is_null(value)) return value;
    int chosen = -1;
    if (style) {
      const Value number = style(e);
      if (is_null(number)) return {};
      chosen = static_cast<int>(as_int(number));
    }
    if (!attempt) return convert(value, from, to, chosen, e.engine.options.dateformat);
    try {
      return convert(value, from, to, chosen, e.engine.options.dateformat);
    } catch (const SqlError &failure) {
      if (failure.message.number == 529) throw;
      return {};
    }
  };
  return out;
}

Bound Binder::in_list(const Expr &expr) {
  Bound needle = bind(expr.args[0]);
  std::optional<TypeInfo> type;
  if (!needle.null_literal) type = needle.type;
  std::vector<Bound> items;
  bool all_literal = true;
  for (std::size_t i = 1; i < expr.args.size(); ++i) {
    items.push_back(bind(expr.args[i]));
    if (!items.back().null_literal) type = type ? common_type(*type, items.back().type) : items.back().type;
    all_literal = all_literal && items.back().literal;
  }
  const TypeInfo common = type.value_or(integer_type());
  Evaluate left = converted(*this, needle, common).eval;
  Bound out;
  out.type = bit_type();
  out.condition = true;
  std::vector<Evaluate> evaluates;
  for (Bound &item : items) evaluates.push_back(converted(*this, item, common).eval);
  struct Cache {
    bool filled = false, has_null = false;
    std::unordered_set<std::string> keys;
  };
  auto cache = std::make_shared<Cache>();
  const bool keyed = all_literal && items.size() > 8 && common.type != Type::sql_variant;
  out.eval = [left, evaluates = std::move(evaluates), negated = expr.negated, cache,
              keyed](Eval &eval) -> Value {
    const Value value = left(eval);
    if (is_null(value)) return {};
    bool unknown = false, found = false;
    if (keyed) {
      if (!cache->filled) {
        for (const Evaluate &item : evaluates) {
          const Value other = item(eval);
          std::string key;
          append_key(key, other);
          if (is_null(other))
            cache->has_null = true;
          else
            cache->keys.insert(std::move(key));
        }
        cache->filled = true;
      }
      std::string key;
      append_key(key, value);
      found = cache->keys.count(key) != 0;
      unknown = cache->has_null;
    } else {
      for (const Evaluate &item : evaluates) {
        const Value other = item(eval);
        if (is_null(other))
          unknown = true;
        else if (compare_values(value, other) == 0)
          found = true;
        if (found) break;
      }
    }
    if (found) return bool_value(!negated);
    if (unknown) return {};
    return bool_value(negated);
  };
  return out;
}

Bound Binder::like_of(const Expr &expr) {
  const TypeInfo text = nvarchar_type(-1);
  Evaluate subject = converted(*this, bind(expr.args[0]), text).eval;
  Evaluate pattern = converted(*this, bind(expr.args[1]), text).eval;
  Evaluate escape;
  if (expr.args.size() > 2) escape = converted(*this, bind(expr.args[2]), text).eval;
  Bound out;
  out.type = bit_type();
  out.condition = true;
  out.eval = [subject, pattern, escape, negated = expr.negated](Eval &eval) -> Value {
    const Value a = subject(eval), b = pattern(eval), c = escape ? escape(eval) : text_value("");
    if (is_null(a) || is_null(b) || is_null(c)) return {};
    return bool_value(like(as_text(a), as_text(b), as_text(c)) != negated);
  };
  return out;
}

bool Binder::same(const ExprPtr &left, const ExprPtr &right) {
  if (!left || !right) return left == right;
  if (left->kind != right->kind || left->op != right->op || left->args.size() != right->args.size() ||
      left->negated != right->negated || left->query || right->query || left->over || right->over)
    return false;
  if (left->kind == Expr::column) {
    const int a = resolve_here(left->parts), b = resolve_here(right->parts);
    return a >= 0 && a == b;
  }
  if (!same_name(left->name, right->name)) return false;
  if (left->kind == Expr::literal) {
    std::string a, b;
    append_key(a, left->value);
    append_key(b, right->value);
    if (a != b) return false;
  }
  if (left->kind == Expr::cast &&
      (left->type.type != right->type.type || left->type.length != right->type.length))
    return false;
  for (std::size_t i = 0; i < left->args.size(); ++i)
    if (!same(left->args[i], right->args[i])) return false;
  return true;
}

bool Binder::group_key(const ExprPtr &expr, Bound &out) {
  const Grouping &grouping = *scope_->grouping;
  for (std::size_t k = 0; k < grouping.keys.size(); ++k) {
    if (!same(grouping.keys[k], expr)) continue;
    out = grouping.bound[k];
    out.eval = [depth = scope_->depth, k](Eval &eval) -> Value {
      return (*eval.frames[static_cast<std::size_t>(depth)].row)[k];
    };
    compile_.uses.emplace_back(scope_->depth, 0);
    return true;
  }
  return false;
}

}  // namespace sandbox
