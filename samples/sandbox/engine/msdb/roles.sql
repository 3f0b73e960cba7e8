-- The fixed roles of msdb. Each of the Agent's three contains the rights of the one before.
CREATE ROLE SQLAgentUserRole
CREATE ROLE SQLAgentReaderRole
CREATE ROLE SQLAgentOperatorRole
CREATE ROLE TargetServersRole
CREATE ROLE DatabaseMailUserRole
CREATE ROLE db_ssisadmin
CREATE ROLE db_ssisltduser
CREATE ROLE db_ssisoperator
ALTER ROLE SQLAgentUserRole ADD MEMBER SQLAgentReaderRole
ALTER ROLE SQLAgentReaderRole ADD MEMBER SQLAgentOperatorRole
GO
GRANT SELECT ON dbo.syscategories TO SQLAgentUserRole
GRANT SELECT ON dbo.sysjobs_view TO SQLAgentUserRole
GRANT SELECT ON dbo.sysschedules_localserver_view TO SQLAgentUserRole
GRANT SELECT ON dbo.sysoriginatingservers_view TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_add_job TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_add_jobschedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_add_jobserver TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_add_jobstep TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_add_schedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_attach_schedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_delete_job TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_delete_jobschedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_delete_jobserver TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_delete_jobstep TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_delete_schedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_detach_schedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_enum_sqlagent_subsystems TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_category TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_job TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_jobactivity TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_jobcount TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_jobhistory TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_jobs_in_schedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_jobschedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_jobserver TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_jobstep TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_operator TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_proxy TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_enum_proxy_for_subsystem TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_help_schedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_start_job TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_stop_job TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_update_job TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_update_jobschedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_update_jobstep TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_update_schedule TO SQLAgentUserRole
GRANT EXECUTE ON dbo.sp_enum_login_for_proxy TO SQLAgentOperatorRole
GRANT EXECUTE ON dbo.sp_help_alert TO SQLAgentOperatorRole
GRANT EXECUTE ON dbo.sp_help_notification TO SQLAgentOperatorRole
GRANT EXECUTE ON dbo.sp_purge_jobhistory TO SQLAgentOperatorRole
GRANT SELECT ON dbo.sysalerts TO SQLAgentOperatorRole
GRANT SELECT ON dbo.sysnotifications TO SQLAgentOperatorRole
GRANT SELECT ON dbo.sysoperators TO SQLAgentOperatorRole
GO
