-- What a login sees of the Agent: sysadmins and readers everything, others their own.
CREATE VIEW dbo.sysoriginatingservers_view AS
SELECT 0 AS originating_server_id, CONVERT(sysname, SERVERPROPERTY('ServerName')) AS originating_server,
       CONVERT(bit, 0) AS master_server
UNION ALL
SELECT originating_server_id, originating_server, master_server FROM dbo.sysoriginatingservers
GO
CREATE VIEW dbo.sysjobs_view AS
SELECT j.job_id, s.originating_server, j.name, j.enabled, j.description, j.start_step_id, j.category_id, j.owner_sid,
       j.notify_level_eventlog, j.notify_level_email, j.notify_level_netsend, j.notify_level_page,
       j.notify_email_operator_id, j.notify_netsend_operator_id, j.notify_page_operator_id, j.delete_level,
       j.date_created, j.date_modified, j.version_number, j.originating_server_id, s.master_server
FROM dbo.sysjobs AS j
JOIN dbo.sysoriginatingservers_view AS s ON s.originating_server_id = j.originating_server_id
WHERE j.owner_sid = SUSER_SID() OR IS_SRVROLEMEMBER(N'sysadmin') = 1 OR IS_MEMBER(N'SQLAgentReaderRole') = 1
GO
CREATE VIEW dbo.sysschedules_localserver_view AS
SELECT s.schedule_id, s.schedule_uid, s.originating_server_id, s.name, s.owner_sid, s.enabled, s.freq_type,
       s.freq_interval, s.freq_subday_type, s.freq_subday_interval, s.freq_relative_interval,
       s.freq_recurrence_factor, s.active_start_date, s.active_end_date, s.active_start_time, s.active_end_time,
       s.date_created, s.date_modified, s.version_number, o.originating_server, o.master_server
FROM dbo.sysschedules AS s
JOIN dbo.sysoriginatingservers_view AS o ON o.originating_server_id = s.originating_server_id
WHERE o.master_server = 0
  AND (s.owner_sid = SUSER_SID() OR IS_SRVROLEMEMBER(N'sysadmin') = 1 OR IS_MEMBER(N'SQLAgentReaderRole') = 1)
GO
CREATE VIEW dbo.systargetservers_view AS
SELECT server_id, server_name, enlist_date, last_poll_date FROM dbo.systargetservers
UNION ALL
SELECT 0, CONVERT(sysname, SERVERPROPERTY('ServerName')), CONVERT(datetime, N'19981113', 112), CONVERT(datetime, N'19981113', 112)
GO
-- Maintenance plans are packages of Integration Services, of which this server keeps none.
CREATE VIEW dbo.sysmaintplan_plans AS
SELECT CONVERT(sysname, N'') AS name, plan_id AS id, subplan_description AS description, CONVERT(datetime, NULL) AS create_date,
       CONVERT(sysname, N'') AS owner, 0 AS has_targets
FROM dbo.sysmaintplan_subplans WHERE 1 = 0
GO
