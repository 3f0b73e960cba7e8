// The steps of each procedure: its text, then what belongs to it.
#include "plugins/transfer/common/portion.hpp"
#include "plugins/transfer/procedures/planner.hpp"

namespace gantry::transfer {
namespace {

constexpr const char *columns[] = {"schema",     "name",   "owner",   "ansi-nulls", "quoted-identifier",
                                   "definition", "marked", "startup", "numbered"};

std::vector<std::string> column_names() { return {std::begin(columns), std::end(columns)}; }

}  // namespace

bool ProcedurePlanner::changes_owner(const PlannedObject &object) const {
  if (!object.target_row) return false;
  const std::string owner = procedures_.at(object.source_row, "owner").text();
  const std::string there = there_.at(*object.target_row, "owner").text();
  return (owner.empty() || principal(owner)) && !destination_.names.same(owner, there);
}

std::vector<Cell> ProcedurePlanner::wanted_row(const PlannedObject &object) {
  const std::size_t row = object.source_row;
  Cell owner;
  if (!object.target_row || changes_owner(object)) {
    const std::string name = procedures_.at(row, "owner").text();
    if (name.empty())
      owner = Cell("");
    else if (const auto there = principal(name))
      owner = Cell(*there);
    else
      warn("StoredProcedure " + object.shown + " belongs to its schema's owner at the destination: user [" +
           name + "] is not there.");
  }
  std::vector<std::string> numbered;
  for (const auto &[number, text] : texts_.numbered(object.shown)) {
    numbered.push_back(std::to_string(number));
    numbered.push_back(text.text());
  }
  Cell definition = texts_.definition(object.shown);
  const Cell all_numbered = definition.null() ? Cell() : Cell(encode_list(numbered));
  // A mark is never taken away; what only the destination marks stays marked.
  const Cell marked = procedures_.at(row, "marked").flag() ? Cell(true) : Cell();
  return {procedures_.at(row, "schema"),
          procedures_.at(row, "name"),
          owner,
          procedures_.at(row, "ansi-nulls"),
          procedures_.at(row, "quoted-identifier"),
          std::move(definition),
          marked,
          procedures_.at(row, "startup"),
          all_numbered};
}

std::vector<Cell> ProcedurePlanner::current_row(const PlannedObject &object) {
  const std::size_t row = *object.target_row;
  const std::string name = name_at(there_, row);
  std::vector<std::string> numbered;
  std::set<int> source;
  for (const auto &[number, text] : texts_.numbered(object.shown)) source.insert(number);
  for (const auto &[number, text] : texts_there_.numbered(name)) {
    numbered.push_back(std::to_string(number));
    numbered.push_back(text.text());
    if (!source.count(number))
      warn("StoredProcedure " + object.shown + " has a number " + std::to_string(number) +
           " at the destination alone; it stays, because numbers cannot be dropped one by one.");
  }
  return {there_.at(row, "schema"),
          there_.at(row, "name"),
          there_.at(row, "owner"),
          there_.at(row, "ansi-nulls"),
          there_.at(row, "quoted-identifier"),
          texts_there_.definition(name),
          there_.at(row, "marked"),
          there_.at(row, "startup"),
          Cell(encode_list(numbered))};
}

Result<> ProcedurePlanner::script_procedures(Call call) {
  ScriptRows create, change;
  Portion portion;
  const auto flush = [&]() -> Result<> {
    for (const auto &[rows, verb] : {std::pair(&create, "create"), std::pair(&change, "change")}) {
      if (Result<> done = script_into(made_.plan, destination_, verb, "StoredProcedure", procedures_database,
                                      *rows, verb, call);
          !done)
        return done;
      *rows = ScriptRows();
    }
    portion = Portion();
    return success();
  };
  for (const PlannedObject &object : made_.objects) {
    if (!wanted(object)) continue;
    const bool fresh = object.fate == Fate::create;
    ScriptRows &rows = fresh ? create : change;
    rows.wanted.columns = column_names();
    rows.wanted.rows.push_back(wanted_row(object));
    portion.add(rows.wanted.rows.back());
    if (!fresh) {
      rows.current.columns = column_names();
      rows.current.rows.push_back(current_row(object));
      portion.add(rows.current.rows.back());
    }
    rows.groups.push_back(object.group);
    rows.objects.push_back("StoredProcedure " + object.shown);
    if (portion.full())
      if (Result<> done = flush(); !done) return done;
  }
  return flush();
}

bool ProcedurePlanner::alters(const PlannedObject &object) const {
  if (!object.target_row) return false;
  for (const PlannedStep &planned : made_.plan.groups[object.group].steps) {
    const StepContent step = planned.read();
    if (step.action == "change" && step.batch.text.find("ALTER") != std::string::npos &&
        step.batch.text.rfind("ALTER AUTHORIZATION", 0) != 0)
      return true;
  }
  return false;
}

bool ProcedurePlanner::stays_identical(const PlannedObject &object) const {
  const Cell text = texts_.definition(object.shown);
  if (text.null()) return true;  // the hashes are equal
  const std::string definition = text.text();
  for (const PlannedStep &step : made_.plan.groups[object.group].steps) {
    const std::string sent = step.read().batch.text;
    if (sent == definition) return true;
    // ALTER is kept as CREATE in the catalogue; everything else has to be the same.
    std::size_t at = 0;
    while (at < sent.size() && at < definition.size() && sent[at] == definition[at]) ++at;
    constexpr std::string_view alter = "ALTER", create = "CREATE";
    if (sent.compare(at, alter.size(), alter) == 0 && definition.compare(at, create.size(), create) == 0 &&
        sent.compare(at + alter.size(), std::string::npos, definition, at + create.size(),
                     std::string::npos) == 0)
      return true;
  }
  return false;
}

}  // namespace gantry::transfer
