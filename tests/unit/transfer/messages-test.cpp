#include <doctest/doctest.h>

#include <regex>

#include "plugins/transfer/messages/messages-task.hpp"
#include "tests/unit/transfer/table-server.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

namespace {

using MessagesTransfer = TableTransfer<TransferErrorMessagesTask>;
using Names = std::vector<std::string>;

const std::vector<std::pair<int, const char *>> language_names = {
    {1033, "us_english"}, {1031, "Deutsch"}, {1036, "Français"}};

std::size_t row_of(const Table &messages, std::int64_t id, std::int64_t language) {
  for (std::size_t i = 0; i < messages.rows.size(); ++i)
    if (messages.at(i, "id").number() == id && messages.at(i, "language-id").number() == language) return i;
  return messages.rows.size();
}

/// sp_addmessage and sp_dropmessage as their documentation has them.
Result<> apply(TableServer &server, const std::string &statement) {
  Table &messages = server.lists["UserDefinedMessage"];
  static const std::regex add(
      R"(EXEC sys\.sp_addmessage @msgnum = (\d+), @severity = (\d+), @msgtext = N'((?:[^']|'')*)', @lang = N'([^']*)', @with_log = '(true|false)'(, @replace = 'replace')?;)"),
      drop(R"(EXEC sys\.sp_dropmessage @msgnum = (\d+), @lang = N'([^']*)';)");
  std::smatch m;
  const auto language_of = [](const std::string &name) {
    for (const auto &[id, known] : language_names)
      if (name == known) return id;
    return 0;
  };
  if (std::regex_match(statement, m, add)) {
    const std::int64_t id = std::stoll(m[1]), severity = std::stoll(m[2]), language = language_of(m[4]);
    if (language == 0) return refused(15033, "not a valid language");
    const std::size_t english = row_of(messages, id, 1033), row = row_of(messages, id, language);
    if (language != 1033 && english == messages.rows.size()) return refused(15279, "us_english first");
    if (language != 1033 && messages.at(english, "severity").number() != severity)
      return refused(15304, "severity as us_english");
    if (row < messages.rows.size() && !m[6].matched) return refused(15043, "specify REPLACE");
    std::vector<Cell> made = {
        Cell(id),       Cell(m[4].str()),     Cell(language),
        Cell(severity), Cell(m[5] == "true"), Cell(std::regex_replace(m[3].str(), std::regex("''"), "'"))};
    if (row < messages.rows.size())
      messages.rows[row] = made;
    else
      messages.rows.push_back(made);
    if (language == 1033)
      for (auto &other : messages.rows)
        if (other[0].number() == id) other[3] = Cell(severity);
    return success();
  }
  if (std::regex_match(statement, m, drop)) {
    messages.rows.erase(messages.rows.begin() +
                        static_cast<std::ptrdiff_t>(row_of(messages, std::stoll(m[1]), language_of(m[2]))));
    return success();
  }
  return refused(102, "the test does not know: " + statement);
}

struct Two {
  TableServer from{"FROM", apply}, to{"TO", apply};
  Two() {
    for (TableServer *server : {&from, &to}) {
      Table &languages = server->lists["Language"];
      languages.columns = {"name", "alias", "id", "lcid", "message-language-id"};
      languages.rows = {{Cell("us_english"), Cell("English"), Cell(0), Cell(1033), Cell(1033)},
                        {Cell("Deutsch"), Cell("German"), Cell(1), Cell(1031), Cell(1031)},
                        {Cell("Français"), Cell("French"), Cell(2), Cell(1036), Cell(1036)},
                        {Cell("British"), Cell("British English"), Cell(23), Cell(2057), Cell(1033)}};
      server->lists["UserDefinedMessage"].columns = {"id",       "language", "language-id",
                                                     "severity", "with-log", "text"};
      server->lists["ProcedureParameter"].columns = {"schema", "procedure",  "ordinal", "name",
                                                     "type",   "max-length", "output"};
      server->lists["ProcedureParameter"].rows = {{Cell("sys"), Cell("sp_addmessage"), Cell(3),
                                                   Cell("@msgtext"), Cell("nvarchar"), Cell(510),
                                                   Cell(false)}};
    }
  }
  static void add(TableServer &server, int id, int language, const char *text, int severity = 16,
                  bool log = false) {
    const char *name = "?";
    for (const auto &[number, known] : language_names)
      if (number == language) name = known;
    server.lists["UserDefinedMessage"].rows.push_back(
        {Cell(id), Cell(name), Cell(language), Cell(severity), Cell(log), Cell(text)});
  }
  void fill() {
    add(from, 50010, 1033, "Order %d isn't there");
    add(from, 50010, 1031, "Auftrag %1! fehlt");
    add(from, 50010, 1036, "Commande %1! absente");
    add(from, 50020, 1033, "Stock is low", 10, true);
    add(from, 50020, 1031, "Bestand niedrig", 10, true);
  }
  Names there() const {
    Names all;
    const Table &messages = to.lists.at("UserDefinedMessage");
    for (std::size_t i = 0; i < messages.rows.size(); ++i)
      all.push_back(messages.at(i, "id").text() + ' ' + messages.at(i, "language").text() + ' ' +
                    messages.at(i, "severity").text() + ' ' + messages.at(i, "with-log").text() + ' ' +
                    messages.at(i, "text").text());
    std::sort(all.begin(), all.end());
    return all;
  }
};

void succeeds(MessagesTransfer &transfer) {
  Result<TaskResult> result = transfer.run();
  if (!result) FAIL(result.error().message());
  if (*result != TaskResult::success) FAIL(transfer.host.all_text());
}

}  // namespace

TEST_CASE("messages: all of them, us_english first; SSIS's events, log entries and count") {
  Two two;
  two.fill();
  std::reverse(two.from.lists["UserDefinedMessage"].rows.begin(),
               two.from.lists["UserDefinedMessage"].rows.end());
  std::stable_sort(
      two.from.lists["UserDefinedMessage"].rows.begin(), two.from.lists["UserDefinedMessage"].rows.end(),
      [](const auto &a, const auto &b) { return (a[2].number() == 1033) > (b[2].number() == 1033); });
  MessagesTransfer transfer(two.from, two.to);
  transfer.set("TransferAllErrorMessages", "True");
  succeeds(transfer);
  CHECK(two.there() ==
        Names{"50010 Deutsch 16 False Auftrag %1! fehlt", "50010 Français 16 False Commande %1! absente",
              "50010 us_english 16 False Order %d isn't there", "50020 Deutsch 10 True Bestand niedrig",
              "50020 us_english 10 True Stock is low"});
  CHECK(transfer.execution_value() == 5);
  CHECK(transfer.host.told(0x4002F326, "5 error messages transferred."));
  CHECK(transfer.host.log == Names{"TransferErrorMessagesTaskStartTransferringObjects",
                                   "TransferErrorMessagesTaskFinishedTransferringObjects"});

  SUBCASE("Skip and Overwrite have nothing left to do, FailTask fails before any change") {
    two.to.executed.clear();
    for (const char *option : {"Skip", "Overwrite"}) {
      MessagesTransfer again(two.from, two.to);
      again.set("TransferAllErrorMessages", "True").set("IfObjectExists", option);
      Result<std::vector<Step>> steps = again.plan();
      REQUIRE(steps);
      CHECK(steps->empty());
      CHECK(again.host.told(0x4002F323, "50010 Deutsch") == (std::string(option) == "Skip"));
    }
    MessagesTransfer fail(two.from, two.to);
    fail.set("TransferAllErrorMessages", "True");
    Result<std::vector<Step>> steps = fail.plan();
    REQUIRE_FALSE(steps);
    CHECK(steps.error().code == 0xC002F321);
    CHECK(steps.error().details.size() == 4);
    CHECK(two.to.executed.empty());
  }
}

TEST_CASE("messages: the key is number and language") {
  Two two;
  two.fill();
  Two::add(two.to, 50010, 1033, "Order %d isn't there");
  MessagesTransfer transfer(two.from, two.to);
  transfer.set("TransferAllErrorMessages", "True").set("IfObjectExists", "Skip");
  succeeds(transfer);
  CHECK(two.there().size() == 5);
  CHECK(transfer.execution_value() == 4);
}

TEST_CASE("messages: Overwrite changes only what differs, and warns of it") {
  Two two;
  two.fill();
  Two::add(two.to, 50010, 1033, "Order %d isn't there");
  Two::add(two.to, 50010, 1031, "veraltet");
  Two::add(two.to, 50020, 1033, "Stock is low", 12, true);
  Two::add(two.to, 50020, 1031, "Bestand niedrig", 12, true);
  Two::add(two.to, 50020, 1036, "Stock bas", 12, true);
  MessagesTransfer transfer(two.from, two.to);
  transfer.set("TransferAllErrorMessages", "True").set("IfObjectExists", "Overwrite");
  succeeds(transfer);
  CHECK(two.to.executed.size() == 3);
  CHECK(two.there() ==
        Names{"50010 Deutsch 16 False Auftrag %1! fehlt", "50010 Français 16 False Commande %1! absente",
              "50010 us_english 16 False Order %d isn't there", "50020 Deutsch 10 True Bestand niedrig",
              "50020 Français 10 True Stock bas", "50020 us_english 10 True Stock is low"});
  CHECK(transfer.host.told(0x8002F322, "50010 Deutsch"));
  CHECK_FALSE(transfer.host.told(0x8002F322, "50010 us_english"));
  CHECK(transfer.host.told(0, "50020 Français is not transferred, but takes the new severity"));
}

TEST_CASE("messages: lists of equal length are pairs, unequal ones SSIS's error; a filter of languages") {
  Two two;
  two.fill();
  MessagesTransfer pairs(two.from, two.to);
  pairs.set("ErrorMessagesList", Names{"50010", "50020", "50020"})
      .set("ErrorMessageLanguagesList", Names{"us_english", "german", "1033"});
  succeeds(pairs);
  CHECK(two.there() == Names{"50010 us_english 16 False Order %d isn't there",
                             "50020 Deutsch 10 True Bestand niedrig",
                             "50020 us_english 10 True Stock is low"});

  MessagesTransfer unequal(two.from, two.to);
  unequal.set("ErrorMessagesList", Names{"50010", "50020"})
      .set("ErrorMessageLanguagesList", Names{"Deutsch"});
  CHECK(unequal.task->validate(nullptr).error().code == 0xC002F317);
  MessagesTransfer alone(two.from, two.to);
  alone.set("ErrorMessagesList", Names{"50010"});
  CHECK(alone.task->validate(nullptr).error().code == 0xC002F317);
  alone.set("Gantry.Languages", Names{"*"}).set("IfObjectExists", "Skip");
  succeeds(alone);
  CHECK(two.there().size() == 5);

  Two fresh;
  fresh.fill();
  MessagesTransfer filtered(fresh.from, fresh.to);
  filtered.set("TransferAllErrorMessages", "True").set("Gantry.Languages", Names{"us_english", "French"});
  succeeds(filtered);
  CHECK(fresh.there().size() == 3);
}

TEST_CASE("messages: what cannot be is refused when planning, all of it at once") {
  Two two;
  two.fill();
  MessagesTransfer empty(two.from, two.to);
  CHECK(empty.task->validate(nullptr).error().code == 0xC002F316);
  MessagesTransfer range(two.from, two.to);
  range.set("ErrorMessagesList", Names{"49999", "many"})
      .set("ErrorMessageLanguagesList", Names{"us_english", "1031"});
  CHECK(range.task->validate(nullptr).error().code == 0xC002F318);
  CHECK(range.task->validate(nullptr).error().details.size() == 1);
  MessagesTransfer absent(two.from, two.to);
  absent.set("ErrorMessagesList", Names{"50010", "50011", "60000"})
      .set("ErrorMessageLanguagesList", Names{"us_english", "us_english", "Klingon"});
  Result<TaskResult> result = absent.run();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == 0xC002F324);
  CHECK(result.error().what.find("50011") != std::string::npos);
  REQUIRE(result.error().details.size() == 1);
  CHECK(result.error().details[0].find("60000 in Klingon") != std::string::npos);

  SUBCASE("us_english neither there nor chosen") {
    MessagesTransfer transfer(two.from, two.to);
    transfer.set("TransferAllErrorMessages", "True").set("Gantry.Languages", Names{"Deutsch"});
    result = transfer.run();
    REQUIRE_FALSE(result);
    CHECK(result.error().message().find("50010 Deutsch needs its us_english text") != std::string::npos);
    CHECK(result.error().details.size() == 1);
  }
  SUBCASE("a severity that disagrees") {
    Two::add(two.to, 50020, 1033, "Stock is low", 12, true);
    MessagesTransfer transfer(two.from, two.to);
    transfer.set("TransferAllErrorMessages", "True").set("IfObjectExists", "Skip");
    result = transfer.run();
    REQUIRE_FALSE(result);
    CHECK(result.error().message().find("50020 Deutsch has another severity") != std::string::npos);
  }
  SUBCASE("a text that sp_addmessage would cut, a language the destination lacks") {
    Two::add(two.from, 50030, 1033, std::string(256, 'x').c_str());
    Two::add(two.from, 50031, 1033, (std::string(253, 'x') + "\xF0\x9F\x98\x80").c_str());
    two.to.lists["Language"].rows.erase(two.to.lists["Language"].rows.begin() + 2);
    MessagesTransfer transfer(two.from, two.to);
    transfer.set("TransferAllErrorMessages", "True");
    result = transfer.run();
    REQUIRE_FALSE(result);
    CHECK(result.error().message().find("50010 Français is in a language that the destination lacks") !=
          std::string::npos);
    REQUIRE(result.error().details.size() == 1);
    CHECK(result.error().details[0].find("at most 255 characters") != std::string::npos);
  }
  CHECK(two.to.executed.empty());
}

TEST_CASE("messages: Task is all or nothing, Object is number by number") {
  for (const bool whole : {true, false}) {
    Two two;
    two.fill();
    two.to.fail_on = {"Auftrag"};
    MessagesTransfer transfer(two.from, two.to);
    transfer.set("TransferAllErrorMessages", "True").set("Gantry.Transaction", whole ? "Task" : "Object");
    Result<TaskResult> result = transfer.run();
    REQUIRE(result);
    CHECK(*result == TaskResult::failure);
    CHECK(two.there().size() == (whole ? 0U : 2U));
    CHECK(transfer.execution_value() == (whole ? 0 : 2));
    CHECK(transfer.host.told(0xC002F320, "UserDefinedMessage 50010 Deutsch"));
  }
}

TEST_CASE("messages: round trips do not grow with their number") {
  int trips[2];
  for (const int count : {10, 200}) {
    Two two;
    for (int i = 0; i < count; ++i) Two::add(two.from, 50001 + i, 1033, "text");
    two.to.lists = two.from.lists;
    MessagesTransfer transfer(two.from, two.to);
    transfer.set("TransferAllErrorMessages", "True").set("IfObjectExists", "Overwrite");
    REQUIRE(transfer.plan());
    trips[count == 10 ? 0 : 1] = two.from.round_trips + two.to.round_trips;
  }
  CHECK(trips[0] == trips[1]);
}

TEST_CASE("messages: the proof finds what changed behind the transfer's back") {
  Two two;
  two.fill();
  MessagesTransfer transfer(two.from, two.to);
  transfer.set("TransferAllErrorMessages", "True");
  REQUIRE(transfer.plan());
  two.from.lists["UserDefinedMessage"].rows[0][5] = Cell("other");
  Result<TaskResult> result = transfer.task->execute(nullptr);
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK(transfer.host.told(0xC002F320, "both sides differ in UserDefinedMessage 50010 us_english"));
}

TEST_CASE("messages: description") {
  const std::string text = describe_properties(TransferErrorMessagesTask::properties());
  for (const char *name :
       {"TransferAllErrorMessages", "ErrorMessagesList", "ErrorMessageLanguagesList", "IfObjectExists"})
    CHECK(text.find(std::string("property.xml=") + name + '\n') != std::string::npos);
  CHECK(text.find("property=Gantry.Languages\n") != std::string::npos);
}
