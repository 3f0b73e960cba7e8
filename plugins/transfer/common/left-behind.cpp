#include "plugins/transfer/common/left-behind.hpp"

#include "plugins/transfer/common/transfer-task.hpp"

namespace gantry::transfer {
namespace {

// Enough to recognise them; the whole list is a query away.
constexpr std::size_t most_names = 10;

bool ends_conversation(const Error &error) {
  return error.status == Status::cancelled || error.status == Status::deadline ||
         error.status == Status::io || error.status == Status::state;
}

/// The names, or nothing when the server does not let this login see them all.
Result<std::optional<Table>> names_at(const Side &side, const char *kind, Call call) {
  // Asked first, so that a right that only this report needs never stops a transfer.
  Result<Table> missing = side.smo.missing_rights(kind, {}, call);
  if (missing && !missing->rows.empty()) return std::optional<Table>();
  Result<Table> table = missing ? side.smo.list(kind, {}, {}, call) : std::move(missing);
  if (table) return std::optional<Table>(std::move(table).value());
  if (ends_conversation(table.error())) return std::move(table).error();
  return std::optional<Table>();
}

}  // namespace

std::string named(const std::vector<std::string> &names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most_names; ++i)
    text += (i == 0 ? "[" : ", [") + names[i] + ']';
  if (names.size() > most_names) text += " and " + std::to_string(names.size() - most_names) + " more";
  return text;
}

Result<std::vector<Finding>> find_left_behind(const std::vector<LeftBehindKind> &kinds, const Side &source,
                                              const Side &destination, Call call) {
  std::vector<Finding> findings;
  for (const LeftBehindKind &kind : kinds) {
    Result<std::optional<Table>> from = names_at(source, kind.kind, call);
    if (!from) return std::move(from).error();
    Result<std::optional<Table>> to = names_at(destination, kind.kind, call);
    if (!to) return std::move(to).error();
    if (!*from || !*to) {
      findings.push_back({Severity::information, 0,
                          std::string("Not looked at, whether ") + kind.words +
                              " stay behind: the login of " + (*from ? destination : source).connection +
                              " may not see them all."});
      continue;
    }
    const NameIndex there(**to, "name", destination.names);
    std::vector<std::string> names;
    for (std::size_t row = 0; row < (*from)->rows.size(); ++row) {
      std::string name = (*from)->at(row, "name").text();
      if (!there.has(name)) names.push_back(std::move(name));
    }
    if (names.empty()) continue;
    findings.push_back(
        {Severity::information, 0,
         std::string("Stays behind: ") + kind.words + ' ' + named(names) + ". " + kind.advice});
  }
  return findings;
}

}  // namespace gantry::transfer
