// For and Foreach loops.
#include "host/runtime/executor.hpp"

namespace gantry::runtime {

using package::ExecResult;

Result<bool> Executor::holds(Node &place, std::string_view expression) {
  if (expression.empty())
    return Error(Status::data, "an expression in \\" + place.path + " is empty", "a Boolean expression",
                 "nothing", "write one");
  Result<expression::Value> value = run_.variables.evaluate(place, expression);
  if (!value) return std::move(value).error();
  return expression::truth_of(*value);
}

/// `@Counter = @Counter + 1`: the loop's own form.
Result<> Executor::assign(Node &place, std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return success();
  Result<expression::Assignment> assignment = expression::Assignment::parse(text);
  if (!assignment) return std::move(assignment).error();
  Result<expression::Value> value = run_.variables.evaluate(place, assignment->expression);
  if (!value) return std::move(value).error();
  return run_.variables.set(place, assignment->variable, *value);
}

ExecResult Executor::execute_for(Node &loop) {
  const package::Executable &executable = *loop.executable;
  const auto failed = [&](Error error) {
    error.what = "the loop \\" + loop.path + ": " + error.what;
    run_.events.raise_error(&loop, error);
    return ExecResult::failure;
  };
  if (Result<> done = assign(loop, executable.init_expression()); !done)
    return failed(std::move(done).error());
  for (;;) {
    Result<bool> again = holds(loop, executable.eval_expression());
    if (!again) return failed(std::move(again).error());
    if (!*again) return ExecResult::success;
    if (const ExecResult result = execute_children(loop); result != ExecResult::success) return result;
    if (stopped(loop)) return Call(call_).cancelled() ? ExecResult::canceled : ExecResult::failure;
    if (Result<> done = assign(loop, executable.assign_expression()); !done)
      return failed(std::move(done).error());
  }
}

ExecResult Executor::execute_foreach(Node &loop) {
  const auto failed = [&](Error error) {
    error.what = "the loop \\" + loop.path + ": " + error.what;
    run_.events.raise_error(&loop, error);
    return ExecResult::failure;
  };
  Result<std::unique_ptr<LiveTask>> enumerator = LiveTask::make_enumerator(run_, connections_, loop);
  if (!enumerator) return failed(std::move(enumerator).error());
  Result<ObjectPtr> rows = (*enumerator)->open_enumerator(call_);
  if (!rows) return failed(std::move(rows).error());
  RowReader reader(std::move(rows).value(), call_);
  if (!reader)
    return failed(
        Error(Status::unsupported, "its enumerator gave no rows", GANTRY_ROWS_ID, "another object"));
  reader.fetch.max_rows = 1;
  const std::uint32_t columns = reader.column_count();
  for (;;) {
    Result<gantry_batch> batch = reader.next_batch();
    if (!batch) return failed(std::move(batch).error());
    if (batch->rows == 0) return ExecResult::success;
    for (const package::VariableMapping &mapping : loop.executable->mappings) {
      const std::int64_t index = mapping.value_index();
      if (index < 0 || index >= static_cast<std::int64_t>(columns))
        return failed(Error(Status::data, "a mapping takes value " + std::to_string(index),
                            "an index below " + std::to_string(columns), std::to_string(index),
                            "correct the mapping"));
      const Cell cell = keep(batch->values[index]);
      if (Result<> set = run_.variables.set(loop, mapping.variable(), cell.text()); !set)
        return failed(std::move(set).error());
    }
    if (const ExecResult result = execute_children(loop); result != ExecResult::success) return result;
    if (stopped(loop)) return Call(call_).cancelled() ? ExecResult::canceled : ExecResult::failure;
  }
}

}  // namespace gantry::runtime
