-- Schedules: when jobs run. Several jobs may share one; its owner and sysadmin may change it.
-- An Agent date is the number yyyymmdd, an Agent time hhmmss.
CREATE PROCEDURE dbo.sp_verify_job_date @date int, @date_name varchar(60) = '@date'
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @part varchar(10)
  SELECT @part = CASE WHEN @date / 10000 NOT BETWEEN 1990 AND 9999 THEN 'year'
                      WHEN @date / 100 % 100 NOT BETWEEN 1 AND 12 THEN 'month'
                      WHEN ISDATE(CONVERT(char(8), @date)) = 0 THEN 'day' END
  IF @part IS NULL RETURN 0
  RAISERROR(14287, 16, 1, @date_name, @part)
  RETURN 1
END
GO
CREATE PROCEDURE dbo.sp_verify_job_time @time int, @time_name varchar(60) = '@time'
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @part varchar(10)
  SELECT @part = CASE WHEN @time NOT BETWEEN 0 AND 235959 OR @time / 10000 > 23 THEN 'hour'
                      WHEN @time / 100 % 100 > 59 THEN 'minute' WHEN @time % 100 > 59 THEN 'second' END
  IF @part IS NULL RETURN 0
  RAISERROR(14287, 16, 1, @time_name, @part)
  RETURN 1
END
GO
-- Also clears what a frequency does not use, so that equal schedules are stored alike.
CREATE PROCEDURE dbo.sp_verify_schedule
  @name sysname, @enabled int, @freq_type int, @freq_interval int OUTPUT, @freq_subday_type int OUTPUT,
  @freq_subday_interval int OUTPUT, @freq_relative_interval int OUTPUT, @freq_recurrence_factor int OUTPUT,
  @active_start_date int OUTPUT, @active_start_time int OUTPUT, @active_end_date int OUTPUT, @active_end_time int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @reason nvarchar(200)
  IF NULLIF(@name, N'') IS NULL
  BEGIN
    RAISERROR(14200, 16, 1, '@name')
    RETURN 1
  END
  IF @enabled NOT IN (0, 1)
  BEGIN
    RAISERROR(14266, 16, 1, '@enabled', '0, 1')
    RETURN 1
  END
  IF @freq_type = 2
  BEGIN
    RAISERROR(14295, 16, 1)
    RETURN 1
  END
  IF @freq_type NOT IN (1, 4, 8, 16, 32, 64, 128)
  BEGIN
    RAISERROR(14266, 16, 1, '@freq_type', '0x1, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80')
    RETURN 1
  END
  SELECT @active_start_date = ISNULL(NULLIF(@active_start_date, 0), CONVERT(int, CONVERT(char(8), GETDATE(), 112))),
         @active_end_date = ISNULL(NULLIF(@active_end_date, 0), 99991231), @active_start_time = ISNULL(@active_start_time, 0),
         @active_end_time = ISNULL(@active_end_time, 235959)
  EXECUTE @result = dbo.sp_verify_job_date @active_start_date, '@active_start_date'
  IF @result <> 0 RETURN 1
  IF @active_end_date <> 99991231
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_date @active_end_date, '@active_end_date'
    IF @result <> 0 RETURN 1
  END
  IF @active_start_time <> 0
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_time @active_start_time, '@active_start_time'
    IF @result <> 0 RETURN 1
  END
  IF @active_end_time <> 235959
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_time @active_end_time, '@active_end_time'
    IF @result <> 0 RETURN 1
  END
  IF @active_end_date < @active_start_date
  BEGIN
    RAISERROR(14288, 16, 1, '@active_end_date', '@active_start_date')
    RETURN 1
  END
  IF @freq_type IN (1, 64, 128)
  BEGIN
    SELECT @freq_interval = 0, @freq_subday_type = 0, @freq_subday_interval = 0, @freq_relative_interval = 0, @freq_recurrence_factor = 0
    RETURN 0
  END
  IF @freq_subday_type = 0 SELECT @freq_subday_type = 1, @freq_subday_interval = 0
  IF @freq_subday_type NOT IN (1, 2, 4, 8)
  BEGIN
    RAISERROR(14266, 16, 1, '@freq_subday_type', '0x1, 0x2, 0x4, 0x8')
    RETURN 1
  END
  IF @freq_subday_type <> 1 AND @freq_subday_interval < 1
  BEGIN
    RAISERROR(14200, 16, 1, '@freq_subday_interval')
    RETURN 1
  END
  IF @freq_subday_type <> 1 AND @active_start_time = @active_end_time
  BEGIN
    RAISERROR(14266, 16, 1, '@active_end_time', 'before or after @active_start_time')
    RETURN 1
  END
  IF @freq_type <> 32 SELECT @freq_relative_interval = 0
  IF @freq_type = 4 SELECT @freq_recurrence_factor = 0
  SELECT @reason =
    CASE WHEN @freq_type = 4 AND @freq_interval < 1 THEN N'@freq_interval must be at least 1 for a daily job.'
         WHEN @freq_type = 8 AND @freq_interval NOT BETWEEN 1 AND 127
         THEN N'@freq_interval must be a valid day of the week bitmask [Sunday = 1 .. Saturday = 64] for a weekly job.'
         WHEN @freq_type = 16 AND @freq_interval NOT BETWEEN 1 AND 31
         THEN N'@freq_interval must be between 1 and 31 for a monthly job.'
         WHEN @freq_type = 32 AND @freq_relative_interval NOT IN (1, 2, 4, 8, 16)
         THEN N'@freq_relative_interval must be one of 1st (0x1), 2nd (0x2), 3rd [0x4], 4th (0x8) or Last (0x10).'
         WHEN @freq_type = 32 AND @freq_interval NOT BETWEEN 1 AND 10
         THEN N'@freq_interval must be between 1 and 10 (1 = Sunday .. 7 = Saturday, 8 = Day, 9 = Weekday, 10 = Weekend-day) for a monthly-relative job.'
         WHEN @freq_type <> 4 AND @freq_recurrence_factor < 1 THEN N'@freq_recurrence_factor must be at least 1.' END
  IF @reason IS NULL RETURN 0
  RAISERROR(14278, 16, 1, @reason)
  RETURN 1
END
GO
CREATE PROCEDURE dbo.sp_add_schedule
  @schedule_name sysname, @enabled tinyint = 1, @freq_type int = 0, @freq_interval int = 0, @freq_subday_type int = 0,
  @freq_subday_interval int = 0, @freq_relative_interval int = 0, @freq_recurrence_factor int = 0,
  @active_start_date int = NULL, @active_end_date int = 99991231, @active_start_time int = 0,
  @active_end_time int = 235959, @owner_login_name sysname = NULL, @schedule_uid uniqueidentifier = NULL OUTPUT,
  @schedule_id int = NULL OUTPUT, @originating_server sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85)
  SELECT @schedule_name = LTRIM(RTRIM(@schedule_name)), @owner_login_name = NULLIF(LTRIM(RTRIM(@owner_login_name)), N''),
         @schedule_id = NULL
  SELECT @owner_sid = SUSER_SID()
  IF @owner_login_name <> SUSER_SNAME()
  BEGIN
    IF SUSER_SID(@owner_login_name) <> @owner_sid AND IS_SRVROLEMEMBER(N'sysadmin') = 0
    BEGIN
      RAISERROR(14366, 16, 1)
      RETURN 1
    END
    EXECUTE @result = dbo.sp_verify_owner @owner_login_name, @owner_sid OUTPUT
    IF @result <> 0 RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_schedule
    @schedule_name, @enabled, @freq_type, @freq_interval OUTPUT, @freq_subday_type OUTPUT, @freq_subday_interval OUTPUT,
    @freq_relative_interval OUTPUT, @freq_recurrence_factor OUTPUT, @active_start_date OUTPUT, @active_start_time OUTPUT,
    @active_end_date OUTPUT, @active_end_time OUTPUT
  IF @result <> 0 RETURN 1
  -- A uid that is known names the schedule it belongs to: exported jobs share what they shared before.
  IF @schedule_uid IS NULL
    SELECT @schedule_uid = NEWID()
  ELSE
    SELECT @schedule_id = schedule_id FROM dbo.sysschedules WHERE schedule_uid = @schedule_uid
  IF @schedule_id IS NOT NULL RETURN 0
  INSERT dbo.sysschedules VALUES(
    @schedule_uid, 0, @schedule_name, @owner_sid, @enabled, @freq_type, @freq_interval, @freq_subday_type,
    @freq_subday_interval, @freq_relative_interval, @freq_recurrence_factor, @active_start_date, @active_end_date,
    @active_start_time, @active_end_time, GETDATE(), GETDATE(), 1)
  SELECT @result = @@ERROR, @schedule_id = SCOPE_IDENTITY()
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_update_schedule
  @schedule_id int = NULL, @name sysname = NULL, @new_name sysname = NULL, @enabled tinyint = NULL, @freq_type int = NULL,
  @freq_interval int = NULL, @freq_subday_type int = NULL, @freq_subday_interval int = NULL,
  @freq_relative_interval int = NULL, @freq_recurrence_factor int = NULL, @active_start_date int = NULL,
  @active_end_date int = NULL, @active_start_time int = NULL, @active_end_time int = NULL,
  @owner_login_name sysname = NULL, @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @origin int, @new_sid varbinary(85)
  EXECUTE @result = dbo.sp_verify_schedule_identifiers '@name', '@schedule_id', @name OUTPUT, @schedule_id OUTPUT,
                                                       @owner_sid OUTPUT, @origin OUTPUT
  IF @result <> 0 RETURN 1
  IF @origin <> 0
  BEGIN
    RAISERROR(14274, 16, 1)
    RETURN 1
  END
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(14394, 16, 1)
    RETURN 1
  END
  SELECT @owner_login_name = NULLIF(LTRIM(RTRIM(@owner_login_name)), N''), @new_sid = @owner_sid
  IF @owner_login_name IS NOT NULL
  BEGIN
    IF IS_SRVROLEMEMBER(N'sysadmin') = 0
    BEGIN
      RAISERROR(14366, 16, 1)
      RETURN 1
    END
    EXECUTE @result = dbo.sp_verify_owner @owner_login_name, @new_sid OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT @new_name = ISNULL(NULLIF(LTRIM(RTRIM(@new_name)), N''), name), @enabled = ISNULL(@enabled, enabled),
         @freq_type = ISNULL(@freq_type, freq_type), @freq_interval = ISNULL(@freq_interval, freq_interval),
         @freq_subday_type = ISNULL(@freq_subday_type, freq_subday_type),
         @freq_subday_interval = ISNULL(@freq_subday_interval, freq_subday_interval),
         @freq_relative_interval = ISNULL(@freq_relative_interval, freq_relative_interval),
         @freq_recurrence_factor = ISNULL(@freq_recurrence_factor, freq_recurrence_factor),
         @active_start_date = ISNULL(@active_start_date, active_start_date),
         @active_end_date = ISNULL(@active_end_date, active_end_date),
         @active_start_time = ISNULL(@active_start_time, active_start_time),
         @active_end_time = ISNULL(@active_end_time, active_end_time)
  FROM dbo.sysschedules WHERE schedule_id = @schedule_id
  EXECUTE @result = dbo.sp_verify_schedule
    @new_name, @enabled, @freq_type, @freq_interval OUTPUT, @freq_subday_type OUTPUT, @freq_subday_interval OUTPUT,
    @freq_relative_interval OUTPUT, @freq_recurrence_factor OUTPUT, @active_start_date OUTPUT, @active_start_time OUTPUT,
    @active_end_date OUTPUT, @active_end_time OUTPUT
  IF @result <> 0 RETURN 1
  UPDATE dbo.sysschedules
  SET name = @new_name, owner_sid = @new_sid, enabled = @enabled, freq_type = @freq_type, freq_interval = @freq_interval,
      freq_subday_type = @freq_subday_type, freq_subday_interval = @freq_subday_interval,
      freq_relative_interval = @freq_relative_interval, freq_recurrence_factor = @freq_recurrence_factor,
      active_start_date = @active_start_date, active_end_date = @active_end_date, active_start_time = @active_start_time,
      active_end_time = @active_end_time, date_modified = GETDATE(), version_number = version_number + 1
  WHERE schedule_id = @schedule_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_schedule
  @schedule_id int = NULL, @schedule_name sysname = NULL, @force_delete bit = 0, @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @origin int
  EXECUTE @result = dbo.sp_verify_schedule_identifiers '@schedule_name', '@schedule_id', @schedule_name OUTPUT,
                                                       @schedule_id OUTPUT, @owner_sid OUTPUT, @origin OUTPUT
  IF @result <> 0 RETURN 1
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(14394, 16, 1)
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysjobschedules WHERE schedule_id = @schedule_id)
  BEGIN
    IF @force_delete = 0
    BEGIN
      RAISERROR(14372, 16, 1)
      RETURN 1
    END
    UPDATE dbo.sysjobs SET version_number = version_number + 1, date_modified = GETDATE()
    WHERE job_id IN (SELECT job_id FROM dbo.sysjobschedules WHERE schedule_id = @schedule_id)
    DELETE dbo.sysjobschedules WHERE schedule_id = @schedule_id
  END
  DELETE dbo.sysschedules WHERE schedule_id = @schedule_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_help_schedule
  @schedule_id int = NULL, @schedule_name sysname = NULL, @attached_schedules_only bit = NULL, @include_description bit = 0
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @origin int
  IF @schedule_id IS NOT NULL OR NULLIF(@schedule_name, N'') IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_schedule_identifiers '@schedule_name', '@schedule_id', @schedule_name OUTPUT,
                                                         @schedule_id OUTPUT, @owner_sid OUTPUT, @origin OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT s.schedule_id, s.schedule_uid, s.name AS schedule_name, s.enabled, s.freq_type, s.freq_interval,
         s.freq_subday_type, s.freq_subday_interval, s.freq_relative_interval, s.freq_recurrence_factor,
         s.active_start_date, s.active_end_date, s.active_start_time, s.active_end_time, s.date_created,
         CASE @include_description WHEN 1 THEN dbo.agent_schedule_text(s.freq_type, s.freq_interval, s.freq_subday_type,
           s.freq_subday_interval, s.freq_relative_interval, s.freq_recurrence_factor, s.active_start_time, s.active_end_time)
         ELSE N'(Description not requested.)' END AS schedule_description,
         (SELECT COUNT(*) FROM dbo.sysjobschedules AS js WHERE js.schedule_id = s.schedule_id) AS job_count
  FROM dbo.sysschedules_localserver_view AS s
  WHERE (@schedule_id IS NULL OR s.schedule_id = @schedule_id)
    AND (ISNULL(@attached_schedules_only, 0) = 0
         OR EXISTS (SELECT * FROM dbo.sysjobschedules AS js WHERE js.schedule_id = s.schedule_id))
  ORDER BY s.schedule_id
  RETURN 0
END
GO
