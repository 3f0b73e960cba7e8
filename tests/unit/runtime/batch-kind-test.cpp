// What a batch does, judged from its text; with texts that try to look harmless.
#include "host/runtime/guard/batch-kind.hpp"

#include <doctest.h>

#include <string>
#include <vector>

using namespace gantry::runtime::guard;

namespace {

void all_are(BatchKind kind, const std::vector<std::string> &batches) {
  for (const std::string &sql : batches) {
    CAPTURE(sql);
    CHECK(judge_batch(sql).kind == kind);
  }
}

}  // namespace

TEST_CASE("readings") {
  all_are(BatchKind::reading, {"",
                               "SELECT 1;",
                               "select name from sys.databases where name = N'drop table x'",
                               "WITH a AS (SELECT 1 AS x) SELECT * FROM a;",
                               "/* DELETE t */ SELECT 1 -- INSERT t",
                               "SELECT [insert], \"update\" FROM [drop table]",
                               "(SELECT 1) UNION ALL (SELECT 2)",
                               "IF 1 = 1 SELECT 1 ELSE SELECT 2",
                               "WHILE 1 = 0 BEGIN SELECT 1; BREAK; END",
                               "BEGIN TRY SELECT 1 END TRY BEGIN CATCH PRINT 'x'; THROW; END CATCH",
                               "SELECT * FROM a INNER MERGE JOIN b ON a.x = b.x OPTION (MERGE UNION)",
                               "WAITFOR DELAY '00:00:01'",
                               "RAISERROR(N'x', 16, 1) WITH NOWAIT",
                               "SELECT LOG(2), a.log FROM a",
                               "WITH log AS (SELECT 1 AS x) SELECT x FROM log",
                               "EXEC sp_helptext N'p'",
                               "EXECUTE master.sys.sp_helpdb",
                               "EXEC @rc = sp_who2",
                               "EXEC msdb.dbo.sp_help_job @job_name = N'x'",
                               "EXEC sp_executesql N'SELECT @a', N'@a int', @a = 1",
                               "EXEC ('SELECT 1')",
                               "IF 1 = 1 EXEC ('SELECT 1') ELSE EXEC sp_executesql N'SELECT 2'",
                               "EXEC master.sys.sp_executesql N'EXEC sp_executesql N''SELECT 1'''",
                               "SELECT {d '2020-01-01'}, {fn NOW()}",
                               "SELECT N'''; DROP TABLE t; --'",
                               "SELECT 1e3, .5, 0x1F, $2",
                               "FETCH NEXT FROM c",
                               "OPEN c; CLOSE c; DEALLOCATE c",
                               "here: SELECT 1; GOTO here"});
}

TEST_CASE("settings of the session, and what lives in it") {
  all_are(BatchKind::setting,
          {"USE [x];", "SET NOCOUNT ON", "DECLARE @a int = 1; SELECT @a", "SET @x = (SELECT 1)",
           "DECLARE @taken int; EXEC @taken = master.sys.sp_getapplock @Resource = N'x', @LockMode = "
           "N'Exclusive'; SELECT @taken",
           "EXEC sp_set_session_context N'k', 1"});
  all_are(BatchKind::local,
          {"CREATE TABLE #t (a int)", "INSERT #t VALUES (1)", "INSERT TOP (5) INTO [#t] SELECT 1",
           "SELECT 1 AS a INTO #t", "DECLARE @t TABLE (a int); INSERT @t SELECT 1; UPDATE @t SET a = 2",
           "DELETE FROM #t", "DROP TABLE IF EXISTS #a, tempdb..#b", "TRUNCATE TABLE #t",
           "CREATE UNIQUE CLUSTERED INDEX i ON #t (a)", "INSERT #t EXEC sp_who",
           "SELECT * FROM #a, #b AS y "
           "JOIN #c c ON c.x = y.x; DELETE #a",
           "FETCH NEXT FROM c INTO @a"});
}

TEST_CASE("transactions") {
  all_are(BatchKind::transaction, {"BEGIN TRAN", "begin transaction x; SELECT 1", "COMMIT", "ROLLBACK TRAN;",
                                   "SAVE TRANSACTION s", "BEGIN DISTRIBUTED TRANSACTION"});
  CHECK(judge_batch("BEGIN TRAN; INSERT t DEFAULT VALUES; COMMIT").transaction_control);
  CHECK_FALSE(judge_batch("BEGIN SELECT 1 END").transaction_control);
}

TEST_CASE("writings") {
  all_are(BatchKind::writing, {"INSERT t VALUES (1)",
                               "INSERT INTO dbo.t SELECT 1",
                               "UPDATE t SET a = 1",
                               "DELETE t",
                               "DELETE FROM x.t",
                               "MERGE INTO t USING s ON 1 = 1 WHEN MATCHED THEN DELETE;",
                               "TRUNCATE TABLE t",
                               "SELECT * INTO t2 FROM t",
                               "INSERT #t OUTPUT inserted.a INTO real_t SELECT 1",
                               "CREATE LOGIN [x] WITH PASSWORD = N'y'",
                               "ALTER TABLE #t ADD b int",
                               "DROP TABLE #a, dbo.b",
                               "DROP TABLE IF EXISTS #a, b",
                               "GRANT SELECT ON t TO u",
                               "DENY x TO y",
                               "REVOKE x FROM y",
                               "BACKUP DATABASE x TO DISK = N'y'",
                               "RESTORE DATABASE x",
                               "DBCC CHECKDB",
                               "KILL 51",
                               "SHUTDOWN",
                               "RECONFIGURE",
                               "CHECKPOINT",
                               "BULK INSERT t FROM 'f'",
                               "EXEC p",
                               "EXEC sp_configure 'x', 1",
                               "EXEC @p",
                               "EXEC (@sql)",
                               "EXEC ('DROP TABLE t')",
                               "EXEC ('SELECT 1') AT linked",
                               "EXEC ('SELECT 1') AS LOGIN = 'sa'",
                               "EXEC ('SELECT 1')t''s', t') AT linked",
                               "EXEC sp_executesql @sql",
                               "EXEC sp_executesql N'DELETE t'",
                               "EXEC master..xp_cmdshell 'dir'",
                               "EXECUTE AS LOGIN = 'sa'",
                               "REVERT",
                               "SELECT * FROM OPENQUERY(s, 'SELECT 1')",
                               "SELECT * FROM OPENROWSET(BULK 'f', SINGLE_BLOB) AS x",
                               "SELECT NEXT VALUE FOR s",
                               "ENABLE TRIGGER t ON x",
                               "SELECT 1; DISABLE TRIGGER t ON x",
                               "RECEIVE * FROM q",
                               "WAITFOR (RECEIVE TOP (1) * FROM q), TIMEOUT 1",
                               "RAISERROR(N'x', 16, 1) WITH LOG",
                               "RAISERROR(N'x', 16, 1) WITH NOWAIT, LOG",
                               "UPDATE STATISTICS t",
                               "WRITETEXT a.b @p 'x'",
                               "SELECT 1; ADD SIGNATURE TO p BY CERTIFICATE c",
                               "INSERT ##shared VALUES (1)",
                               "INSERT s.tempdb..#t.x VALUES (1)"});
}

TEST_CASE("texts that try to look harmless") {
  all_are(BatchKind::writing,
          {// The first word of a batch may be a procedure.
           "sp_configure 'x', 1", "[sp_who]", "dbo.p", "; p",
           // No separator is needed.
           "SELECT 1 DROP TABLE t", "SELECT 1DROP TABLE t", "SELECT 1eDROP TABLE t", "SELECT 0x1DROP TABLE t",
           "SELECT 'a'DROP TABLE t", "SET NOCOUNT ON DELETE t", "PRINT 'x'UPDATE t SET a=1",
           // Comments nest; what is not closed is doubtful.
           "/* /* */ SELECT 1 */ DROP TABLE t", "SELECT 1 /* DROP TABLE t", "SELECT 'x", "SELECT [x",
           "-- x\rDROP TABLE t", std::string("SELECT 1 \0 x", 12), "SELECT 1 --\n DROP TABLE t",
           // Blanks beyond ASCII.
           "SELECT 1\xC2\xA0"
           "DROP TABLE t",
           "DROP\xE3\x80\x80TABLE t",
           // Names that only look like temporary tables.
           "UPDATE #a SET x = 1 FROM dbo.t AS #a", "UPDATE #a SET x = 1 FROM dbo.t #a",
           "DELETE #a FROM dbo.t [#a]", "WITH #a AS (SELECT * FROM dbo.t) DELETE #a",
           "WITH b AS (SELECT 1 AS x), #a AS (SELECT * FROM dbo.t) UPDATE #a SET x = 1",
           "WITH #a (x) AS (SELECT x FROM dbo.t) DELETE FROM #a", "INSERT \xC3\xA9#t VALUES (1)",
           // Procedures that only look like the server's own.
           "EXEC other.sp_help", "EXEC dbo.sp_help_job", "EXEC linked.master.dbo.sp_who", "EXEC sp_who;2",
           // Text that runs.
           "EXEC sp_executesql N'EXEC sp_executesql N''EXEC sp_executesql N''''EXEC sp_executesql "
           "N''''''''EXEC sp_executesql N''''''''''''''''SELECT 1'''''''''''''''''''''''''''''''",
           "EXEC ('SELECT 1' + @x)", "{call p}", "{? = call p}"});
}

TEST_CASE("the body behind USE and SET") {
  const std::string sql = "USE [x];\nSET NOCOUNT ON;\nCREATE TABLE t (a int);";
  CHECK(sql.substr(judge_batch(sql).body) == "CREATE TABLE t (a int);");
  CHECK(judge_batch("CREATE TABLE t (a int)").body == 0);
  CHECK(judge_batch("SET NOCOUNT ON CREATE TABLE t (a int)").body == 0);
}
