-- Operators: who hears of a job's end or of an alert.
CREATE PROCEDURE dbo.sp_verify_operator
  @name sysname, @enabled int, @pager_days int, @weekday_start int, @weekday_end int, @saturday_start int,
  @saturday_end int, @sunday_start int, @sunday_end int, @category_name sysname, @category_id int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
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
  IF @pager_days NOT BETWEEN 0 AND 127
  BEGIN
    RAISERROR(14266, 16, 1, '@pager_days', '0..127 [1 = Sunday .. 64 = Saturday]')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_job_time @weekday_start, '@weekday_pager_start_time'
  IF @result = 0 EXECUTE @result = dbo.sp_verify_job_time @weekday_end, '@weekday_pager_end_time'
  IF @result = 0 EXECUTE @result = dbo.sp_verify_job_time @saturday_start, '@saturday_pager_start_time'
  IF @result = 0 EXECUTE @result = dbo.sp_verify_job_time @saturday_end, '@saturday_pager_end_time'
  IF @result = 0 EXECUTE @result = dbo.sp_verify_job_time @sunday_start, '@sunday_pager_start_time'
  IF @result = 0 EXECUTE @result = dbo.sp_verify_job_time @sunday_end, '@sunday_pager_end_time'
  IF @result = 0 EXECUTE @result = dbo.sp_verify_category_identifiers @category_name OUTPUT, @category_id OUTPUT, 3, 99
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_add_operator
  @name sysname, @enabled tinyint = 1, @email_address nvarchar(100) = NULL, @pager_address nvarchar(100) = NULL,
  @weekday_pager_start_time int = 90000, @weekday_pager_end_time int = 180000, @saturday_pager_start_time int = 90000,
  @saturday_pager_end_time int = 180000, @sunday_pager_start_time int = 90000, @sunday_pager_end_time int = 180000,
  @pager_days tinyint = 0, @netsend_address nvarchar(100) = NULL, @category_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_id int
  SELECT @name = LTRIM(RTRIM(@name))
  EXECUTE @result = dbo.sp_verify_operator
    @name, @enabled, @pager_days, @weekday_pager_start_time, @weekday_pager_end_time, @saturday_pager_start_time,
    @saturday_pager_end_time, @sunday_pager_start_time, @sunday_pager_end_time, @category_name, @category_id OUTPUT
  IF @result <> 0 RETURN 1
  IF EXISTS (SELECT * FROM dbo.sysoperators WHERE name = @name)
  BEGIN
    RAISERROR(14261, 16, 1, '@name', @name)
    RETURN 1
  END
  INSERT dbo.sysoperators VALUES(
    @name, @enabled, NULLIF(@email_address, N''), 0, 0, NULLIF(@pager_address, N''), 0, 0, @weekday_pager_start_time,
    @weekday_pager_end_time, @saturday_pager_start_time, @saturday_pager_end_time, @sunday_pager_start_time,
    @sunday_pager_end_time, @pager_days, NULLIF(@netsend_address, N''), 0, 0, @category_id)
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_update_operator
  @name sysname, @new_name sysname = NULL, @enabled tinyint = NULL, @email_address nvarchar(100) = NULL,
  @pager_address nvarchar(100) = NULL, @weekday_pager_start_time int = NULL, @weekday_pager_end_time int = NULL,
  @saturday_pager_start_time int = NULL, @saturday_pager_end_time int = NULL, @sunday_pager_start_time int = NULL,
  @sunday_pager_end_time int = NULL, @pager_days tinyint = NULL, @netsend_address nvarchar(100) = NULL,
  @category_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_id int
  SELECT @name = LTRIM(RTRIM(@name)), @new_name = NULLIF(LTRIM(RTRIM(@new_name)), N'')
  IF NOT EXISTS (SELECT * FROM dbo.sysoperators WHERE name = @name)
  BEGIN
    RAISERROR(14262, 16, 1, '@name', @name)
    RETURN 1
  END
  SELECT @enabled = ISNULL(@enabled, enabled), @email_address = NULLIF(ISNULL(@email_address, email_address), N''),
         @pager_address = NULLIF(ISNULL(@pager_address, pager_address), N''),
         @netsend_address = NULLIF(ISNULL(@netsend_address, netsend_address), N''),
         @weekday_pager_start_time = ISNULL(@weekday_pager_start_time, weekday_pager_start_time),
         @weekday_pager_end_time = ISNULL(@weekday_pager_end_time, weekday_pager_end_time),
         @saturday_pager_start_time = ISNULL(@saturday_pager_start_time, saturday_pager_start_time),
         @saturday_pager_end_time = ISNULL(@saturday_pager_end_time, saturday_pager_end_time),
         @sunday_pager_start_time = ISNULL(@sunday_pager_start_time, sunday_pager_start_time),
         @sunday_pager_end_time = ISNULL(@sunday_pager_end_time, sunday_pager_end_time),
         @pager_days = ISNULL(@pager_days, pager_days), @category_id = category_id
  FROM dbo.sysoperators WHERE name = @name
  EXECUTE @result = dbo.sp_verify_operator
    @name, @enabled, @pager_days, @weekday_pager_start_time, @weekday_pager_end_time, @saturday_pager_start_time,
    @saturday_pager_end_time, @sunday_pager_start_time, @sunday_pager_end_time, @category_name, @category_id OUTPUT
  IF @result <> 0 RETURN 1
  IF @new_name <> @name AND EXISTS (SELECT * FROM dbo.sysoperators WHERE name = @new_name)
  BEGIN
    RAISERROR(14261, 16, 1, '@new_name', @new_name)
    RETURN 1
  END
  UPDATE dbo.sysoperators
  SET name = ISNULL(@new_name, @name), enabled = @enabled, email_address = @email_address, pager_address = @pager_address,
      weekday_pager_start_time = @weekday_pager_start_time, weekday_pager_end_time = @weekday_pager_end_time,
      saturday_pager_start_time = @saturday_pager_start_time, saturday_pager_end_time = @saturday_pager_end_time,
      sunday_pager_start_time = @sunday_pager_start_time, sunday_pager_end_time = @sunday_pager_end_time,
      pager_days = @pager_days, netsend_address = @netsend_address, category_id = @category_id
  WHERE name = @name
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_operator @name sysname, @reassign_to_operator sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @id int, @new_id int
  SELECT @name = LTRIM(RTRIM(@name)), @reassign_to_operator = NULLIF(LTRIM(RTRIM(@reassign_to_operator)), N'')
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  SELECT @id = id FROM dbo.sysoperators WHERE name = @name
  IF @id IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@name', @name)
    RETURN 1
  END
  IF @reassign_to_operator IS NOT NULL
  BEGIN
    SELECT @new_id = id FROM dbo.sysoperators WHERE name = @reassign_to_operator AND id <> @id
    IF @new_id IS NULL
    BEGIN
      RAISERROR(14262, 16, 1, '@reassign_to_operator', @reassign_to_operator)
      RETURN 1
    END
    -- Where both were told, one row remains.
    DELETE n FROM dbo.sysnotifications AS n
    WHERE n.operator_id = @id
      AND EXISTS (SELECT * FROM dbo.sysnotifications AS o WHERE o.alert_id = n.alert_id AND o.operator_id = @new_id)
    UPDATE dbo.sysnotifications SET operator_id = @new_id WHERE operator_id = @id
  END
  DELETE dbo.sysnotifications WHERE operator_id = @id
  UPDATE dbo.sysalerts SET has_notification = dbo.agent_alert_methods(id)
  UPDATE dbo.sysjobs
  SET notify_email_operator_id = CASE notify_email_operator_id WHEN @id THEN ISNULL(@new_id, 0) ELSE notify_email_operator_id END,
      notify_level_email = CASE WHEN notify_email_operator_id = @id AND @new_id IS NULL THEN 0 ELSE notify_level_email END,
      notify_netsend_operator_id = CASE notify_netsend_operator_id WHEN @id THEN ISNULL(@new_id, 0) ELSE notify_netsend_operator_id END,
      notify_level_netsend = CASE WHEN notify_netsend_operator_id = @id AND @new_id IS NULL THEN 0 ELSE notify_level_netsend END,
      notify_page_operator_id = CASE notify_page_operator_id WHEN @id THEN ISNULL(@new_id, 0) ELSE notify_page_operator_id END,
      notify_level_page = CASE WHEN notify_page_operator_id = @id AND @new_id IS NULL THEN 0 ELSE notify_level_page END
  WHERE @id IN (notify_email_operator_id, notify_netsend_operator_id, notify_page_operator_id)
  DELETE dbo.sysoperators WHERE id = @id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_help_operator @operator_name sysname = NULL, @operator_id int = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @shown nvarchar(12)
  SELECT @operator_name = NULLIF(LTRIM(RTRIM(@operator_name)), N''), @shown = CONVERT(nvarchar(12), @operator_id)
  IF @operator_name IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.sysoperators WHERE name = @operator_name)
  BEGIN
    RAISERROR(14262, 16, 1, '@operator_name', @operator_name)
    RETURN 1
  END
  IF @operator_id IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.sysoperators WHERE id = @operator_id)
  BEGIN
    RAISERROR(14262, 16, 1, '@operator_id', @shown)
    RETURN 1
  END
  SELECT o.id, o.name, o.enabled, o.email_address, o.last_email_date, o.last_email_time, o.pager_address,
         o.last_pager_date, o.last_pager_time, o.weekday_pager_start_time, o.weekday_pager_end_time,
         o.saturday_pager_start_time, o.saturday_pager_end_time, o.sunday_pager_start_time, o.sunday_pager_end_time,
         o.pager_days, o.netsend_address, o.last_netsend_date, o.last_netsend_time, c.name AS category_name
  FROM dbo.sysoperators AS o LEFT JOIN dbo.syscategories AS c ON c.category_id = o.category_id
  WHERE (@operator_name IS NULL OR o.name = @operator_name) AND (@operator_id IS NULL OR o.id = @operator_id)
  ORDER BY o.name
  RETURN 0
END
GO
