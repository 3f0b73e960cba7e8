-- Which operators hear of which alerts, and how.
CREATE PROCEDURE dbo.sp_verify_notification
  @alert_name sysname, @operator_name sysname, @notification_method int, @alert_id int OUTPUT, @operator_id int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  IF @notification_method NOT BETWEEN 1 AND 7
  BEGIN
    RAISERROR(14266, 16, 1, '@notification_method', '1..7 [1 = E-mail, 2 = Pager, 4 = NetSend]')
    RETURN 1
  END
  SELECT @alert_id = id FROM dbo.sysalerts WHERE name = LTRIM(RTRIM(@alert_name))
  IF @alert_id IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@alert_name', @alert_name)
    RETURN 1
  END
  SELECT @operator_id = id FROM dbo.sysoperators WHERE name = LTRIM(RTRIM(@operator_name))
  IF @operator_id IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@operator_name', @operator_name)
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_add_notification @alert_name sysname, @operator_name sysname, @notification_method tinyint
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @alert_id int, @operator_id int
  EXECUTE @result = dbo.sp_verify_notification @alert_name, @operator_name, @notification_method, @alert_id OUTPUT, @operator_id OUTPUT
  IF @result <> 0 RETURN 1
  IF EXISTS (SELECT * FROM dbo.sysnotifications WHERE alert_id = @alert_id AND operator_id = @operator_id)
  BEGIN
    RAISERROR(14261, 16, 1, 'notification', @alert_name)
    RETURN 1
  END
  INSERT dbo.sysnotifications VALUES(@alert_id, @operator_id, @notification_method)
  UPDATE dbo.sysalerts SET has_notification = dbo.agent_alert_methods(@alert_id) WHERE id = @alert_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_update_notification @alert_name sysname, @operator_name sysname, @notification_method tinyint
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @alert_id int, @operator_id int
  EXECUTE @result = dbo.sp_verify_notification @alert_name, @operator_name, @notification_method, @alert_id OUTPUT, @operator_id OUTPUT
  IF @result <> 0 RETURN 1
  IF NOT EXISTS (SELECT * FROM dbo.sysnotifications WHERE alert_id = @alert_id AND operator_id = @operator_id)
  BEGIN
    RAISERROR(14262, 16, 1, 'notification', @alert_name)
    RETURN 1
  END
  UPDATE dbo.sysnotifications SET notification_method = @notification_method WHERE alert_id = @alert_id AND operator_id = @operator_id
  UPDATE dbo.sysalerts SET has_notification = dbo.agent_alert_methods(@alert_id) WHERE id = @alert_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_notification @alert_name sysname, @operator_name sysname
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @alert_id int, @operator_id int
  EXECUTE @result = dbo.sp_verify_notification @alert_name, @operator_name, 7, @alert_id OUTPUT, @operator_id OUTPUT
  IF @result <> 0 RETURN 1
  IF NOT EXISTS (SELECT * FROM dbo.sysnotifications WHERE alert_id = @alert_id AND operator_id = @operator_id)
  BEGIN
    RAISERROR(14262, 16, 1, 'notification', @alert_name)
    RETURN 1
  END
  DELETE dbo.sysnotifications WHERE alert_id = @alert_id AND operator_id = @operator_id
  UPDATE dbo.sysalerts SET has_notification = dbo.agent_alert_methods(@alert_id) WHERE id = @alert_id
  RETURN @@ERROR
END
GO
-- The operators of an alert, or the alerts of an operator: which of the two is asked, how all or only those that are told.
CREATE PROCEDURE dbo.sp_help_notification
  @object_type char(9), @name sysname, @enum_type char(10), @notification_method tinyint, @target_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @id int
  SELECT @object_type = UPPER(@object_type), @enum_type = UPPER(@enum_type), @target_name = NULLIF(@target_name, N'')
  IF @object_type NOT IN ('ALERTS', 'OPERATORS')
  BEGIN
    RAISERROR(14266, 16, 1, '@object_type', 'ALERTS, OPERATORS')
    RETURN 1
  END
  IF @enum_type NOT IN ('ALL', 'ACTUAL', 'TARGET')
  BEGIN
    RAISERROR(14266, 16, 1, '@enum_type', 'ALL, ACTUAL, TARGET')
    RETURN 1
  END
  IF @enum_type = 'TARGET' AND @target_name IS NULL
  BEGIN
    RAISERROR(14502, 16, 1)
    RETURN 1
  END
  IF @enum_type <> 'TARGET' AND @target_name IS NOT NULL
  BEGIN
    RAISERROR(14503, 16, 1)
    RETURN 1
  END
  IF @notification_method NOT BETWEEN 1 AND 7
  BEGIN
    RAISERROR(14266, 16, 1, '@notification_method', '1..7 [1 = E-mail, 2 = Pager, 4 = NetSend]')
    RETURN 1
  END
  IF @object_type = 'ALERTS'
    SELECT @id = id FROM dbo.sysoperators WHERE name = @name
  ELSE
    SELECT @id = id FROM dbo.sysalerts WHERE name = @name
  IF @id IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@name', @name)
    RETURN 1
  END
  IF @object_type = 'ALERTS'
    SELECT a.id AS alert_id, a.name AS alert_name, ISNULL(n.notification_method & 1, 0) AS use_email,
           ISNULL(n.notification_method & 2, 0) / 2 AS use_pager, ISNULL(n.notification_method & 4, 0) / 4 AS use_netsend,
           CASE WHEN o.email_address IS NULL THEN 0 ELSE 1 END AS has_email,
           CASE WHEN o.pager_address IS NULL THEN 0 ELSE 1 END AS has_pager,
           CASE WHEN o.netsend_address IS NULL THEN 0 ELSE 1 END AS has_netsend
    FROM dbo.sysalerts AS a
    JOIN dbo.sysoperators AS o ON o.id = @id
    LEFT JOIN dbo.sysnotifications AS n
      ON n.alert_id = a.id AND n.operator_id = @id AND n.notification_method & @notification_method <> 0
    WHERE (@enum_type <> 'ACTUAL' OR n.alert_id IS NOT NULL) AND (@target_name IS NULL OR a.name = @target_name)
    ORDER BY a.name
  ELSE
    SELECT o.id AS operator_id, o.name AS operator_name, ISNULL(n.notification_method & 1, 0) AS use_email,
           ISNULL(n.notification_method & 2, 0) / 2 AS use_pager, ISNULL(n.notification_method & 4, 0) / 4 AS use_netsend,
           CASE WHEN o.email_address IS NULL THEN 0 ELSE 1 END AS has_email,
           CASE WHEN o.pager_address IS NULL THEN 0 ELSE 1 END AS has_pager,
           CASE WHEN o.netsend_address IS NULL THEN 0 ELSE 1 END AS has_netsend
    FROM dbo.sysoperators AS o
    LEFT JOIN dbo.sysnotifications AS n
      ON n.operator_id = o.id AND n.alert_id = @id AND n.notification_method & @notification_method <> 0
    WHERE (@enum_type <> 'ACTUAL' OR n.operator_id IS NOT NULL) AND (@target_name IS NULL OR o.name = @target_name)
    ORDER BY o.name
  RETURN 0
END
GO
