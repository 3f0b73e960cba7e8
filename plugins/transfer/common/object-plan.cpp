#include "plugins/transfer/common/object-plan.hpp"

namespace gantry::transfer {
namespace {
constexpr std::size_t most_told = 100;
}  // namespace

void Told::add(std::vector<Finding> &findings, std::string text) {
  if (++count_ <= most_told) findings.push_back({severity_, code_, std::move(text)});
}

void Told::finish(std::vector<Finding> &findings, const std::string &what) const {
  if (count_ > most_told)
    findings.push_back({severity_, code_, std::to_string(count_ - most_told) + " more " + what + '.'});
}

void decide_fates(ObjectPlan &made, IfObjectExists if_exists, const ObjectWords &words,
                  const Side &destination, std::vector<Error> &blocking) {
  Told skipped(words.skipping_severity, words.skipping);
  for (PlannedObject &object : made.objects) {
    if (!object.target_row) {
      object.fate = Fate::create;
      continue;
    }
    switch (if_exists) {
      case IfObjectExists::fail_task:
        blocking.push_back(
            Error(Status::exists,
                  std::string(words.noun) + ' ' + object.shown + " is already at the destination",
                  std::string("no ") + words.noun + " of this name behind " + destination.connection,
                  "one that exists", "set IfObjectExists to Skip or Overwrite, or leave it out")
                .with_code(words.exists));
        break;
      case IfObjectExists::skip:
        object.fate = Fate::keep;
        skipped.add(made.plan.findings, std::string(words.kind) + ' ' + object.shown +
                                            " is already at the destination and is skipped.");
        break;
      case IfObjectExists::overwrite: object.fate = Fate::change; break;
    }
  }
  skipped.finish(made.plan.findings, std::string(words.noun) + "s are there and are skipped");
}

Result<> one_of(std::vector<Error> errors) {
  constexpr std::size_t most_details = 1000;
  if (errors.empty()) return success();
  Error first = std::move(errors.front());
  for (std::size_t i = 1; i < errors.size() && i <= most_details; ++i)
    first.details.push_back(errors[i].message());
  if (errors.size() > most_details + 1)
    first.details.push_back("and " + std::to_string(errors.size() - most_details - 1) + " more");
  return first;
}

Result<> script_into(Plan &plan, const Side &destination, std::string_view verb, const char *kind,
                     const std::string &database, const ScriptRows &rows, const char *action, Call call) {
  if (rows.empty()) return success();
  Result<std::vector<ScriptBatch>> batches =
      destination.smo.script(verb, kind, database, rows.wanted, rows.current, {}, call);
  if (!batches) return std::move(batches).error();
  for (ScriptBatch &batch : *batches) {
    const auto row = static_cast<std::size_t>(batch.row);
    if (row >= rows.groups.size())
      return Error(Status::data, "a script names a row that was not given",
                   "a row below " + std::to_string(rows.groups.size()), std::to_string(batch.row),
                   "report this to the connection manager's author (D5)");
    if (Result<> kept = plan.add(rows.groups[row], {std::move(batch), action, rows.objects[row]}); !kept)
      return kept;
  }
  return success();
}

}  // namespace gantry::transfer
