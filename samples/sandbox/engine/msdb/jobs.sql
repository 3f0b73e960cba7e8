-- Jobs: made, changed, deleted. What runs them, when and where is in the files beside this one.
CREATE PROCEDURE dbo.sp_verify_job
  @name sysname, @enabled tinyint, @start_step_id int, @notify_level_eventlog int, @notify_level_email int,
  @notify_level_netsend int, @notify_level_page int, @delete_level int
AS
BEGIN
  SET NOCOUNT ON
  IF CHARINDEX(N'%', @name) > 0
  BEGIN
    RAISERROR(14289, 16, 1, '@job_name', '%')
    RETURN 1
  END
  IF @enabled NOT IN (0, 1)
  BEGIN
    RAISERROR(14266, 16, 1, '@enabled', '0, 1')
    RETURN 1
  END
  IF @start_step_id < 1
  BEGIN
    RAISERROR(14266, 16, 1, '@start_step_id', '1..n')
    RETURN 1
  END
  DECLARE @wrong varchar(30)
  SELECT @wrong = CASE WHEN @notify_level_eventlog NOT BETWEEN 0 AND 3 THEN '@notify_level_eventlog'
                       WHEN @notify_level_email NOT BETWEEN 0 AND 3 THEN '@notify_level_email'
                       WHEN @notify_level_netsend NOT BETWEEN 0 AND 3 THEN '@notify_level_netsend'
                       WHEN @notify_level_page NOT BETWEEN 0 AND 3 THEN '@notify_level_page'
                       WHEN @delete_level NOT BETWEEN 0 AND 3 THEN '@delete_level' END
  IF @wrong IS NULL RETURN 0
  RAISERROR(14266, 16, 1, @wrong, '0, 1, 2, 3')
  RETURN 1
END
GO
-- Only members of sysadmin give jobs and schedules to others; a Windows group cannot own one.
CREATE PROCEDURE dbo.sp_verify_owner @owner_login_name sysname, @owner_sid varbinary(85) OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  SELECT @owner_sid = SUSER_SID(@owner_login_name)
  IF @owner_sid IS NULL OR EXISTS (SELECT * FROM sys.server_principals WHERE sid = @owner_sid AND type IN ('G', 'R'))
  BEGIN
    RAISERROR(14234, 16, 1, '@owner_login_name', 'sp_helplogins [excluding Windows NT groups]')
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_add_job
  @job_name sysname, @enabled tinyint = 1, @description nvarchar(512) = NULL, @start_step_id int = 1,
  @category_name sysname = NULL, @category_id int = NULL, @owner_login_name sysname = NULL,
  @notify_level_eventlog int = 2, @notify_level_email int = 0, @notify_level_netsend int = 0,
  @notify_level_page int = 0, @notify_email_operator_name sysname = NULL, @notify_netsend_operator_name sysname = NULL,
  @notify_page_operator_name sysname = NULL, @delete_level int = 0, @job_id uniqueidentifier = NULL OUTPUT,
  @originating_server sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @email int, @netsend int, @page int
  SELECT @job_name = LTRIM(RTRIM(@job_name)), @owner_login_name = NULLIF(LTRIM(RTRIM(@owner_login_name)), N''),
         @email = 0, @netsend = 0, @page = 0
  IF @job_id IS NOT NULL
  BEGIN
    RAISERROR(14284, 16, 1)
    RETURN 1
  END
  IF NULLIF(@originating_server, N'') IS NOT NULL AND UPPER(@originating_server) NOT IN (N'(LOCAL)', UPPER(@@SERVERNAME))
  BEGIN
    RAISERROR(14370, 16, 1)
    RETURN 1
  END
  IF NULLIF(@job_name, N'') IS NULL
  BEGIN
    RAISERROR(14200, 16, 1, '@job_name')
    RETURN 1
  END
  SELECT @owner_sid = SUSER_SID()
  IF @owner_login_name <> SUSER_SNAME()
  BEGIN
    EXECUTE @result = dbo.sp_verify_owner @owner_login_name, @owner_sid OUTPUT
    IF @result <> 0 RETURN 1
  END
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(14515, 16, 1)
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysjobs WHERE name = @job_name AND originating_server_id = 0)
  BEGIN
    RAISERROR(14261, 16, 1, '@job_name', @job_name)
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_job @job_name, @enabled, @start_step_id, @notify_level_eventlog, @notify_level_email,
                                      @notify_level_netsend, @notify_level_page, @delete_level
  IF @result <> 0 RETURN 1
  IF @category_name IS NOT NULL OR @category_id IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_category_identifiers @category_name OUTPUT, @category_id OUTPUT, 1, 0
    IF @result <> 0 RETURN 1
  END
  IF COALESCE(@notify_email_operator_name, @notify_netsend_operator_name, @notify_page_operator_name) IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_operator_identifier '@notify_email_operator_name', @notify_email_operator_name, @email OUTPUT
    IF @result <> 0 RETURN 1
    EXECUTE @result = dbo.sp_verify_operator_identifier '@notify_netsend_operator_name', @notify_netsend_operator_name, @netsend OUTPUT
    IF @result <> 0 RETURN 1
    EXECUTE @result = dbo.sp_verify_operator_identifier '@notify_page_operator_name', @notify_page_operator_name, @page OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT @job_id = NEWID(), @description = ISNULL(NULLIF(@description, N''), N'No description available.')
  INSERT dbo.sysjobs VALUES(
    @job_id, 0, @job_name, @enabled, @description, @start_step_id, ISNULL(@category_id, 0), @owner_sid, @notify_level_eventlog,
    CASE @email WHEN 0 THEN 0 ELSE @notify_level_email END, CASE @netsend WHEN 0 THEN 0 ELSE @notify_level_netsend END,
    CASE @page WHEN 0 THEN 0 ELSE @notify_level_page END, @email, @netsend, @page, @delete_level, GETDATE(), GETDATE(), 1)
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_update_job
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @new_name sysname = NULL, @enabled tinyint = NULL,
  @description nvarchar(512) = NULL, @start_step_id int = NULL, @category_name sysname = NULL,
  @owner_login_name sysname = NULL, @notify_level_eventlog int = NULL, @notify_level_email int = NULL,
  @notify_level_netsend int = NULL, @notify_level_page int = NULL, @notify_email_operator_name sysname = NULL,
  @notify_netsend_operator_name sysname = NULL, @notify_page_operator_name sysname = NULL, @delete_level int = NULL,
  @automatic_post bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @new_sid varbinary(85), @email int, @netsend int, @page int,
          @category_id int, @last_step int, @range varchar(20)
  EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT, 'TEST', @owner_sid OUTPUT
  IF @result <> 0 RETURN 1
  IF EXISTS (SELECT * FROM dbo.sysjobs WHERE job_id = @job_id AND originating_server_id <> 0)
  BEGIN
    RAISERROR(14274, 16, 1)
    RETURN 1
  END
  SELECT @new_name = NULLIF(LTRIM(RTRIM(@new_name)), N''), @owner_login_name = NULLIF(LTRIM(RTRIM(@owner_login_name)), N'')
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    -- Operators may enable and disable what is not theirs, and nothing else.
    IF IS_MEMBER(N'SQLAgentOperatorRole') = 0 OR @enabled IS NULL OR
       COALESCE(@new_name, @description, @category_name, @owner_login_name, @notify_email_operator_name,
                @notify_netsend_operator_name, @notify_page_operator_name) IS NOT NULL OR
       COALESCE(@start_step_id, @notify_level_eventlog, @notify_level_email, @notify_level_netsend, @notify_level_page,
                @delete_level) IS NOT NULL
    BEGIN
      RAISERROR(14525, 16, 1)
      RETURN 1
    END
  END
  IF @owner_login_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_owner @owner_login_name, @new_sid OUTPUT
    IF @result <> 0 RETURN 1
    IF @new_sid <> @owner_sid AND IS_SRVROLEMEMBER(N'sysadmin') = 0
    BEGIN
      RAISERROR(14242, 16, 1)
      RETURN 1
    END
  END
  IF @new_name IS NOT NULL AND EXISTS (SELECT * FROM dbo.sysjobs WHERE name = @new_name AND job_id <> @job_id)
  BEGIN
    RAISERROR(14261, 16, 1, '@new_name', @new_name)
    RETURN 1
  END
  DECLARE @start int, @eventlog int, @email_level int, @netsend_level int, @page_level int, @delete int, @name sysname, @on tinyint
  SELECT @name = ISNULL(@new_name, name), @on = ISNULL(@enabled, enabled), @start = ISNULL(@start_step_id, start_step_id),
         @eventlog = ISNULL(@notify_level_eventlog, notify_level_eventlog),
         @email_level = ISNULL(@notify_level_email, notify_level_email),
         @netsend_level = ISNULL(@notify_level_netsend, notify_level_netsend),
         @page_level = ISNULL(@notify_level_page, notify_level_page), @delete = ISNULL(@delete_level, delete_level),
         @email = notify_email_operator_id, @netsend = notify_netsend_operator_id, @page = notify_page_operator_id,
         @category_id = category_id
  FROM dbo.sysjobs WHERE job_id = @job_id
  EXECUTE @result = dbo.sp_verify_job @name, @on, @start, @eventlog, @email_level, @netsend_level, @page_level, @delete
  IF @result <> 0 RETURN 1
  IF @start_step_id IS NOT NULL
  BEGIN
    SELECT @last_step = ISNULL(MAX(step_id), 0) FROM dbo.sysjobsteps WHERE job_id = @job_id
    IF @start_step_id > @last_step + 1
    BEGIN
      SELECT @range = '1..' + CONVERT(varchar(10), @last_step + 1)
      RAISERROR(14266, 16, 1, '@start_step_id', @range)
      RETURN 1
    END
  END
  IF @category_name IS NOT NULL
  BEGIN
    SELECT @category_id = NULL
    EXECUTE @result = dbo.sp_verify_category_identifiers @category_name OUTPUT, @category_id OUTPUT, 1, 0
    IF @result <> 0 RETURN 1
  END
  IF COALESCE(@notify_email_operator_name, @notify_netsend_operator_name, @notify_page_operator_name) IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_operator_identifier '@notify_email_operator_name', @notify_email_operator_name, @email OUTPUT
    IF @result <> 0 RETURN 1
    EXECUTE @result = dbo.sp_verify_operator_identifier '@notify_netsend_operator_name', @notify_netsend_operator_name, @netsend OUTPUT
    IF @result <> 0 RETURN 1
    EXECUTE @result = dbo.sp_verify_operator_identifier '@notify_page_operator_name', @notify_page_operator_name, @page OUTPUT
    IF @result <> 0 RETURN 1
  END
  UPDATE dbo.sysjobs
  SET name = @name, enabled = @on, description = ISNULL(@description, description), start_step_id = @start,
      category_id = @category_id, owner_sid = ISNULL(@new_sid, owner_sid), notify_level_eventlog = @eventlog,
      notify_level_email = CASE @email WHEN 0 THEN 0 ELSE @email_level END,
      notify_level_netsend = CASE @netsend WHEN 0 THEN 0 ELSE @netsend_level END,
      notify_level_page = CASE @page WHEN 0 THEN 0 ELSE @page_level END, notify_email_operator_id = @email,
      notify_netsend_operator_id = @netsend, notify_page_operator_id = @page, delete_level = @delete,
      version_number = version_number + 1, date_modified = GETDATE()
  WHERE job_id = @job_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_job
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @originating_server sysname = NULL,
  @delete_history bit = 1, @delete_unused_schedule bit = 1
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  EXECUTE @result = dbo.sp_verify_job_change @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  DECLARE @schedules TABLE(schedule_id int PRIMARY KEY)
  INSERT @schedules SELECT schedule_id FROM dbo.sysjobschedules WHERE job_id = @job_id
  DELETE dbo.sysjobschedules WHERE job_id = @job_id
  IF @delete_unused_schedule = 1
    DELETE s FROM dbo.sysschedules AS s JOIN @schedules AS d ON d.schedule_id = s.schedule_id
    WHERE NOT EXISTS (SELECT * FROM dbo.sysjobschedules AS other WHERE other.schedule_id = s.schedule_id)
  DELETE dbo.sysjobservers WHERE job_id = @job_id
  DELETE l FROM dbo.sysjobsteps AS s JOIN dbo.sysjobstepslogs AS l ON l.step_uid = s.step_uid WHERE s.job_id = @job_id
  DELETE dbo.sysjobsteps WHERE job_id = @job_id
  DELETE dbo.sysjobactivity WHERE job_id = @job_id
  IF @delete_history = 1 DELETE dbo.sysjobhistory WHERE job_id = @job_id
  UPDATE dbo.sysalerts SET job_id = CONVERT(uniqueidentifier, 0x00) WHERE job_id = @job_id
  DELETE dbo.sysjobs WHERE job_id = @job_id
  RETURN @@ERROR
END
GO
-- What a login leaves behind when it goes.
CREATE PROCEDURE dbo.sp_manage_jobs_by_login
  @action varchar(10), @current_owner_login_name sysname, @new_owner_login_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @old_sid varbinary(85), @new_sid varbinary(85), @result int, @jobs int, @id uniqueidentifier
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  SELECT @action = UPPER(LTRIM(RTRIM(@action))), @old_sid = SUSER_SID(@current_owner_login_name)
  IF @action NOT IN ('DELETE', 'REASSIGN')
  BEGIN
    RAISERROR(14266, 16, 1, '@action', 'DELETE, REASSIGN')
    RETURN 1
  END
  IF @old_sid IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@current_owner_login_name', @current_owner_login_name)
    RETURN 1
  END
  SELECT @jobs = COUNT(*) FROM dbo.sysjobs WHERE owner_sid = @old_sid
  IF @action = 'DELETE'
  BEGIN
    WHILE EXISTS (SELECT * FROM dbo.sysjobs WHERE owner_sid = @old_sid)
    BEGIN
      SELECT TOP (1) @id = job_id FROM dbo.sysjobs WHERE owner_sid = @old_sid
      EXECUTE @result = dbo.sp_delete_job @job_id = @id
      IF @result <> 0 RETURN 1
    END
    RAISERROR(14238, 10, 1, @jobs)
    RETURN 0
  END
  IF @new_owner_login_name IS NULL
  BEGIN
    RAISERROR(14237, 16, 1)
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_owner @new_owner_login_name, @new_sid OUTPUT
  IF @result <> 0 RETURN 1
  UPDATE dbo.sysjobs SET owner_sid = @new_sid, version_number = version_number + 1, date_modified = GETDATE() WHERE owner_sid = @old_sid
  RAISERROR(14239, 10, 1, @jobs, @new_owner_login_name)
  RETURN 0
END
GO
