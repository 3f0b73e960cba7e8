-- An old server whose logins, messages, procedures in master and jobs all have to move.
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
EXEC msdb.dbo.sp_add_job @job_name = N'Watch the shop', @owner_login_name = N'sa';
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Watch the shop', @step_name = N'look', @subsystem = N'TSQL', @database_name = N'master',
  @command = N'EXEC dbo.sp_watch;';
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Watch the shop', @name = N'Every hour', @freq_type = 4, @freq_interval = 1,
  @freq_subday_type = 8, @freq_subday_interval = 1;
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Watch the shop';
GO
