#include "plugins/transfer/logins/selection.hpp"

#include <set>

namespace gantry::transfer {
namespace {

/// Rows whose login is named; each name once, in the list's order of the source.
Result<std::set<std::size_t>> named(const LoginSettings &settings, const Table &logins, const Side &source) {
  const NameIndex index(logins, "name", source.names);
  std::set<std::size_t> rows;
  std::vector<Error> missing;
  for (const std::string &name : settings.logins) {
    if (const auto row = index.find(name))
      rows.insert(*row);
    else
      missing.push_back(Error(Status::not_found, "login [" + name + "] is not at the source",
                              "a login of " + source.connection, "none of this name",
                              "correct LoginsList, or create the login")
                            .with_code(code::login_not_found));
  }
  if (missing.empty()) return rows;
  Error first = std::move(missing.front());
  for (std::size_t i = 1; i < missing.size(); ++i) first.details.push_back(missing[i].message());
  return first;
}

/// Rows whose login has a user in one of the databases, or owns one; joined on the SID.
Result<std::set<std::size_t>> of_databases(const LoginSettings &settings, const Table &logins,
                                           const Side &source, Call call) {
  std::set<std::string> sids;
  for (const std::string &database : settings.databases) {
    Result<Table> there = source.smo.list("Database", {}, {database}, call);
    if (!there) return std::move(there).error();
    if (there->rows.empty())
      return Error(Status::not_found, "database [" + database + "] is not at the source",
                   "a database of " + source.connection, "none of this name", "correct DatabasesList")
          .with_code(code::source_database_missing);
    sids.insert(there->at(0, "owner-sid").text());
    Result<Table> users = source.smo.list("DatabaseUser", database, {}, call);
    if (!users) return std::move(users).error();
    for (std::size_t i = 0; i < users->rows.size(); ++i) {
      // Users of a contained database, or without login, have a SID that no login answers to.
      const std::string authentication = users->at(i, "authentication").text();
      if (authentication != "DATABASE" && authentication != "NONE") sids.insert(users->at(i, "sid").text());
    }
  }
  std::set<std::size_t> rows;
  for (std::size_t row = 0; row < logins.rows.size(); ++row)
    if (!logins.at(row, "sid").null() && sids.count(logins.at(row, "sid").text())) rows.insert(row);
  return rows;
}

}  // namespace

bool is_sa(const Cell &sid) { return sid.bytes().size() == 1 && sid.bytes()[0] == '\1'; }

Result<LoginSelection> select_logins(const LoginSettings &settings, const Table &logins, const Side &source,
                                     Call call) {
  std::set<std::size_t> rows;
  if (settings.which == LoginsToTransfer::all) {
    for (std::size_t row = 0; row < logins.rows.size(); ++row) rows.insert(row);
  } else {
    Result<std::set<std::size_t>> found = settings.which == LoginsToTransfer::selected
                                              ? named(settings, logins, source)
                                              : of_databases(settings, logins, source, call);
    if (!found) return std::move(found).error();
    rows = std::move(found).value();
  }
  LoginSelection selection;
  const bool by_name = settings.which == LoginsToTransfer::selected;
  for (const std::size_t row : rows) {
    const std::string name = logins.at(row, "name").text();
    if (is_sa(logins.at(row, "sid"))) {
      if (by_name)
        selection.findings.push_back({Severity::warning, 0, "Login [" + name + "] is sa and never moves."});
      continue;
    }
    // ##...## belong to the product's own certificates and policies even when they are named.
    const bool internal = name.compare(0, 2, "##") == 0;
    if (logins.at(row, "system").flag() && (!by_name || internal)) {
      if (by_name)
        selection.findings.push_back(
            {Severity::warning, 0, "Login [" + name + "] was made by SQL Server itself and is left out."});
      continue;
    }
    selection.rows.push_back(row);
  }
  return selection;
}

}  // namespace gantry::transfer
