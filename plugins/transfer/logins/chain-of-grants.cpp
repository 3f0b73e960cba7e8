#include "plugins/transfer/logins/chain-of-grants.hpp"

#include <algorithm>

namespace gantry::transfer {
namespace {

constexpr std::string_view with_option = "GRANT_WITH_GRANT_OPTION";

bool lets_give(const Table &permissions, std::size_t row, std::size_t other) {
  if (permissions.at(row, "state").text() != with_option) return false;
  for (const char *column : {"class", "securable", "permission"})
    if (permissions.at(row, column).text() != permissions.at(other, column).text()) return false;
  return permissions.at(row, "grantee").text() == permissions.at(other, "grantor").text();
}

bool holds(const std::vector<std::size_t> &rows, std::size_t row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

}  // namespace

std::vector<std::size_t> given_by(const Table &permissions, const std::string &login) {
  std::vector<std::size_t> chain;
  for (std::size_t row = 0; row < permissions.rows.size(); ++row)
    if (permissions.at(row, "grantor").text() == login) chain.push_back(row);
  for (std::size_t i = 0; i < chain.size(); ++i)
    for (std::size_t row = 0; row < permissions.rows.size(); ++row)
      if (lets_give(permissions, chain[i], row) && !holds(chain, row)) chain.push_back(row);
  return chain;
}

std::vector<std::size_t> fallen_with(const Table &permissions, const std::string &login) {
  const std::vector<std::size_t> given = given_by(permissions, login);
  std::vector<std::size_t> open, rows;
  for (std::size_t row = 0; row < permissions.rows.size(); ++row) {
    const auto text = [&](const char *column) { return permissions.at(row, column).text(); };
    const bool to = text("grantee") == login, on = text("class") == "LOGIN" && text("securable") == login;
    const bool comes_with_it = text("permission") == "CONNECT SQL" && text("state") != with_option;
    if ((to || on) && !comes_with_it && !holds(given, row)) open.push_back(row);
  }
  while (!open.empty()) {
    auto next = std::find_if(open.begin(), open.end(), [&](std::size_t row) {
      return std::none_of(open.begin(), open.end(), [&](std::size_t other) {
        return other != row && lets_give(permissions, other, row);
      });
    });
    if (next == open.end()) next = open.begin();  // a circle
    rows.push_back(*next);
    open.erase(next);
  }
  return rows;
}

}  // namespace gantry::transfer
