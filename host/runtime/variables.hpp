// The variables of a run: those of the package, its parameters, and the system variables of each place.
#ifndef GANTRY_RUNTIME_VARIABLES_HPP
#define GANTRY_RUNTIME_VARIABLES_HPP

#include "host/expression/expression.hpp"
#include "host/runtime/node.hpp"

#include <gantry/cpp/cell.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace gantry::runtime {

/// Any thread. Variables that are evaluated as expressions are worked out whenever they are read (ssis.md 6).
class Variables {
 public:
  explicit Variables(package::Package &package) : package_(package) {}

  /// Names as in expressions: `User::X`, `X`, `System::PackageName`, `$Package::P`, `$Project::P`.
  /// Errors: NOT_FOUND 0xC0010001 with the place.
  Result<VariableText> get(const Node &place, std::string_view name) const;
  /// The value in invariant text (True/False ...), converted to the variable's type. Errors: NOT_FOUND
  /// 0xC0010001, STATE 0xC0010017 (read-only, a parameter, or worked out by an expression), INVALID
  /// 0xC001F026.
  Result<> set(Node &place, std::string_view name, std::string_view value);
  /// The same from an expression's value.
  Result<> set(Node &place, std::string_view name, const expression::Value &value);

  /// Rows as the value of a variable of type Object; its text then counts them. Shared by all who read them.
  /// Errors: as set; INVALID for another type.
  Result<> set_rows(Node &place, std::string_view name, std::shared_ptr<const Table> rows);
  /// Errors: NOT_FOUND 0xC0010001, STATE when the variable holds no rows.
  Result<std::shared_ptr<const Table>> rows(const Node &place, std::string_view name) const;

  void set_system(Node &place, std::string_view name, package::DataType type, std::string text);

  /// Called after a variable with RaiseChangedEvent has changed, outside of every lock.
  void on_change(std::function<void(Node &place, const std::string &name)> call) {
    changed_ = std::move(call);
  }

  Result<expression::Value> evaluate(const Node &place, std::string_view expression) const;
  Result<expression::Value> evaluate(const Node &place, const expression::Expression &parsed) const;

 private:
  class PlaceScope;
  Result<VariableText> get_locked(const Node &place, std::string_view name, int depth) const;
  Result<expression::Value> evaluate_locked(const Node &place, std::string_view expression, int depth) const;
  Result<> store(Node &place, std::string_view name,
                 const std::function<Result<std::string>(package::DataType)> &convert,
                 std::shared_ptr<const Table> rows = nullptr);

  package::Package &package_;
  /// Whoever writes a text into such a variable takes its rows away.
  std::map<const package::Variable *, std::shared_ptr<const Table>> rows_;
  mutable std::recursive_mutex mutex_;
  std::function<void(Node &, const std::string &)> changed_;
};

}  // namespace gantry::runtime

#endif
