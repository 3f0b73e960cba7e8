// Messages that statements send on purpose: PRINT, RAISERROR, THROW; and WAITFOR.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/message-format.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace sandbox {

void Engine::print(const Statement &statement) {
  TypeInfo type;
  const Value value = evaluate(statement.expr, type);
  Message message;
  message.number = 0;
  message.severity = 0;
  message.state = 1;
  message.line = statement.line;
  message.procedure = procedure_name;
  if (is_null(value)) {
    message.text = " ";
  } else {
    message.text =
        as_text(convert(value, type, is_unicode(type.type) ? nvarchar_type(4000) : varchar_type(8000)));
    if (message.text.empty()) message.text = " ";
  }
  emit_message(message);
  rowcount = 0;
}

void Engine::raise(const Statement &statement) {
  std::vector<MessageArgument> given;
  for (const ExprPtr &expr : statement.exprs) {
    MessageArgument one;
    one.value = evaluate(expr, one.type);
    given.push_back(std::move(one));
  }
  const auto number = [&](std::size_t i, std::int64_t absent) {
    if (is_null(given[i].value)) return absent;
    return as_int(convert(given[i].value, given[i].type, bigint_type()));
  };
  std::int64_t severity = number(1, 0);
  std::int64_t state = number(2, 1);
  if (state < 0) state = 1;
  if (state > 255) state = 255;
  const auto has = [&](const char *word) {
    for (const std::string &option : statement.words)
      if (option == word) return true;
    return false;
  };
  SqlError failure;
  failure.raised = failure.thrown = true;
  failure.message.number = 50000;
  const std::vector<MessageArgument> arguments(given.begin() + 3, given.end());
  if (is_integer(given[0].type.type) || is_decimal(given[0].type.type)) {
    const std::int64_t id = number(0, 0);
    if (id < first_raisable_message || id == 50000)
      throw error(2732, {std::to_string(id), std::to_string(first_raisable_message), "2147483647"});
    const auto stored = stored_message(*this, id);
    if (!stored) throw error(18054, {std::to_string(id), std::to_string(severity), std::to_string(state)});
    if (severity == -1) severity = stored->severity;
    failure.message.number = static_cast<std::int32_t>(id);
    failure.message.text = formatted(*stored, arguments);
  } else if (!is_null(given[0].value)) {
    failure.message.text =
        format_message(as_text(convert(given[0].value, given[0].type, nvarchar_type(-1))), arguments);
  }
  severity = std::clamp<std::int64_t>(severity, 0, 25);
  if (severity > 18 && (!has("LOG") || !is_sysadmin())) throw error(2754);
  failure.message.severity = static_cast<std::uint8_t>(severity);
  failure.message.state = static_cast<std::uint8_t>(state);
  failure.message.line = statement.line;
  failure.message.procedure = procedure_name;
  rowcount = 0;
  if (severity > 10) throw failure;
  emit_message(failure.message);
  if (has("SETERROR")) last_error = failure.message.number;
}

void Engine::throw_error(const Statement &statement) {
  SqlError failure;
  failure.thrown = true;
  failure.aborts_batch = true;
  if (statement.exprs.empty()) {
    if (caught.empty()) throw error(10704);
    failure.message = caught.back().message;
    failure.located = true;
    failure.scope = nesting;
    throw failure;
  }
  const Value number = evaluate_as(statement.exprs[0], integer_type());
  const Value state = evaluate_as(statement.exprs[2], integer_type());
  if (is_null(number) || as_int(number) < 50000)
    throw error(35100, {is_null(number) ? "NULL" : std::to_string(as_int(number))});
  failure.message.number = static_cast<std::int32_t>(as_int(number));
  failure.message.severity = 16;
  failure.message.state = is_null(state) ? std::uint8_t{0} : static_cast<std::uint8_t>(as_int(state));
  failure.message.text = prefix_utf16(evaluate_text(statement.exprs[1]), 2047);
  throw failure;
}

void Engine::wait_milliseconds(std::int64_t milliseconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  for (;;) {
    check_cancel();
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min<std::int64_t>(left, 10)));
  }
}

void Engine::wait(const Statement &statement) {
  TypeInfo type;
  const Value value = evaluate(statement.expr, type);
  if (is_null(value)) return;
  const auto moment = parse_datetime(as_text(convert(value, type, nvarchar_type(100))), options.dateformat);
  if (!moment) throw error(148, {is_character(type.type) ? as_text(value) : "?"});
  std::int64_t ticks = moment->ticks;
  if (statement.word == "TIME") {
    ticks -= now_local().ticks;
    if (ticks < 0) ticks += ticks_per_day;
  }
  wait_milliseconds(ticks / 10'000);
  rowcount = 0;
}

}  // namespace sandbox
