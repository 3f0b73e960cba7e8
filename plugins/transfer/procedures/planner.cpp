#include "plugins/transfer/procedures/planner.hpp"

#include "plugins/transfer/common/object-name.hpp"
#include "plugins/transfer/common/wanted-lists.hpp"

namespace gantry::transfer {

std::string ProcedurePlanner::name_at(const StoredTable &table, std::size_t row) {
  return qualified(table.at(row, "schema").text(), table.at(row, "name").text());
}

ProcedurePlanner::Rows ProcedurePlanner::rows_by_object(const Side &side, const StoredTable &table) const {
  const int schema = table.column("schema"),
            name = table.column(table.column("object") >= 0 ? "object" : "name");
  Rows rows;
  for (std::size_t row = 0; row < table.size(); ++row)
    rows[key(side, table.at(row, schema).text(), table.at(row, name).text())].push_back(row);
  return rows;
}

const std::vector<std::size_t> &ProcedurePlanner::belonging(const Rows &rows, const Side &side,
                                                            const StoredTable &procedures,
                                                            std::size_t row) const {
  static const std::vector<std::size_t> none;
  const auto found =
      rows.find(key(side, procedures.at(row, "schema").text(), procedures.at(row, "name").text()));
  return found == rows.end() ? none : found->second;
}

std::optional<std::string> ProcedurePlanner::principal(const std::string &name) const {
  const auto row = principals_by_name_.find(name);
  return row ? std::optional<std::string>(principals_.at(*row, "name").text()) : std::nullopt;
}

Result<> ProcedurePlanner::read(Call call) {
  const auto wanted = [](const Side &side, const char *kind, auto &table) {
    return WantedList{&side, kind, &table, {}, procedures_database};
  };
  if (Result<> done = read_lists(
          {wanted(source_, "StoredProcedure", procedures_), wanted(destination_, "StoredProcedure", there_),
           wanted(destination_, "Schema", schemas_), wanted(destination_, "DatabasePrincipal", principals_)},
          call);
      !done)
    return done;
  schemas_by_name_ = NameIndex(schemas_, "name", destination_.names);
  principals_by_name_ = NameIndex(principals_, "name", destination_.names);
  return success();
}

bool ProcedurePlanner::text_may_differ(const PlannedObject &object) const {
  if (!object.target_row) return true;
  const std::size_t from = object.source_row, to = *object.target_row;
  // A server that cannot hash long texts gives none.
  if (procedures_.at(from, "definition-hash").null() || there_.at(to, "definition-hash").null()) return true;
  for (const char *column : {"definition-hash", "numbers", "ansi-nulls", "quoted-identifier"})
    if (procedures_.at(from, column).text() != there_.at(to, column).text()) return true;
  return false;
}

Result<ModuleTexts> ProcedurePlanner::texts_of(const Side &side, const std::vector<std::string> &names,
                                               Call call) const {
  if (names.empty()) return ModuleTexts();
  // As names of a statement where they are few; all texts, of which most are wanted, where they are many.
  constexpr std::size_t most_names = 500;
  Result<StoredTable> table =
      side.smo.stored_list("ModuleDefinition", procedures_database,
                           names.size() > most_names ? std::vector<std::string>() : names, call);
  if (!table) return std::move(table).error();
  return ModuleTexts(std::move(table).value(), names);
}

Result<> ProcedurePlanner::read_texts(Call call) {
  std::vector<std::string> names, names_there;
  for (const PlannedObject &object : made_.objects) {
    if (!wanted(object) || !text_may_differ(object)) continue;
    names.push_back(object.shown);
    if (object.target_row) names_there.push_back(name_at(there_, *object.target_row));
  }
  Result<ModuleTexts> texts = texts_of(source_, names, call);
  if (!texts) return std::move(texts).error();
  texts_ = std::move(texts).value();
  texts = texts_of(destination_, names_there, call);
  if (!texts) return std::move(texts).error();
  texts_there_ = std::move(texts).value();
  return success();
}

void ProcedurePlanner::make_groups() {
  // Depth first over what each refers to. A circle is entered somewhere: names are resolved when a procedure
  // runs, so either order is fine there.
  std::map<std::string, std::size_t> by_key;
  for (std::size_t i = 0; i < made_.objects.size(); ++i)
    if (wanted(made_.objects[i]))
      by_key.emplace(key(source_, procedures_.at(made_.objects[i].source_row, "schema").text(),
                         procedures_.at(made_.objects[i].source_row, "name").text()),
                     i);
  const auto references = [&](std::size_t index) {
    std::vector<std::size_t> found;
    const std::size_t row = made_.objects[index].source_row;
    const Result<std::vector<std::string>> names = decode_list(procedures_.at(row, "depends").text());
    for (std::size_t i = 0; names && i + 1 < names->size(); i += 2) {
      const std::string schema = (*names)[i].empty() ? procedures_.at(row, "schema").text() : (*names)[i];
      const auto other = by_key.find(key(source_, schema, (*names)[i + 1]));
      if (other != by_key.end()) found.push_back(other->second);
    }
    return found;
  };
  enum class Mark : std::uint8_t { fresh, entered, done };
  std::vector<Mark> marks(made_.objects.size(), Mark::fresh);
  struct Visit {
    std::size_t index;
    std::vector<std::size_t> before;
  };
  for (const auto &entry : by_key) {
    std::vector<Visit> path;
    const auto enter = [&](std::size_t index) {
      if (marks[index] != Mark::fresh) return;
      marks[index] = Mark::entered;
      path.push_back({index, references(index)});
    };
    enter(entry.second);
    while (!path.empty()) {
      if (!path.back().before.empty()) {
        const std::size_t next = path.back().before.back();
        path.back().before.pop_back();
        enter(next);
        continue;
      }
      const std::size_t index = path.back().index;
      path.pop_back();
      marks[index] = Mark::done;
      made_.objects[index].group = made_.plan.groups.size();
      made_.plan.groups.push_back({"StoredProcedure " + made_.objects[index].shown, {}, {}});
    }
  }
}

Result<ObjectPlan> ProcedurePlanner::make(const std::set<std::string> *only, Call call) {
  if (Result<> done = read(call); !done) return std::move(done).error();
  if (Result<> done = select(only); !done) return std::move(done).error();
  if (Result<> free = one_of(std::move(blocking_)); !free) return std::move(free).error();
  if (Result<> done = read_texts(call); !done) return std::move(done).error();
  make_groups();
  made_.plan.retry = true;
  using Part = Result<> (ProcedurePlanner::*)(Call);
  constexpr Part parts[] = {&ProcedurePlanner::script_procedures, &ProcedurePlanner::script_permissions,
                            &ProcedurePlanner::script_properties, &ProcedurePlanner::script_signatures};
  for (const Part part : parts) {
    if (Result<> going = call.check("planning"); !going) return std::move(going).error();
    if (Result<> done = (this->*part)(call); !done) return std::move(done).error();
  }
  for (PlannedObject &object : made_.objects)
    if (object.fate == Fate::change && made_.plan.groups[object.group].steps.empty())
      object.fate = Fate::same;
  return std::move(made_);
}

}  // namespace gantry::transfer
