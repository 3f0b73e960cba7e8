// Permissions, extended properties and signatures of procedures. What only the destination has stays.
#include "plugins/transfer/common/object-name.hpp"
#include "plugins/transfer/common/portion.hpp"
#include "plugins/transfer/procedures/planner.hpp"

namespace gantry::transfer {
namespace {

/// Rows of one kind that are to be made or changed, scripted in portions.
class Differences {
 public:
  Differences(Plan &plan, const Side &destination, const char *kind, std::vector<std::string> columns)
      : plan_(plan), destination_(destination), kind_(kind), columns_(std::move(columns)) {
    clear();
  }
  void add(std::vector<Cell> wanted, const std::vector<Cell> *current, std::size_t group,
           const std::string &object) {
    ScriptRows &rows = current ? change_ : create_;
    portion_.add(wanted);
    rows.wanted.rows.push_back(std::move(wanted));
    if (current) rows.current.rows.push_back(*current);
    rows.groups.push_back(group);
    rows.objects.push_back(object);
  }
  /// Behind the last row of an object: scripts what there is when it is enough.
  Result<> end_object(Call call) { return portion_.full() ? script(call) : success(); }
  Result<> script(Call call) {
    for (const auto &[rows, verb] : {std::pair(&create_, "create"), std::pair(&change_, "change")})
      if (Result<> done =
              script_into(plan_, destination_, verb, kind_, procedures_database, *rows, verb, call);
          !done)
        return done;
    clear();
    return success();
  }

 private:
  void clear() {
    portion_ = Portion();
    create_ = change_ = ScriptRows();
    create_.wanted.columns = change_.wanted.columns = change_.current.columns = columns_;
  }
  Plan &plan_;
  const Side &destination_;
  const char *kind_;
  std::vector<std::string> columns_;
  ScriptRows create_, change_;
  Portion portion_;
};

}  // namespace

Result<> ProcedurePlanner::script_permissions(Call call) {
  Result<StoredTable> from = list(source_, "ObjectPermission", call);
  if (!from) return std::move(from).error();
  Result<StoredTable> to = list(destination_, "ObjectPermission", call);
  if (!to) return std::move(to).error();
  const Rows at_source = rows_by_object(source_, *from), at_destination = rows_by_object(destination_, *to);
  Differences differences(made_.plan, destination_, "ObjectPermission",
                          {"schema", "object", "permission", "state", "grantee", "grantor"});
  // dbo grants without AS, and the server then names the object's owner as grantor.
  const auto implicit = [](const Cell &grantor, const std::string &owner) {
    return grantor.null() || grantor.text() == "dbo" || grantor.text() == owner;
  };
  std::set<std::string> told;
  for (const PlannedObject &object : made_.objects) {
    if (!wanted(object)) continue;
    const std::string owner = procedures_.at(object.source_row, "owner").text();
    const std::size_t named = object.target_row ? *object.target_row : object.source_row;
    const StoredTable &names = object.target_row ? there_ : procedures_;
    // A new owner leaves nothing of the permissions that there were.
    const bool fresh = !object.target_row || changes_owner(object);
    std::map<std::string, std::size_t> there;
    const auto key_of = [&](const Cell &permission, const std::string &grantee, const std::string &grantor) {
      return permission.text() + '\n' + destination_.names.key(grantee) + '\n' +
             destination_.names.key(grantor);
    };
    if (!fresh) {
      const std::string owner_there = there_.at(*object.target_row, "owner").text();
      for (const std::size_t row : belonging(at_destination, destination_, there_, *object.target_row))
        there.emplace(
            key_of(to->at(row, "permission"), to->at(row, "grantee").text(),
                   implicit(to->at(row, "grantor"), owner_there) ? "" : to->at(row, "grantor").text()),
            row);
    }
    // Who passes a permission on has to have it first.
    for (const bool passed_on : {false, true})
      for (const std::size_t row : belonging(at_source, source_, procedures_, object.source_row)) {
        const Cell &grantor_cell = from->at(row, "grantor");
        if (implicit(grantor_cell, owner) == passed_on) continue;
        const std::string grantee_name = from->at(row, "grantee").text();
        const std::optional<std::string> grantee = principal(grantee_name);
        if (!grantee) {
          if (told.insert(grantee_name).second)
            warn("Permissions of [" + grantee_name +
                 "] on procedures are left out: there is no such user or role in " + procedures_database +
                 " of the destination.");
          continue;
        }
        std::optional<std::string> grantor;
        if (passed_on && !(grantor = principal(grantor_cell.text())) &&
            told.insert(grantor_cell.text()).second)
          warn("What [" + grantor_cell.text() +
               "] granted on procedures is granted by the owner: there is no such user in " +
               procedures_database + " of the destination.");
        std::vector<Cell> wanted = {
            names.at(named, "schema"), names.at(named, "name"), from->at(row, "permission"),
            from->at(row, "state"),    Cell(*grantee),          grantor ? Cell(*grantor) : Cell()};
        const auto same = there.find(key_of(wanted[2], *grantee, grantor.value_or("")));
        if (same == there.end()) {
          differences.add(std::move(wanted), nullptr, object.group, "ObjectPermission " + object.shown);
        } else if (to->at(same->second, "state") != wanted[3]) {
          std::vector<Cell> current = wanted;
          current[3] = to->at(same->second, "state");
          differences.add(std::move(wanted), &current, object.group, "ObjectPermission " + object.shown);
        }
      }
    if (Result<> done = differences.end_object(call); !done) return done;
  }
  return differences.script(call);
}

Result<> ProcedurePlanner::script_properties(Call call) {
  Result<StoredTable> from = list(source_, "ExtendedProperty", call);
  if (!from) return std::move(from).error();
  Result<StoredTable> to = list(destination_, "ExtendedProperty", call);
  if (!to) return std::move(to).error();
  const Rows at_source = rows_by_object(source_, *from), at_destination = rows_by_object(destination_, *to);
  const std::vector<std::string> columns = {"schema", "object", "object-type", "parameter",
                                            "name",   "value",  "value-type"};
  Differences differences(made_.plan, destination_, "ExtendedProperty", columns);
  const auto row_of = [&](const StoredTable &table, std::size_t row, const StoredTable &names,
                          std::size_t named) {
    std::vector<Cell> cells;
    for (const std::string &column : columns) cells.push_back(table.at(row, column));
    cells[0] = names.at(named, "schema");
    cells[1] = names.at(named, "name");
    return cells;
  };
  for (const PlannedObject &object : made_.objects) {
    if (!wanted(object)) continue;
    const std::size_t named = object.target_row ? *object.target_row : object.source_row;
    const StoredTable &names = object.target_row ? there_ : procedures_;
    std::map<std::string, std::size_t> there;
    const auto key_of = [&](const StoredTable &table, std::size_t row) {
      return destination_.names.key(table.at(row, "parameter").text()) + '\n' +
             destination_.names.key(table.at(row, "name").text());
    };
    if (object.target_row)
      for (const std::size_t row : belonging(at_destination, destination_, there_, *object.target_row))
        there.emplace(key_of(*to, row), row);
    for (const std::size_t row : belonging(at_source, source_, procedures_, object.source_row)) {
      const auto same = there.find(key_of(*from, row));
      std::vector<Cell> current;
      if (same != there.end()) {
        current = row_of(*to, same->second, names, named);
        if (current[5] == from->at(row, "value") && current[6] == from->at(row, "value-type")) continue;
      }
      differences.add(row_of(*from, row, names, named), same == there.end() ? nullptr : &current,
                      object.group, "ExtendedProperty " + object.shown + " " + from->at(row, "name").text());
    }
    if (Result<> done = differences.end_object(call); !done) return done;
  }
  return differences.script(call);
}

Result<> ProcedurePlanner::script_signatures(Call call) {
  Result<StoredTable> from = list(source_, "ModuleSignature", call);
  if (!from) return std::move(from).error();
  Result<StoredTable> to = list(destination_, "ModuleSignature", call);
  if (!to) return std::move(to).error();
  if (from->empty() && to->empty()) return success();
  Result<StoredTable> keys = list(destination_, "SigningKey", call);
  if (!keys) return std::move(keys).error();
  std::map<std::string, std::string> signers;
  for (std::size_t i = 0; i < keys->size(); ++i)
    signers.emplace(keys->at(i, "class").text() + keys->at(i, "thumbprint").text(),
                    keys->at(i, "name").text());
  const Rows at_source = rows_by_object(source_, *from), at_destination = rows_by_object(destination_, *to);
  Differences differences(made_.plan, destination_, "ModuleSignature",
                          {"schema", "object", "class", "signer", "counter", "signature"});
  const auto key_of = [](const StoredTable &table, std::size_t row) {
    return table.at(row, "class").text() + table.at(row, "thumbprint").text() +
           table.at(row, "counter").text();
  };
  for (const PlannedObject &object : made_.objects) {
    if (!wanted(object)) continue;
    const std::size_t named = object.target_row ? *object.target_row : object.source_row;
    const StoredTable &names = object.target_row ? there_ : procedures_;
    const bool altered = alters(object);
    std::set<std::string> there, carried;
    if (object.target_row)
      for (const std::size_t row : belonging(at_destination, destination_, there_, *object.target_row))
        there.insert(key_of(*to, row));
    for (const std::size_t row : belonging(at_source, source_, procedures_, object.source_row)) {
      carried.insert(key_of(*from, row));
      if (!altered && there.count(key_of(*from, row))) continue;
      const auto signer = signers.find(from->at(row, "class").text() + from->at(row, "thumbprint").text());
      const std::string by = from->at(row, "class").text() + " [" + from->at(row, "signer").text() + "]";
      if (signer == signers.end())
        warn("The signature of StoredProcedure " + object.shown + " by " + by +
             " is left out: the destination has nothing with its thumbprint.");
      else if (!stays_identical(object))
        warn("The signature of StoredProcedure " + object.shown + " by " + by +
             " is left out: the text is not the same byte for byte. Sign it anew.");
      else
        differences.add({names.at(named, "schema"), names.at(named, "name"), from->at(row, "class"),
                         Cell(signer->second), from->at(row, "counter"), from->at(row, "signature")},
                        nullptr, object.group, "ModuleSignature " + object.shown);
    }
    if (altered)
      for (const std::string &one : there)
        if (!carried.count(one))
          warn("StoredProcedure " + object.shown +
               " loses a signature that only the destination has: its text changes.");
    if (Result<> done = differences.end_object(call); !done) return done;
  }
  return differences.script(call);
}

}  // namespace gantry::transfer
