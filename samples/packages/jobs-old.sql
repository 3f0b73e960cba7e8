-- SQL Server Agent of the old sales server: jobs as they grow over some years.
CREATE DATABASE Sales;
GO
CREATE DATABASE Warehouse;
GO
CREATE LOGIN [etl_nightly]   WITH PASSWORD = N'Etl#Nightly#0400', CHECK_POLICY = OFF;
CREATE LOGIN [left_in_2020]  WITH PASSWORD = N'Gone-since-2020', CHECK_POLICY = OFF;
CREATE CREDENTIAL [files] WITH IDENTITY = N'CONTOSO\files', SECRET = N'Not-to-be-copied';
GO
USE msdb;
GO
EXEC dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = N'Nightly load';
EXEC dbo.sp_add_category @class = N'OPERATOR', @type = N'NONE', @name = N'On call';
EXEC dbo.sp_add_operator @name = N'DBA on call', @enabled = 1, @email_address = N'dba@sales.example',
  @pager_address = N'pager@sales.example', @weekday_pager_start_time = 80000, @weekday_pager_end_time = 200000,
  @saturday_pager_start_time = 90000, @saturday_pager_end_time = 180000, @pager_days = 126, @category_name = N'On call';
EXEC dbo.sp_add_proxy @proxy_name = N'file share', @credential_name = N'files', @enabled = 1, @description = N'Reads the drop folder';
EXEC dbo.sp_grant_proxy_to_subsystem @proxy_name = N'file share', @subsystem_name = N'CmdExec';
EXEC dbo.sp_grant_login_to_proxy @login_name = N'etl_nightly', @proxy_name = N'file share';
GO
EXEC dbo.sp_add_schedule @schedule_name = N'Every night', @freq_type = 4, @freq_interval = 1, @active_start_time = 13000;
EXEC dbo.sp_add_schedule @schedule_name = N'Mondays', @freq_type = 8, @freq_interval = 2, @freq_recurrence_factor = 1,
  @active_start_time = 60000, @owner_login_name = N'etl_nightly';
GO
EXEC dbo.sp_add_job @job_name = N'Load orders', @description = N'Takes the night''s orders over', @category_name = N'Nightly load',
  @owner_login_name = N'etl_nightly', @notify_level_eventlog = 2, @notify_level_email = 2,
  @notify_email_operator_name = N'DBA on call', @notify_level_page = 2, @notify_page_operator_name = N'DBA on call';
EXEC dbo.sp_add_jobstep @job_name = N'Load orders', @step_id = 1, @step_name = N'fetch', @subsystem = N'CmdExec',
  @command = N'robocopy \\drop\orders D:\in *.csv', @cmdexec_success_code = 1, @on_success_action = 3, @on_fail_action = 4,
  @on_fail_step_id = 3, @proxy_name = N'file share', @output_file_name = N'D:\log\fetch.txt', @flags = 2;
EXEC dbo.sp_add_jobstep @job_name = N'Load orders', @step_id = 2, @step_name = N'load', @subsystem = N'TSQL',
  @database_name = N'Sales', @command = N'EXEC dbo.load_orders @since = ''yesterday'';', @retry_attempts = 3, @retry_interval = 5,
  @on_success_action = 1, @on_fail_action = 3;
EXEC dbo.sp_add_jobstep @job_name = N'Load orders', @step_id = 3, @step_name = N'tell', @subsystem = N'TSQL',
  @database_name = N'Sales', @command = N'EXEC dbo.tell_someone;', @on_success_action = 2, @flags = 4;
EXEC dbo.sp_attach_schedule @job_name = N'Load orders', @schedule_name = N'Every night';
EXEC dbo.sp_add_jobserver @job_name = N'Load orders', @server_name = N'(local)';
GO
EXEC dbo.sp_add_job @job_name = N'Rebuild warehouse', @owner_login_name = N'sa', @category_name = N'Nightly load';
EXEC dbo.sp_add_jobstep @job_name = N'Rebuild warehouse', @step_name = N'rebuild', @subsystem = N'TSQL',
  @database_name = N'Warehouse', @command = N'EXEC dbo.rebuild;';
EXEC dbo.sp_attach_schedule @job_name = N'Rebuild warehouse', @schedule_name = N'Every night';
EXEC dbo.sp_attach_schedule @job_name = N'Rebuild warehouse', @schedule_name = N'Mondays';
EXEC dbo.sp_add_jobserver @job_name = N'Rebuild warehouse', @server_name = N'(local)';
GO
EXEC dbo.sp_add_job @job_name = N'Make room in the log', @owner_login_name = N'left_in_2020';
EXEC dbo.sp_add_jobstep @job_name = N'Make room in the log', @step_name = N'back up', @subsystem = N'TSQL',
  @command = N'BACKUP LOG Sales TO DISK = N''NUL'';';
EXEC dbo.sp_add_jobserver @job_name = N'Make room in the log', @server_name = N'(local)';
GO
EXEC dbo.sp_add_job @job_name = N'Old report', @enabled = 0, @owner_login_name = N'sa';
EXEC dbo.sp_add_jobstep @job_name = N'Old report', @step_name = N'report', @subsystem = N'TSQL', @command = N'EXEC dbo.report;',
  @database_name = N'Sales';
EXEC dbo.sp_add_jobserver @job_name = N'Old report', @server_name = N'(local)';
GO
EXEC dbo.sp_add_alert @name = N'Log of Sales is full', @severity = 17, @database_name = N'Sales', @delay_between_responses = 60,
  @job_name = N'Make room in the log';
EXEC dbo.sp_add_notification @alert_name = N'Log of Sales is full', @operator_name = N'DBA on call', @notification_method = 3;
GO
