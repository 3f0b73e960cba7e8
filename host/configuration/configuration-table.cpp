// Configurations that stand in a table of SQL Server (ssis.md 4.5).
#include "host/configuration/package-configuration.hpp"

#include <cctype>

namespace gantry::configuration {
namespace {

Error refuse(std::string found) {
  return Error(Status::invalid, "the text of a SQL Server configuration cannot be read",
               "\"CONNECTION\";\"[SCHEMA].[TABLE]\";\"FILTER\";", std::move(found),
               "correct the configuration's string");
}

/// `"text";` with quotes inside doubled; a part without quotes ends at its semicolon.
Result<std::string> part(std::string_view text, std::size_t &at) {
  std::string value;
  if (at >= text.size() || text[at] != '"') {
    const std::size_t end = std::min(text.find(';', at), text.size());
    value = at < text.size() ? text.substr(at, end - at) : std::string_view();
    at = end + 1;
    return value;
  }
  for (++at;; ++at) {
    if (at >= text.size()) return refuse("a quote that is not closed");
    if (text[at] != '"') {
      value += text[at];
    } else if (at + 1 < text.size() && text[at + 1] == '"') {
      value += text[at++];
    } else {
      break;
    }
  }
  ++at;
  if (at < text.size() && text[at] != ';') return refuse("text behind a quoted part");
  ++at;
  return value;
}

Error no_table(const std::string &name) {
  return Error(Status::invalid, "the table of a SQL Server configuration has no name that can be read",
               "[DATABASE].[SCHEMA].[TABLE], the first two optional", "\"" + name + "\"",
               "correct the configuration's string");
}

}  // namespace

Result<ConfigurationTable> parse_configuration_table(std::string_view text) {
  ConfigurationTable table;
  std::size_t at = 0;
  for (std::string *member : {&table.connection, &table.table, &table.filter}) {
    Result<std::string> value = part(text, at);
    if (!value) return std::move(value).error();
    *member = std::move(value).value();
  }
  if (at < text.size()) return refuse("more than three parts");
  if (table.connection.empty()) return refuse("no connection");
  return table;
}

Result<std::string> configuration_query(const ConfigurationTable &table) {
  std::string name;
  int parts = 0;
  for (std::size_t at = 0; at <= table.table.size();) {
    std::string one;
    const char open = at < table.table.size() ? table.table[at] : '\0';
    if (open == '[' || open == '"') {
      const char close = open == '[' ? ']' : '"';
      for (++at;; ++at) {
        if (at >= table.table.size()) return no_table(table.table);
        if (table.table[at] == close && (at + 1 >= table.table.size() || table.table[at + 1] != close)) break;
        if (table.table[at] == close) ++at;
        one += table.table[at];
      }
      ++at;
    } else {
      for (; at < table.table.size() && table.table[at] != '.'; ++at) {
        const auto c = static_cast<unsigned char>(table.table[at]);
        if (!std::isalnum(c) && c != '_' && c != '#' && c != '$' && c != '@' && c < 0x80)
          return no_table(table.table);
        one += table.table[at];
      }
    }
    if (at < table.table.size() && table.table[at] != '.') return no_table(table.table);
    // An empty schema (database..table) stays empty; an empty table is none.
    if (one.empty() && (at >= table.table.size() || parts != 1)) return no_table(table.table);
    if (!name.empty()) name += '.';
    if (!one.empty()) {
      name += '[';
      for (const char c : one) {
        name += c;
        if (c == ']') name += c;
      }
      name += ']';
    }
    if (++parts > 3) return no_table(table.table);
    if (at >= table.table.size()) break;
    ++at;
  }
  return "SELECT ConfiguredValue, PackagePath FROM " + name + " WHERE ConfigurationFilter = @filter;";
}

}  // namespace gantry::configuration
