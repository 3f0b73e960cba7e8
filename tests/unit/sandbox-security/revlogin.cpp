// The published scripts by which administrators move logins by hand must run as they are used.
#include "tests/unit/sandbox-security/client.hpp"

using namespace sandbox_test;

TEST_CASE("a procedure that writes CREATE LOGIN statements reproduces the logins elsewhere") {
  const auto first = new_server("ALPHA"), second = new_server("BETA");
  Client source = administrator(*first), target = administrator(*second);
  source.ok(
      "CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough', CHECK_EXPIRATION = ON; CREATE LOGIN lee WITH "
      "PASSWORD = 'Str0ng.Enough', CHECK_POLICY = OFF; ALTER LOGIN lee DISABLE");
  source.ok(R"(CREATE PROCEDURE dbo.hex_of @binvalue varbinary(256), @hexvalue varchar(514) OUTPUT AS
DECLARE @charvalue varchar(514), @i int, @length int, @hexstring char(16)
SELECT @charvalue = '0x', @i = 1, @length = DATALENGTH(@binvalue), @hexstring = '0123456789ABCDEF'
WHILE (@i <= @length)
BEGIN
  DECLARE @tempint int, @firstint int, @secondint int
  SELECT @tempint = CONVERT(int, SUBSTRING(@binvalue, @i, 1))
  SELECT @firstint = FLOOR(@tempint / 16)
  SELECT @secondint = @tempint - (@firstint * 16)
  SELECT @charvalue = @charvalue + SUBSTRING(@hexstring, @firstint + 1, 1) + SUBSTRING(@hexstring, @secondint + 1, 1)
  SELECT @i = @i + 1
END
SELECT @hexvalue = @charvalue)");
  source.ok(R"(CREATE PROCEDURE dbo.write_logins AS
DECLARE @name sysname, @hash varbinary(256), @sid varbinary(85), @disabled int, @policy varchar(3), @expires varchar(3), @hashtext varchar(514), @sidtext varchar(514), @line nvarchar(1024)
DECLARE logins CURSOR FOR
  SELECT p.sid, p.name, p.is_disabled FROM sys.server_principals p LEFT JOIN sys.syslogins l ON (l.name = p.name)
  WHERE p.type IN ('S', 'G', 'U') AND p.name <> 'sa' AND p.name NOT LIKE '##%' AND p.name NOT LIKE 'NT %' ORDER BY p.name
OPEN logins
FETCH NEXT FROM logins INTO @sid, @name, @disabled
WHILE (@@FETCH_STATUS <> -1)
BEGIN
  SET @hash = CAST(LOGINPROPERTY(@name, 'PasswordHash') AS varbinary(256))
  EXEC hex_of @hash, @hashtext OUT
  EXEC hex_of @sid, @sidtext OUT
  SELECT @policy = CASE is_policy_checked WHEN 1 THEN 'ON' WHEN 0 THEN 'OFF' ELSE NULL END, @expires = CASE is_expiration_checked WHEN 1 THEN 'ON' ELSE 'OFF' END FROM sys.sql_logins WHERE name = @name
  SET @line = 'CREATE LOGIN ' + QUOTENAME(@name) + ' WITH PASSWORD = ' + @hashtext + ' HASHED, SID = ' + @sidtext + ', CHECK_POLICY = ' + @policy + ', CHECK_EXPIRATION = ' + @expires
  IF (@disabled = 1) SET @line = @line + '; ALTER LOGIN ' + QUOTENAME(@name) + ' DISABLE'
  PRINT @line
  FETCH NEXT FROM logins INTO @sid, @name, @disabled
END
CLOSE logins
DEALLOCATE logins
RETURN 0)");
  const Collected script = source.run("EXEC dbo.write_logins");
  REQUIRE(script.messages.size() == 2);
  for (const sandbox::Message &line : script.messages) target.ok(line.text);
  CHECK(Client(*second, "kim", "Str0ng.Enough"));
  CHECK(Client(*second, "lee", "Str0ng.Enough").refused() == 18470);
  const char *query =
      "SELECT name, sid, password_hash, is_policy_checked, is_expiration_checked, is_disabled FROM "
      "sys.sql_logins WHERE name IN ('kim', 'lee') ORDER BY name";
  CHECK(source.rows(query) == target.rows(query));
}
