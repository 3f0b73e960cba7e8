#include "host/runtime/executor.hpp"

#include "host/runtime/scheduler.hpp"
#include "host/runtime/system-variables.hpp"

#include <algorithm>
#include <deque>
#include <thread>

namespace gantry::runtime {

using package::ExecResult;
using package::ExecutableKind;

void Slots::take() {
  std::unique_lock<std::mutex> lock(mutex_);
  freed_.wait(lock, [&] { return free_ > 0; });
  --free_;
}

void Slots::give() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++free_;
  freed_.notify_one();
}

namespace {

/// -1 means processors + 2 (ssis.md 7); the structure check has refused other values below 1.
std::int64_t concurrency(const package::Package &package) {
  const std::int64_t asked = package.max_concurrent_executables();
  return asked > 0 ? asked : static_cast<std::int64_t>(std::max(1U, std::thread::hardware_concurrency())) + 2;
}

/// While it lives the task may hold sessions. Tasks of event handlers take none: they run inside of
/// another's.
class StreamSlot {
 public:
  explicit StreamSlot(Slots *slots) : slots_(slots) {
    if (slots_) slots_->take();
  }
  StreamSlot(const StreamSlot &) = delete;
  StreamSlot &operator=(const StreamSlot &) = delete;
  ~StreamSlot() {
    if (slots_) slots_->give();
  }

 private:
  Slots *slots_;
};

}  // namespace

Executor::Executor(RunContext &run, Connections &connections, const gantry_call *call)
    : run_(run),
      connections_(connections),
      call_(call),
      slots_(concurrency(run.package)),
      destinations_(run.host.configuration, run.options.destinations_allowed) {
  const std::int64_t streams =
      run.options.max_streams > 0 ? run.options.max_streams : run.host.configuration.limits().max_streams;
  if (streams > 0) streams_ = std::make_unique<Slots>(streams);
}

void Executor::raise(Node &node, EventKind kind, ExecResult result) {
  Event event;
  event.kind = kind;
  event.result = static_cast<std::int32_t>(result);
  run_.events.raise(&node, std::move(event));
}

bool Executor::apply_expressions(Node &node) {
  bool good = true;
  for (const package::PropertyExpression &rule : node.executable->expressions) {
    Result<expression::Value> value = run_.variables.evaluate(node, rule.expression);
    Result<std::string> text =
        value ? expression::property_text(*value) : Result<std::string>(std::move(value).error());
    Result<bool> own = text ? package::set_host_property(*node.executable, rule.property, *text)
                            : Result<bool>(std::move(text).error());
    if (own && (*own || node.executable->kind == ExecutableKind::task)) continue;
    Error error = own ? Error(Status::not_found, "there is no such property", "a property of the executable",
                              rule.property, "correct the expression's property")
                      : std::move(own).error();
    error.what = "the expression of property " + rule.property + " of \\" + node.path + ": " + error.what;
    run_.events.raise_error(&node, error.with_code(own ? 0xC0017004 : 0xC0017003));
    good = false;
  }
  return good;
}

void Executor::start_system_variables(Node &node) {
  const package::Executable &executable = *node.executable;
  run_.variables.set_system(node, "ContainerStartTime", package::DataType::date_time,
                            variable_time(std::time(nullptr)));
  if (executable.kind != ExecutableKind::task) return;
  run_.variables.set_system(node, "TaskName", package::DataType::string, executable.name);
  run_.variables.set_system(node, "TaskID", package::DataType::string, executable.id);
  run_.variables.set_system(node, "CreationName", package::DataType::string, executable.creation_name);
  run_.variables.set_system(node, "TaskTransactionOption", package::DataType::int32,
                            std::to_string(static_cast<int>(executable.transaction_option())));
}

bool Executor::validate_task(Node &node) {
  Result<std::unique_ptr<LiveTask>> task = LiveTask::make_task(run_, connections_, node);
  if (!task) {
    run_.events.raise_error(&node, task.error());
    return false;
  }
  return (*task)->validate(call_);
}

bool Executor::validate(Node &node) {
  if (Call(call_).cancelled()) return false;
  start_system_variables(node);
  if (!apply_expressions(node)) return false;
  if (node.executable->disabled()) return true;
  if (node.executable->delay_validation()) return true;
  raise(node, EventKind::pre_validate);
  bool good = true;
  if (node.executable->kind == ExecutableKind::task) good = validate_task(node);
  if (node.executable->kind == ExecutableKind::foreach_loop) good = validate_foreach(node);
  for (const std::unique_ptr<Node> &child : node.children) good = validate(*child) && good;
  for (const std::unique_ptr<Node> &handler : node.handlers) good = validate(*handler) && good;
  raise(node, EventKind::post_validate);
  return good;
}

bool Executor::stopped(const Node &container) const {
  return Call(call_).cancelled() || package_failed_.load() || container.failed_by_child.load();
}

ExecResult Executor::execute(Node &node) {
  const package::Executable &executable = *node.executable;
  node.errors = 0;
  node.failed_by_child = false;
  start_system_variables(node);
  const bool evaluated = apply_expressions(node);
  if (evaluated && executable.disabled()) return ExecResult::success;
  if (Call(call_).cancelled()) return ExecResult::canceled;

  raise(node, EventKind::pre_execute);
  ExecResult result = evaluated ? execute_body(node) : ExecResult::failure;

  const std::int64_t limit = executable.maximum_error_count();
  if (result != ExecResult::canceled) {
    if (node.failed_by_child || (node.parent == nullptr && package_failed_)) result = ExecResult::failure;
    if (result != ExecResult::failure && limit > 0 && node.errors >= limit) {
      run_.events.raise_warning(
          &node, Error(Status::data,
                       "\\" + node.path + " ran to its end, but " + std::to_string(node.errors) +
                           " errors reached its MaximumErrorCount of " + std::to_string(limit),
                       "fewer errors", std::to_string(node.errors) + " errors: it has failed",
                       "correct the errors, or raise MaximumErrorCount")
                     .with_code(0x80019002));
      result = ExecResult::failure;
    }
    if (const package::ForcedResult forced = executable.force_execution_result();
        forced != package::ForcedResult::none)
      result = static_cast<ExecResult>(static_cast<std::int32_t>(forced));
  }
  if (result == ExecResult::failure) {
    if (executable.kind == ExecutableKind::task) raise(node, EventKind::task_failed);
    if (executable.fail_parent_on_failure() && node.parent) node.parent->failed_by_child = true;
    if (executable.fail_package_on_failure() && node.parent) package_failed_ = true;
  }
  raise(node, EventKind::post_execute, result);
  return result;
}

ExecResult Executor::execute_body(Node &node) {
  switch (node.executable->kind) {
    case ExecutableKind::task: return execute_task(node);
    case ExecutableKind::for_loop: return execute_for(node);
    case ExecutableKind::foreach_loop: return execute_foreach(node);
    default: return execute_children(node);
  }
}

ExecResult Executor::execute_task(Node &node) {
  slots_.take();
  struct Giver {
    Slots &slots;
    ~Giver() { slots.give(); }
  } const giver{slots_};
  if (Call(call_).cancelled()) return ExecResult::canceled;
  Result<std::unique_ptr<LiveTask>> made = LiveTask::make_task(run_, connections_, node);
  if (!made) {
    run_.events.raise_error(&node, made.error());
    return ExecResult::failure;
  }
  LiveTask &task = **made;
  const StreamSlot stream(task.uses_servers() && !node.in_event_handler() ? streams_.get() : nullptr);
  raise(node, EventKind::pre_validate);
  const bool valid = task.validate(call_);
  raise(node, EventKind::post_validate);
  const auto ended = [&] { return Call(call_).cancelled() ? ExecResult::canceled : ExecResult::failure; };
  if (!valid) return ended();
  std::optional<PlannedSteps> steps = task.prepare(call_);
  if (!steps) return ended();
  TaskPlan plan = task.describe_plan(std::move(*steps));
  const Result<> approved = reading_plan(plan.path, [&]() -> Result<> {
    run_.events.show_plan(plan);
    if (Result<> allowed = destinations_.judge(plan); !allowed) return allowed;
    return run_.options.approve ? run_.options.approve(plan) : success();
  });
  if (!approved) {
    run_.events.raise_error(&node, approved.error());
    return ExecResult::failure;
  }
  const ExecResult result = task.execute(std::move(plan), call_);
  const package::Executable &executable = *node.executable;
  if (const std::string_view variable = executable.exec_value_variable();
      !variable.empty() && variable != "<none>") {
    const std::optional<std::string> forced = executable.forced_execution_value();
    if (Result<> set = run_.variables.set(node, variable, forced ? *forced : task.execution_value()); !set)
      run_.events.raise_warning(&node, set.error());
  }
  return result;
}

bool Executor::evaluate_constraint(Node &container, const package::PrecedenceConstraint &constraint) {
  Result<bool> truth = holds(container, constraint.expression());
  if (truth) return *truth;
  Error error = std::move(truth).error();
  error.what = "a precedence constraint in \\" + container.path + ": " + error.what;
  run_.events.raise_error(&container, error);
  return false;
}

ExecResult Executor::execute_children(Node &container) {
  Scheduler scheduler(*container.executable, [&](const package::PrecedenceConstraint &constraint) {
    return evaluate_constraint(container, constraint);
  });
  std::mutex mutex;
  std::condition_variable ended;
  std::deque<std::pair<std::size_t, ExecResult>> results;
  std::vector<std::thread> threads;
  bool cancelled = false;
  const auto run_child = [&](std::size_t index) {
    const ExecResult result = execute(*container.children[index]);
    const std::lock_guard<std::mutex> lock(mutex);
    results.emplace_back(index, result);
    ended.notify_one();
  };
  for (;;) {
    std::vector<std::size_t> ready;
    if (!stopped(container)) ready = scheduler.take_ready();
    // The usual case, one after the other, needs no thread.
    if (ready.size() == 1 && threads.empty()) {
      const ExecResult result = execute(*container.children[ready[0]]);
      cancelled = cancelled || result == ExecResult::canceled;
      scheduler.finished(ready[0], result);
      continue;
    }
    for (const std::size_t index : ready) threads.emplace_back(run_child, index);
    if (scheduler.idle() || threads.empty()) break;
    std::unique_lock<std::mutex> lock(mutex);
    ended.wait(lock, [&] { return !results.empty(); });
    while (!results.empty()) {
      const auto [index, result] = results.front();
      results.pop_front();
      cancelled = cancelled || result == ExecResult::canceled;
      scheduler.finished(index, result);
    }
  }
  for (std::thread &thread : threads) thread.join();
  for (const auto &[index, result] : results) cancelled = cancelled || result == ExecResult::canceled;
  if (cancelled || Call(call_).cancelled()) return ExecResult::canceled;
  const std::int64_t limit = container.executable->maximum_error_count();
  return limit > 0 && container.errors >= limit ? ExecResult::failure : ExecResult::success;
}

bool Executor::run_handler(Node &handler, const Event &event) {
  using package::DataType;
  const auto system = [&](const char *name, DataType type, std::string text) {
    run_.variables.set_system(handler, name, type, std::move(text));
  };
  system("SourceName", DataType::string, event.source_name);
  system("SourceID", DataType::string, event.source_id);
  system("SourceDescription", DataType::string, event.source ? event.source->description : std::string());
  system("ErrorCode", DataType::int32, std::to_string(static_cast<std::int32_t>(event.code)));
  system("ErrorDescription", DataType::string, event.text);
  system("PercentComplete", DataType::int32, std::to_string(event.percent));
  system("ProgressDescription", DataType::string, event.text);
  system("ExecutionStatus", DataType::int32, std::to_string(event.result));
  (void)execute(handler);  // its failure has climbed as events of its own
  Result<VariableText> propagate = run_.variables.get(handler, "System::Propagate");
  return !propagate || package::parse_boolean(propagate->text).value_or(true);
}

}  // namespace gantry::runtime
