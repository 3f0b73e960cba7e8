// The plan of a transfer of messages: one group a message number, its us_english text first.
#ifndef GANTRY_TRANSFER_MESSAGES_PLANNER_HPP
#define GANTRY_TRANSFER_MESSAGES_PLANNER_HPP

#include <map>
#include <set>
#include <unordered_map>

#include "plugins/transfer/messages/message-list.hpp"
#include "plugins/transfer/messages/settings.hpp"

namespace gantry::transfer {

/// Languages of one server: names, aliases and numbers to what sys.messages holds.
class MessageLanguages {
 public:
  MessageLanguages() = default;
  explicit MessageLanguages(const Table &languages);

  /// language_id of a name, an alias, or a number (of the message language, the locale or the language).
  std::optional<std::int64_t> find(const std::string &named) const;
  /// The name sp_addmessage takes for a language_id; nothing when the server has no such language.
  std::optional<std::string> name(std::int64_t id) const;

 private:
  std::map<std::string, std::int64_t> by_name_;
  std::map<std::int64_t, std::string> names_;
};

class MessagePlanner {
 public:
  MessagePlanner(const MessageSettings &settings, const Side &source, const Side &destination)
      : settings_(settings), source_(source), destination_(destination) {}

  /// Reads and decides in a fixed number of round trips. `only`: PlannedObject::shown of the messages to look
  /// at. Errors: SSIS's codes with every offending message in the details, and what the servers say.
  Result<ObjectPlan> make(const std::set<std::string> *only, Call call);

 private:
  /// number and language_id: what makes a message the same on both sides.
  using Key = std::uint64_t;
  using Rows = std::unordered_map<Key, std::size_t>;
  static Key key(std::int64_t id, std::int64_t language) {
    return static_cast<Key>(id) << 16 | (static_cast<Key>(language) & 0xFFFFU);
  }
  static Rows index(const MessageList &messages);

  Result<> read(Call call);
  Result<> select(const std::set<std::string> *only);
  /// In the order of the list, none twice.
  Result<std::vector<std::size_t>> chosen_rows();
  Result<std::vector<std::size_t>> paired_rows();
  void make_groups();
  /// What the destination would refuse or cut: found now, for all messages at once.
  void check();
  void check_one(const PlannedObject &object);
  /// The severity that the message's us_english text will have at the destination; nothing when there will be
  /// no such text.
  std::optional<std::string> english_severity(std::int64_t id) const;
  bool differs(const PlannedObject &object) const;
  Result<> script(Call call);
  Result<> script(Fate fate, const char *verb, Call call);

  const MessageSettings &settings_;
  const Side &source_;
  const Side &destination_;
  ObjectPlan made_;
  MessageList messages_, there_;  ///< of the source and of the destination
  Rows there_by_key_;
  MessageLanguages source_languages_, target_languages_;
  std::optional<std::size_t> longest_;  ///< text sp_addmessage takes; nothing: no limit
  std::unordered_map<std::int64_t, std::size_t> selected_english_;  ///< number to index of made_.objects
  std::vector<Error> blocking_;
};

}  // namespace gantry::transfer

#endif
