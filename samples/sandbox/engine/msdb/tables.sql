-- The tables of SQL Server Agent, with the columns and types that SQL Server documents for them.
CREATE TABLE dbo.sysjobs(
  job_id uniqueidentifier NOT NULL PRIMARY KEY, originating_server_id int NOT NULL, name sysname NOT NULL,
  enabled tinyint NOT NULL, description nvarchar(512) NULL, start_step_id int NOT NULL, category_id int NOT NULL,
  owner_sid varbinary(85) NOT NULL, notify_level_eventlog int NOT NULL, notify_level_email int NOT NULL,
  notify_level_netsend int NOT NULL, notify_level_page int NOT NULL, notify_email_operator_id int NOT NULL,
  notify_netsend_operator_id int NOT NULL, notify_page_operator_id int NOT NULL, delete_level int NOT NULL,
  date_created datetime NOT NULL, date_modified datetime NOT NULL, version_number int NOT NULL)
CREATE INDEX nc1 ON dbo.sysjobs(name)
CREATE TABLE dbo.sysjobservers(
  job_id uniqueidentifier NOT NULL, server_id int NOT NULL, last_run_outcome tinyint NOT NULL,
  last_outcome_message nvarchar(4000) NULL, last_run_date int NOT NULL, last_run_time int NOT NULL,
  last_run_duration int NOT NULL)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobservers(job_id, server_id)
CREATE TABLE dbo.sysjobsteps(
  job_id uniqueidentifier NOT NULL, step_id int NOT NULL, step_name sysname NOT NULL, subsystem nvarchar(40) NOT NULL,
  command nvarchar(max) NULL, flags int NOT NULL, additional_parameters nvarchar(max) NULL,
  cmdexec_success_code int NOT NULL, on_success_action tinyint NOT NULL, on_success_step_id int NOT NULL,
  on_fail_action tinyint NOT NULL, on_fail_step_id int NOT NULL, server sysname NULL, database_name sysname NULL,
  database_user_name sysname NULL, retry_attempts int NOT NULL, retry_interval int NOT NULL,
  os_run_priority int NOT NULL, output_file_name nvarchar(200) NULL, last_run_outcome int NOT NULL,
  last_run_duration int NOT NULL, last_run_retries int NOT NULL, last_run_date int NOT NULL,
  last_run_time int NOT NULL, proxy_id int NULL, step_uid uniqueidentifier NULL)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobsteps(job_id, step_id)
CREATE TABLE dbo.sysjobstepslogs(
  log_id int IDENTITY(1, 1) NOT NULL, log nvarchar(max) NOT NULL, date_created datetime NOT NULL DEFAULT GETDATE(),
  date_modified datetime NOT NULL DEFAULT GETDATE(), log_size bigint NOT NULL, step_uid uniqueidentifier NOT NULL)
CREATE TABLE dbo.sysschedules(
  schedule_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, schedule_uid uniqueidentifier NOT NULL,
  originating_server_id int NOT NULL, name sysname NOT NULL, owner_sid varbinary(85) NOT NULL, enabled int NOT NULL,
  freq_type int NOT NULL, freq_interval int NOT NULL, freq_subday_type int NOT NULL, freq_subday_interval int NOT NULL,
  freq_relative_interval int NOT NULL, freq_recurrence_factor int NOT NULL, active_start_date int NOT NULL,
  active_end_date int NOT NULL, active_start_time int NOT NULL, active_end_time int NOT NULL,
  date_created datetime NOT NULL DEFAULT GETDATE(), date_modified datetime NOT NULL DEFAULT GETDATE(),
  version_number int NOT NULL DEFAULT 1)
CREATE UNIQUE INDEX nc1 ON dbo.sysschedules(schedule_uid)
CREATE INDEX nc2 ON dbo.sysschedules(name)
CREATE TABLE dbo.sysjobschedules(
  schedule_id int NOT NULL, job_id uniqueidentifier NOT NULL, next_run_date int NOT NULL DEFAULT 0,
  next_run_time int NOT NULL DEFAULT 0)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobschedules(job_id, schedule_id)
CREATE INDEX nc1 ON dbo.sysjobschedules(schedule_id)
CREATE TABLE dbo.sysjobhistory(
  instance_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, job_id uniqueidentifier NOT NULL, step_id int NOT NULL,
  step_name sysname NOT NULL, sql_message_id int NOT NULL, sql_severity int NOT NULL, message nvarchar(4000) NULL,
  run_status int NOT NULL, run_date int NOT NULL, run_time int NOT NULL, run_duration int NOT NULL,
  operator_id_emailed int NOT NULL, operator_id_netsent int NOT NULL, operator_id_paged int NOT NULL,
  retries_attempted int NOT NULL, server sysname NOT NULL)
CREATE INDEX nc1 ON dbo.sysjobhistory(job_id)
CREATE TABLE dbo.syssessions(
  session_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, agent_start_date datetime NOT NULL)
CREATE TABLE dbo.sysjobactivity(
  session_id int NOT NULL, job_id uniqueidentifier NOT NULL, run_requested_date datetime NULL,
  run_requested_source sysname NULL, queued_date datetime NULL, start_execution_date datetime NULL,
  last_executed_step_id int NULL, last_executed_step_date datetime NULL, stop_execution_date datetime NULL,
  job_history_id int NULL, next_scheduled_run_date datetime NULL)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobactivity(job_id, session_id)
CREATE TABLE dbo.syscategories(
  category_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, category_class int NOT NULL, category_type tinyint NOT NULL,
  name sysname NOT NULL)
CREATE UNIQUE INDEX clust ON dbo.syscategories(name, category_class)
CREATE TABLE dbo.sysoperators(
  id int IDENTITY(1, 1) NOT NULL, name sysname NOT NULL PRIMARY KEY, enabled tinyint NOT NULL,
  email_address nvarchar(100) NULL, last_email_date int NOT NULL, last_email_time int NOT NULL,
  pager_address nvarchar(100) NULL, last_pager_date int NOT NULL, last_pager_time int NOT NULL,
  weekday_pager_start_time int NOT NULL, weekday_pager_end_time int NOT NULL, saturday_pager_start_time int NOT NULL,
  saturday_pager_end_time int NOT NULL, sunday_pager_start_time int NOT NULL, sunday_pager_end_time int NOT NULL,
  pager_days tinyint NOT NULL, netsend_address nvarchar(100) NULL, last_netsend_date int NOT NULL,
  last_netsend_time int NOT NULL, category_id int NOT NULL)
CREATE UNIQUE INDEX byid ON dbo.sysoperators(id)
CREATE TABLE dbo.sysalerts(
  id int IDENTITY(1, 1) NOT NULL, name sysname NOT NULL PRIMARY KEY, event_source nvarchar(100) NOT NULL,
  event_category_id int NULL, event_id int NULL, message_id int NOT NULL, severity int NOT NULL,
  enabled tinyint NOT NULL, delay_between_responses int NOT NULL, last_occurrence_date int NOT NULL,
  last_occurrence_time int NOT NULL, last_response_date int NOT NULL, last_response_time int NOT NULL,
  notification_message nvarchar(512) NULL, include_event_description tinyint NOT NULL, database_name nvarchar(512) NULL,
  event_description_keyword nvarchar(100) NULL, occurrence_count int NOT NULL, count_reset_date int NOT NULL,
  count_reset_time int NOT NULL, job_id uniqueidentifier NOT NULL, has_notification int NOT NULL, flags int NOT NULL,
  performance_condition nvarchar(512) NULL, category_id int NOT NULL)
CREATE UNIQUE INDEX byid ON dbo.sysalerts(id)
CREATE INDEX byjob ON dbo.sysalerts(job_id)
CREATE TABLE dbo.sysnotifications(
  alert_id int NOT NULL, operator_id int NOT NULL, notification_method tinyint NOT NULL)
CREATE UNIQUE CLUSTERED INDEX byalertid ON dbo.sysnotifications(alert_id, operator_id)
CREATE TABLE dbo.syssubsystems(
  subsystem_id int NOT NULL PRIMARY KEY, subsystem nvarchar(40) NOT NULL, description_id int NULL,
  subsystem_dll nvarchar(255) NULL, agent_exe nvarchar(255) NULL, start_entry_point nvarchar(30) NULL,
  event_entry_point nvarchar(30) NULL, stop_entry_point nvarchar(30) NULL, max_worker_threads int NULL)
CREATE TABLE dbo.sysproxies(
  proxy_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, name sysname NOT NULL, credential_id int NOT NULL,
  enabled tinyint NOT NULL, description nvarchar(512) NULL, user_sid varbinary(85) NOT NULL,
  credential_date_created datetime NOT NULL)
CREATE UNIQUE INDEX nc1 ON dbo.sysproxies(name)
CREATE TABLE dbo.sysproxysubsystem(subsystem_id int NOT NULL, proxy_id int NOT NULL)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysproxysubsystem(subsystem_id, proxy_id)
CREATE TABLE dbo.sysproxylogin(proxy_id int NOT NULL, sid varbinary(85) NULL, flags int NOT NULL DEFAULT 0)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysproxylogin(proxy_id, sid, flags)
GO
-- Servers that take part in multiserver administration. The sandbox enlists none.
CREATE TABLE dbo.systargetservers(
  server_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, server_name sysname NOT NULL, location nvarchar(200) NULL,
  time_zone_adjustment int NOT NULL, enlist_date datetime NOT NULL DEFAULT GETDATE(),
  last_poll_date datetime NOT NULL DEFAULT GETDATE(), status int NOT NULL DEFAULT 1,
  local_time_at_last_poll datetime NOT NULL DEFAULT GETDATE(), enlisted_by_nt_user nvarchar(100) NOT NULL,
  poll_interval int NOT NULL)
CREATE TABLE dbo.systargetservergroups(servergroup_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, name sysname NOT NULL)
CREATE TABLE dbo.systargetservergroupmembers(servergroup_id int NOT NULL, server_id int NOT NULL)
CREATE TABLE dbo.sysoriginatingservers(
  originating_server_id int NOT NULL, originating_server sysname NOT NULL, master_server bit NOT NULL DEFAULT 1)
CREATE TABLE dbo.sysdownloadlist(
  instance_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, source_server sysname NOT NULL, operation_code tinyint NOT NULL,
  object_type tinyint NOT NULL, object_id uniqueidentifier NOT NULL, target_server sysname NOT NULL,
  error_message nvarchar(1024) NULL, date_posted datetime NOT NULL, date_downloaded datetime NULL,
  status tinyint NOT NULL, deleted_object_name sysname NULL)
GO
-- Database Mail and maintenance plans, for scripts that look whether there are any.
CREATE TABLE dbo.sysmail_profile(
  profile_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, name sysname NOT NULL UNIQUE, description nvarchar(256) NULL,
  last_mod_datetime datetime NOT NULL DEFAULT GETDATE(), last_mod_user sysname NOT NULL DEFAULT SUSER_SNAME())
CREATE TABLE dbo.sysmail_account(
  account_id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, name sysname NOT NULL UNIQUE, description nvarchar(256) NULL,
  email_address nvarchar(128) NOT NULL, display_name nvarchar(128) NULL, replyto_address nvarchar(128) NULL,
  last_mod_datetime datetime NOT NULL DEFAULT GETDATE(), last_mod_user sysname NOT NULL DEFAULT SUSER_SNAME())
CREATE TABLE dbo.sysmail_profileaccount(
  profile_id int NOT NULL, account_id int NOT NULL, sequence_number int NULL,
  last_mod_datetime datetime NOT NULL DEFAULT GETDATE(), last_mod_user sysname NOT NULL DEFAULT SUSER_SNAME(),
  PRIMARY KEY(profile_id, account_id))
CREATE TABLE dbo.sysmail_principalprofile(
  profile_id int NOT NULL, principal_sid varbinary(85) NOT NULL, is_default bit NOT NULL DEFAULT 0,
  last_mod_datetime datetime NOT NULL DEFAULT GETDATE(), last_mod_user sysname NOT NULL DEFAULT SUSER_SNAME())
CREATE TABLE dbo.sysmaintplan_subplans(
  subplan_id uniqueidentifier NOT NULL PRIMARY KEY, subplan_name sysname NOT NULL, subplan_description nvarchar(512) NULL,
  plan_id uniqueidentifier NOT NULL, job_id uniqueidentifier NOT NULL, msx_job_id uniqueidentifier NULL,
  schedule_id int NULL, msx_plan bit NOT NULL DEFAULT 0)
GO
SET IDENTITY_INSERT dbo.syscategories ON
INSERT dbo.syscategories(category_id, category_class, category_type, name) VALUES
  (0, 1, 1, N'[Uncategorized (Local)]'), (1, 1, 1, N'Jobs from MSX'), (2, 1, 2, N'[Uncategorized (Multi-Server)]'),
  (3, 1, 1, N'Database Maintenance'), (4, 1, 1, N'Web Assistant'), (5, 1, 1, N'Full-Text'), (6, 1, 1, N'Log Shipping'),
  (7, 1, 1, N'Database Engine Tuning Advisor'), (8, 1, 1, N'Data Collector'), (10, 1, 1, N'REPL-Distribution'),
  (11, 1, 1, N'REPL-Distribution Cleanup'), (12, 1, 1, N'REPL-History Cleanup'), (13, 1, 1, N'REPL-LogReader'),
  (14, 1, 1, N'REPL-Merge'), (15, 1, 1, N'REPL-Snapshot'), (16, 1, 1, N'REPL-Checkup'),
  (17, 1, 1, N'REPL-Subscription Cleanup'), (18, 1, 1, N'REPL-Alert Response'), (19, 1, 1, N'REPL-QueueReader'),
  (20, 2, 3, N'Replication'), (98, 2, 3, N'[Uncategorized]'), (99, 3, 3, N'[Uncategorized]')
SET IDENTITY_INSERT dbo.syscategories OFF
INSERT dbo.syssubsystems(subsystem_id, subsystem, description_id, subsystem_dll, agent_exe, start_entry_point,
                         event_entry_point, stop_entry_point, max_worker_threads) VALUES
  (1, N'TSQL', 14556, N'[Internal]', N'[Internal]', N'[Internal]', N'[Internal]', N'[Internal]', 20),
  (2, N'ActiveScripting', 14555, NULL, NULL, N'ActiveScriptStart', N'ActiveScriptEvent', N'ActiveScriptStop', 10),
  (3, N'CmdExec', 14550, NULL, NULL, N'CmdExecStart', N'CmdEvent', N'CmdExecStop', 10),
  (4, N'Snapshot', 14551, NULL, NULL, N'ReplStart', N'ReplEvent', N'ReplStop', 100),
  (5, N'LogReader', 14552, NULL, NULL, N'ReplStart', N'ReplEvent', N'ReplStop', 25),
  (6, N'Distribution', 14553, NULL, NULL, N'ReplStart', N'ReplEvent', N'ReplStop', 100),
  (7, N'Merge', 14554, NULL, NULL, N'ReplStart', N'ReplEvent', N'ReplStop', 100),
  (8, N'QueueReader', 14581, NULL, NULL, N'ReplStart', N'ReplEvent', N'ReplStop', 100),
  (9, N'ANALYSISQUERY', 14513, NULL, NULL, N'OlapStart', N'OlapQueryEvent', N'OlapStop', 100),
  (10, N'ANALYSISCOMMAND', 14514, NULL, NULL, N'OlapStart', N'OlapCommandEvent', N'OlapStop', 100),
  (11, N'SSIS', 14538, NULL, NULL, N'DtsStart', N'DtsEvent', N'DtsStop', 100),
  (12, N'PowerShell', 14698, NULL, NULL, N'PowerShellStart', N'PowerShellEvent', N'PowerShellStop', 2)
GO
