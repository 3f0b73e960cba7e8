-- Alerts: what the Agent does when an error, a severity, a counter or a WMI event occurs.
-- Which of e-mail (1), pager (2) and net send (4) an alert uses, over all its operators.
CREATE FUNCTION dbo.agent_alert_methods(@alert_id int) RETURNS int AS
BEGIN
  RETURN (SELECT ISNULL(MAX(notification_method & 1) + MAX(notification_method & 2) + MAX(notification_method & 4), 0)
          FROM dbo.sysnotifications WHERE alert_id = @alert_id)
END
GO
-- The cause of an alert is one of four; each excludes the fields of the others.
CREATE PROCEDURE dbo.sp_verify_alert_condition
  @message_id int, @severity int, @performance_condition nvarchar(512), @wmi_namespace sysname, @wmi_query nvarchar(512),
  @database_name sysname, @event_description_keyword nvarchar(100)
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @shown nvarchar(12), @excess varchar(30), @bars int
  IF (@wmi_namespace IS NULL AND @wmi_query IS NOT NULL) OR (@wmi_namespace IS NOT NULL AND @wmi_query IS NULL)
  BEGIN
    RAISERROR(14508, 16, 1)
    RETURN 1
  END
  IF @message_id = 0 AND @severity = 0 AND @performance_condition IS NULL AND @wmi_namespace IS NULL
  BEGIN
    RAISERROR(14500, 16, 1)
    RETURN 1
  END
  IF @performance_condition IS NOT NULL OR @wmi_namespace IS NOT NULL
  BEGIN
    SELECT @excess = CASE WHEN @message_id <> 0 THEN '@message_id' WHEN @severity <> 0 THEN '@severity'
                          WHEN @database_name IS NOT NULL THEN '@database_name'
                          WHEN @event_description_keyword IS NOT NULL THEN '@event_description_keyword' END
    IF @wmi_namespace IS NOT NULL AND @performance_condition IS NOT NULL SELECT @excess = '@performance_condition'
    IF @excess IS NOT NULL AND @wmi_namespace IS NOT NULL RAISERROR(14510, 16, 1, @excess)
    IF @excess IS NOT NULL AND @wmi_namespace IS NULL RAISERROR(14505, 16, 1, @excess)
    IF @excess IS NOT NULL RETURN 1
  END
  IF @performance_condition IS NOT NULL
  BEGIN
    SELECT @bars = LEN(@performance_condition) - LEN(REPLACE(@performance_condition, N'|', N''))
    IF @bars <> 4 OR @performance_condition NOT LIKE N'%|%|%|[<>=]|[0-9.]%'
    BEGIN
      RAISERROR(14507, 16, 1)
      RETURN 1
    END
  END
  IF @severity NOT BETWEEN 0 AND 25
  BEGIN
    RAISERROR(14266, 16, 1, '@severity', '0..25')
    RETURN 1
  END
  IF @message_id <> 0 AND @severity <> 0
  BEGIN
    RAISERROR(14500, 16, 1)
    RETURN 1
  END
  IF @message_id IN (50000, 2745, 1205)
  BEGIN
    RAISERROR(14506, 16, 1, @message_id)
    RETURN 1
  END
  IF @message_id <> 0 AND NOT EXISTS (SELECT * FROM sys.messages WHERE message_id = @message_id)
  BEGIN
    SELECT @shown = CONVERT(nvarchar(12), @message_id)
    RAISERROR(14262, 16, 1, '@message_id', @shown)
    RETURN 1
  END
  IF @database_name IS NOT NULL AND DB_ID(@database_name) IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@database_name', @database_name)
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_verify_alert
  @name sysname, @enabled int, @delay_between_responses int, @include_event_description_in int, @raise_snmp_trap int,
  @job_id uniqueidentifier OUTPUT, @job_name sysname, @category_name sysname, @category_id int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
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
  IF @delay_between_responses < 0
  BEGIN
    RAISERROR(14266, 16, 1, '@delay_between_responses', '0..n seconds')
    RETURN 1
  END
  IF @include_event_description_in NOT BETWEEN 0 AND 7
  BEGIN
    RAISERROR(14266, 16, 1, '@include_event_description_in', '0..7')
    RETURN 1
  END
  IF @raise_snmp_trap NOT IN (0, 1)
  BEGIN
    RAISERROR(14266, 16, 1, '@raise_snmp_trap', '0, 1')
    RETURN 1
  END
  IF @job_id = CONVERT(uniqueidentifier, 0x00) SELECT @job_id = NULL
  IF NULLIF(@job_name, N'') IS NOT NULL OR @job_id IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT
    IF @result <> 0 RETURN 1
    IF NOT EXISTS (SELECT * FROM dbo.sysjobservers WHERE job_id = @job_id)
    BEGIN
      RAISERROR(14527, 16, 1, @job_name)
      RETURN 1
    END
  END
  SELECT @job_id = ISNULL(@job_id, CONVERT(uniqueidentifier, 0x00))
  EXECUTE @result = dbo.sp_verify_category_identifiers @category_name OUTPUT, @category_id OUTPUT, 2, 98
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_add_alert
  @name sysname, @message_id int = 0, @severity int = 0, @enabled tinyint = 1, @delay_between_responses int = 0,
  @notification_message nvarchar(512) = NULL, @include_event_description_in tinyint = 5, @database_name sysname = NULL,
  @event_description_keyword nvarchar(100) = NULL, @job_id uniqueidentifier = NULL, @job_name sysname = NULL,
  @raise_snmp_trap tinyint = 0, @performance_condition nvarchar(512) = NULL, @category_name sysname = NULL,
  @wmi_namespace sysname = NULL, @wmi_query nvarchar(512) = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_id int, @twin sysname
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  SELECT @name = LTRIM(RTRIM(@name)), @message_id = ISNULL(@message_id, 0), @severity = ISNULL(@severity, 0),
         @notification_message = NULLIF(@notification_message, N''), @database_name = NULLIF(@database_name, N''),
         @event_description_keyword = NULLIF(@event_description_keyword, N''),
         @performance_condition = NULLIF(@performance_condition, N''), @wmi_namespace = NULLIF(@wmi_namespace, N''),
         @wmi_query = NULLIF(@wmi_query, N'')
  IF EXISTS (SELECT * FROM dbo.sysalerts WHERE name = @name)
  BEGIN
    RAISERROR(14261, 16, 1, '@name', @name)
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_alert_condition @message_id, @severity, @performance_condition, @wmi_namespace, @wmi_query,
                                                  @database_name, @event_description_keyword
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_alert @name, @enabled, @delay_between_responses, @include_event_description_in,
                                        @raise_snmp_trap, @job_id OUTPUT, @job_name, @category_name, @category_id OUTPUT
  IF @result <> 0 RETURN 1
  -- A WMI alert keeps its namespace and query where others keep database and condition; its event is 8.
  SELECT @database_name = ISNULL(@wmi_namespace, @database_name), @performance_condition = ISNULL(@wmi_query, @performance_condition)
  SELECT @twin = name FROM dbo.sysalerts
  WHERE message_id = @message_id AND severity = @severity AND ISNULL(database_name, N'') = ISNULL(@database_name, N'')
    AND ISNULL(performance_condition, N'') = ISNULL(@performance_condition, N'')
    AND ISNULL(event_description_keyword, N'') = ISNULL(@event_description_keyword, N'')
  IF @twin IS NOT NULL
  BEGIN
    RAISERROR(14501, 16, 1, @twin)
    RETURN 1
  END
  INSERT dbo.sysalerts VALUES(
    @name, ISNULL(N'MSSQL$' + CONVERT(nvarchar(60), SERVERPROPERTY('InstanceName')), N'MSSQLSERVER'), NULL,
    CASE WHEN @wmi_namespace IS NULL THEN NULL ELSE 8 END, @message_id, @severity, @enabled, @delay_between_responses,
    0, 0, 0, 0, @notification_message, @include_event_description_in, @database_name, @event_description_keyword, 0, 0, 0,
    @job_id, 0, @raise_snmp_trap, @performance_condition, @category_id)
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_update_alert
  @name sysname, @new_name sysname = NULL, @enabled tinyint = NULL, @message_id int = NULL, @severity int = NULL,
  @delay_between_responses int = NULL, @notification_message nvarchar(512) = NULL,
  @include_event_description_in tinyint = NULL, @database_name sysname = NULL,
  @event_description_keyword nvarchar(100) = NULL, @job_id uniqueidentifier = NULL, @job_name sysname = NULL,
  @occurrence_count int = NULL, @count_reset_date int = NULL, @count_reset_time int = NULL,
  @last_occurrence_date int = NULL, @last_occurrence_time int = NULL, @last_response_date int = NULL,
  @last_response_time int = NULL, @raise_snmp_trap tinyint = NULL, @performance_condition nvarchar(512) = NULL,
  @category_name sysname = NULL, @wmi_namespace sysname = NULL, @wmi_query nvarchar(512) = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_id int, @keeps_job bit, @old_job uniqueidentifier, @is_wmi bit
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  SELECT @name = LTRIM(RTRIM(@name)), @new_name = NULLIF(LTRIM(RTRIM(@new_name)), N''),
         @keeps_job = CASE WHEN @job_id IS NULL AND @job_name IS NULL THEN 1 ELSE 0 END
  IF NOT EXISTS (SELECT * FROM dbo.sysalerts WHERE name = @name)
  BEGIN
    RAISERROR(14262, 16, 1, '@name', @name)
    RETURN 1
  END
  IF @new_name <> @name AND EXISTS (SELECT * FROM dbo.sysalerts WHERE name = @new_name)
  BEGIN
    RAISERROR(14261, 16, 1, '@new_name', @new_name)
    RETURN 1
  END
  SELECT @is_wmi = CASE event_id WHEN 8 THEN 1 ELSE 0 END, @enabled = ISNULL(@enabled, enabled),
         @message_id = ISNULL(@message_id, message_id), @severity = ISNULL(@severity, severity),
         @delay_between_responses = ISNULL(@delay_between_responses, delay_between_responses),
         @notification_message = NULLIF(ISNULL(@notification_message, notification_message), N''),
         @include_event_description_in = ISNULL(@include_event_description_in, include_event_description),
         @event_description_keyword = NULLIF(ISNULL(@event_description_keyword, event_description_keyword), N''),
         @old_job = job_id, @occurrence_count = ISNULL(@occurrence_count, occurrence_count),
         @count_reset_date = ISNULL(@count_reset_date, count_reset_date),
         @count_reset_time = ISNULL(@count_reset_time, count_reset_time),
         @last_occurrence_date = ISNULL(@last_occurrence_date, last_occurrence_date),
         @last_occurrence_time = ISNULL(@last_occurrence_time, last_occurrence_time),
         @last_response_date = ISNULL(@last_response_date, last_response_date),
         @last_response_time = ISNULL(@last_response_time, last_response_time),
         @raise_snmp_trap = ISNULL(@raise_snmp_trap, flags), @category_id = category_id
  FROM dbo.sysalerts WHERE name = @name
  IF @is_wmi = 1
    SELECT @wmi_namespace = ISNULL(@wmi_namespace, database_name), @wmi_query = ISNULL(@wmi_query, performance_condition)
    FROM dbo.sysalerts WHERE name = @name
  ELSE
    SELECT @database_name = ISNULL(@database_name, database_name),
           @performance_condition = ISNULL(@performance_condition, performance_condition)
    FROM dbo.sysalerts WHERE name = @name
  SELECT @database_name = NULLIF(@database_name, N''), @performance_condition = NULLIF(@performance_condition, N''),
         @wmi_namespace = NULLIF(@wmi_namespace, N''), @wmi_query = NULLIF(@wmi_query, N'')
  EXECUTE @result = dbo.sp_verify_alert_condition @message_id, @severity, @performance_condition, @wmi_namespace, @wmi_query,
                                                  @database_name, @event_description_keyword
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_alert @name, @enabled, @delay_between_responses, @include_event_description_in,
                                        @raise_snmp_trap, @job_id OUTPUT, @job_name, @category_name, @category_id OUTPUT
  IF @result <> 0 RETURN 1
  UPDATE dbo.sysalerts
  SET name = ISNULL(@new_name, @name), message_id = @message_id, severity = @severity, enabled = @enabled,
      delay_between_responses = @delay_between_responses, notification_message = @notification_message,
      include_event_description = @include_event_description_in, database_name = ISNULL(@wmi_namespace, @database_name),
      event_id = CASE WHEN @wmi_namespace IS NULL THEN NULL ELSE 8 END, event_description_keyword = @event_description_keyword,
      job_id = CASE @keeps_job WHEN 1 THEN @old_job ELSE @job_id END, occurrence_count = @occurrence_count,
      count_reset_date = @count_reset_date, count_reset_time = @count_reset_time,
      last_occurrence_date = @last_occurrence_date, last_occurrence_time = @last_occurrence_time,
      last_response_date = @last_response_date, last_response_time = @last_response_time, flags = @raise_snmp_trap,
      performance_condition = ISNULL(@wmi_query, @performance_condition), category_id = @category_id
  WHERE name = @name
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_alert @name sysname
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @id int
  SELECT @name = LTRIM(RTRIM(@name))
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  SELECT @id = id FROM dbo.sysalerts WHERE name = @name
  IF @id IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@name', @name)
    RETURN 1
  END
  DELETE dbo.sysnotifications WHERE alert_id = @id
  DELETE dbo.sysalerts WHERE id = @id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_help_alert
  @alert_name sysname = NULL, @order_by sysname = N'name', @alert_id int = NULL, @category_name sysname = NULL,
  @legacy_format bit = 0
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @shown nvarchar(12)
  SELECT @alert_name = NULLIF(LTRIM(RTRIM(@alert_name)), N''), @category_name = NULLIF(LTRIM(RTRIM(@category_name)), N''),
         @shown = CONVERT(nvarchar(12), @alert_id)
  IF @alert_name IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.sysalerts WHERE name = @alert_name)
  BEGIN
    RAISERROR(14262, 16, 1, '@alert_name', @alert_name)
    RETURN 1
  END
  IF @alert_id IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.sysalerts WHERE id = @alert_id)
  BEGIN
    RAISERROR(14262, 16, 1, '@alert_id', @shown)
    RETURN 1
  END
  IF @category_name IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.syscategories WHERE category_class = 2 AND name = @category_name)
  BEGIN
    RAISERROR(14262, 16, 1, '@category_name', @category_name)
    RETURN 1
  END
  SELECT a.id, a.name, a.event_source, a.event_category_id, a.event_id, a.message_id, a.severity, a.enabled,
         a.delay_between_responses, a.last_occurrence_date, a.last_occurrence_time, a.last_response_date,
         a.last_response_time, a.notification_message, a.include_event_description,
         CASE a.event_id WHEN 8 THEN NULL ELSE a.database_name END AS database_name, a.event_description_keyword,
         a.occurrence_count, a.count_reset_date, a.count_reset_time, a.job_id, j.name AS job_name, a.has_notification,
         a.flags, CASE a.event_id WHEN 8 THEN NULL ELSE a.performance_condition END AS performance_condition,
         c.name AS category_name,
         CASE a.event_id WHEN 8 THEN a.database_name END AS wmi_namespace,
         CASE a.event_id WHEN 8 THEN a.performance_condition END AS wmi_query,
         CASE WHEN a.event_id = 8 THEN 3 WHEN a.performance_condition IS NOT NULL THEN 2 ELSE 1 END AS type
  FROM dbo.sysalerts AS a
  LEFT JOIN dbo.sysjobs AS j ON j.job_id = a.job_id
  LEFT JOIN dbo.syscategories AS c ON c.category_id = a.category_id
  WHERE (@alert_name IS NULL OR a.name = @alert_name) AND (@alert_id IS NULL OR a.id = @alert_id)
    AND (@category_name IS NULL OR c.name = @category_name)
  ORDER BY CASE @order_by WHEN N'id' THEN a.id WHEN N'message_id' THEN a.message_id WHEN N'severity' THEN a.severity ELSE 0 END, a.name
  RETURN 0
END
GO
