#include "plugins/smo/connection-string.hpp"

#include <algorithm>
#include <cctype>

#include "gantry/cpp/text.hpp"

namespace gantry::smo {
namespace {

constexpr std::uint32_t not_pairs = 0xC0024108;
constexpr std::uint32_t unquoted_semicolon = 0xC0024109;

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

Error refuse(std::size_t position, std::string found, std::uint32_t code) {
  return Error(Status::invalid, "the connection string of an SMOServer connection cannot be read",
               "key=value pairs separated by semicolons, a value with a semicolon in double quotes",
               found + " at position " + std::to_string(position + 1), "correct the connection string")
      .with_code(code);
}

/// The value that begins at `at`, which then stands behind the pair's semicolon or at the end.
Result<std::string> read_value(std::string_view text, std::size_t &at) {
  while (at < text.size() && text[at] != ';' && std::isspace(static_cast<unsigned char>(text[at]))) ++at;
  std::string value;
  if (at < text.size() && text[at] == '"') {
    const std::size_t begin = at++;
    for (;; ++at) {
      if (at >= text.size()) return refuse(begin, "a quote that is not closed", unquoted_semicolon);
      if (text[at] != '"') {
        value += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        value += '"';
        ++at;
      } else {
        break;
      }
    }
    ++at;
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at]))) ++at;
    if (at < text.size() && text[at] != ';') return refuse(at, "text behind a closing quote", not_pairs);
  } else {
    const std::size_t end = std::min(text.find(';', at), text.size());
    value = trimmed(text.substr(at, end - at));
    at = end;
  }
  if (at < text.size()) ++at;
  return value;
}

std::string written_value(std::string_view value) {
  if (value.find_first_of(";\"") == std::string_view::npos && trimmed(value) == value)
    return std::string(value);
  std::string quoted = "\"";
  for (const char c : value) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted += '"';
}

}  // namespace

ConnectionString::~ConnectionString() {
  if (password) wipe(*password);
}

Result<ConnectionString> parse_connection_string(std::string_view text) {
  ConnectionString parsed;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    const std::size_t semicolon = std::min(text.find(';', at), text.size());
    if (trimmed(text.substr(at, semicolon - at)).empty()) {  // an empty pair says nothing
      at = semicolon + 1;
      continue;
    }
    const std::size_t equals = text.find('=', at);
    if (equals == std::string_view::npos || equals > semicolon)
      // What follows a semicolon and is no pair is most likely the rest of a value that lacks its quotes.
      return refuse(begin, "a part without an equals sign", begin == 0 ? not_pairs : unquoted_semicolon);
    const std::string_view key = trimmed(text.substr(at, equals - at));
    at = equals + 1;
    Result<std::string> value = read_value(text, at);
    if (!value) return std::move(value).error();
    if (same(key, "SqlServerName")) {
      parsed.server = std::move(value).value();
    } else if (same(key, "UserName")) {
      parsed.user = std::move(value).value();
    } else if (same(key, "Password")) {
      parsed.password = std::move(value).value();
    } else if (same(key, "UseWindowsAuthentication")) {
      if (same(*value, "true") || *value == "1")
        parsed.windows_authentication = true;
      else if (same(*value, "false") || *value == "0" || value->empty())
        parsed.windows_authentication = false;
      else
        return Error(Status::invalid, "UseWindowsAuthentication of a connection string cannot be read",
                     "True or False", "another text", "correct the connection string")
            .with_code(not_pairs);
    } else {
      wipe(*value);
      return Error(Status::invalid, "the connection string of an SMOServer connection has an unknown key",
                   "SqlServerName, UseWindowsAuthentication, UserName",
                   key.empty() ? "no key" : std::string(key),
                   "remove it; what Gantry needs beyond these stands in the host configuration")
          .with_code(not_pairs);
    }
  }
  return parsed;
}

std::string write_connection_string(std::string_view server, bool windows_authentication,
                                    std::string_view user) {
  return "SqlServerName=" + written_value(server) +
         ";UseWindowsAuthentication=" + (windows_authentication ? "True" : "False") +
         ";UserName=" + written_value(user) + ';';
}

}  // namespace gantry::smo
