// Which procedures of the source are meant, and which of them cannot be transferred.
#include "plugins/transfer/common/object-name.hpp"
#include "plugins/transfer/procedures/planner.hpp"

namespace gantry::transfer {
namespace {

/// Why a procedure of a type cannot be carried; empty: it can.
std::string obstacle(const StoredTable &procedures, std::size_t row) {
  const std::string type = procedures.at(row, "type").text();
  if (type == "PC") return "it is a CLR procedure: its assembly would have to be there first";
  if (type == "X") return "it is an extended procedure: its library belongs to the machine";
  if (procedures.at(row, "encrypted").flag()) return "it is encrypted: its text cannot be read";
  return {};
}

}  // namespace

Result<std::set<std::size_t>> ProcedurePlanner::named_rows() {
  const Rows by_name = rows_by_object(source_, procedures_);
  const auto find = [&](const std::string &schema,
                        const std::string &name) -> const std::vector<std::size_t> * {
    const auto found = by_name.find(key(source_, schema, name));
    return found == by_name.end() ? nullptr : &found->second;
  };
  std::set<std::size_t> rows;
  std::vector<Error> missing;
  for (const std::string &text : settings_.names) {
    const ObjectName asked = parse_object_name(text);
    bool found = false;
    for (const std::string &schema : settings_.schemas) {
      // A dot may be part of a name, so the whole text comes first.
      for (const std::string &name : {text, asked.schema.empty() ? asked.name : std::string()}) {
        if (const auto *there = name.empty() || schema == "*" ? nullptr : find(schema, name)) {
          rows.insert(there->begin(), there->end());
          found = true;
          break;
        }
      }
      if (schema == "*" && asked.schema.empty())
        for (std::size_t row = 0; row < procedures_.size(); ++row)
          if (source_.names.same(procedures_.at(row, "name").text(), asked.name))
            found = rows.insert(row).second || found;
    }
    if (!found && !asked.schema.empty())
      if (const auto *there = find(asked.schema, asked.name)) {
        rows.insert(there->begin(), there->end());
        found = true;
      }
    if (!found)
      missing.push_back(
          Error(Status::not_found, "stored procedure " + text + " is not at the source",
                "a procedure in " + std::string(procedures_database) + " of " + source_.connection,
                "none of this name", "correct StoredProceduresList, name its schema, or create it")
              .with_code(code::procedure_not_found));
  }
  if (Result<> all = one_of(std::move(missing)); !all) return std::move(all).error();
  return rows;
}

Result<> ProcedurePlanner::select(const std::set<std::string> *only) {
  std::set<std::size_t> rows;
  if (settings_.all) {
    std::set<std::string> schemas;
    bool every = false;
    for (const std::string &schema : settings_.schemas) {
      schemas.insert(source_.names.key(schema));
      every = every || schema == "*";
    }
    for (std::size_t row = 0; row < procedures_.size(); ++row)
      if (!procedures_.at(row, "system").flag() &&
          (every || schemas.count(source_.names.key(procedures_.at(row, "schema").text()))))
        rows.insert(rows.end(), row);
  } else {
    Result<std::set<std::size_t>> named = named_rows();
    if (!named) return std::move(named).error();
    rows = std::move(named).value();
  }
  const Rows there = rows_by_object(destination_, there_);
  std::vector<Error> impossible;
  for (const std::size_t row : rows) {
    PlannedObject object;
    object.shown = name_at(procedures_, row);
    if (only && !only->count(object.shown)) continue;
    object.source_row = row;
    if (const std::string why = obstacle(procedures_, row); !why.empty()) {
      if (settings_.all)
        warn("StoredProcedure " + object.shown + " is left out: " + why + '.');
      else
        impossible.push_back(Error(Status::unsupported,
                                   "stored procedure " + object.shown + " cannot be transferred",
                                   "a Transact-SQL procedure whose text can be read", why, "leave it out")
                                 .with_code(code::procedures_failed));
      continue;
    }
    const std::vector<std::size_t> &same = belonging(there, destination_, procedures_, row);
    if (!same.empty()) object.target_row = same.front();
    made_.objects.push_back(std::move(object));
  }
  decide_fates(made_, only ? IfObjectExists::overwrite : settings_.if_exists, procedure_words, destination_,
               blocking_);
  for (Error &error : impossible) blocking_.push_back(std::move(error));
  for (PlannedObject &object : made_.objects)
    if (wanted(object)) check(object);
  return success();
}

void ProcedurePlanner::check(const PlannedObject &object) {
  const std::size_t row = object.source_row;
  const auto refuse = [&](std::string what, std::string expected, std::string found, std::string action) {
    blocking_.push_back(Error(Status::not_found, "stored procedure " + object.shown + ' ' + std::move(what),
                              std::move(expected), std::move(found), std::move(action))
                            .with_code(code::procedures_failed));
  };
  const std::string schema = procedures_.at(row, "schema").text();
  if (!schemas_by_name_.has(schema))
    refuse("is in a schema that the destination lacks",
           "schema [" + schema + "] in " + procedures_database + " of " + destination_.connection,
           "none of this name", "run there: CREATE SCHEMA [" + schema + "];");
  const std::string runs_as = procedures_.at(row, "execute-as").text();
  if (runs_as != "CALLER" && runs_as != "OWNER" && !runs_as.empty() && !principals_by_name_.has(runs_as))
    refuse("runs as a user that the destination lacks",
           "user [" + runs_as + "] in " + procedures_database + " of " + destination_.connection,
           "none of this name", "create the user there, or leave the procedure out");
  if (!object.target_row) return;
  const std::string type = there_.at(*object.target_row, "type").text();
  if (type != "P")
    refuse("cannot be overwritten", "a Transact-SQL procedure at the destination",
           type == "PC" ? "a CLR procedure" : "an extended procedure", "remove it there, or leave it out");
}

}  // namespace gantry::transfer
