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
CREATE PROC dbo.sp_counted;1 AS PRINT 'one';
GO
CREATE PROC dbo.sp_counted;2 AS PRINT 'two';
GO
ALTER AUTHORIZATION ON OBJECT::dbo.sp_counted TO [operator];
EXEC sp_procoption 'dbo.sp_greet', 'startup', 'on';
EXEC sys.sp_addextendedproperty @name = N'Purpose', @value = N'Shows who is busy', @level0type = N'SCHEMA', @level0name = N'dbo',
  @level1type = N'PROCEDURE', @level1name = N'sp_busy';
GO
GRANT EXECUTE ON OBJECT::dbo.sp_busy TO [operator] WITH GRANT OPTION;
GRANT EXECUTE ON OBJECT::tools.check_space TO public;
DENY EXECUTE ON OBJECT::tools.nightly TO [operator];
GO
