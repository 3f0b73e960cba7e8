// UserDefinedMessage: one row a message and language. Severity and logging are one for all languages of a
// message: SQL Server takes them from us_english, which has to be there first.
#include <algorithm>

#include "plugins/smo/kind.hpp"
#include "plugins/smo/languages.hpp"

namespace gantry::smo {
namespace {

constexpr std::int64_t last_system_message = 50000;

/// The filter is ids in digits; what is no number names no message.
std::string condition_on(const std::vector<std::string> &ids) {
  constexpr std::size_t most_in_statement = 2000;
  if (ids.empty() || ids.size() > most_in_statement) return {};
  std::string numbers;
  for (const std::string &id : ids)
    if (!id.empty() && id.size() <= 10 && id.find_first_not_of("0123456789") == std::string::npos)
      numbers += (numbers.empty() ? "" : ", ") + id;
  return " AND m.message_id IN (" + (numbers.empty() ? "-1" : numbers) + ')';
}

/// By number, us_english first.
struct Place {
  std::uint64_t key;
  std::uint32_t row;

  Place(std::int64_t id, std::int64_t language, std::size_t at)
      : key(static_cast<std::uint64_t>(id) << 32 |
            (language == us_english_id ? 0 : static_cast<std::uint32_t>(language))),
        row(static_cast<std::uint32_t>(at)) {}
  bool operator<(const Place &other) const { return key < other.key; }
};

/// Sorted here, so that the server need not: it gives them nearly so.
std::optional<std::vector<std::uint32_t>> order_of(std::vector<Place> places) {
  if (std::is_sorted(places.begin(), places.end())) return std::nullopt;
  std::sort(places.begin(), places.end());
  std::vector<std::uint32_t> order;
  order.reserve(places.size());
  for (const Place &place : places) order.push_back(place.row);
  return order;
}

Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  Result<Table> languages = list_languages(server, call);
  if (!languages) return std::move(languages).error();
  const std::map<std::int64_t, std::string> names = message_languages(*languages);
  StoredTable table({"id", "language", "language-id", "severity", "with-log", "text"});
  std::vector<Place> places;
  const Result<std::size_t> read = server.read(
      "SELECT m.message_id, NULL AS language_name, m.language_id, m.severity, m.is_event_logged, m.text FROM "
      "sys.messages AS m WHERE m.message_id > " +
          std::to_string(last_system_message) + condition_on(request.names) + ";",
      [&](std::size_t, std::vector<Cell> &&row) {
        const auto name = names.find(row[2].number());
        // A language the server does not know (any more) keeps its number.
        row[1] = name == names.end() ? Cell(row[2].text()) : Cell(name->second);
        row[4] = Cell(row[4].flag());
        places.emplace_back(row[0].number(), row[2].number(), places.size());
        return table.add(row);
      },
      call);
  if (!read) return read.error();
  return StoredList{std::move(table), order_of(std::move(places))};
}

Result<std::vector<MissingRight>> missing(Server &, const std::string &, Call) {
  return std::vector<MissingRight>();  // everybody sees sys.messages
}

/// Refuses a text that the procedure's parameter would cut without a word.
Result<> check_length(const Wish &wish, Script &script) {
  Result<Table> parameter = script.server().query_once(
      "SELECT p.max_length FROM sys.all_parameters AS p WHERE p.object_id = "
      "OBJECT_ID(N'sys.sp_addmessage') AND p.name = N'@msgtext';",
      script.call());
  if (!parameter) return std::move(parameter).error();
  if (parameter->rows.empty() || parameter->rows[0][0].number() < 0) return success();
  const auto most = static_cast<std::size_t>(parameter->rows[0][0].number() / 2);
  const std::size_t length = utf16_length(wish.wanted("text").text());
  if (length <= most) return success();
  return wish.refuse(
      "text", "at most " + std::to_string(most) + " characters, which is what sp_addmessage takes here",
      std::to_string(length) + " characters");
}

std::string shown(const Cell &id, const Cell &language) { return id.text() + ' ' + language.text(); }

std::string add(const Cell &id, const Cell &language, const Cell &severity, const Cell &text,
                const Cell &with_log, bool replace) {
  return "EXEC sys.sp_addmessage @msgnum = " + std::to_string(id.number()) +
         ", @severity = " + std::to_string(severity.number()) + ", @msgtext = " + quoted_text(text.text()) +
         ", @lang = " + quoted_text(language.text()) + ", @with_log = '" +
         (with_log.flag() ? "true" : "false") + '\'' + (replace ? ", @replace = 'replace'" : "") + ';';
}

std::string remove(const Cell &id, const Cell &language) {
  return "EXEC sys.sp_dropmessage @msgnum = " + std::to_string(id.number()) +
         ", @lang = " + quoted_text(language.text()) + ';';
}

Result<> check(const Wish &wish, Script &script) {
  if (wish.wanted("id").number() <= last_system_message)
    return wish.refuse("id", "a number above " + std::to_string(last_system_message),
                       wish.wanted("id").text());
  if (wish.wanted("language").text().empty()) return wish.refuse("language", "a language's name", "none");
  const std::int64_t severity = wish.wanted("severity").number();
  if (severity < 1 || severity > 25)
    return wish.refuse("severity", "1 to 25", wish.wanted("severity").text());
  return check_length(wish, script);
}

Result<> create_message(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, script); !fine) return fine;
  const Cell &id = wish.wanted("id"), &language = wish.wanted("language");
  ScriptBatch &batch = script.add(
      add(id, language, wish.wanted("severity"), wish.wanted("text"), wish.wanted("with-log"), false),
      remove(id, language));
  batch.creates = "UserDefinedMessage " + shown(id, language);
  if (language.text() != "us_english") batch.needs = "UserDefinedMessage " + id.text() + " us_english";
  return success();
}

Result<> change_message(const Wish &wish, Script &script) {
  std::string differing;
  for (const char *column : {"text", "severity", "with-log"})
    if (wish.differs(column)) differing += (differing.empty() ? "" : ", ") + std::string(column);
  if (differing.empty()) return success();
  if (Result<> fine = check(wish, script); !fine) return fine;
  const Cell &id = wish.current("id"), &language = wish.current("language");
  script.add(
      add(id, language, wish.wanted("severity"), wish.wanted("text"), wish.wanted("with-log"), true),
      add(id, language, wish.current("severity"), wish.current("text"), wish.current("with-log"), true),
      differing + " as at the source");
  return success();
}

Result<> drop_message(const Wish &wish, Script &script) {
  const Cell &id = wish.current("id"), &language = wish.current("language");
  script.add(remove(id, language), add(id, language, wish.current("severity"), wish.current("text"),
                                       wish.current("with-log"), false));
  return success();
}

}  // namespace

const Kind &kind_user_defined_message() {
  static const Kind kind = {"UserDefinedMessage",
                            {"id", "language", "language-id", "severity", "with-log", "text"},
                            {"id", "language"},
                            &list,
                            &missing,
                            &create_message,
                            &change_message,
                            &drop_message};
  return kind;
}

}  // namespace gantry::smo
