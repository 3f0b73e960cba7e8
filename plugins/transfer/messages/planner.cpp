#include "plugins/transfer/messages/planner.hpp"

#include "plugins/transfer/common/portion.hpp"
#include "plugins/transfer/common/wanted-lists.hpp"

namespace gantry::transfer {
namespace {

constexpr std::int64_t us_english = 1033;
constexpr const char *columns[] = {"id", "language", "severity", "with-log", "text"};

}  // namespace

MessagePlanner::Rows MessagePlanner::index(const MessageList &messages) {
  Rows rows;
  rows.reserve(messages.size());
  for (std::size_t row = 0; row < messages.size(); ++row)
    rows.emplace(key(messages.id(row), messages.language_id(row)), row);
  return rows;
}

Result<> MessagePlanner::read(Call call) {
  Table languages, target_languages, parameters;
  StoredTable messages, there;
  // Few numbers are filtered by the servers; the filter is only to spare them and us the others.
  const std::vector<std::string> &ids = settings_.all ? std::vector<std::string>() : settings_.ids;
  if (Result<> done =
          read_lists({{&source_, "Language", &languages, {}, {}},
                      {&destination_, "Language", &target_languages, {}, {}},
                      {&destination_, "ProcedureParameter", &parameters, {"[sys].[sp_addmessage]"}, {}},
                      {&source_, "UserDefinedMessage", &messages, ids, {}},
                      {&destination_, "UserDefinedMessage", &there, ids, {}}},
                     call);
      !done)
    return done;
  source_languages_ = MessageLanguages(languages);
  target_languages_ = MessageLanguages(target_languages);
  for (std::size_t i = 0; i < parameters.rows.size(); ++i)
    if (parameters.at(i, "name").text() == "@msgtext" && parameters.at(i, "max-length").number() > 0)
      longest_ = static_cast<std::size_t>(parameters.at(i, "max-length").number() / 2);
  messages_ = MessageList(std::move(messages));
  there_ = MessageList(std::move(there));
  there_by_key_ = index(there_);
  return success();
}

void MessagePlanner::make_groups() {
  std::unordered_map<std::int64_t, std::size_t> groups;
  for (std::size_t i = 0; i < made_.objects.size(); ++i) {
    PlannedObject &object = made_.objects[i];
    const std::int64_t id = messages_.id(object.source_row);
    const auto [group, fresh] = groups.emplace(id, made_.plan.groups.size());
    if (fresh) made_.plan.groups.push_back({"UserDefinedMessage " + std::to_string(id), {}, {}});
    object.group = group->second;
    if (messages_.language_id(object.source_row) == us_english) selected_english_[id] = i;
  }
}

std::optional<std::string> MessagePlanner::english_severity(std::int64_t id) const {
  const auto selected = selected_english_.find(id);
  if (selected != selected_english_.end() && made_.objects[selected->second].fate != Fate::keep)
    return messages_.severity(made_.objects[selected->second].source_row).text();
  const auto there = there_by_key_.find(key(id, us_english));
  return there == there_by_key_.end() ? std::nullopt : std::optional(there_.severity(there->second).text());
}

void MessagePlanner::check_one(const PlannedObject &object) {
  const std::size_t row = object.source_row;
  const std::int64_t id = messages_.id(row), language = messages_.language_id(row);
  const Message message = messages_.at(row);
  const auto refuse = [&](Status status, std::string what, std::string expected, std::string found,
                          std::string action) {
    blocking_.push_back(Error(status, "message " + object.shown + ' ' + std::move(what), std::move(expected),
                              std::move(found), std::move(action))
                            .with_code(code::messages_failed));
  };
  if (!target_languages_.name(language))
    return refuse(Status::unsupported, "is in a language that the destination lacks",
                  "a language of " + destination_.connection, message.language.text(),
                  "leave it out, for instance by Gantry.Languages");
  const std::size_t length = utf16_length(message.text.text());
  if (longest_ && length > *longest_)
    refuse(Status::unsupported, "is longer than the destination's sp_addmessage takes, which would cut it",
           "at most " + std::to_string(*longest_) + " characters", std::to_string(length),
           "shorten it, or leave it out");
  if (language == us_english) return;
  const std::optional<std::string> first = english_severity(id);
  if (!first)
    return refuse(Status::not_found, "needs its us_english text at the destination first",
                  "message " + std::to_string(id) + " us_english there, or among those to transfer",
                  "neither", "transfer us_english too");
  if (*first != message.severity.text())
    refuse(Status::invalid, "has another severity than its us_english text at the destination will have",
           "severity " + *first + ", as all languages of a message", "severity " + message.severity.text(),
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
        messages_.severity(object.source_row) != there_.severity(*object.target_row))
      changing.insert(id);
  }
  if (changing.empty()) return;
  std::set<Key> chosen;
  for (const PlannedObject &object : made_.objects)
    if (object.target_row)
      chosen.insert(key(there_.id(*object.target_row), there_.language_id(*object.target_row)));
  Told told(Severity::warning, 0);
  for (const auto &[there, row] : there_by_key_) {
    const std::int64_t id = there_.id(row);
    if (changing.count(id) && !chosen.count(there))
      told.add(made_.plan.findings,
               "UserDefinedMessage " + std::to_string(id) + ' ' + there_.language(row).text() +
                   " is not transferred, but takes the new severity of its us_english text.");
  }
  told.finish(made_.plan.findings, "messages take a new severity");
}

bool MessagePlanner::differs(const PlannedObject &object) const {
  const Message wanted = messages_.at(object.source_row), now = there_.at(*object.target_row);
  if (wanted.text != now.text || wanted.with_log != now.with_log) return true;
  if (wanted.severity == now.severity) return false;
  // A language follows its us_english text by itself when that one is replaced.
  if (there_.language_id(*object.target_row) == us_english) return true;
  const auto first = selected_english_.find(now.id.number());
  return first == selected_english_.end() || made_.objects[first->second].fate != Fate::change;
}

Result<> MessagePlanner::script(Fate fate, const char *verb, Call call) {
  Portion portion;
  const auto cells_of = [](Message message, const Cell &language) {
    return std::vector<Cell>{std::move(message.id), language, std::move(message.severity),
                             std::move(message.with_log), std::move(message.text)};
  };
  ScriptRows rows;
  const auto flush = [&]() -> Result<> {
    Result<> done = script_into(made_.plan, destination_, verb, "UserDefinedMessage", {}, rows, verb, call);
    rows = ScriptRows();
    portion = Portion();
    return done;
  };
  for (PlannedObject &object : made_.objects) {
    if (object.fate != fate) continue;
    if (fate == Fate::change && !differs(object)) {
      object.fate = Fate::same;
      continue;
    }
    const Cell language(*target_languages_.name(messages_.language_id(object.source_row)));
    rows.wanted.columns = {std::begin(columns), std::end(columns)};
    rows.wanted.rows.push_back(cells_of(messages_.at(object.source_row), language));
    portion.add(rows.wanted.rows.back());
    if (fate == Fate::change) {
      rows.current.columns = rows.wanted.columns;
      rows.current.rows.push_back(cells_of(there_.at(*object.target_row), language));
    }
    rows.groups.push_back(object.group);
    rows.objects.push_back("UserDefinedMessage " + object.shown);
    if (portion.full())
      if (Result<> done = flush(); !done) return done;
  }
  return flush();
}

/// Changes first: a new language then meets the us_english text it belongs to.
Result<> MessagePlanner::script(Call call) {
  if (Result<> done = script(Fate::change, "change", call); !done) return done;
  return script(Fate::create, "create", call);
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
