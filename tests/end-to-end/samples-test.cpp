// The packages in samples/ that need no more than two sandbox servers, as they stand.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

const std::string packages = std::string(GANTRY_SOURCE) + "/samples/packages/";

struct Sales {
  Sandbox before{"SALES-OLD", read_text(packages + "sales-old.sql")},
      now{"SALES-NEW", read_text(packages + "sales-new.sql")};
  Outcome go(const std::string &command, const std::string &package,
             const std::vector<std::string> &more = {}) const {
    std::vector<std::string> words{command, packages + package};
    words.insert(words.end(), more.begin(), more.end());
    // A third connection, to the server of Destination.
    words.insert(words.end(), {"--connection", "Records.server=" + now.address()});
    if (!now.ca_file().empty() && now.ca_file() != "null")
      words.insert(words.end(), {"--connection", "Records.ca-file=" + now.ca_file()});
    return gantry_between(before, now, words, {{"GANTRY_SECRET_RECORDS_PASSWORD", sa_password}});
  }
};

}  // namespace

TEST_CASE("record-transfer.dtsx: Execute SQL before and after a transfer, with a summary of both") {
  const Sales sales;
  const Outcome plan = sales.go("plan", "record-transfer.dtsx");
  CAPTURE(plan.all());
  CHECK(plan.code == 0);
  const Outcome outcome = sales.go("run", "record-transfer.dtsx");
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  const std::string before = sales.now.value("SELECT logins_before FROM dbo.TransferRecord");
  const std::string moved = sales.now.value("SELECT moved FROM dbo.TransferRecord");
  CHECK(std::stoi(moved) > 0);
  CHECK(outcome.says("User::LoginsBefore = " + before));
  CHECK(outcome.says("User::LoginsNow = " + std::to_string(std::stoi(before) + std::stoi(moved))));
  CHECK(sales.go("run", "record-transfer.dtsx").code == 0);
  CHECK(sales.now.value("SELECT COUNT(*) FROM dbo.TransferRecord WHERE moved = 0") == "1");
}

TEST_CASE("inventory.dtsx: a Foreach SMO loop feeds a task") {
  const Sales sales;
  // It empties its table first, which needs a word.
  CHECK(sales.go("run", "inventory.dtsx").says("--yes"));
  const Outcome outcome = sales.go("run", "inventory.dtsx", {"--yes"});
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  const std::vector<std::string> names = sales.now.rows("SELECT name FROM dbo.Inventory ORDER BY name");
  CHECK(names == sales.before.rows("SELECT name FROM sys.databases ORDER BY name"));
  CHECK(outcome.says("User::Databases = " + std::to_string(names.size())));
}
