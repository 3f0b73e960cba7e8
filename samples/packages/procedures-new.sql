-- The new tools server: the login and its user are there, and one procedure with an older text.
CREATE LOGIN [operator] WITH PASSWORD = N'Watch-the-night-1', CHECK_POLICY = OFF;
CREATE USER [operator] FOR LOGIN [operator];
GO
CREATE SCHEMA tools;
GO
CREATE PROC tools.check_space AS SELECT 0 AS size;
GO
GRANT VIEW DEFINITION ON OBJECT::tools.check_space TO [operator];
GO
