-- An old server whose logins, messages and procedures in master all have to move.
CREATE LOGIN [app_shop] WITH PASSWORD = N'Shop-2019!pool', SID = 0x5A1E5000000000000000000000000B00, CHECK_POLICY = OFF;
CREATE LOGIN [night_watch] WITH PASSWORD = N'Watch-the-night-1', SID = 0x5A1E5000000000000000000000000B01, CHECK_POLICY = OFF;
ALTER SERVER ROLE [bulkadmin] ADD MEMBER [app_shop];
GRANT VIEW SERVER STATE TO [night_watch];
GO
EXEC sp_addmessage 50010, 16, N'Order %d is unknown in shop %s.', 'us_english';
EXEC sp_addmessage 50010, 16, N'Auftrag %1! ist in Laden %2! unbekannt.', 'Deutsch';
EXEC sp_addmessage 50030, 18, N'Payment provider doesn''t answer.', 'us_english', 'true';
GO
CREATE PROCEDURE dbo.sp_complain @order int, @shop nvarchar(30) AS
RAISERROR(50010, 16, 1, @order, @shop);
GO
CREATE PROCEDURE dbo.sp_watch AS
SELECT session_id, status FROM sys.dm_exec_sessions;
GO
GRANT EXECUTE ON OBJECT::dbo.sp_watch TO public;
GO
