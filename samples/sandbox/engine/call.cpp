// Function calls: built-in, aggregate, window, date parts, user functions.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/parser.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_set>

namespace sandbox {
namespace {

TypeInfo parameter_type(char letter) {
  switch (letter) {
    case 's': return nvarchar_type(-1);
    case 'i': return bigint_type();
    case 'b': return varbinary_type(-1);
    case 'f': return *type_named("float");
    case 't': return *type_named("datetime2");
    default: return {};
  }
}

/// What text nodes say: tags dropped, entities resolved.
std::string xml_text(const std::string &xml) {
  static constexpr std::pair<const char *, const char *> entities[] = {
      {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
  std::string out;
  for (std::size_t i = 0; i < xml.size();) {
    if (xml[i] == '<') {
      const std::size_t end = xml.find('>', i);
      i = end == std::string::npos ? xml.size() : end + 1;
      continue;
    }
    bool known = false;
    if (xml[i] == '&') {
      for (const auto &[entity, character] : entities)
        if (!known && xml.compare(i, std::strlen(entity), entity) == 0) {
          out += character;
          i += std::strlen(entity);
          known = true;
        }
      const std::size_t end = xml.find(';', i);
      if (!known && xml.compare(i, 2, "&#") == 0 && end != std::string::npos) {
        const bool hexadecimal = i + 2 < xml.size() && (xml[i + 2] == 'x' || xml[i + 2] == 'X');
        const long code =
            std::strtol(xml.c_str() + i + (hexadecimal ? 3 : 2), nullptr, hexadecimal ? 16 : 10);
        out += to_utf8(std::u16string(1, static_cast<char16_t>(code)));
        i = end + 1;
        known = true;
      }
    }
    if (!known) out += xml[i++];
  }
  return out;
}

}  // namespace

Bound Binder::call(const ExprPtr &pointer) {
  const Expr &expr = *pointer;
  if (expr.parts.size() > 1) return user_function(expr);
  if (expr.over && !expr.attempt) return window(expr);
  if (is_aggregate_name(expr.name)) return aggregate(expr);
  if (is_window_name(expr.name)) throw error(10753, {expr.name});
  const auto count = [&](std::size_t low, std::size_t high) {
    if (expr.args.size() >= low && expr.args.size() <= high) return;
    if (low == high) throw error(174, {lower(expr.name), std::to_string(low)});
    throw error(189, {lower(expr.name), std::to_string(low), std::to_string(high)});
  };
  if (expr.name == "COALESCE" || expr.name == "ISNULL") {
    if (expr.name == "ISNULL") count(2, 2);
    if (expr.args.size() < 2) throw error(102, {")"});
    std::vector<Bound> items;
    std::optional<TypeInfo> type;
    bool nullable = true;
    for (const ExprPtr &argument : expr.args) {
      items.push_back(bind(argument));
      if (!items.back().null_literal) type = type ? common_type(*type, items.back().type) : items.back().type;
      nullable = nullable && items.back().nullable;
    }
    TypeInfo result = type.value_or(integer_type());
    if (expr.name == "ISNULL" && !items[0].null_literal) result = items[0].type;
    std::vector<Evaluate> evals;
    for (const Bound &item : items) evals.push_back(converted(*this, item, result).eval);
    Bound out;
    out.type = result;
    out.nullable = nullable;
    out.eval = [evals = std::move(evals)](Eval &eval) -> Value {
      for (const Evaluate &item : evals) {
        Value value = item(eval);
        if (!is_null(value)) return value;
      }
      return {};
    };
    return out;
  }
  if (expr.name == "NULLIF") {
    count(2, 2);
    Bound left = bind(expr.args[0]);
    Bound equal = binary_operator(*this, Op::eq, left, bind(expr.args[1]));
    Bound out = left;
    out.nullable = true;
    out.literal = false;
    out.eval = [l = left.eval, same = equal.eval](Eval &eval) -> Value {
      const Value test = same(eval);
      if (!is_null(test) && as_int(test)) return {};
      return l(eval);
    };
    return out;
  }
  if (expr.name == "IIF" || expr.name == "CHOOSE") {
    if (expr.name == "IIF") count(3, 3);
    if (expr.args.size() < 2) throw error(174, {lower(expr.name), "2"});
    auto rewritten = std::make_shared<Expr>();
    rewritten->kind = Expr::case_;
    if (expr.name == "IIF") {
      rewritten->args = {nullptr, expr.args[0], expr.args[1], expr.args[2]};
      return bind_any(rewritten);
    }
    rewritten->args.push_back(expr.args[0]);
    for (std::size_t i = 1; i < expr.args.size(); ++i) {
      auto index = std::make_shared<Expr>();
      index->type = integer_type();
      index->value = int_value(static_cast<std::int64_t>(i));
      rewritten->args.push_back(index);
      rewritten->args.push_back(expr.args[i]);
    }
    rewritten->args.push_back(nullptr);
    return bind_any(rewritten);
  }
  if (expr.name == "GROUPING") {
    count(1, 1);
    if (!scope_ || !scope_->grouping || !scope_->grouping->active) throw error(8160);
    for (std::size_t k = 0; k < scope_->grouping->keys.size(); ++k) {
      if (!same(scope_->grouping->keys[k], expr.args[0])) continue;
      Bound out;
      out.type = *type_named("tinyint");
      out.nullable = false;
      compile_.uses.emplace_back(scope_->depth, 0);
      out.eval = [depth = scope_->depth, k](Eval &eval) -> Value {
        return int_value(as_int(eval.frames[static_cast<std::size_t>(depth)].row->back()) >> k & 1);
      };
      return out;
    }
    throw error(8161);
  }
  if (expr.name == "XML TEXT") {
    Bound inner = converted(*this, bind(expr.args[0]), nvarchar_type(-1), false);
    Bound out = inner;
    out.nullable = true;
    out.eval = [text = inner.eval](Eval &eval) -> Value {
      const Value value = text(eval);
      if (is_null(value)) return value;
      return text_value(xml_text(as_text(value)));
    };
    return out;
  }
  for (const char *dated : {"DATEADD", "DATEDIFF", "DATEDIFF_BIG", "DATEPART", "DATENAME"})
    if (expr.name == dated) return date_function(expr);

  const Function *function = find_function(expr.name);
  if (!function)
    throw error(195, {expr.parts.empty() ? expr.name : expr.parts.back(), "built-in function name"}, 10);
  if (function->constancy == Function::call) ++compile_.by_row;
  const std::string &shape = function->shape;
  const std::size_t question = shape.find('?');
  const bool repeats = !shape.empty() && shape.back() == '*';
  std::string letters;
  for (const char c : shape)
    if (c != '?' && c != '*') letters += c;
  const std::size_t most = repeats ? 255 : letters.size();
  const std::size_t least = question == std::string::npos ? letters.size() : question;
  count(least, most);
  std::vector<Bound> arguments;
  for (const ExprPtr &argument : expr.args) arguments.push_back(bind(argument));
  Bound out;
  out.type = function->type(arguments);
  std::vector<Evaluate> evals;
  std::vector<TypeInfo> types;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const char letter = i < letters.size() ? letters[i] : letters.back();
    // The type a function sees is the argument's own, so that CASE of varchar and nvarchar can differ.
    types.push_back(arguments[i].type);
    evals.push_back(
        letter == 'v'
            ? arguments[i].eval
            : converted(*this, arguments[i], parameter_type(letter), letter != 's' && letter != 'b').eval);
  }
  out.eval = [evals = std::move(evals), types = std::move(types), function](Eval &eval) -> Value {
    Arguments values;
    values.types = types;
    for (const Evaluate &item : evals) {
      values.values.push_back(item(eval));
      if (!function->nulls && is_null(values.values.back())) return {};
    }
    return function->body(eval.engine, values);
  };
  return out;
}

Bound Binder::user_function(const Expr &expr) {
  Name name;
  name.parts = expr.parts;
  const auto object = engine_.find_object(name);
  if (!object && find_function(upper(name.object())) && name.object().size() > 3 &&
      same_name(name.object().substr(0, 3), "fn_")) {
    // sys.fn_..., master.dbo.fn_...: the server's own.
    auto plain = std::make_shared<Expr>(expr);
    plain->parts = {name.object()};
    plain->name = upper(name.object());
    return call(plain);
  }
  if (!object || object->type != "FN") throw error(4121, {expr.parts[expr.parts.size() - 2], name.text()});
  ++compile_.by_row;
  std::vector<Evaluate> evals;
  std::vector<TypeInfo> types;
  for (const ExprPtr &argument : expr.args) {
    Bound bound = argument->kind == Expr::default_ ? Bound{} : bind(argument);
    types.push_back(bound.type);
    evals.push_back(bound.eval);
  }
  Parser parser(object->definition, object->quoted_identifier);
  const Statements parsed = parser.batch();
  Bound out;
  out.type = parsed.at(0)->returns.value_or(integer_type());
  out.eval = [evals = std::move(evals), types = std::move(types), object = *object](Eval &eval) -> Value {
    std::vector<Value> values;
    for (const Evaluate &item : evals) values.push_back(item ? item(eval) : Value());
    TypeInfo type;
    return eval.engine.call_function(object, values, types, type);
  };
  return out;
}

}  // namespace sandbox
