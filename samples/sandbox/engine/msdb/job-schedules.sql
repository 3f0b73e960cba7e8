-- Which schedules a job has.
CREATE PROCEDURE dbo.sp_attach_schedule
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @schedule_id int = NULL, @schedule_name sysname = NULL,
  @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @job_owner varbinary(85), @owner_sid varbinary(85), @origin int
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT, @job_owner OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_schedule_identifiers '@schedule_name', '@schedule_id', @schedule_name OUTPUT,
                                                       @schedule_id OUTPUT, @owner_sid OUTPUT, @origin OUTPUT
  IF @result <> 0 RETURN 1
  IF @owner_sid <> @job_owner AND IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(14377, 16, 1)
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysjobschedules WHERE job_id = @job_id AND schedule_id = @schedule_id) RETURN 0
  INSERT dbo.sysjobschedules(schedule_id, job_id) VALUES(@schedule_id, @job_id)
  UPDATE dbo.sysjobs SET version_number = version_number + 1, date_modified = GETDATE() WHERE job_id = @job_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_detach_schedule
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @schedule_id int = NULL, @schedule_name sysname = NULL,
  @delete_unused_schedule bit = 0, @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @schedule_owner varbinary(85), @origin int
  EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT, 'TEST', @owner_sid OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_schedule_identifiers '@schedule_name', '@schedule_id', @schedule_name OUTPUT,
                                                       @schedule_id OUTPUT, @schedule_owner OUTPUT, @origin OUTPUT, @job_id
  IF @result <> 0 RETURN 1
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(14391, 16, 1)
    RETURN 1
  END
  IF NOT EXISTS (SELECT * FROM dbo.sysjobschedules WHERE job_id = @job_id AND schedule_id = @schedule_id)
  BEGIN
    RAISERROR(14374, 16, 1, @schedule_name, @job_name)
    RETURN 1
  END
  DELETE dbo.sysjobschedules WHERE job_id = @job_id AND schedule_id = @schedule_id
  UPDATE dbo.sysjobs SET version_number = version_number + 1, date_modified = GETDATE() WHERE job_id = @job_id
  IF @delete_unused_schedule = 1 AND NOT EXISTS (SELECT * FROM dbo.sysjobschedules WHERE schedule_id = @schedule_id)
  BEGIN
    IF @schedule_owner <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0
    BEGIN
      RAISERROR(14394, 16, 1)
      RETURN 1
    END
    DELETE dbo.sysschedules WHERE schedule_id = @schedule_id
  END
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_add_jobschedule
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @name sysname, @enabled tinyint = 1, @freq_type int = 1,
  @freq_interval int = 0, @freq_subday_type int = 0, @freq_subday_interval int = 0, @freq_relative_interval int = 0,
  @freq_recurrence_factor int = 0, @active_start_date int = NULL, @active_end_date int = 99991231,
  @active_start_time int = 0, @active_end_time int = 235959, @schedule_id int = NULL OUTPUT, @automatic_post bit = 1,
  @schedule_uid uniqueidentifier = NULL OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @owner sysname
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT, @owner_sid OUTPUT
  IF @result <> 0 RETURN 1
  SELECT @owner = SUSER_SNAME(@owner_sid)
  EXECUTE @result = dbo.sp_add_schedule
    @schedule_name = @name, @enabled = @enabled, @freq_type = @freq_type, @freq_interval = @freq_interval,
    @freq_subday_type = @freq_subday_type, @freq_subday_interval = @freq_subday_interval,
    @freq_relative_interval = @freq_relative_interval, @freq_recurrence_factor = @freq_recurrence_factor,
    @active_start_date = @active_start_date, @active_end_date = @active_end_date, @active_start_time = @active_start_time,
    @active_end_time = @active_end_time, @owner_login_name = @owner, @schedule_uid = @schedule_uid OUTPUT,
    @schedule_id = @schedule_id OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_attach_schedule @job_id = @job_id, @schedule_id = @schedule_id
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_update_jobschedule
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @name sysname, @new_name sysname = NULL,
  @enabled tinyint = NULL, @freq_type int = NULL, @freq_interval int = NULL, @freq_subday_type int = NULL,
  @freq_subday_interval int = NULL, @freq_relative_interval int = NULL, @freq_recurrence_factor int = NULL,
  @active_start_date int = NULL, @active_end_date int = NULL, @active_start_time int = NULL, @active_end_time int = NULL,
  @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @schedule_id int, @found int
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  SELECT @schedule_id = s.schedule_id FROM dbo.sysjobschedules AS js JOIN dbo.sysschedules AS s ON s.schedule_id = js.schedule_id
  WHERE js.job_id = @job_id AND s.name = LTRIM(RTRIM(@name))
  SELECT @found = @@ROWCOUNT
  IF @found = 0
  BEGIN
    RAISERROR(14262, 16, 1, '@name', @name)
    RETURN 1
  END
  IF @found > 1
  BEGIN
    RAISERROR(14375, 16, 1, @name, @job_name)
    RETURN 1
  END
  EXECUTE @result = dbo.sp_update_schedule
    @schedule_id = @schedule_id, @new_name = @new_name, @enabled = @enabled, @freq_type = @freq_type,
    @freq_interval = @freq_interval, @freq_subday_type = @freq_subday_type, @freq_subday_interval = @freq_subday_interval,
    @freq_relative_interval = @freq_relative_interval, @freq_recurrence_factor = @freq_recurrence_factor,
    @active_start_date = @active_start_date, @active_end_date = @active_end_date, @active_start_time = @active_start_time,
    @active_end_time = @active_end_time
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_delete_jobschedule
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @name sysname, @keep_schedule int = 0, @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @schedule_id int, @found int, @delete bit
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  IF UPPER(@name) = N'ALL'
  BEGIN
    WHILE EXISTS (SELECT * FROM dbo.sysjobschedules WHERE job_id = @job_id)
    BEGIN
      SELECT TOP (1) @schedule_id = schedule_id FROM dbo.sysjobschedules WHERE job_id = @job_id
      SELECT @delete = CASE @keep_schedule WHEN 0 THEN 1 ELSE 0 END
      EXECUTE @result = dbo.sp_detach_schedule @job_id = @job_id, @schedule_id = @schedule_id, @delete_unused_schedule = @delete
      IF @result <> 0 RETURN 1
    END
    RETURN 0
  END
  SELECT @schedule_id = s.schedule_id FROM dbo.sysjobschedules AS js JOIN dbo.sysschedules AS s ON s.schedule_id = js.schedule_id
  WHERE js.job_id = @job_id AND s.name = LTRIM(RTRIM(@name))
  SELECT @found = @@ROWCOUNT
  IF @found = 0
  BEGIN
    RAISERROR(14374, 16, 1, @name, @job_name)
    RETURN 1
  END
  IF @found > 1
  BEGIN
    RAISERROR(14376, 16, 1, @name, @job_name)
    RETURN 1
  END
  SELECT @delete = CASE @keep_schedule WHEN 0 THEN 1 ELSE 0 END
  EXECUTE @result = dbo.sp_detach_schedule @job_id = @job_id, @schedule_id = @schedule_id, @delete_unused_schedule = @delete
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_help_jobschedule
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @schedule_name sysname = NULL, @schedule_id int = NULL,
  @include_description bit = 0
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  SELECT @schedule_name = NULLIF(LTRIM(RTRIM(@schedule_name)), N''), @job_name = NULLIF(LTRIM(RTRIM(@job_name)), N'')
  IF (@schedule_id IS NULL AND @job_id IS NULL AND @job_name IS NULL) OR
     (@schedule_id IS NOT NULL AND COALESCE(CONVERT(nvarchar(36), @job_id), @job_name, @schedule_name) IS NOT NULL)
  BEGIN
    RAISERROR(14273, 16, 1)
    RETURN 1
  END
  IF @schedule_id IS NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT
    IF @result <> 0 RETURN 1
    IF @schedule_name IS NOT NULL AND
       NOT EXISTS (SELECT * FROM dbo.sysjobschedules AS js JOIN dbo.sysschedules AS s ON s.schedule_id = js.schedule_id
                   WHERE js.job_id = @job_id AND s.name = @schedule_name)
    BEGIN
      RAISERROR(14262, 16, 1, '@schedule_name', @schedule_name)
      RETURN 1
    END
  END
  SELECT s.schedule_id, s.name AS schedule_name, s.enabled, s.freq_type, s.freq_interval, s.freq_subday_type,
         s.freq_subday_interval, s.freq_relative_interval, s.freq_recurrence_factor, s.active_start_date,
         s.active_end_date, s.active_start_time, s.active_end_time, s.date_created,
         CASE @include_description WHEN 1 THEN dbo.agent_schedule_text(s.freq_type, s.freq_interval, s.freq_subday_type,
           s.freq_subday_interval, s.freq_relative_interval, s.freq_recurrence_factor, s.active_start_time, s.active_end_time)
         ELSE N'(Description not requested.)' END AS schedule_description,
         js.next_run_date, js.next_run_time, s.schedule_uid,
         (SELECT COUNT(*) FROM dbo.sysjobschedules AS other WHERE other.schedule_id = s.schedule_id) AS job_count
  FROM dbo.sysjobschedules AS js
  JOIN dbo.sysschedules AS s ON s.schedule_id = js.schedule_id
  WHERE (@job_id IS NULL OR js.job_id = @job_id) AND (@schedule_name IS NULL OR s.name = @schedule_name)
    AND (@schedule_id IS NULL OR s.schedule_id = @schedule_id)
  ORDER BY s.schedule_id
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_help_jobs_in_schedule @schedule_name sysname = NULL, @schedule_id int = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @origin int
  EXECUTE @result = dbo.sp_verify_schedule_identifiers '@schedule_name', '@schedule_id', @schedule_name OUTPUT,
                                                       @schedule_id OUTPUT, @owner_sid OUTPUT, @origin OUTPUT
  IF @result <> 0 RETURN 1
  SELECT j.job_id, j.originating_server, j.name, j.enabled, j.description, j.start_step_id, c.name AS category,
         dbo.SQLAGENT_SUSER_SNAME(j.owner_sid) AS owner, j.date_created, j.date_modified, j.version_number
  FROM dbo.sysjobs_view AS j
  JOIN dbo.sysjobschedules AS js ON js.job_id = j.job_id
  LEFT JOIN dbo.syscategories AS c ON c.category_id = j.category_id
  WHERE js.schedule_id = @schedule_id
  ORDER BY j.name
  RETURN 0
END
GO
