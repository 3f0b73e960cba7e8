-- The old tools server: what administrators keep in master.
CREATE LOGIN [operator] WITH PASSWORD = N'Watch-the-night-1', CHECK_POLICY = OFF;
CREATE USER [operator] FOR LOGIN [operator];
GO
CREATE SCHEMA tools;
GO
-- Renamed long ago: the text still has the old name.
/* Who is busy? */
CREATE PROCEDURE dbo.sp_busy_old @minimum int = 0
AS
SELECT session_id, status FROM sys.dm_exec_sessions WHERE session_id > @minimum;
GO
EXEC sp_rename 'dbo.sp_busy_old', 'sp_busy';
GO
CREATE PROC tools.nightly AS
BEGIN
  EXEC tools.check_space;
  EXEC dbo.sp_busy;
END
GO
CREATE PROC tools.check_space AS
SELECT name, size FROM sys.master_files;
GO
SET QUOTED_IDENTIFIER OFF;
GO
CREATE PROCEDURE dbo.sp_greet AS PRINT "hello";
GO
SET QUOTED_IDENTIFIER ON;
GO
GRANT EXECUTE ON OBJECT::dbo.sp_busy TO [operator] WITH GRANT OPTION;
GRANT EXECUTE ON OBJECT::tools.check_space TO public;
DENY EXECUTE ON OBJECT::tools.nightly TO [operator];
GO
