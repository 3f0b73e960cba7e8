#include "plugins/transfer/messages/planner.hpp"

namespace gantry::transfer {

MessageLanguages::MessageLanguages(const Table &languages) {
  const NameComparer without_case;
  const auto learn_names = [&](const char *column) {
    for (std::size_t i = 0; i < languages.rows.size(); ++i)
      names_.emplace(languages.at(i, column).number(), languages.at(i, "name").text());
  };
  // Several languages share one message language; its own locale names it: 1033 is us_english, not British.
  learn_names("lcid");
  learn_names("message-language-id");
  for (const char *column : {"name", "alias", "message-language-id", "lcid", "id"})
    for (std::size_t i = 0; i < languages.rows.size(); ++i)
      by_name_.emplace(without_case.key(languages.at(i, column).text()),
                       languages.at(i, "message-language-id").number());
}

std::optional<std::int64_t> MessageLanguages::find(const std::string &named) const {
  const auto found = by_name_.find(NameComparer().key(named));
  return found == by_name_.end() ? std::nullopt : std::optional<std::int64_t>(found->second);
}

std::optional<std::string> MessageLanguages::name(std::int64_t id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? std::nullopt : std::optional<std::string>(found->second);
}

}  // namespace gantry::transfer
