#include "host/runtime/variables.hpp"

namespace gantry::runtime {

using package::DataType;

namespace {

constexpr int deepest_expression = 32;

Error no_variable(const Node &place, std::string_view name) {
  return Error(Status::not_found, "variable " + std::string(name) + " is not known at " + place.path,
               "a variable of this place or of one around it; case counts", "no such variable",
               "declare it, or correct the name")
      .with_code(0xC0010001);
}

/// The variable and the place that declares it.
std::pair<package::Variable *, Node *> find_declared(Node &place, std::string_view name) {
  for (Node *at = &place; at; at = at->parent)
    if (package::Variable *found = package::find_variable(at->executable->variables, name))
      return {found, at};
  return {nullptr, nullptr};
}

}  // namespace

class Variables::PlaceScope : public expression::Scope {
 public:
  PlaceScope(const Variables &variables, const Node &place, int depth)
      : variables_(variables), place_(place), depth_(depth) {}
  Result<expression::Value> variable(std::string_view name) const override {
    Result<VariableText> found = variables_.get_locked(place_, name, depth_ + 1);
    if (!found) return std::move(found).error();
    return expression::value_of(static_cast<std::int32_t>(found->type), found->text);
  }

 private:
  const Variables &variables_;
  const Node &place_;
  int depth_;
};

Result<expression::Value> Variables::evaluate_locked(const Node &place, std::string_view text,
                                                     int depth) const {
  if (depth > deepest_expression)
    return Error(Status::data, "the expressions of variables at " + place.path + " refer to each other",
                 "at most " + std::to_string(deepest_expression) + " variables one behind the other",
                 "a circle", "break the circle");
  return expression::evaluate(text, PlaceScope(*this, place, depth));
}

Result<expression::Value> Variables::evaluate(const Node &place, std::string_view text) const {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  return evaluate_locked(place, text, 0);
}

Result<expression::Value> Variables::evaluate(const Node &place, const expression::Expression &parsed) const {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  return parsed.evaluate(PlaceScope(*this, place, 0));
}

Result<VariableText> Variables::get_locked(const Node &place, std::string_view name, int depth) const {
  if (name.rfind("$", 0) == 0) {
    const package::Parameter *parameter = package_.find_parameter(name);
    if (!parameter) return no_variable(place, name);
    return VariableText{parameter->data_type, parameter->value};
  }
  // What the file declares wins, so that a handler's own System::Propagate is found.
  for (const Node *at = &place; at; at = at->parent) {
    if (const package::Variable *found = package::find_variable(
            const_cast<const package::Executable *>(at->executable)->variables, name)) {
      if (!found->evaluate_as_expression() || found->expression().empty())
        return VariableText{found->data_type, found->value};
      Result<expression::Value> value = evaluate_locked(*at, found->expression(), depth + 1);
      if (!value) {
        Error error = std::move(value).error();
        error.what = "variable " + found->qualified_name() + ": " + error.what;
        return error;
      }
      Result<std::string> text = expression::text_for(*value, static_cast<std::int32_t>(found->data_type));
      if (!text) return std::move(text).error();
      return VariableText{found->data_type, std::move(text).value()};
    }
    constexpr std::string_view prefix = "System::";
    const std::string_view bare = name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
    if (bare.find("::") != std::string_view::npos) continue;
    if (const auto found = at->system.find(bare); found != at->system.end()) return found->second;
  }
  return no_variable(place, name);
}

Result<VariableText> Variables::get(const Node &place, std::string_view name) const {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  return get_locked(place, name, 0);
}

Result<> Variables::store(Node &place, std::string_view name,
                          const std::function<Result<std::string>(DataType)> &convert,
                          std::shared_ptr<const Table> rows) {
  Node *owner = nullptr;
  std::string qualified;
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    const auto [variable, declared_at] = find_declared(place, name);
    if (!variable) {
      const Result<VariableText> other = get_locked(place, name, 0);
      if (!other) return other.error();
      return Error(Status::state, "variable " + std::string(name) + " cannot be set",
                   "a variable of namespace User", "a parameter or a system variable", "set another variable")
          .with_code(0xC0010017);
    }
    if (variable->read_only() || (variable->evaluate_as_expression() && !variable->expression().empty()))
      return Error(Status::state, "variable " + variable->qualified_name() + " cannot be set",
                   "a variable that can be written",
                   variable->read_only() ? "ReadOnly is True" : "its value comes from an expression",
                   "set another variable, or change this one's declaration")
          .with_code(0xC0010017);
    Result<std::string> text = convert(variable->data_type);
    if (!text) {
      Error error = std::move(text).error();
      error.what = "variable " + variable->qualified_name() + ": " + error.what;
      return error;
    }
    const bool differs = rows != nullptr || variable->value != *text;
    if (rows)
      rows_[variable] = std::move(rows);
    else
      rows_.erase(variable);
    variable->value = std::move(text).value();
    if (!differs || !variable->raise_changed_event()) return success();
    owner = declared_at;
    qualified = variable->qualified_name();
  }
  if (changed_) changed_(*owner, qualified);
  return success();
}

Result<> Variables::set(Node &place, std::string_view name, std::string_view value) {
  return store(place, name, [&](DataType type) -> Result<std::string> {
    if (type == DataType::object) return std::string(value);
    const auto vartype = static_cast<std::int32_t>(type);
    Result<expression::Value> parsed = expression::value_of(vartype, value);
    if (!parsed) return std::move(parsed).error();
    return expression::text_for(*parsed, vartype);
  });
}

Result<> Variables::set(Node &place, std::string_view name, const expression::Value &value) {
  return store(place, name,
               [&](DataType type) { return expression::text_for(value, static_cast<std::int32_t>(type)); });
}

Result<> Variables::set_rows(Node &place, std::string_view name, std::shared_ptr<const Table> rows) {
  const std::string text = std::to_string(rows->rows.size()) + (rows->rows.size() == 1 ? " row" : " rows");
  return store(
      place, name,
      [&](DataType type) -> Result<std::string> {
        if (type == DataType::object) return text;
        return Error(Status::invalid, "rows cannot be its value", "a variable of type Object",
                     "one of another type", "change the variable's type")
            .with_code(0xC001F026);
      },
      rows);
}

Result<std::shared_ptr<const Table>> Variables::rows(const Node &place, std::string_view name) const {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  const auto [variable, declared_at] = find_declared(const_cast<Node &>(place), name);
  if (!variable) return no_variable(place, name);
  if (const auto found = rows_.find(variable); found != rows_.end()) return found->second;
  return Error(Status::state, "variable " + variable->qualified_name() + " holds no rows",
               "a variable that a task gave a full result set", "another value",
               "run that task first, and bind its result to this variable");
}

void Variables::set_system(Node &place, std::string_view name, DataType type, std::string text) {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  place.system.insert_or_assign(std::string(name), VariableText{type, std::move(text)});
}

}  // namespace gantry::runtime
