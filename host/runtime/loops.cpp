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

Result<RowReader> Executor::open_iterations(LiveTask &enumerator) {
  Result<ObjectPtr> rows = enumerator.open_enumerator(call_);
  if (!rows) return std::move(rows).error();
  RowReader reader(std::move(rows).value(), call_);
  if (!reader)
    return Error(Status::unsupported, "its enumerator gave no rows", GANTRY_ROWS_ID, "another object",
                 "report this to the plugin's author (T2)");
  reader.fetch.max_rows = 1;
  return reader;
}

Result<bool> Executor::next_iteration(Node &loop, RowReader &reader) {
  Result<gantry_batch> batch = reader.next_batch();
  if (!batch) return std::move(batch).error();
  if (batch->rows == 0) return false;
  const std::uint32_t columns = reader.column_count();
  for (const package::VariableMapping &mapping : loop.executable->mappings) {
    const std::int64_t index = mapping.value_index();
    if (index < 0 || index >= static_cast<std::int64_t>(columns))
      return Error(Status::data, "a mapping takes value " + std::to_string(index),
                   "an index below " + std::to_string(columns), std::to_string(index), "correct the mapping");
    const Cell cell = keep(batch->values[index]);
    if (Result<> set = run_.variables.set(loop, mapping.variable(), cell.text()); !set)
      return std::move(set).error();
  }
  return true;
}

ExecResult Executor::execute_foreach(Node &loop) {
  const auto failed = [&](Error error) {
    if (error.status == Status::cancelled) return ExecResult::canceled;
    error.what = "the loop \\" + loop.path + ": " + error.what;
    run_.events.raise_error(&loop, error);
    return ExecResult::failure;
  };
  Result<std::unique_ptr<LiveTask>> enumerator = LiveTask::make_enumerator(run_, connections_, loop);
  if (!enumerator) return failed(std::move(enumerator).error());
  Result<RowReader> reader = open_iterations(**enumerator);
  if (!reader) return failed(std::move(reader).error());
  for (;;) {
    Result<bool> another = next_iteration(loop, *reader);
    if (!another) return failed(std::move(another).error());
    if (!*another) return ExecResult::success;
    if (const ExecResult result = execute_children(loop); result != ExecResult::success) return result;
    if (stopped(loop)) return Call(call_).cancelled() ? ExecResult::canceled : ExecResult::failure;
  }
}

bool Executor::validate_foreach(Node &loop) {
  Result<std::unique_ptr<LiveTask>> enumerator = LiveTask::make_enumerator(run_, connections_, loop);
  Result<> valid =
      enumerator ? (*enumerator)->validate_enumerator() : Result<>(std::move(enumerator).error());
  if (valid) return true;
  Error error = std::move(valid).error();
  error.what = "the loop \\" + loop.path + ": " + error.what;
  run_.events.raise_error(&loop, error);
  return false;
}

bool Executor::map_first_iteration(Node &loop) {
  Result<std::unique_ptr<LiveTask>> enumerator = LiveTask::make_enumerator(run_, connections_, loop);
  Result<RowReader> reader =
      enumerator ? open_iterations(**enumerator) : Result<RowReader>(std::move(enumerator).error());
  Result<bool> mapped = reader ? next_iteration(loop, *reader) : Result<bool>(std::move(reader).error());
  if (!mapped) {
    // What an earlier task of a run would supply (a file, a result set) may not be there yet.
    Error error = std::move(mapped).error();
    error.what = "the loop \\" + loop.path +
                 " is planned with its variables as they are, because it cannot be begun now: " + error.what;
    run_.events.raise_warning(&loop, error);
    return true;
  }
  if (!*mapped)
    run_.events.raise_information(&loop, 0, "the loop \\" + loop.path + " has no iteration at present");
  return *mapped;
}

}  // namespace gantry::runtime
