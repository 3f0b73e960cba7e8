// Messages that statements send on purpose: PRINT, RAISERROR, THROW; and WAITFOR.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/datetime.hpp"

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

namespace {

struct Given {
  Value value;
  TypeInfo type;
};

/// One conversion of RAISERROR's printf: flags, width, precision, d i o s u x X.
std::string format_one(const std::string &flags, int width, int precision, char kind, const Given *given) {
  std::string body;
  const bool text = kind == 's';
  if (!given || is_null(given->value)) {
    body = "(null)";
  } else if (text) {
    body = as_text(convert(given->value, given->type, nvarchar_type(-1)));
    if (precision >= 0) body = prefix_utf16(body, static_cast<std::size_t>(precision));
  } else {
    if (!is_integer(given->type.type)) throw error(2786, {"1"});
    const std::int64_t number = as_int(given->value);
    const bool wide = given->type.type == Type::bigint;
    const std::uint64_t bits = wide ? static_cast<std::uint64_t>(number) : static_cast<std::uint32_t>(number);
    char buffer[40];
    const char *pattern = kind == 'o' ? "%llo" : kind == 'x' ? "%llx" : kind == 'X' ? "%llX" : "%llu";
    if (kind == 'd' || kind == 'i')
      body = std::to_string(number);
    else
      body.assign(buffer, static_cast<std::size_t>(std::snprintf(buffer, sizeof buffer, pattern,
                                                                 static_cast<unsigned long long>(bits))));
    if (flags.find('#') != std::string::npos && bits && kind != 'd' && kind != 'i' && kind != 'u')
      body = (kind == 'o' ? "0" : kind == 'x' ? "0x" : "0X") + body;
    if ((kind == 'd' || kind == 'i') && number >= 0 && flags.find('+') != std::string::npos)
      body = "+" + body;
    if ((kind == 'd' || kind == 'i') && number >= 0 && flags.find(' ') != std::string::npos &&
        flags.find('+') == std::string::npos)
      body = " " + body;
  }
  const std::size_t length = length_utf16(body);
  if (width > 0 && length < static_cast<std::size_t>(width)) {
    const std::size_t missing = static_cast<std::size_t>(width) - length;
    if (flags.find('-') != std::string::npos)
      body += std::string(missing, ' ');
    else if (!text && flags.find('0') != std::string::npos)
      body.insert(!body.empty() && (body[0] == '-' || body[0] == '+') ? 1U : 0U, std::string(missing, '0'));
    else
      body.insert(0, std::string(missing, ' '));
  }
  return body;
}

std::string format_message(const std::string &pattern, const std::vector<Given> &given) {
  std::string out;
  std::size_t next = 0;
  const auto number = [&](std::size_t &i, int absent) {
    if (i < pattern.size() && pattern[i] == '*') {
      ++i;
      const Given *one = next < given.size() ? &given[next++] : nullptr;
      return one && !is_null(one->value) && is_integer(one->type.type) ? static_cast<int>(as_int(one->value))
                                                                       : absent;
    }
    int size = absent;
    while (i < pattern.size() && pattern[i] >= '0' && pattern[i] <= '9') {
      size = (size < 0 ? 0 : size) * 10 + (pattern[i++] - '0');
      if (size > 8000) size = 8000;
    }
    return size;
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      out += pattern[i];
      continue;
    }
    if (++i < pattern.size() && pattern[i] == '%') {
      out += '%';
      continue;
    }
    const std::size_t start = i;
    std::string flags;
    while (i < pattern.size() && std::string_view("-+0# ").find(pattern[i]) != std::string_view::npos)
      flags += pattern[i++];
    const int width = number(i, 0);
    int precision = -1;
    if (i < pattern.size() && pattern[i] == '.') {
      ++i;
      precision = number(i, -1);
    }
    if (pattern.compare(i, 3, "I64") == 0)
      i += 3;
    else
      while (i < pattern.size() && (pattern[i] == 'h' || pattern[i] == 'l')) ++i;
    if (i >= pattern.size() || std::string_view("diosuxX").find(pattern[i]) == std::string_view::npos)
      throw error(2787, {"%" + pattern.substr(start, i + 1 - start)});
    const Given *one = next < given.size() ? &given[next] : nullptr;
    ++next;
    out += format_one(flags, width, precision, pattern[i], one);
  }
  if (length_utf16(out) > 2047) out = prefix_utf16(out, 2044) + "...";
  return out;
}

}  // namespace

void Engine::raise(const Statement &statement) {
  std::vector<Given> given;
  for (std::size_t i = 0; i < statement.exprs.size(); ++i) {
    Given one;
    one.value = evaluate(statement.exprs[i], one.type);
    given.push_back(std::move(one));
  }
  const auto number = [&](std::size_t i, std::int64_t absent) {
    if (is_null(given[i].value)) return absent;
    return as_int(convert(given[i].value, given[i].type, bigint_type()));
  };
  std::int64_t severity = std::max<std::int64_t>(0, number(1, 0));
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
  std::string pattern;
  if (is_integer(given[0].type.type) || is_decimal(given[0].type.type)) {
    const std::int64_t id = number(0, 0);
    const auto rows =
        sql.rows("SELECT text, severity FROM messages WHERE number = ? ORDER BY language = 1033 DESC",
                 {int_value(id)});
    if (!rows.empty()) {
      pattern = as_text(rows[0][0]);
      if (severity == 0 && is_null(given[1].value)) severity = as_int(rows[0][1]);
    } else {
      for (const MessageText &text : message_texts())
        if (text.number == id) pattern = text.text;
    }
    if (pattern.empty())
      throw error(18054, {std::to_string(id), std::to_string(severity), std::to_string(state)});
    failure.message.number = static_cast<std::int32_t>(id);
  } else if (!is_null(given[0].value)) {
    pattern = as_text(convert(given[0].value, given[0].type, nvarchar_type(-1)));
  }
  if (severity > 25) severity = 25;
  if (severity > 18 && (!has("LOG") || !is_sysadmin())) throw error(2754);
  failure.message.severity = static_cast<std::uint8_t>(severity);
  failure.message.state = static_cast<std::uint8_t>(state);
  failure.message.text = format_message(pattern, std::vector<Given>(given.begin() + 3, given.end()));
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
