-- Categories of jobs, alerts and operators. Those below 100 are the server's own.
CREATE PROCEDURE dbo.sp_verify_category
  @class varchar(8), @type varchar(12), @name sysname, @category_class int OUTPUT, @category_type int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  SELECT @class = UPPER(LTRIM(RTRIM(@class))), @type = UPPER(LTRIM(RTRIM(@type)))
  SELECT @category_class = CASE @class WHEN 'JOB' THEN 1 WHEN 'ALERT' THEN 2 WHEN 'OPERATOR' THEN 3 ELSE 0 END,
         @category_type = CASE @type WHEN 'LOCAL' THEN 1 WHEN 'MULTI-SERVER' THEN 2 WHEN 'NONE' THEN 3 ELSE 0 END
  IF @category_class = 0
  BEGIN
    RAISERROR(14266, 16, 1, '@class', 'JOB, ALERT, OPERATOR')
    RETURN 1
  END
  IF @category_class = 1 AND @type IS NOT NULL AND @category_type NOT IN (1, 2)
  BEGIN
    RAISERROR(14266, 16, 1, '@type', 'LOCAL, MULTI-SERVER')
    RETURN 1
  END
  IF @category_class <> 1 AND @type IS NOT NULL AND @category_type <> 3
  BEGIN
    RAISERROR(14266, 16, 1, '@type', 'NONE')
    RETURN 1
  END
  IF NULLIF(@name, N'') IS NULL OR @name = N'[DEFAULT]'
  BEGIN
    RAISERROR(14200, 16, 1, '@name')
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_add_category @class varchar(8) = 'JOB', @type varchar(12) = 'LOCAL', @name sysname
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_class int, @category_type int
  SELECT @name = LTRIM(RTRIM(@name))
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_category @class, @type, @name, @category_class OUTPUT, @category_type OUTPUT
  IF @result <> 0 RETURN 1
  IF EXISTS (SELECT * FROM dbo.syscategories WHERE name = @name AND category_class = @category_class)
  BEGIN
    RAISERROR(14261, 16, 1, '@name', @name)
    RETURN 1
  END
  INSERT dbo.syscategories(category_class, category_type, name) VALUES(@category_class, @category_type, @name)
  RETURN @@ERROR
END
GO
-- The category that is meant, when it is one that may be changed.
CREATE PROCEDURE dbo.sp_verify_category_change @class varchar(8), @name sysname, @category_id int OUTPUT, @category_class int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @type int
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_category @class, NULL, @name, @category_class OUTPUT, @type OUTPUT
  IF @result <> 0 RETURN 1
  SELECT @category_id = category_id FROM dbo.syscategories WHERE name = @name AND category_class = @category_class
  IF @category_id IS NULL
  BEGIN
    RAISERROR(14526, 16, 1, @name, @class)
    RETURN 1
  END
  IF @category_id < 100
  BEGIN
    SELECT @class = LOWER(@class)
    RAISERROR(14276, 16, 1, @name, @class)
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_update_category @class varchar(8), @name sysname, @new_name sysname
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_id int, @category_class int
  SELECT @name = LTRIM(RTRIM(@name)), @new_name = LTRIM(RTRIM(@new_name))
  EXECUTE @result = dbo.sp_verify_category_change @class, @name, @category_id OUTPUT, @category_class OUTPUT
  IF @result <> 0 RETURN 1
  IF NULLIF(@new_name, N'') IS NULL OR @new_name = N'[DEFAULT]'
  BEGIN
    RAISERROR(14200, 16, 1, '@new_name')
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.syscategories
             WHERE name = @new_name AND category_class = @category_class AND category_id <> @category_id)
  BEGIN
    RAISERROR(14261, 16, 1, '@new_name', @new_name)
    RETURN 1
  END
  UPDATE dbo.syscategories SET name = @new_name WHERE category_id = @category_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_category @class varchar(8), @name sysname
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_id int, @category_class int
  SELECT @name = LTRIM(RTRIM(@name))
  EXECUTE @result = dbo.sp_verify_category_change @class, @name, @category_id OUTPUT, @category_class OUTPUT
  IF @result <> 0 RETURN 1
  -- What was in it becomes uncategorized.
  UPDATE j SET category_id = CASE c.category_type WHEN 1 THEN 0 ELSE 2 END
  FROM dbo.sysjobs AS j JOIN dbo.syscategories AS c ON c.category_id = j.category_id WHERE j.category_id = @category_id
  UPDATE dbo.sysalerts SET category_id = 98 WHERE category_id = @category_id
  UPDATE dbo.sysoperators SET category_id = 99 WHERE category_id = @category_id
  DELETE dbo.syscategories WHERE category_id = @category_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_help_category @class varchar(8) = 'JOB', @type varchar(12) = NULL, @name sysname = NULL, @suffix bit = 0
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @category_class int, @category_type int, @any sysname
  SELECT @name = NULLIF(LTRIM(RTRIM(@name)), N''), @type = NULLIF(LTRIM(RTRIM(@type)), '')
  SELECT @any = ISNULL(@name, N'any')
  EXECUTE @result = dbo.sp_verify_category @class, @type, @any, @category_class OUTPUT, @category_type OUTPUT
  IF @result <> 0 RETURN 1
  IF @name IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.syscategories WHERE name = @name AND category_class = @category_class)
  BEGIN
    RAISERROR(14526, 16, 1, @name, @class)
    RETURN 1
  END
  IF @suffix = 0
    SELECT category_id, category_type, name FROM dbo.syscategories
    WHERE category_class = @category_class AND (@type IS NULL OR category_type = @category_type) AND (@name IS NULL OR name = @name)
    ORDER BY category_type, name
  ELSE
    SELECT category_id, CASE category_type WHEN 1 THEN 'LOCAL' WHEN 2 THEN 'MULTI-SERVER' ELSE 'NONE' END AS category_type, name
    FROM dbo.syscategories
    WHERE category_class = @category_class AND (@type IS NULL OR category_type = @category_type) AND (@name IS NULL OR name = @name)
    ORDER BY category_type, name
  RETURN 0
END
GO
