#include "tests/unit/sandbox-security/client.hpp"

using namespace sandbox_test;

TEST_CASE("a login travels with its hash and its SID, and its old password opens the second server") {
  const auto first = new_server("ALPHA"), second = new_server("BETA");
  Client source = administrator(*first), target = administrator(*second);
  source.ok(
      "CREATE LOGIN [anna] WITH PASSWORD = N'Gr\u00FC\u00DFe.2024!', CHECK_POLICY = OFF, DEFAULT_LANGUAGE = "
      "[Deutsch]");
  const auto row = source.rows(
      "SELECT CONVERT(nvarchar(600), password_hash, 1), CONVERT(nvarchar(100), sid, 1), "
      "default_language_name, is_policy_checked "
      "FROM sys.sql_logins WHERE name = N'anna'");
  REQUIRE(row.size() == 1);
  CHECK(row[0][0].substr(0, 6) == "0x0200");
  CHECK(row[0][0].size() == 2 + 2 * 70);
  CHECK(row[0][2] == "Deutsch");
  CHECK(row[0][3] == "0");
  target.ok("CREATE LOGIN [anna] WITH PASSWORD = " + row[0][0] + " HASHED, SID = " + row[0][1] +
            ", CHECK_POLICY = OFF, DEFAULT_LANGUAGE = [Deutsch]");
  CHECK(Client(*second, "anna", "Gr\u00FC\u00DFe.2024!"));
  CHECK(Client(*second, "ANNA", "Gr\u00FC\u00DFe.2024!"));
  CHECK(Client(*second, "anna", "gr\u00FC\u00DFe.2024!").refused() == 18456);
  CHECK(target.one("SELECT CONVERT(nvarchar(100), SUSER_SID(N'anna'), 1)") == row[0][1]);
  CHECK(target.one("SELECT PWDCOMPARE(N'Gr\u00FC\u00DFe.2024!', password_hash) FROM sys.sql_logins WHERE "
                   "name = 'anna'") == "1");
  CHECK(target.one("SELECT LOGINPROPERTY('anna', 'PasswordHashAlgorithm')") == "2");
}

TEST_CASE("CREATE LOGIN refuses what SQL Server refuses") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok("CREATE LOGIN one WITH PASSWORD = 'Str0ng.Enough', SID = 0x00112233445566778899AABBCCDDEEFF");
  CHECK(sa.error("CREATE LOGIN ONE WITH PASSWORD = 'Str0ng.Enough'") == 15025);
  CHECK(sa.error("CREATE LOGIN sysadmin WITH PASSWORD = 'Str0ng.Enough'") == 15025);
  CHECK(sa.error(
            "CREATE LOGIN two WITH PASSWORD = 'Str0ng.Enough', SID = 0x00112233445566778899AABBCCDDEEFF") ==
        15433);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 'Str0ng.Enough', SID = 0x0011") == 15419);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 'weak'") == 15116);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 'alllowercase'") == 15118);
  CHECK(sa.error(
            "CREATE LOGIN two WITH PASSWORD = 'Str0ng.Enough', CHECK_POLICY = OFF, CHECK_EXPIRATION = ON") ==
        15122);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 'Str0ng.Enough' MUST_CHANGE") == 15128);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 'Str0ng.Enough', DEFAULT_DATABASE = nowhere") == 15010);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 'Str0ng.Enough', DEFAULT_LANGUAGE = Klingon") == 15033);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 'Str0ng.Enough', CREDENTIAL = missing") == 15151);
  CHECK(sa.error("CREATE LOGIN two WITH PASSWORD = 0x0102 HASHED") == 15021);
  CHECK(sa.error("CREATE LOGIN [SOME\\one] WITH PASSWORD = 'Str0ng.Enough'") == 15006);
  CHECK(sa.error("CREATE LOGIN [plain] FROM WINDOWS") == 15407);
  CHECK(sa.error("CREATE LOGIN [ELSEWHERE\\bob] FROM WINDOWS") == 15401);
  CHECK(sa.error("CREATE LOGIN two FROM CERTIFICATE nothing") == 15151);
  sa.ok("CREATE LOGIN two WITH PASSWORD = 'weak', CHECK_POLICY = OFF");
  CHECK(sa.one("SELECT COUNT(*) FROM sys.server_permissions p JOIN sys.server_principals l ON l.principal_id "
               "= p.grantee_principal_id "
               "WHERE l.name = 'two' AND p.type = 'COSQ' AND p.state = 'G' AND p.grantor_principal_id = 1") ==
        "1");
}

TEST_CASE("Windows accounts have the same SID everywhere, groups are groups") {
  const auto first = new_server("ALPHA"), second = new_server("BETA");
  Client a = administrator(*first), b = administrator(*second);
  for (Client *client : {&a, &b})
    client->ok(
        "CREATE LOGIN [CONTOSO\\Vera] FROM WINDOWS WITH DEFAULT_DATABASE = tempdb; CREATE LOGIN "
        "[CONTOSO\\Sales Group] FROM WINDOWS");
  const char *query =
      "SELECT CONVERT(varchar(200), sid, 1), type, default_database_name FROM sys.server_principals WHERE "
      "name LIKE 'CONTOSO%' ORDER BY name";
  const auto rows = a.rows(query);
  CHECK(rows == b.rows(query));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0][1] == "G");
  CHECK(rows[1][1] == "U");
  CHECK(rows[1][2] == "tempdb");
  CHECK(a.error("ALTER LOGIN [CONTOSO\\Vera] WITH PASSWORD = 'Str0ng.Enough'") == 15080);
  CHECK(Client(*first, "CONTOSO\\Vera", "x").refused() == 18456);
}

TEST_CASE("a login is refused while it is disabled, denied, locked or must change its password") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok("CREATE LOGIN eve WITH PASSWORD = 'Str0ng.Enough'");
  CHECK(Client(*server, "eve", "Str0ng.Enough"));
  CHECK(Client(*server, "nobody", "Str0ng.Enough").refused() == 18456);
  sa.ok("ALTER LOGIN eve DISABLE");
  CHECK(sa.one("SELECT is_disabled FROM sys.server_principals WHERE name = 'eve'") == "1");
  CHECK(Client(*server, "eve", "Str0ng.Enough").refused() == 18470);
  CHECK(Client(*server, "eve", "wrong").refused() == 18456);
  sa.ok("ALTER LOGIN eve ENABLE; DENY CONNECT SQL TO eve");
  CHECK(Client(*server, "eve", "Str0ng.Enough").refused() == 18456);
  sa.ok("GRANT CONNECT SQL TO eve");
  CHECK(Client(*server, "eve", "Str0ng.Enough"));
  for (int i = 0; i < 10; ++i) CHECK(Client(*server, "eve", "wrong").refused() == 18456);
  CHECK(Client(*server, "eve", "Str0ng.Enough").refused() == 18486);
  CHECK(sa.one("SELECT LOGINPROPERTY('eve', 'IsLocked')") == "1");
  sa.ok("ALTER LOGIN eve WITH PASSWORD = 'An0ther.One' UNLOCK");
  CHECK(Client(*server, "eve", "An0ther.One"));
  sa.ok(
      "ALTER LOGIN eve WITH PASSWORD = 'Th1rd.Time.' MUST_CHANGE, CHECK_POLICY = ON, CHECK_EXPIRATION = ON");
  CHECK(sa.one("SELECT LOGINPROPERTY('eve', 'IsMustChange')") == "1");
  CHECK(Client(*server, "eve", "Th1rd.Time.").refused() == 18488);
  CHECK(sa.error("ALTER LOGIN eve WITH CHECK_POLICY = OFF") == 15128);
}

TEST_CASE("ALTER LOGIN changes name, hash, defaults and policy; DROP LOGIN minds what hangs on a login") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok("CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough'; CREATE DATABASE shop");
  const std::string sid =
      sa.one("SELECT CONVERT(varchar(100), sid, 1) FROM sys.sql_logins WHERE name = 'kim'");
  const std::string hash = sa.one("SELECT CONVERT(varchar(300), PWDENCRYPT(N'Fresh.Pass.9'), 1)");
  sa.ok(
      "ALTER LOGIN kim WITH NAME = kimberly, DEFAULT_DATABASE = shop, DEFAULT_LANGUAGE = British, "
      "CHECK_POLICY = OFF");
  sa.ok("ALTER LOGIN kimberly WITH PASSWORD = " + hash + " HASHED");
  CHECK(sa.one("SELECT CONVERT(varchar(100), sid, 1) FROM sys.sql_logins WHERE name = 'kimberly'") == sid);
  CHECK(sa.one("SELECT default_database_name + '/' + default_language_name FROM sys.sql_logins WHERE name = "
               "'kimberly'") == "shop/British");
  CHECK(Client(*server, "kimberly", "Fresh.Pass.9").refused() == 4064);
  CHECK(Client(*server, "kimberly", "Fresh.Pass.9", "master"));
  CHECK(sa.error("ALTER LOGIN kim ENABLE") == 15151);
  CHECK(sa.error("ALTER LOGIN kimberly WITH NAME = sa") == 15025);
  CHECK(sa.error("ALTER LOGIN kimberly WITH CHECK_EXPIRATION = ON") == 15122);
  CHECK(sa.error("DROP LOGIN kim") == 15151);
  CHECK(sa.error("DROP LOGIN sa") == 15150);
  {
    Client kim(*server, "kimberly", "Fresh.Pass.9", "master");
    REQUIRE(kim);
    CHECK(sa.error("DROP LOGIN kimberly") == 15434);
    kim.ok("ALTER LOGIN kimberly WITH PASSWORD = 'Newer.Pass.1' OLD_PASSWORD = 'Fresh.Pass.9'");
    CHECK(kim.error("ALTER LOGIN kimberly WITH PASSWORD = 'Newer.Pass.2' OLD_PASSWORD = 'bad'") == 15151);
    CHECK(kim.error("ALTER LOGIN kimberly WITH PASSWORD = 'Newer.Pass.2'") == 15151);
  }
  sa.ok("ALTER AUTHORIZATION ON DATABASE::shop TO kimberly");
  CHECK(sa.error("DROP LOGIN kimberly") == 15174);
  sa.ok("ALTER AUTHORIZATION ON DATABASE::shop TO sa; CREATE SERVER ROLE clerks AUTHORIZATION kimberly");
  CHECK(sa.error("DROP LOGIN kimberly") == 15141);
  sa.ok("ALTER AUTHORIZATION ON SERVER ROLE::clerks TO sa; DROP LOGIN kimberly");
  CHECK(sa.one("SELECT COUNT(*) FROM sys.server_principals WHERE name = 'kimberly'") == "0");
}

TEST_CASE("credentials are mapped to logins and taken away again") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok(
      "CREATE CREDENTIAL share WITH IDENTITY = 'CONTOSO\\svc', SECRET = 'hidden'; CREATE LOGIN kim WITH "
      "PASSWORD = 'Str0ng.Enough'");
  sa.ok("ALTER LOGIN kim ADD CREDENTIAL share");
  CHECK(sa.one("SELECT c.name + ':' + c.credential_identity FROM sys.server_principal_credentials m JOIN "
               "sys.credentials c ON c.credential_id = m.credential_id") == "share:CONTOSO\\svc");
  CHECK(sa.error("ALTER LOGIN kim ADD CREDENTIAL other") == 15151);
  CHECK(sa.error("DROP CREDENTIAL share") != 0);
  sa.ok("ALTER LOGIN kim DROP CREDENTIAL share; DROP CREDENTIAL share");
  CHECK(sa.one("SELECT COUNT(*) FROM sys.server_principal_credentials") == "0");
}

TEST_CASE("CREATE LOGIN takes part in a transaction") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok("BEGIN TRANSACTION; CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough'; ROLLBACK TRANSACTION");
  CHECK(sa.one("SELECT COUNT(*) FROM sys.server_principals WHERE name = 'kim'") == "0");
  sa.ok(
      "BEGIN TRANSACTION; CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough'; ALTER SERVER ROLE dbcreator ADD "
      "MEMBER kim; COMMIT");
  CHECK(sa.one("SELECT IS_SRVROLEMEMBER('dbcreator', 'kim')") == "1");
  CHECK(sa.error("BEGIN TRANSACTION; EXEC sp_addsrvrolemember 'kim', 'bulkadmin'") == 15002);
}
