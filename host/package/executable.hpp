// Executables: the package itself, containers, loops, tasks and event handlers.
#ifndef GANTRY_PACKAGE_EXECUTABLE_HPP
#define GANTRY_PACKAGE_EXECUTABLE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/package/enums.hpp"
#include "host/package/object.hpp"
#include "host/package/variable.hpp"

namespace gantry::package {

/// Joins two children of one container. `from` and `to` are texts as in the file (refId or DTSID);
/// `from_id` and `to_id` are the DTSIDs they mean, empty when they mean no child of the container.
struct PrecedenceConstraint : Object {
  std::string from, to, from_id, to_id;

  ConstraintValue value() const;
  EvalOp eval_op() const;
  bool logical_and() const { return properties.boolean("LogicalAnd", false); }
  std::string_view expression() const { return properties.text("Expression"); }
};

struct ColumnFilter {
  std::string event;
  Properties columns;  ///< Computer, Operator, SourceName, SourceID, ExecutionID, MessageText, DataBytes
  friend bool operator==(const ColumnFilter &, const ColumnFilter &) = default;
};

struct LoggingOptions {
  bool present = false;
  Properties properties;            ///< FilterKind, LoggingMode and others
  std::vector<std::string> events;  ///< the event filter
  std::vector<ColumnFilter> columns;
  std::vector<std::string> providers;  ///< DTSIDs of the selected log providers
  std::uint32_t origin = 0;

  LoggingMode mode() const;
  /// 0: only the listed events are logged; 1: all but them.
  std::int64_t filter_kind() const { return properties.integer("FilterKind", 1); }
};

struct VariableMapping : Object {
  std::string_view variable() const { return properties.text("VariableName"); }
  std::int64_t value_index() const { return properties.integer("ValueIndex", 0); }
};

struct ForeachEnumerator : Object {
  ObjectData object_data;
};

enum class ExecutableKind { package, sequence, for_loop, foreach_loop, task, event_handler };

struct Executable : Object {
  ExecutableKind kind = ExecutableKind::task;
  std::string executable_type;  ///< DTS:ExecutableType as written; for event handlers the event's name
  ObjectData object_data;       ///< tasks only

  std::vector<Variable> variables;
  std::vector<Executable> executables;
  std::vector<PrecedenceConstraint> constraints;
  std::vector<Executable> event_handlers;
  LoggingOptions logging;
  std::optional<ForeachEnumerator> enumerator;  ///< Foreach loops only
  std::vector<VariableMapping> mappings;        ///< Foreach loops only

  bool is_container() const { return kind != ExecutableKind::task; }
  /// Every name under which a provider of this type may be known, best first: the creation name, the
  /// executable type, and of a CLR name its full class name and its simple class name.
  std::vector<std::string> type_names() const;
  /// The last word of the type without version, assembly, `STOCK:` or `Microsoft.`: `TransferLoginsTask`.
  std::string simple_type() const;
  std::string_view event_name() const;  ///< of an event handler: `OnError`

  bool disabled() const { return properties.boolean("Disabled", false); }
  bool delay_validation() const { return properties.boolean("DelayValidation", false); }
  bool disable_event_handlers() const { return properties.boolean("DisableEventHandlers", false); }
  bool fail_package_on_failure() const { return properties.boolean("FailPackageOnFailure", false); }
  bool fail_parent_on_failure() const { return properties.boolean("FailParentOnFailure", false); }
  std::int64_t maximum_error_count() const { return properties.integer("MaxErrorCount", 1); }
  ForcedResult force_execution_result() const;
  /// The value to report instead of the task's, when ForceExecValue is set.
  std::optional<std::string> forced_execution_value() const;
  DataType forced_execution_value_type() const;  ///< Int32 when not stated
  TransactionOption transaction_option() const;
  IsolationLevel isolation_level() const;
  LoggingMode logging_mode() const { return logging.mode(); }
  std::optional<std::int32_t> locale_id() const;  ///< nothing: inherited from the parent
  std::string_view exec_value_variable() const { return properties.text("ExecValueVariable"); }
  /// For loops.
  std::string_view init_expression() const { return properties.text("InitExpression"); }
  std::string_view eval_expression() const { return properties.text("EvalExpression"); }
  std::string_view assign_expression() const { return properties.text("AssignExpression"); }

  Executable *find_child(std::string_view key);  ///< by name, DTSID or refId among direct children
  const Executable *find_child(std::string_view key) const;
};

/// Whether a DTS:ExecutableType or creation name is a container, whatever the generation of its spelling.
ExecutableKind kind_of_type(std::string_view type);

}  // namespace gantry::package

#endif
