// What falls with an object comes back with it: permissions in an order in which they can be given, undo
// texts.
#include <doctest/doctest.h>

#include "plugins/transfer/common/way-back.hpp"
#include "plugins/transfer/logins/chain-of-grants.hpp"

using namespace gantry;
using namespace gantry::transfer;

namespace {

/// grantee, grantor, whether it may give on; VIEW SERVER STATE unless another permission is named.
struct Granted {
  const char *grantee, *grantor;
  bool gives_on = false;
  const char *permission = "VIEW SERVER STATE", *type = "SERVER", *securable = "";
};

Table permissions(const std::vector<Granted> &all) {
  Table table;
  table.columns = {"class", "securable", "permission", "state", "grantee", "grantor"};
  for (const Granted &one : all)
    table.rows.push_back({Cell(one.type), Cell(one.securable), Cell(one.permission),
                          Cell(one.gives_on ? "GRANT_WITH_GRANT_OPTION" : "GRANT"), Cell(one.grantee),
                          Cell(one.grantor)});
  return table;
}

using Rows = std::vector<std::size_t>;

}  // namespace

TEST_CASE("what a login gave, and what was given on from it") {
  const Table all = permissions({{"dora", "carol"},
                                 {"carol", "bob", true},
                                 {"bob", "app", true},
                                 {"erna", "bob", false, "ALTER TRACE"},
                                 {"bob", "sa", true, "ALTER TRACE"},
                                 {"fred", "app"}});
  CHECK(given_by(all, "app") == Rows{2, 5, 1, 0});
  CHECK(given_by(all, "sa") == Rows{4, 3});
  CHECK(given_by(all, "erna").empty());
  // Two that gave it to each other.
  CHECK(given_by(permissions({{"bob", "app", true}, {"app", "bob", true}}), "app") == Rows{0, 1});
}

TEST_CASE("what a login's drop takes without a word: what it has, and what others may do to it") {
  const Table all = permissions({{"carol", "bob", false, "VIEW DEFINITION", "LOGIN", "app"},
                                 {"bob", "sa", true, "VIEW DEFINITION", "LOGIN", "app"},
                                 {"app", "sa", false, "CONNECT SQL"},
                                 {"app", "sa", true},
                                 {"bob", "app"},
                                 {"bob", "app", false, "IMPERSONATE", "LOGIN", "app"},
                                 {"bob", "sa", false, "VIEW DEFINITION", "LOGIN", "other"}});
  CHECK(fallen_with(all, "app") == Rows{1, 0, 3});
  CHECK(fallen_with(permissions({{"app", "sa", true, "CONNECT SQL"}}), "app") == Rows{0});
}

TEST_CASE("an undo that brings back more: in its own scope where it must be, secrets masked") {
  ScriptBatch drop;
  drop.undo = "CREATE LOGIN [a] WITH PASSWORD = 0x01;";
  drop.undo_secrets = "33:4";
  ScriptBatch plain;
  plain.text = "GRANT VIEW SERVER STATE TO [a];";
  ScriptBatch secret;
  secret.text = "ALTER LOGIN [a] WITH PASSWORD = 0x02;";
  secret.secrets = "32:4";
  ScriptBatch user;
  user.database = "it's]";
  user.text = "ALTER USER [o'brien] WITH LOGIN = [a];";
  ScriptBatch declared;
  declared.text = "DECLARE @schedule_id int = 1; EXEC x N'y';";
  for (const ScriptBatch *fallen : {&plain, &secret, &user, &declared, &declared}) bring_back(drop, *fallen);
  CHECK(drop.undo ==
        "CREATE LOGIN [a] WITH PASSWORD = 0x01;\n"
        "GRANT VIEW SERVER STATE TO [a];\n"
        "ALTER LOGIN [a] WITH PASSWORD = 0x02;\n"
        "EXEC [it's]]].[sys].sp_executesql N'ALTER USER [o''brien] WITH LOGIN = [a];';\n"
        "EXEC sys.sp_executesql N'DECLARE @schedule_id int = 1; EXEC x N''y'';';\n"
        "EXEC sys.sp_executesql N'DECLARE @schedule_id int = 1; EXEC x N''y'';';");
  const std::string masked = drop.masked_undo();
  CHECK(masked.find("0x0") == std::string::npos);
  CHECK(masked.find("PASSWORD = ***;\nEXEC") != std::string::npos);
}
