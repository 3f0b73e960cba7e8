#include "samples/sandbox/engine/message-format.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/function-types.hpp"

#include <algorithm>

namespace sandbox {
namespace {

/// One conversion of RAISERROR's printf: flags, width, precision, d i o s u x X.
std::string format_one(const std::string &flags, int width, int precision, char kind,
                       const MessageArgument *given) {
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

/// The pattern's pieces in order: `text` gets what stands for itself, `conversion` an argument's text.
void walk(const std::string &pattern, const std::vector<MessageArgument> &given,
          const std::function<void(std::string_view)> &text,
          const std::function<void(const std::string &)> &conversion) {
  std::size_t next = 0;
  const auto number = [&](std::size_t &i, int absent) {
    if (i < pattern.size() && pattern[i] == '*') {
      ++i;
      const MessageArgument *one = next < given.size() ? &given[next++] : nullptr;
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
      text(std::string_view(pattern).substr(i, 1));
      continue;
    }
    if (++i < pattern.size() && pattern[i] == '%') {
      text("%");
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
    const MessageArgument *one = next < given.size() ? &given[next] : nullptr;
    ++next;
    conversion(format_one(flags, width, precision, pattern[i], one));
  }
}

std::string shortened(std::string text) {
  return length_utf16(text) > 2047 ? prefix_utf16(text, 2044) + "..." : text;
}

}  // namespace

std::optional<std::int64_t> message_language(Engine &engine, const std::string &name) {
  const Value id = engine.sql.one("SELECT msglangid FROM languages WHERE name = ?1 OR alias = ?1 ORDER BY id",
                                  {text_value(name)});
  if (is_null(id)) return std::nullopt;
  return as_int(id);
}

std::optional<StoredMessage> stored_message(Engine &engine, std::int64_t number) {
  StoredMessage out;
  const auto &system = message_texts();
  const auto found =
      std::lower_bound(system.begin(), system.end(), number,
                       [](const MessageText &text, std::int64_t n) { return text.number < n; });
  if (found != system.end() && found->number == number) {
    out.severity = found->severity;
    out.english = found->text;
    return out;
  }
  const std::int64_t language = message_language(engine, engine.options.language).value_or(1033);
  for (const Row &row : engine.sql.rows(
           "SELECT language, severity, text FROM messages WHERE number = ?1 AND language IN (1033, "
           "?2)",
           {int_value(number), int_value(language)})) {
    (as_int(row[0]) == 1033 ? out.english : out.translated) = as_text(row[2]);
    out.severity = static_cast<int>(as_int(row[1]));
  }
  if (out.english.empty()) return std::nullopt;
  return out;
}

std::string format_message(const std::string &pattern, const std::vector<MessageArgument> &given) {
  std::string out;
  walk(
      pattern, given, [&out](std::string_view piece) { out += piece; },
      [&out](const std::string &piece) { out += piece; });
  return shortened(std::move(out));
}

std::string formatted(const StoredMessage &message, const std::vector<MessageArgument> &given) {
  const std::string &text = message.translated;
  if (text.empty()) return format_message(message.english, given);
  std::vector<std::string> pieces;
  walk(
      message.english, given, [](std::string_view) {},
      [&pieces](const std::string &piece) { pieces.push_back(piece); });
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t end = i + 1, number = 0;
    while (text[i] == '%' && end < text.size() && text[end] >= '0' && text[end] <= '9' && number < 100)
      number = number * 10 + static_cast<std::size_t>(text[end++] - '0');
    if (number == 0 || end >= text.size() || text[end] != '!') {
      out += text[i];
      continue;
    }
    out += number <= pieces.size() ? pieces[number - 1] : "(null)";
    i = end;
  }
  return shortened(std::move(out));
}

void add_message_functions(FunctionTable &t) {
  add_function(
      t, "FORMATMESSAGE", "v?v*", always(nvarchar_type(2048)),
      [](Engine &e, Arguments &a) -> Value {
        if (is_null(a[0])) return {};
        std::vector<MessageArgument> given;
        for (std::size_t i = 1; i < a.size(); ++i) given.push_back({a[i], a.types[i]});
        if (is_character(a.types[0].type)) return text_value(format_message(a.text(0), given));
        const std::int64_t number = as_int(convert(a[0], a.types[0], bigint_type()));
        if (number <= first_raisable_message) return {};
        const auto stored = stored_message(e, number);
        return stored ? text_value(formatted(*stored, given)) : Value();
      },
      true);
}

}  // namespace sandbox
