-- How procedures are told which job, schedule, proxy or operator is meant, and whether the caller may see it.
CREATE FUNCTION dbo.SQLAGENT_SUSER_SNAME(@user_sid varbinary(85)) RETURNS nvarchar(128) AS
BEGIN
  RETURN ISNULL(SUSER_SNAME(@user_sid), N'')
END
GO
CREATE FUNCTION dbo.SQLAGENT_SUSER_SID(@user_name sysname) RETURNS varbinary(85) AS
BEGIN
  RETURN SUSER_SID(@user_name)
END
GO
-- The moment that an Agent date (yyyymmdd) and time (hhmmss) mean.
CREATE FUNCTION dbo.agent_datetime(@date int, @time int) RETURNS datetime AS
BEGIN
  RETURN DATEADD(second, @time / 10000 * 3600 + @time / 100 % 100 * 60 + @time % 100,
                 CONVERT(datetime, CONVERT(char(8), @date), 112))
END
GO
CREATE PROCEDURE dbo.sp_verify_job_identifiers
  @name_of_name_parameter varchar(60), @name_of_id_parameter varchar(60), @job_name sysname OUTPUT,
  @job_id uniqueidentifier OUTPUT, @sqlagent_starting_test varchar(7) = 'TEST', @owner_sid varbinary(85) = NULL OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @found int, @shown nvarchar(36)
  SELECT @job_name = NULLIF(LTRIM(RTRIM(@job_name)), N''), @shown = CONVERT(nvarchar(36), @job_id)
  IF (@job_name IS NULL AND @job_id IS NULL) OR (@job_name IS NOT NULL AND @job_id IS NOT NULL)
  BEGIN
    RAISERROR(14294, 16, 1, @name_of_id_parameter, @name_of_name_parameter)
    RETURN 1
  END
  IF @job_id IS NOT NULL
    SELECT @job_name = name, @owner_sid = owner_sid FROM dbo.sysjobs WHERE job_id = @job_id
  ELSE
    SELECT @job_id = job_id, @owner_sid = owner_sid FROM dbo.sysjobs WHERE name = @job_name
  SELECT @found = @@ROWCOUNT
  IF @found > 0 AND IS_SRVROLEMEMBER(N'sysadmin') = 0 AND IS_MEMBER(N'SQLAgentReaderRole') = 0
  BEGIN
    IF @found > 1
      SELECT @job_id = job_id, @owner_sid = owner_sid FROM dbo.sysjobs WHERE name = @job_name AND owner_sid = SUSER_SID()
    IF @owner_sid <> SUSER_SID() SELECT @found = 0
  END
  IF @found = 0
  BEGIN
    IF @shown IS NOT NULL
      RAISERROR(14262, 16, 1, @name_of_id_parameter, @shown)
    ELSE
      RAISERROR(14262, 16, 1, @name_of_name_parameter, @job_name)
    RETURN 1
  END
  IF @found > 1
  BEGIN
    RAISERROR(14293, 16, 1, @job_name, @name_of_id_parameter, @name_of_name_parameter)
    RETURN 1
  END
  RETURN 0
END
GO
-- A job that may be changed: it is there, it is the server's own, and it is the caller's.
CREATE PROCEDURE dbo.sp_verify_job_change
  @job_name sysname OUTPUT, @job_id uniqueidentifier OUTPUT, @owner_sid varbinary(85) = NULL OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT, 'TEST', @owner_sid OUTPUT
  IF @result <> 0 RETURN 1
  IF EXISTS (SELECT * FROM dbo.sysjobs WHERE job_id = @job_id AND originating_server_id <> 0)
  BEGIN
    RAISERROR(14274, 16, 1)
    RETURN 1
  END
  IF @owner_sid <> SUSER_SID() AND IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(14525, 16, 1)
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_verify_schedule_identifiers
  @name_of_name_parameter varchar(60), @name_of_id_parameter varchar(60), @schedule_name sysname OUTPUT,
  @schedule_id int OUTPUT, @owner_sid varbinary(85) OUTPUT, @orig_server_id int OUTPUT, @job_id_filter uniqueidentifier = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @found int, @shown nvarchar(36)
  SELECT @schedule_name = NULLIF(LTRIM(RTRIM(@schedule_name)), N'')
  IF (@schedule_name IS NULL AND @schedule_id IS NULL) OR (@schedule_name IS NOT NULL AND @schedule_id IS NOT NULL)
  BEGIN
    RAISERROR(14373, 16, 1, @name_of_id_parameter, @name_of_name_parameter)
    RETURN 1
  END
  IF @schedule_id IS NOT NULL
    SELECT @schedule_name = name, @owner_sid = owner_sid, @orig_server_id = originating_server_id
    FROM dbo.sysschedules WHERE schedule_id = @schedule_id
  ELSE IF @job_id_filter IS NULL
    SELECT @schedule_id = schedule_id, @owner_sid = owner_sid, @orig_server_id = originating_server_id
    FROM dbo.sysschedules WHERE name = @schedule_name
  ELSE
    SELECT @schedule_id = s.schedule_id, @owner_sid = s.owner_sid, @orig_server_id = s.originating_server_id
    FROM dbo.sysjobschedules AS js JOIN dbo.sysschedules AS s ON s.schedule_id = js.schedule_id
    WHERE js.job_id = @job_id_filter AND s.name = @schedule_name
  SELECT @found = @@ROWCOUNT
  IF @found = 0
  BEGIN
    IF @schedule_id IS NULL
      RAISERROR(14262, 16, 1, @name_of_name_parameter, @schedule_name)
    ELSE
    BEGIN
      SELECT @shown = CONVERT(nvarchar(36), @schedule_id)
      RAISERROR(14262, 16, 1, @name_of_id_parameter, @shown)
    END
    RETURN 1
  END
  IF @found > 1
  BEGIN
    RAISERROR(14371, 16, 1, @schedule_name, @name_of_id_parameter, @name_of_name_parameter)
    RETURN 1
  END
  RETURN 0
END
GO
-- Names to the ids that jobs, operators and alerts keep. class: 1 job, 2 alert, 3 operator.
CREATE PROCEDURE dbo.sp_verify_category_identifiers
  @category_name sysname OUTPUT, @category_id int OUTPUT, @class int, @default_id int
AS
BEGIN
  SET NOCOUNT ON
  SELECT @category_name = NULLIF(LTRIM(RTRIM(@category_name)), N'')
  IF @category_name IS NULL AND @category_id IS NULL SELECT @category_id = @default_id
  IF @category_name IS NOT NULL
    SELECT @category_id = NULL
  IF @category_name IS NOT NULL
    SELECT @category_id = category_id FROM dbo.syscategories WHERE name = @category_name AND category_class = @class
  ELSE
    SELECT @category_name = name FROM dbo.syscategories WHERE category_id = @category_id AND category_class = @class
  IF @category_id IS NULL OR @category_name IS NULL
  BEGIN
    IF @category_name IS NULL
      RAISERROR(14234, 16, 1, '@category_id', 'sp_help_category')
    ELSE
      RAISERROR(14234, 16, 1, '@category_name', 'sp_help_category')
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_verify_operator_identifier
  @name_of_parameter varchar(60), @operator_name sysname, @operator_id int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  IF @operator_name IS NULL RETURN 0
  SELECT @operator_id = 0
  IF @operator_name = N'' RETURN 0
  SELECT @operator_id = id FROM dbo.sysoperators WHERE name = @operator_name
  IF @operator_id = 0
  BEGIN
    RAISERROR(14234, 16, 1, @name_of_parameter, 'sp_help_operator')
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_verify_proxy_identifiers
  @name_of_name_parameter varchar(60), @name_of_id_parameter varchar(60), @proxy_name sysname OUTPUT, @proxy_id int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @shown nvarchar(12), @found int
  SELECT @proxy_name = NULLIF(LTRIM(RTRIM(@proxy_name)), N'')
  IF (@proxy_name IS NULL AND @proxy_id IS NULL) OR (@proxy_name IS NOT NULL AND @proxy_id IS NOT NULL)
  BEGIN
    RAISERROR(14524, 16, 1, @name_of_id_parameter, @name_of_name_parameter)
    RETURN 1
  END
  IF @proxy_id IS NOT NULL
    SELECT @proxy_name = name FROM dbo.sysproxies WHERE proxy_id = @proxy_id
  ELSE
    SELECT @proxy_id = proxy_id FROM dbo.sysproxies WHERE name = @proxy_name
  SELECT @found = @@ROWCOUNT
  IF @found = 1 RETURN 0
  IF @proxy_id IS NULL
    RAISERROR(14262, 16, 1, @name_of_name_parameter, @proxy_name)
  ELSE
  BEGIN
    SELECT @shown = CONVERT(nvarchar(12), @proxy_id)
    RAISERROR(14262, 16, 1, @name_of_id_parameter, @shown)
  END
  RETURN 1
END
GO
CREATE PROCEDURE dbo.sp_verify_subsystem_identifiers
  @name_of_name_parameter varchar(60), @name_of_id_parameter varchar(60), @subsystem_name nvarchar(40) OUTPUT, @subsystem_id int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @shown nvarchar(12), @found int
  SELECT @subsystem_name = NULLIF(LTRIM(RTRIM(@subsystem_name)), N'')
  IF (@subsystem_name IS NULL AND @subsystem_id IS NULL) OR (@subsystem_name IS NOT NULL AND @subsystem_id IS NOT NULL)
  BEGIN
    RAISERROR(14524, 16, 1, @name_of_id_parameter, @name_of_name_parameter)
    RETURN 1
  END
  IF UPPER(@subsystem_name) = N'DTS' SELECT @subsystem_name = N'SSIS'
  IF @subsystem_id IS NOT NULL
    SELECT @subsystem_name = subsystem FROM dbo.syssubsystems WHERE subsystem_id = @subsystem_id
  ELSE
    SELECT @subsystem_id = subsystem_id FROM dbo.syssubsystems WHERE subsystem = @subsystem_name
  SELECT @found = @@ROWCOUNT
  IF @found = 1 RETURN 0
  IF @subsystem_id IS NULL
    RAISERROR(14262, 16, 1, @name_of_name_parameter, @subsystem_name)
  ELSE
  BEGIN
    SELECT @shown = CONVERT(nvarchar(12), @subsystem_id)
    RAISERROR(14262, 16, 1, @name_of_id_parameter, @shown)
  END
  RETURN 1
END
GO
CREATE PROCEDURE dbo.sp_enum_sqlagent_subsystems AS
BEGIN
  SET NOCOUNT ON
  SELECT s.subsystem, s.subsystem_dll AS description, s.subsystem_dll, s.agent_exe, s.start_entry_point,
         s.event_entry_point, s.stop_entry_point, s.max_worker_threads, s.subsystem_id
  FROM dbo.syssubsystems AS s ORDER BY s.subsystem
END
GO
