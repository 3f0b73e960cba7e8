// The steps of each procedure: its text, then what belongs to it.
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
  Text &text = texts_[object.shown];
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
  for (auto &[number, definition] : text.numbered) {
    numbered.push_back(std::to_string(number));
    numbered.push_back(definition.text());
  }
  // A mark is never taken away; what only the destination marks stays marked.
  const Cell marked = procedures_.at(row, "marked").flag() ? Cell(true) : Cell();
  return {procedures_.at(row, "schema"),
          procedures_.at(row, "name"),
          owner,
          procedures_.at(row, "ansi-nulls"),
          procedures_.at(row, "quoted-identifier"),
          text.definition,
          marked,
          procedures_.at(row, "startup"),
          text.definition.null() ? Cell() : Cell(encode_list(numbered))};
}

std::vector<Cell> ProcedurePlanner::current_row(const PlannedObject &object) {
  const std::size_t row = *object.target_row;
  Text &text = texts_there_[name_at(there_, row)];
  std::vector<std::string> numbered;
  std::set<int> source;
  for (const auto &[number, definition] : texts_[object.shown].numbered) source.insert(number);
  for (auto &[number, definition] : text.numbered) {
    numbered.push_back(std::to_string(number));
    numbered.push_back(definition.text());
    if (!source.count(number))
      warn("StoredProcedure " + object.shown + " has a number " + std::to_string(number) +
           " at the destination alone; it stays, because numbers cannot be dropped one by one.");
  }
  return {there_.at(row, "schema"),
          there_.at(row, "name"),
          there_.at(row, "owner"),
          there_.at(row, "ansi-nulls"),
          there_.at(row, "quoted-identifier"),
          std::move(text.definition),
          there_.at(row, "marked"),
          there_.at(row, "startup"),
          Cell(encode_list(numbered))};
}

Result<> ProcedurePlanner::script_procedures(Call call) {
  // In portions: texts are long, and each is kept several times while its statement is written.
  constexpr std::size_t portion = 100;
  ScriptRows create, change;
  const auto flush = [&](ScriptRows &rows, const char *verb) -> Result<> {
    Result<> done =
        script_into(made_.plan, destination_, verb, "StoredProcedure", procedures_database, rows, verb, call);
    rows = ScriptRows();
    return done;
  };
  for (const PlannedObject &object : made_.objects) {
    if (!wanted(object)) continue;
    const bool fresh = object.fate == Fate::create;
    ScriptRows &rows = fresh ? create : change;
    rows.wanted.columns = column_names();
    rows.wanted.rows.push_back(wanted_row(object));
    if (!fresh) {
      rows.current.columns = column_names();
      rows.current.rows.push_back(current_row(object));
    }
    rows.groups.push_back(object.group);
    rows.objects.push_back("StoredProcedure " + object.shown);
    if (rows.groups.size() == portion)
      if (Result<> done = flush(rows, fresh ? "create" : "change"); !done) return done;
  }
  if (Result<> done = flush(create, "create"); !done) return done;
  return flush(change, "change");
}

bool ProcedurePlanner::alters(const PlannedObject &object) const {
  if (!object.target_row) return false;
  for (const PlannedStep &step : made_.plan.groups[object.group].steps)
    if (step.action == "change" && step.batch.text.find("ALTER") != std::string::npos &&
        step.batch.text.rfind("ALTER AUTHORIZATION", 0) != 0)
      return true;
  return false;
}

bool ProcedurePlanner::stays_identical(const PlannedObject &object) const {
  const auto text = texts_.find(object.shown);
  if (text == texts_.end() || text->second.definition.null()) return true;  // the hashes are equal
  const std::string definition = text->second.definition.text();
  for (const PlannedStep &step : made_.plan.groups[object.group].steps) {
    const std::string &sent = step.batch.text;
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
