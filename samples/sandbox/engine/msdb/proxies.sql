-- Proxies: credentials under which steps run outside T-SQL, for which subsystems, and who may use them.
-- Whether the caller may use a proxy. sysproxylogin.flags: 0 a login, 1 a fixed server role, 2 a role of msdb.
CREATE PROCEDURE dbo.sp_verify_proxy_permissions @subsystem_name sysname, @proxy_id int
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @caller sysname
  IF IS_SRVROLEMEMBER(N'sysadmin') = 1 RETURN 0
  IF EXISTS (SELECT * FROM dbo.sysproxysubsystem AS ps
             JOIN dbo.syssubsystems AS s ON s.subsystem_id = ps.subsystem_id
             JOIN dbo.sysproxylogin AS l ON l.proxy_id = ps.proxy_id
             WHERE ps.proxy_id = @proxy_id AND s.subsystem = @subsystem_name
               AND ((l.flags = 0 AND l.sid = SUSER_SID()) OR (l.flags = 1 AND IS_SRVROLEMEMBER(SUSER_SNAME(l.sid)) = 1)
                    OR (l.flags = 2 AND EXISTS (SELECT * FROM sys.database_principals AS p
                                                WHERE p.sid = l.sid AND IS_MEMBER(p.name) = 1))))
    RETURN 0
  SELECT @caller = SUSER_SNAME()
  RAISERROR(14516, 16, 1, @proxy_id, @subsystem_name, @caller)
  RETURN 1
END
GO
CREATE PROCEDURE dbo.sp_verify_proxy
  @proxy_name sysname, @enabled int, @credential_name sysname OUTPUT, @credential_id int OUTPUT, @user_sid varbinary(85) OUTPUT,
  @credential_date datetime OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @identity nvarchar(4000), @shown nvarchar(12)
  IF @enabled NOT IN (0, 1)
  BEGIN
    RAISERROR(14266, 16, 1, '@enabled', '0, 1')
    RETURN 1
  END
  SELECT @credential_name = NULLIF(LTRIM(RTRIM(@credential_name)), N'')
  IF (@credential_name IS NULL AND @credential_id IS NULL) OR (@credential_name IS NOT NULL AND @credential_id IS NOT NULL)
  BEGIN
    RAISERROR(14524, 16, 1, '@credential_id', '@credential_name')
    RETURN 1
  END
  SELECT @identity = credential_identity, @credential_date = create_date, @shown = CONVERT(nvarchar(12), @credential_id)
  FROM sys.credentials WHERE credential_id = @credential_id OR name = @credential_name
  IF @identity IS NULL
  BEGIN
    SELECT @shown = CONVERT(nvarchar(12), @credential_id)
    IF @credential_name IS NOT NULL RAISERROR(14262, 16, 1, '@credential_name', @credential_name)
    ELSE RAISERROR(14262, 16, 1, '@credential_id', @shown)
    RETURN 1
  END
  SELECT @credential_id = credential_id, @credential_name = name FROM sys.credentials
  WHERE credential_id = @credential_id OR name = @credential_name
  SELECT @user_sid = SUSER_SID(@identity)
  IF @user_sid IS NULL
  BEGIN
    RAISERROR(14529, 16, 1, @proxy_name)
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_add_proxy
  @proxy_name sysname, @enabled tinyint = 1, @description nvarchar(512) = NULL, @credential_name sysname = NULL,
  @credential_id int = NULL, @proxy_id int = NULL OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @user_sid varbinary(85), @date datetime
  SELECT @proxy_name = LTRIM(RTRIM(@proxy_name))
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  IF NULLIF(@proxy_name, N'') IS NULL
  BEGIN
    RAISERROR(14200, 16, 1, '@proxy_name')
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysproxies WHERE name = @proxy_name)
  BEGIN
    RAISERROR(14261, 16, 1, '@proxy_name', @proxy_name)
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy @proxy_name, @enabled, @credential_name OUTPUT, @credential_id OUTPUT, @user_sid OUTPUT, @date OUTPUT
  IF @result <> 0 RETURN 1
  INSERT dbo.sysproxies VALUES(@proxy_name, @credential_id, @enabled, @description, @user_sid, @date)
  SELECT @result = @@ERROR, @proxy_id = SCOPE_IDENTITY()
  RETURN @result
END
GO
CREATE PROCEDURE dbo.sp_update_proxy
  @proxy_id int = NULL, @proxy_name sysname = NULL, @credential_name sysname = NULL, @credential_id int = NULL,
  @new_name sysname = NULL, @enabled tinyint = NULL, @description nvarchar(512) = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @user_sid varbinary(85), @date datetime
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
  IF @result <> 0 RETURN 1
  SELECT @new_name = NULLIF(LTRIM(RTRIM(@new_name)), N'')
  IF @new_name IS NOT NULL AND EXISTS (SELECT * FROM dbo.sysproxies WHERE name = @new_name AND proxy_id <> @proxy_id)
  BEGIN
    RAISERROR(14261, 16, 1, '@new_name', @new_name)
    RETURN 1
  END
  IF @credential_name IS NULL AND @credential_id IS NULL
    SELECT @credential_id = credential_id FROM dbo.sysproxies WHERE proxy_id = @proxy_id
  SELECT @enabled = ISNULL(@enabled, enabled) FROM dbo.sysproxies WHERE proxy_id = @proxy_id
  EXECUTE @result = dbo.sp_verify_proxy @proxy_name, @enabled, @credential_name OUTPUT, @credential_id OUTPUT, @user_sid OUTPUT, @date OUTPUT
  IF @result <> 0 RETURN 1
  UPDATE dbo.sysproxies
  SET name = ISNULL(@new_name, name), credential_id = @credential_id, enabled = @enabled,
      description = ISNULL(@description, description), user_sid = @user_sid, credential_date_created = @date
  WHERE proxy_id = @proxy_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_delete_proxy @proxy_id int = NULL, @proxy_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
  IF @result <> 0 RETURN 1
  IF EXISTS (SELECT * FROM dbo.sysjobsteps WHERE proxy_id = @proxy_id)
  BEGIN
    RAISERROR(14518, 16, 1, @proxy_id)
    RETURN 1
  END
  DELETE dbo.sysproxysubsystem WHERE proxy_id = @proxy_id
  DELETE dbo.sysproxylogin WHERE proxy_id = @proxy_id
  DELETE dbo.sysproxies WHERE proxy_id = @proxy_id
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_grant_proxy_to_subsystem
  @proxy_id int = NULL, @proxy_name sysname = NULL, @subsystem_id int = NULL, @subsystem_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_subsystem_identifiers '@subsystem_name', '@subsystem_id', @subsystem_name OUTPUT, @subsystem_id OUTPUT
  IF @result <> 0 RETURN 1
  IF @subsystem_id = 1
  BEGIN
    RAISERROR(14530, 16, 1)
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysproxysubsystem WHERE subsystem_id = @subsystem_id AND proxy_id = @proxy_id)
  BEGIN
    RAISERROR(14531, 16, 1)
    RETURN 1
  END
  INSERT dbo.sysproxysubsystem VALUES(@subsystem_id, @proxy_id)
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_revoke_proxy_from_subsystem
  @proxy_id int = NULL, @proxy_name sysname = NULL, @subsystem_id int = NULL, @subsystem_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_subsystem_identifiers '@subsystem_name', '@subsystem_id', @subsystem_name OUTPUT, @subsystem_id OUTPUT
  IF @result <> 0 RETURN 1
  DELETE dbo.sysproxysubsystem WHERE subsystem_id = @subsystem_id AND proxy_id = @proxy_id
  IF @@ROWCOUNT = 0
  BEGIN
    RAISERROR(14600, 16, 1, @proxy_name, @subsystem_name)
    RETURN 1
  END
  RETURN 0
END
GO
-- The login or role that is meant, as sysproxylogin keeps it.
CREATE PROCEDURE dbo.sp_verify_login_identifiers
  @login_name nvarchar(256), @fixed_server_role nvarchar(256), @msdb_role nvarchar(256), @name sysname OUTPUT,
  @sid varbinary(85) OUTPUT, @flags int OUTPUT
AS
BEGIN
  SET NOCOUNT ON
  SELECT @name = COALESCE(@login_name, @fixed_server_role, @msdb_role),
         @flags = CASE WHEN @login_name IS NOT NULL THEN 0 WHEN @fixed_server_role IS NOT NULL THEN 1 ELSE 2 END
  IF (CASE WHEN @login_name IS NULL THEN 0 ELSE 1 END + CASE WHEN @fixed_server_role IS NULL THEN 0 ELSE 1 END +
      CASE WHEN @msdb_role IS NULL THEN 0 ELSE 1 END) <> 1
  BEGIN
    RAISERROR(14519, 16, 1)
    RETURN 1
  END
  IF @flags = 0 SELECT @sid = SUSER_SID(@name)
  IF @flags = 1 SELECT @sid = sid FROM sys.server_principals WHERE name = @name AND type = 'R' AND is_fixed_role = 1
  IF @flags = 2 SELECT @sid = sid FROM sys.database_principals WHERE name = @name AND type = 'R'
  IF @sid IS NOT NULL RETURN 0
  IF @flags = 0 RAISERROR(14520, 16, 1, @name)
  IF @flags = 1 RAISERROR(14521, 16, 1, @name)
  IF @flags = 2 RAISERROR(14522, 16, 1, @name)
  RETURN 1
END
GO
CREATE PROCEDURE dbo.sp_grant_login_to_proxy
  @login_name nvarchar(256) = NULL, @fixed_server_role nvarchar(256) = NULL, @msdb_role nvarchar(256) = NULL,
  @proxy_id int = NULL, @proxy_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @name sysname, @sid varbinary(85), @flags int
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
  IF @result <> 0 RETURN 1
  EXECUTE @result = dbo.sp_verify_login_identifiers @login_name, @fixed_server_role, @msdb_role, @name OUTPUT, @sid OUTPUT, @flags OUTPUT
  IF @result <> 0 RETURN 1
  IF (@flags = 0 AND IS_SRVROLEMEMBER(N'sysadmin', @name) = 1) OR (@flags = 1 AND @name = N'sysadmin')
  BEGIN
    RAISERROR(14395, 16, 1, @name)
    RETURN 1
  END
  IF EXISTS (SELECT * FROM dbo.sysproxylogin WHERE proxy_id = @proxy_id AND sid = @sid AND flags = @flags)
  BEGIN
    RAISERROR(14531, 16, 1)
    RETURN 1
  END
  INSERT dbo.sysproxylogin VALUES(@proxy_id, @sid, @flags)
  RETURN @@ERROR
END
GO
CREATE PROCEDURE dbo.sp_revoke_login_from_proxy @name nvarchar(256), @proxy_id int = NULL, @proxy_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF IS_SRVROLEMEMBER(N'sysadmin') = 0
  BEGIN
    RAISERROR(15003, 16, 1, N'sysadmin')
    RETURN 1
  END
  EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
  IF @result <> 0 RETURN 1
  DELETE dbo.sysproxylogin
  WHERE proxy_id = @proxy_id
    AND ((flags IN (0, 1) AND sid = SUSER_SID(@name))
         OR (flags = 1 AND sid IN (SELECT sid FROM sys.server_principals WHERE name = @name AND type = 'R'))
         OR (flags = 2 AND sid IN (SELECT sid FROM sys.database_principals WHERE name = @name AND type = 'R')))
  IF @@ROWCOUNT = 0
  BEGIN
    RAISERROR(14523, 16, 1, @name, @proxy_name)
    RETURN 1
  END
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_enum_proxy_for_subsystem
  @proxy_id int = NULL, @proxy_name sysname = NULL, @subsystem_id int = NULL, @subsystem_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF @proxy_id IS NOT NULL OR @proxy_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
    IF @result <> 0 RETURN 1
  END
  IF @subsystem_id IS NOT NULL OR @subsystem_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_subsystem_identifiers '@subsystem_name', '@subsystem_id', @subsystem_name OUTPUT, @subsystem_id OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT ps.subsystem_id, s.subsystem AS subsystem_name, ps.proxy_id, p.name AS proxy_name
  FROM dbo.sysproxysubsystem AS ps
  JOIN dbo.syssubsystems AS s ON s.subsystem_id = ps.subsystem_id
  JOIN dbo.sysproxies AS p ON p.proxy_id = ps.proxy_id
  WHERE (@proxy_id IS NULL OR ps.proxy_id = @proxy_id) AND (@subsystem_id IS NULL OR ps.subsystem_id = @subsystem_id)
  ORDER BY ps.subsystem_id, p.name
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_enum_login_for_proxy @name nvarchar(256) = NULL, @proxy_id int = NULL, @proxy_name sysname = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int
  IF @proxy_id IS NOT NULL OR @proxy_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT l.proxy_id, p.name AS proxy_name, l.flags,
         CASE l.flags WHEN 2 THEN u.name ELSE SUSER_SNAME(l.sid) END AS name, l.sid,
         CASE l.flags WHEN 2 THEN u.principal_id ELSE s.principal_id END AS principal_id
  FROM dbo.sysproxylogin AS l
  JOIN dbo.sysproxies AS p ON p.proxy_id = l.proxy_id
  LEFT JOIN sys.database_principals AS u ON u.sid = l.sid AND u.type = 'R'
  LEFT JOIN sys.server_principals AS s ON s.sid = l.sid
  WHERE (@proxy_id IS NULL OR l.proxy_id = @proxy_id)
    AND (@name IS NULL OR @name = CASE l.flags WHEN 2 THEN u.name ELSE SUSER_SNAME(l.sid) END)
  ORDER BY l.proxy_id, l.flags
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_help_proxy
  @proxy_id int = NULL, @proxy_name sysname = NULL, @subsystem_name sysname = NULL, @name nvarchar(256) = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @subsystem_id int
  IF @proxy_id IS NOT NULL OR @proxy_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_proxy_identifiers '@proxy_name', '@proxy_id', @proxy_name OUTPUT, @proxy_id OUTPUT
    IF @result <> 0 RETURN 1
  END
  IF @subsystem_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_subsystem_identifiers '@subsystem_name', '@subsystem_id', @subsystem_name OUTPUT, @subsystem_id OUTPUT
    IF @result <> 0 RETURN 1
  END
  SELECT p.proxy_id, p.name, c.credential_identity, p.enabled, p.description, p.user_sid, p.credential_id,
         CASE WHEN c.credential_id IS NULL THEN 0 ELSE 1 END AS credential_identity_exists
  FROM dbo.sysproxies AS p LEFT JOIN sys.credentials AS c ON c.credential_id = p.credential_id
  WHERE (@proxy_id IS NULL OR p.proxy_id = @proxy_id)
    AND (@subsystem_id IS NULL OR EXISTS (SELECT * FROM dbo.sysproxysubsystem AS s
                                          WHERE s.proxy_id = p.proxy_id AND s.subsystem_id = @subsystem_id))
    AND (@name IS NULL OR EXISTS (SELECT * FROM dbo.sysproxylogin AS l
                                  WHERE l.proxy_id = p.proxy_id AND l.sid = SUSER_SID(@name)))
  ORDER BY p.proxy_id
  RETURN 0
END
GO
