-- The steps of a job: numbered from 1 without gaps, each with what happens after it.
CREATE PROCEDURE dbo.sp_verify_jobstep
  @job_id uniqueidentifier, @step_id int, @step_name sysname, @subsystem nvarchar(40) OUTPUT, @on_success_action int,
  @on_success_step_id int, @on_fail_action int, @on_fail_step_id int, @os_run_priority int, @flags int,
  @retry_attempts int, @retry_interval int, @database_name sysname OUTPUT, @database_user_name sysname,
  @output_file_name nvarchar(200), @proxy_id int OUTPUT, @proxy_name sysname, @checks_proxy bit, @last_step int
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @subsystem_id int
  IF NULLIF(@step_name, N'') IS NULL
  BEGIN
    RAISERROR(14200, 16, 1, '@step_name')
    RETURN 1
  END
  IF @subsystem = N'Dts' SELECT @subsystem = N'SSIS'
  SELECT @subsystem_id = subsystem_id, @subsystem = subsystem FROM dbo.syssubsystems WHERE subsystem = @subsystem
  IF @subsystem_id IS NULL
  BEGIN
    RAISERROR(14234, 16, 1, '@subsystem', 'sp_enum_sqlagent_subsystems')
    RETURN 1
  END
  IF @on_success_action NOT BETWEEN 1 AND 4
  BEGIN
    RAISERROR(14266, 16, 1, '@on_success_action', '1, 2, 3, 4')
    RETURN 1
  END
  IF @on_fail_action NOT BETWEEN 1 AND 4
  BEGIN
    RAISERROR(14266, 16, 1, '@on_fail_action', '1, 2, 3, 4')
    RETURN 1
  END
  IF @on_success_action = 4 AND (@on_success_step_id < 1 OR @on_success_step_id = @step_id)
  BEGIN
    RAISERROR(14235, 16, 1, '@on_success_step', @step_id)
    RETURN 1
  END
  IF @on_fail_action = 4 AND (@on_fail_step_id < 1 OR @on_fail_step_id = @step_id)
  BEGIN
    RAISERROR(14235, 16, 1, '@on_fail_step', @step_id)
    RETURN 1
  END
  -- A later step may still come, so that only a warning is due.
  IF @on_success_action = 4 AND @on_success_step_id > @last_step RAISERROR(14236, 10, 1, '@on_success_step')
  IF @on_fail_action = 4 AND @on_fail_step_id > @last_step RAISERROR(14236, 10, 1, '@on_fail_step')
  DECLARE @wrong varchar(20), @valid varchar(40)
  SELECT @wrong = CASE WHEN @os_run_priority NOT IN (-15, -1, 0, 1, 15) THEN '@os_run_priority'
                       WHEN @flags NOT BETWEEN 0 AND 127 THEN '@flags' WHEN @retry_attempts < 0 THEN '@retry_attempts'
                       WHEN @retry_interval < 0 THEN '@retry_interval' END
  IF @wrong IS NOT NULL
  BEGIN
    SELECT @valid = CASE @wrong WHEN '@os_run_priority' THEN '-15, -1, 0, 1, 15'
                                WHEN '@flags' THEN '0, 2, 4, 8, 16, 32, 64' ELSE '0..n' END
    RAISERROR(14266, 16, 1, @wrong, @valid)
    RETURN 1
  END
  IF @output_file_name IS NOT NULL AND @subsystem_id NOT IN (1, 3, 9, 10, 11, 12)
  BEGIN
    RAISERROR(14545, 16, 1, '@output_file_name', @subsystem)
    RETURN 1
  END
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    IF @output_file_name IS NOT NULL
    BEGIN
      RAISERROR(14582, 16, 1)
      RETURN 1
    END
    IF @database_user_name IS NOT NULL
    BEGIN
      RAISERROR(14583, 16, 1)
      RETURN 1
    END
  END
  IF @subsystem_id = 1
  BEGIN
    SELECT @database_name = ISNULL(@database_name, N'master')
    IF DB_ID(@database_name) IS NULL
    BEGIN
      RAISERROR(14262, 16, 1, '@database_name', @database_name)
      RETURN 1
    END
  END
  IF @checks_proxy = 0 RETURN 0
  IF @proxy_name = N'' SELECT @proxy_name = NULL, @proxy_id = NULL
  IF @proxy_name IS NULL AND @proxy_id IS NULL RETURN 0
  EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
  IF @result <> 0 RETURN 1
  IF @subsystem_id = 1
  BEGIN
    RAISERROR(14517, 16, 1)
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy_permissions @subsystem, @proxy_id
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_add_jobstep
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @step_id int = NULL, @step_name sysname,
  @subsystem nvarchar(40) = N'TSQL', @command nvarchar(max) = NULL, @additional_parameters nvarchar(max) = NULL,
  @cmdexec_success_code int = 0, @on_success_action tinyint = 1, @on_success_step_id int = 0,
  @on_fail_action tinyint = 2, @on_fail_step_id int = 0, @server sysname = NULL, @database_name sysname = NULL,
  @database_user_name sysname = NULL, @retry_attempts int = 0, @retry_interval int = 0, @os_run_priority int = 0,
  @output_file_name nvarchar(200) = NULL, @flags int = 0, @proxy_id int = NULL, @proxy_name sysname = NULL,
  @step_uid uniqueidentifier = NULL OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @last_step int, @range varchar(20)
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  SELECT @step_name = LTRIM(RTRIM(@step_name)), @subsystem = LTRIM(RTRIM(@subsystem)), @server = NULLIF(@server, N''),
         @database_name = NULLIF(@database_name, N''), @database_user_name = NULLIF(@database_user_name, N''),
         @output_file_name = NULLIF(@output_file_name, N'')
  SELECT @last_step = ISNULL(MAX(step_id), 0) FROM dbo.sysjobsteps WHERE job_id = @job_id
  IF @step_id IS NULL SELECT @step_id = @last_step + 1
  IF @step_id < 1 OR @step_id > @last_step + 1
  BEGIN
    SELECT @range = '1..' + CONVERT(varchar(10), @last_step + 1)
    RAISERROR(14266, 16, 1, '@step_id', @range)
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_name = @step_name)
  BEGIN
    RAISERROR(14261, 16, 1, '@step_name', @step_name)
    RETURN 1
  END
  DECLARE @highest int = @last_step + 1
  EXECUTE @result = dbo.sp_verify_jobstep
    @job_id, @step_id, @step_name, @subsystem OUTPUT, @on_success_action, @on_success_step_id, @on_fail_action,
    @on_fail_step_id, @os_run_priority, @flags, @retry_attempts, @retry_interval, @database_name OUTPUT,
    @database_user_name, @output_file_name, @proxy_id OUTPUT, @proxy_name, 1, @highest
  IF @result <> 0 RETURN 1
  IF @step_id <= @last_step
  BEGIN
    -- Those behind it make room, and who leads to them follows.
    UPDATE dbo.sysjobsteps SET step_id = step_id + 1 WHERE job_id = @job_id AND step_id >= @step_id
    UPDATE dbo.sysjobsteps SET on_success_step_id = on_success_step_id + 1 WHERE job_id = @job_id AND on_success_step_id >= @step_id
    UPDATE dbo.sysjobsteps SET on_fail_step_id = on_fail_step_id + 1 WHERE job_id = @job_id AND on_fail_step_id >= @step_id
  END
  SELECT @step_uid = NEWID()
  INSERT dbo.sysjobsteps VALUES(
    @job_id, @step_id, @step_name, @subsystem, @command, @flags, @additional_parameters, @cmdexec_success_code,
    @on_success_action, @on_success_step_id, @on_fail_action, @on_fail_step_id, @server, @database_name,
    @database_user_name, @retry_attempts, @retry_interval, @os_run_priority, @output_file_name, 0, 0, 0, 0, 0,
    @proxy_id, @step_uid)
  UPDATE dbo.sysjobs SET version_number = version_number + 1, date_modified = GETDATE() WHERE job_id = @job_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_update_jobstep
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @step_id int, @step_name sysname = NULL,
  @subsystem nvarchar(40) = NULL, @command nvarchar(max) = NULL, @additional_parameters nvarchar(max) = NULL,
  @cmdexec_success_code int = NULL, @on_success_action tinyint = NULL, @on_success_step_id int = NULL,
  @on_fail_action tinyint = NULL, @on_fail_step_id int = NULL, @server sysname = NULL, @database_name sysname = NULL,
  @database_user_name sysname = NULL, @retry_attempts int = NULL, @retry_interval int = NULL,
  @os_run_priority int = NULL, @output_file_name nvarchar(200) = NULL, @flags int = NULL, @proxy_id int = NULL,
  @proxy_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @last_step int, @shown varchar(12), @checks bit
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  IF NOT EXISTS (SELECT * FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_id = @step_id)
  BEGIN
    SELECT @shown = CONVERT(varchar(12), @step_id)
    RAISERROR(14262, 16, 1, '@step_id', @shown)
    RETURN 1
  END
  SELECT @step_name = NULLIF(LTRIM(RTRIM(@step_name)), N'')
  IF @step_name IS NOT NULL AND
     EXISTS (SELECT * FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_name = @step_name AND step_id <> @step_id)
  BEGIN
    RAISERROR(14261, 16, 1, '@step_name', @step_name)
    RETURN 1
  END
  SELECT @last_step = MAX(step_id) FROM dbo.sysjobsteps WHERE job_id = @job_id
  -- What is not given stays; an empty text takes away.
  SELECT @checks = CASE WHEN @proxy_id IS NULL AND @proxy_name IS NULL THEN 0 ELSE 1 END
  SELECT @step_name = ISNULL(@step_name, step_name), @subsystem = ISNULL(LTRIM(RTRIM(@subsystem)), subsystem),
         @command = ISNULL(@command, command), @additional_parameters = ISNULL(@additional_parameters, additional_parameters),
         @cmdexec_success_code = ISNULL(@cmdexec_success_code, cmdexec_success_code),
         @on_success_action = ISNULL(@on_success_action, on_success_action),
         @on_success_step_id = ISNULL(@on_success_step_id, on_success_step_id),
         @on_fail_action = ISNULL(@on_fail_action, on_fail_action),
         @on_fail_step_id = ISNULL(@on_fail_step_id, on_fail_step_id), @server = NULLIF(ISNULL(@server, server), N''),
         @database_name = NULLIF(ISNULL(@database_name, database_name), N''),
         @database_user_name = NULLIF(ISNULL(@database_user_name, database_user_name), N''),
         @retry_attempts = ISNULL(@retry_attempts, retry_attempts), @retry_interval = ISNULL(@retry_interval, retry_interval),
         @os_run_priority = ISNULL(@os_run_priority, os_run_priority),
         @output_file_name = NULLIF(ISNULL(@output_file_name, output_file_name), N''), @flags = ISNULL(@flags, flags),
         @proxy_id = CASE @checks WHEN 1 THEN @proxy_id ELSE proxy_id END
  FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_id = @step_id
  EXECUTE @result = dbo.sp_verify_jobstep
    @job_id, @step_id, @step_name, @subsystem OUTPUT, @on_success_action, @on_success_step_id, @on_fail_action,
    @on_fail_step_id, @os_run_priority, @flags, @retry_attempts, @retry_interval, @database_name OUTPUT,
    @database_user_name, @output_file_name, @proxy_id OUTPUT, @proxy_name, @checks, @last_step
  IF @result <> 0 RETURN 1
  UPDATE dbo.sysjobsteps
  SET step_name = @step_name, subsystem = @subsystem, command = @command, flags = @flags,
      additional_parameters = @additional_parameters, cmdexec_success_code = @cmdexec_success_code,
      on_success_action = @on_success_action, on_success_step_id = @on_success_step_id, on_fail_action = @on_fail_action,
      on_fail_step_id = @on_fail_step_id, server = @server, database_name = @database_name,
      database_user_name = @database_user_name, retry_attempts = @retry_attempts, retry_interval = @retry_interval,
      os_run_priority = @os_run_priority, output_file_name = @output_file_name, proxy_id = @proxy_id
  WHERE job_id = @job_id AND step_id = @step_id
  UPDATE dbo.sysjobs SET version_number = version_number + 1, date_modified = GETDATE() WHERE job_id = @job_id
  RETURN @@ERROR
END
GO
-- Step 0 means all of them.
CREATE PROCEDURE dbo.sp_delete_jobstep @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @step_id int
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @last_step int, @range varchar(30)
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  SELECT @last_step = ISNULL(MAX(step_id), 0) FROM dbo.sysjobsteps WHERE job_id = @job_id
  IF @step_id < 0 OR @step_id > @last_step
  BEGIN
    SELECT @range = '0 (all steps) ..' + CONVERT(varchar(10), @last_step)
    RAISERROR(14266, 16, 1, '@step_id', @range)
    RETURN 1
  END
  DELETE l FROM dbo.sysjobsteps AS s JOIN dbo.sysjobstepslogs AS l ON l.step_uid = s.step_uid
  WHERE s.job_id = @job_id AND (@step_id = 0 OR s.step_id = @step_id)
  DELETE dbo.sysjobsteps WHERE job_id = @job_id AND (@step_id = 0 OR step_id = @step_id)
  IF @step_id > 0
  BEGIN
    UPDATE dbo.sysjobsteps SET step_id = step_id - 1 WHERE job_id = @job_id AND step_id > @step_id
    -- Who led to the deleted step quits instead: with success or with failure, as it would by default.
    UPDATE dbo.sysjobsteps SET on_success_action = 1, on_success_step_id = 0
    WHERE job_id = @job_id AND on_success_action = 4 AND on_success_step_id = @step_id
    UPDATE dbo.sysjobsteps SET on_fail_action = 2, on_fail_step_id = 0
    WHERE job_id = @job_id AND on_fail_action = 4 AND on_fail_step_id = @step_id
    UPDATE dbo.sysjobsteps SET on_success_step_id = on_success_step_id - 1 WHERE job_id = @job_id AND on_success_step_id > @step_id
    UPDATE dbo.sysjobsteps SET on_fail_step_id = on_fail_step_id - 1 WHERE job_id = @job_id AND on_fail_step_id > @step_id
  END
  UPDATE dbo.sysjobs
  SET version_number = version_number + 1, date_modified = GETDATE(),
      start_step_id = CASE WHEN @step_id = 0 OR start_step_id = @step_id THEN 1
                           WHEN start_step_id > @step_id THEN start_step_id - 1 ELSE start_step_id END
  WHERE job_id = @job_id
  RETURN @@ERROR
END
GO
