-- Starting and stopping jobs, and what is known of past runs. This server has no Agent that would run a step:
-- a started job is shown as running until it is stopped, and writes no history.
CREATE PROCEDURE dbo.sp_start_job
  @job_name sysname = NULL, @job_id uniqueidentifier = NULL, @error_flag int = 1, @server_name sysname = NULL,
  @step_name sysname = NULL, @output_flag int = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @session int, @shown nvarchar(36), @caller sysname, @step int
  EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT, 'TEST', @owner_sid OUTPUT
  IF @result <> 0 RETURN 1
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0 AND IS_MEMBER(N'SQLAgentOperatorRole') = 0
  BEGIN
    RAISERROR(14393, 16, 1)
    RETURN 1
  END
  IF NULLIF(@server_name, N'') IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_jobserver @server_name
    IF @result <> 0 RETURN 1
  END
  IF NOT EXISTS (SELECT * FROM dbo.sysjobservers WHERE job_id = @job_id)
  BEGIN
    SELECT @shown = CONVERT(nvarchar(36), @job_id)
    RAISERROR(14256, 16, 1, @job_name, @shown)
    RETURN 1
  END
  IF NOT EXISTS (SELECT * FROM dbo.sysjobsteps WHERE job_id = @job_id)
  BEGIN
    RAISERROR(14528, 16, 1, @job_name)
    RETURN 1
  END
  IF NULLIF(@step_name, N'') IS NOT NULL
  BEGIN
    SELECT @step = step_id FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_name = @step_name
    IF @step IS NULL
    BEGIN
      RAISERROR(14262, 16, 1, '@step_name', @step_name)
      RETURN 1
    END
  END
  SELECT @session = MAX(session_id), @caller = SUSER_SNAME() FROM dbo.syssessions
  IF EXISTS (SELECT * FROM dbo.sysjobactivity
             WHERE job_id = @job_id AND session_id = @session AND start_execution_date IS NOT NULL AND stop_execution_date IS NULL)
  BEGIN
    SELECT @job_name = N'SQLServerAgent Error: Request to run job ' + @job_name + N' (from User ' + @caller +
                       N') refused because the job is already running from a request by User ' + run_requested_source + N'.'
    FROM dbo.sysjobactivity WHERE job_id = @job_id AND session_id = @session
    RAISERROR(22022, 16, 1, @job_name)
    RETURN 1
  END
  DELETE dbo.sysjobactivity WHERE job_id = @job_id AND session_id = @session
  INSERT dbo.sysjobactivity(session_id, job_id, run_requested_date, run_requested_source, start_execution_date)
  VALUES(@session, @job_id, GETDATE(), @caller, GETDATE())
  IF @output_flag = 1 RAISERROR(14243, 10, 1, @job_name)
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_stop_job
  @job_name sysname = NULL, @job_id uniqueidentifier = NULL, @originating_server sysname = NULL, @server_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @shown nvarchar(36)
  IF @job_id IS NULL AND @job_name IS NULL AND @originating_server IS NOT NULL
  BEGIN
    RAISERROR(14268, 16, 1, @originating_server)
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT, 'TEST', @owner_sid OUTPUT
  IF @result <> 0 RETURN 1
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0 AND IS_MEMBER(N'SQLAgentOperatorRole') = 0
  BEGIN
    RAISERROR(14393, 16, 1)
    RETURN 1
  END
  IF NOT EXISTS (SELECT * FROM dbo.sysjobservers WHERE job_id = @job_id)
  BEGIN
    SELECT @shown = CONVERT(nvarchar(36), @job_id)
    RAISERROR(14257, 16, 1, @job_name, @shown)
    RETURN 1
  END
  UPDATE dbo.sysjobactivity SET stop_execution_date = GETDATE()
  WHERE job_id = @job_id AND session_id = (SELECT MAX(session_id) FROM dbo.syssessions)
    AND start_execution_date IS NOT NULL AND stop_execution_date IS NULL
  IF @@ROWCOUNT = 0
  BEGIN
    SELECT @job_name = N'SQLServerAgent Error: Request to stop job ' + @job_name + N' (from User ' + SUSER_SNAME() +
                       N') refused because the job is not currently running.'
    RAISERROR(22022, 16, 1, @job_name)
    RETURN 1
  END
  RAISERROR(14254, 10, 1, @job_name)
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_help_jobactivity @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @session_id int = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF @job_id IS NOT NULL OR @job_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT @session_id = ISNULL(@session_id, MAX(session_id)) FROM dbo.syssessions
  SELECT a.session_id, a.job_id, j.name AS job_name, a.run_requested_date, a.run_requested_source, a.queued_date,
         a.start_execution_date, a.last_executed_step_id, a.last_executed_step_date AS last_exectued_step_date,
         a.stop_execution_date, a.next_scheduled_run_date, a.job_history_id, h.message, h.run_status,
         h.operator_id_emailed, h.operator_id_netsent, h.operator_id_paged
  FROM dbo.sysjobactivity AS a
  JOIN dbo.sysjobs_view AS j ON j.job_id = a.job_id
  LEFT JOIN dbo.sysjobhistory AS h ON h.instance_id = a.job_history_id
  WHERE a.session_id = @session_id AND (@job_id IS NULL OR a.job_id = @job_id)
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_purge_jobhistory
  @job_name sysname = NULL, @job_id uniqueidentifier = NULL, @oldest_date datetime = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @rows int, @before int
  SELECT @before = CONVERT(int, CONVERT(char(8), @oldest_date, 112))
  IF @job_name IS NOT NULL OR @job_id IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT, 'TEST', @owner_sid OUTPUT
    IF @result <> 0 RETURN 1
  END
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0 AND IS_MEMBER(N'SQLAgentOperatorRole') = 0 AND ISNULL(@owner_sid, 0x00) <> SUSER_SID()
  BEGIN
    RAISERROR(14392, 16, 1)
    RETURN 1
  END
  DELETE dbo.sysjobhistory WHERE (@job_id IS NULL OR job_id = @job_id) AND (@before IS NULL OR run_date < @before)
  SELECT @rows = @@ROWCOUNT
  RAISERROR(14226, 10, 1, @rows)
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_help_jobhistory
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @step_id int = NULL, @sql_message_id int = NULL,
  @sql_severity int = NULL, @start_run_date int = NULL, @end_run_date int = NULL, @start_run_time int = NULL,
  @end_run_time int = NULL, @minimum_run_duration int = NULL, @run_status int = NULL, @minimum_retries int = NULL,
  @oldest_first int = 0, @server sysname = NULL, @mode varchar(7) = 'SUMMARY'
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF @job_id IS NOT NULL OR @job_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT @mode = UPPER(@mode)
  IF @mode NOT IN ('SUMMARY', 'FULL')
  BEGIN
    RAISERROR(14266, 16, 1, '@mode', 'SUMMARY, FULL')
    RETURN 1
  END
  SELECT h.instance_id, h.job_id, j.name AS job_name, h.step_id, h.step_name, h.sql_message_id, h.sql_severity, h.message,
         h.run_status, h.run_date, h.run_time, h.run_duration, h.operator_id_emailed, h.operator_id_netsent,
         h.operator_id_paged, h.retries_attempted, h.server
  FROM dbo.sysjobhistory AS h JOIN dbo.sysjobs_view AS j ON j.job_id = h.job_id
  WHERE (@job_id IS NULL OR h.job_id = @job_id) AND (@step_id IS NULL OR h.step_id = @step_id)
    AND (@sql_message_id IS NULL OR h.sql_message_id = @sql_message_id)
    AND (@sql_severity IS NULL OR h.sql_severity = @sql_severity)
    AND (@start_run_date IS NULL OR h.run_date >= @start_run_date) AND (@end_run_date IS NULL OR h.run_date <= @end_run_date)
    AND (@start_run_time IS NULL OR h.run_time >= @start_run_time) AND (@end_run_time IS NULL OR h.run_time <= @end_run_time)
    AND (@minimum_run_duration IS NULL OR h.run_duration >= @minimum_run_duration)
    AND (@run_status IS NULL OR h.run_status = @run_status)
    AND (@minimum_retries IS NULL OR h.retries_attempted >= @minimum_retries)
    AND (@server IS NULL OR h.server = @server)
  ORDER BY CASE @oldest_first WHEN 1 THEN h.instance_id ELSE -h.instance_id END
  RETURN 0
END
GO
