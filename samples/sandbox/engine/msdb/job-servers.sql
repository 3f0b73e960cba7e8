-- Where a job runs: here, or nowhere yet. No server is enlisted as a target, so that no other name is known.
CREATE PROCEDURE dbo.sp_verify_jobserver @server_name sysname
AS
BEGIN
  SET NOCOUNT ON
  IF ISNULL(NULLIF(UPPER(LTRIM(RTRIM(@server_name))), N''), N'(LOCAL)') IN (N'(LOCAL)', N'.', UPPER(@@SERVERNAME)) RETURN 0
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(14396, 16, 1)
    RETURN 1
  END
  RAISERROR(14262, 16, 1, '@server_name', @server_name)
  RETURN 1
END
GO
CREATE PROCEDURE dbo.sp_add_jobserver
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @server_name sysname = NULL, @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @here sysname
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_jobserver @server_name
  IF @result <> 0 RETURN 1
  IF EXISTS (SELECT * FROM dbo.sysjobservers WHERE job_id = @job_id AND server_id = 0)
  BEGIN
    SELECT @here = @@SERVERNAME
    RAISERROR(14269, 16, 1, @job_name, @here)
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysjobs AS j JOIN dbo.syscategories AS c ON c.category_id = j.category_id
             WHERE j.job_id = @job_id AND c.category_type = 2)
  BEGIN
    RAISERROR(14285, 16, 1)
    RETURN 1
  END
  INSERT dbo.sysjobservers VALUES(@job_id, 0, 5, NULL, 0, 0, 0)
  INSERT dbo.sysjobactivity(session_id, job_id) SELECT MAX(session_id), @job_id FROM dbo.syssessions
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_jobserver @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @server_name sysname
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @here sysname
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_jobserver @server_name
  IF @result <> 0 RETURN 1
  IF NOT EXISTS (SELECT * FROM dbo.sysjobservers WHERE job_id = @job_id AND server_id = 0)
  BEGIN
    SELECT @here = @@SERVERNAME
    RAISERROR(14270, 16, 1, @job_name, @here)
    RETURN 1
  END
  DELETE dbo.sysjobservers WHERE job_id = @job_id AND server_id = 0
  DELETE dbo.sysjobactivity WHERE job_id = @job_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_help_jobserver
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @show_last_run_details tinyint = 0
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  IF @show_last_run_details = 0
    SELECT t.server_id, t.server_name, t.enlist_date, t.last_poll_date
    FROM dbo.sysjobservers AS s JOIN dbo.systargetservers_view AS t ON t.server_id = s.server_id
    WHERE s.job_id = @job_id
  ELSE
    SELECT t.server_id, t.server_name, t.enlist_date, t.last_poll_date, s.last_run_date, s.last_run_time,
           s.last_run_duration, s.last_run_outcome, s.last_outcome_message
    FROM dbo.sysjobservers AS s JOIN dbo.systargetservers_view AS t ON t.server_id = s.server_id
    WHERE s.job_id = @job_id
  RETURN 0
END
GO
