// Which messages of the source are meant, and what each will become.
#include <algorithm>

#include "plugins/transfer/messages/planner.hpp"

namespace gantry::transfer {

Result<std::vector<std::size_t>> MessagePlanner::paired_rows() {
  const Rows by_key = index(messages_);
  std::vector<std::size_t> rows;
  std::vector<Error> missing;
  for (std::size_t i = 0; i < settings_.ids.size(); ++i) {
    const std::optional<std::int64_t> language = source_languages_.find(settings_.id_languages[i]);
    const auto found =
        language ? by_key.find(key(std::atoll(settings_.ids[i].c_str()), *language)) : by_key.end();
    if (found != by_key.end())
      rows.push_back(found->second);
    else
      missing.push_back(
          Error(Status::not_found,
                "message " + settings_.ids[i] + " in " + settings_.id_languages[i] + " is not at the source",
                "a message of " + source_.connection,
                language ? "none of this number and language" : "a language it does not know",
                "correct ErrorMessagesList and ErrorMessageLanguagesList, or add the message")
              .with_code(code::message_not_found));
  }
  if (Result<> all = one_of(std::move(missing)); !all) return std::move(all).error();
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

Result<std::vector<std::size_t>> MessagePlanner::chosen_rows() {
  if (settings_.pairs()) return paired_rows();
  std::set<std::int64_t> languages, ids;
  bool every_language = settings_.languages.empty();
  std::vector<Error> missing;
  for (const std::string &named : settings_.languages) {
    const std::optional<std::int64_t> language = source_languages_.find(named);
    if (named == "*")
      every_language = true;
    else if (language)
      languages.insert(*language);
    else
      missing.push_back(Error(Status::not_found, "language " + named + " is not at the source",
                              "a language of " + source_.connection, "none of this name or number",
                              "correct Gantry.Languages"));
  }
  if (Result<> known = one_of(std::move(missing)); !known) return std::move(known).error();
  for (const std::string &id : settings_.ids) ids.insert(std::atoll(id.c_str()));
  std::vector<std::size_t> rows;
  std::set<std::int64_t> found;
  for (std::size_t row = 0; row < messages_.size(); ++row) {
    const std::int64_t id = messages_.id(row);
    if (!settings_.all && !ids.count(id)) continue;
    if (!every_language && !languages.count(messages_.language_id(row))) continue;
    rows.push_back(row);
    if (!settings_.all) found.insert(id);
  }
  if (!settings_.all)
    for (const std::int64_t id : ids)
      if (!found.count(id))
        missing.push_back(Error(Status::not_found, "message " + std::to_string(id) + " is not at the source",
                                "a message of " + source_.connection, "none of this number and language",
                                "correct ErrorMessagesList, or add the message")
                              .with_code(code::message_not_found));
  if (Result<> all = one_of(std::move(missing)); !all) return std::move(all).error();
  return rows;
}

Result<> MessagePlanner::select(const std::set<std::string> *only) {
  Result<std::vector<std::size_t>> rows = chosen_rows();
  if (!rows) return std::move(rows).error();
  made_.objects.reserve(rows->size());
  for (const std::size_t row : *rows) {
    PlannedObject object;
    const std::int64_t id = messages_.id(row);
    object.shown = std::to_string(id) + ' ' + messages_.language(row).text();
    if (only && !only->count(object.shown)) continue;
    object.source_row = row;
    const auto there = there_by_key_.find(key(id, messages_.language_id(row)));
    if (there != there_by_key_.end()) object.target_row = there->second;
    made_.objects.push_back(std::move(object));
  }
  decide_fates(made_, only ? IfObjectExists::overwrite : settings_.if_exists, message_words, destination_,
               blocking_);
  return success();
}

}  // namespace gantry::transfer
