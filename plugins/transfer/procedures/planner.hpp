// The plan of a transfer of procedures: one group a procedure with all that belongs to it, what is referred
// to before what refers to it.
#ifndef GANTRY_TRANSFER_PROCEDURES_PLANNER_HPP
#define GANTRY_TRANSFER_PROCEDURES_PLANNER_HPP

#include <map>
#include <set>

#include "plugins/transfer/procedures/module-texts.hpp"
#include "plugins/transfer/procedures/settings.hpp"

namespace gantry::transfer {

class ProcedurePlanner {
 public:
  ProcedurePlanner(const ProcedureSettings &settings, const Side &source, const Side &destination)
      : settings_(settings), source_(source), destination_(destination) {}

  /// Reads and decides in a fixed number of round trips; texts are read only of procedures whose hashes
  /// differ. `only`: PlannedObject::shown of the procedures to look at. Errors: SSIS's codes with every
  /// offending procedure in the details, and what the servers say (DENIED when the
  /// host finds rights missing).
  Result<ObjectPlan> make(const std::set<std::string> *only, Call call);

 private:
  using Rows = std::map<std::string, std::vector<std::size_t>>;  ///< name key to rows

  Result<> read(Call call);
  Result<> select(const std::set<std::string> *only);
  Result<std::set<std::size_t>> named_rows();
  /// What can never be there, and what the destination lacks for it.
  void check(const PlannedObject &object);
  Result<> read_texts(Call call);
  Result<ModuleTexts> texts_of(const Side &side, const std::vector<std::string> &names, Call call) const;
  bool text_may_differ(const PlannedObject &object) const;
  /// Objects in the order in which they are made: made_.plan gets its groups.
  void make_groups();
  Result<> script_procedures(Call call);
  std::vector<Cell> wanted_row(const PlannedObject &object);
  std::vector<Cell> current_row(const PlannedObject &object);
  Result<> script_permissions(Call call);
  Result<> script_properties(Call call);
  Result<> script_signatures(Call call);
  /// Will the destination's text be the source's, byte for byte?
  bool stays_identical(const PlannedObject &object) const;
  /// Does the plan change the text of a procedure that is there, which takes its signatures?
  bool alters(const PlannedObject &object) const;
  bool changes_owner(const PlannedObject &object) const;

  std::string key(const Side &side, std::string_view schema, std::string_view name) const {
    return side.names.key(schema) + '\n' + side.names.key(name);
  }
  static std::string name_at(const StoredTable &table, std::size_t row);
  Rows rows_by_object(const Side &side, const StoredTable &table) const;
  /// The rows of a list that belong to a row of the source's procedures.
  const std::vector<std::size_t> &belonging(const Rows &rows, const Side &side, const StoredTable &procedures,
                                            std::size_t row) const;
  bool wanted(const PlannedObject &object) const {
    return object.fate == Fate::create || object.fate == Fate::change;
  }
  /// The destination's spelling of a user or role; nothing when it has none.
  std::optional<std::string> principal(const std::string &name) const;
  void warn(std::string text) { made_.plan.findings.push_back({Severity::warning, 0, std::move(text)}); }
  Result<StoredTable> list(const Side &side, const char *kind, Call call) const {
    return side.smo.stored_list(kind, procedures_database, {}, call);
  }

  const ProcedureSettings &settings_;
  const Side &source_;
  const Side &destination_;
  ObjectPlan made_;
  StoredTable procedures_, there_;
  Table schemas_, principals_;
  NameIndex schemas_by_name_, principals_by_name_;
  ModuleTexts texts_, texts_there_;
  std::vector<Error> blocking_;
};

}  // namespace gantry::transfer

#endif
