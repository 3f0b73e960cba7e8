#include "plugins/transfer/messages/planner.hpp"

#include "plugins/transfer/common/wanted-lists.hpp"

namespace gantry::transfer {
namespace {

constexpr std::int64_t us_english = 1033;
constexpr const char *columns[] = {"id", "language", "severity", "with-log", "text"};

}  // namespace

MessagePlanner::Rows MessagePlanner::index(const Table &messages) {
  Rows rows;
  rows.reserve(messages.rows.size());
  const auto id = static_cast<std::size_t>(messages.column("id")),
             language = static_cast<std::size_t>(messages.column("language-id"));
  for (std::size_t row = 0; row < messages.rows.size(); ++row)
    rows.emplace(key(messages.rows[row][id].number(), messages.rows[row][language].number()), row);
  return rows;
}

Result<> MessagePlanner::read(Call call) {
  Table languages, target_languages, parameters;
  // Few numbers are filtered by the servers; the filter is only to spare them and us the others.
  const std::vector<std::string> &ids = settings_.all ? std::vector<std::string>() : settings_.ids;
  if (Result<> done =
          read_lists({{&source_, "Language", &languages, {}, {}},
                      {&destination_, "Language", &target_languages, {}, {}},
                      {&destination_, "ProcedureParameter", &parameters, {"[sys].[sp_addmessage]"}, {}},
                      {&source_, "UserDefinedMessage", &messages_, ids, {}},
                      {&destination_, "UserDefinedMessage", &there_, ids, {}}},
                     call);
      !done)
    return done;
  source_languages_ = MessageLanguages(languages);
  target_languages_ = MessageLanguages(target_languages);
  for (std::size_t i = 0; i < parameters.rows.size(); ++i)
    if (parameters.at(i, "name").text() == "@msgtext" && parameters.at(i, "max-length").number() > 0)
      longest_ = static_cast<std::size_t>(parameters.at(i, "max-length").number() / 2);
  there_by_key_ = index(there_);
  return success();
}

void MessagePlanner::make_groups() {
  const int id_column = messages_.column("id"), language_column = messages_.column("language-id");
  std::unordered_map<std::int64_t, std::size_t> groups;
  for (std::size_t i = 0; i < made_.objects.size(); ++i) {
    PlannedObject &object = made_.objects[i];
    const std::int64_t id = number(messages_, object.source_row, id_column);
    const auto [group, fresh] = groups.emplace(id, made_.plan.groups.size());
    if (fresh) made_.plan.groups.push_back({"UserDefinedMessage " + std::to_string(id), {}, {}});
    object.group = group->second;
    if (number(messages_, object.source_row, language_column) == us_english) selected_english_[id] = i;
  }
}

const std::vector<Cell> *MessagePlanner::english(std::int64_t id) const {
  const auto selected = selected_english_.find(id);
  if (selected != selected_english_.end() && made_.objects[selected->second].fate != Fate::keep)
    return &messages_.rows[made_.objects[selected->second].source_row];
  const auto there = there_by_key_.find(key(id, us_english));
  return there == there_by_key_.end() ? nullptr : &there_.rows[there->second];
}

void MessagePlanner::check_one(const PlannedObject &object) {
  const std::size_t row = object.source_row;
  const std::int64_t id = messages_.at(row, "id").number(),
                     language = messages_.at(row, "language-id").number();
  const auto refuse = [&](Status status, std::string what, std::string expected, std::string found,
                          std::string action) {
    blocking_.push_back(Error(status, "message " + object.shown + ' ' + std::move(what), std::move(expected),
                              std::move(found), std::move(action))
                            .with_code(code::messages_failed));
  };
  if (!target_languages_.name(language))
    return refuse(Status::unsupported, "is in a language that the destination lacks",
                  "a language of " + destination_.connection, messages_.at(row, "language").text(),
                  "leave it out, for instance by Gantry.Languages");
  const std::size_t length = utf16_length(messages_.at(row, "text").text());
  if (longest_ && length > *longest_)
    refuse(Status::unsupported, "is longer than the destination's sp_addmessage takes, which would cut it",
           "at most " + std::to_string(*longest_) + " characters", std::to_string(length),
           "shorten it, or leave it out");
  if (language == us_english) return;
  const std::vector<Cell> *first = english(id);
  if (!first)
    return refuse(Status::not_found, "needs its us_english text at the destination first",
                  "message " + std::to_string(id) + " us_english there, or among those to transfer",
                  "neither", "transfer us_english too");
  // Both tables have the same columns.
  const std::string there = (*first)[static_cast<std::size_t>(messages_.column("severity"))].text();
  if (there != messages_.at(row, "severity").text())
    refuse(Status::invalid, "has another severity than its us_english text at the destination will have",
           "severity " + there + ", as all languages of a message",
           "severity " + messages_.at(row, "severity").text(),
           "transfer us_english too with IfObjectExists Overwrite, or correct one side");
}

void MessagePlanner::check() {
  for (const PlannedObject &object : made_.objects)
    if (object.fate == Fate::create || object.fate == Fate::change) check_one(object);
  // Replacing us_english changes the severity of every language, chosen or not.
  std::set<std::int64_t> changing;
  for (const auto &[id, index] : selected_english_) {
    const PlannedObject &object = made_.objects[index];
    if (object.fate == Fate::change &&
        messages_.at(object.source_row, "severity") != there_.at(*object.target_row, "severity"))
      changing.insert(id);
  }
  if (changing.empty()) return;
  std::set<Key> chosen;
  for (const PlannedObject &object : made_.objects)
    if (object.target_row)
      chosen.insert(key(there_.at(*object.target_row, "id").number(),
                        there_.at(*object.target_row, "language-id").number()));
  Told told(Severity::warning, 0);
  for (const auto &[there, row] : there_by_key_) {
    const std::int64_t id = there_.at(row, "id").number();
    if (changing.count(id) && !chosen.count(there))
      told.add(made_.plan.findings,
               "UserDefinedMessage " + std::to_string(id) + ' ' + there_.at(row, "language").text() +
                   " is not transferred, but takes the new severity of its us_english text.");
  }
  told.finish(made_.plan.findings, "messages take a new severity");
}

bool MessagePlanner::differs(const PlannedObject &object) const {
  const std::size_t from = object.source_row, to = *object.target_row;
  if (messages_.at(from, "text") != there_.at(to, "text") ||
      messages_.at(from, "with-log") != there_.at(to, "with-log"))
    return true;
  if (messages_.at(from, "severity") == there_.at(to, "severity")) return false;
  // A language follows its us_english text by itself when that one is replaced.
  if (there_.at(to, "language-id").number() == us_english) return true;
  const auto first = selected_english_.find(there_.at(to, "id").number());
  return first == selected_english_.end() || made_.objects[first->second].fate != Fate::change;
}

Result<> MessagePlanner::script(Call call) {
  ScriptRows create, change;
  for (const char *column : columns) {
    for (Table *table : {&create.wanted, &change.wanted, &change.current}) table->columns.push_back(column);
  }
  for (PlannedObject &object : made_.objects) {
    if (object.fate == Fate::change && !differs(object)) object.fate = Fate::same;
    if (object.fate != Fate::create && object.fate != Fate::change) continue;
    std::vector<Cell> wanted;
    for (const char *column : columns) wanted.push_back(messages_.at(object.source_row, column));
    wanted[1] = *target_languages_.name(messages_.at(object.source_row, "language-id").number());
    ScriptRows &rows = object.fate == Fate::create ? create : change;
    if (object.fate == Fate::change) {
      std::vector<Cell> current;
      for (const char *column : columns) current.push_back(there_.at(*object.target_row, column));
      current[1] = wanted[1];
      rows.current.rows.push_back(std::move(current));
    }
    rows.wanted.rows.push_back(std::move(wanted));
    rows.groups.push_back(object.group);
    rows.objects.push_back("UserDefinedMessage " + object.shown);
  }
  create.current = Table();
  // Changes first: a new language then meets the us_english text it belongs to.
  if (Result<> done =
          script_into(made_.plan, destination_, "change", "UserDefinedMessage", {}, change, "change", call);
      !done)
    return done;
  return script_into(made_.plan, destination_, "create", "UserDefinedMessage", {}, create, "create", call);
}

Result<ObjectPlan> MessagePlanner::make(const std::set<std::string> *only, Call call) {
  if (Result<> done = read(call); !done) return std::move(done).error();
  if (Result<> done = select(only); !done) return std::move(done).error();
  make_groups();
  check();
  if (Result<> free = one_of(std::move(blocking_)); !free) return std::move(free).error();
  if (Result<> done = script(call); !done) return std::move(done).error();
  return std::move(made_);
}

}  // namespace gantry::transfer
