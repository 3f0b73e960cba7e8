-- What jobs there are and what they do.
CREATE PROCEDURE dbo.sp_help_jobstep
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @step_id int = NULL, @step_name sysname = NULL, @suffix bit = 0
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @shown varchar(12)
  EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT
  IF @result <> 0 RETURN 1
  SELECT @step_name = NULLIF(LTRIM(RTRIM(@step_name)), N''), @shown = CONVERT(varchar(12), @step_id)
  IF @step_id IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_id = @step_id)
  BEGIN
    RAISERROR(14262, 16, 1, '@step_id', @shown)
    RETURN 1
  END
  IF @step_name IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.sysjobsteps WHERE job_id = @job_id AND step_name = @step_name)
  BEGIN
    RAISERROR(14262, 16, 1, '@step_name', @step_name)
    RETURN 1
  END
  IF @suffix = 0
    SELECT step_id, step_name, subsystem, command, flags, cmdexec_success_code, on_success_action, on_success_step_id,
           on_fail_action, on_fail_step_id, server, database_name, database_user_name, retry_attempts, retry_interval,
           os_run_priority, output_file_name, last_run_outcome, last_run_duration, last_run_retries, last_run_date,
           last_run_time, proxy_id
    FROM dbo.sysjobsteps
    WHERE job_id = @job_id AND (@step_id IS NULL OR step_id = @step_id) AND (@step_name IS NULL OR step_name = @step_name)
    ORDER BY job_id, step_id
  ELSE
    SELECT step_id, step_name, subsystem, command,
           CONVERT(nvarchar(12), flags) + CASE WHEN flags & 2 <> 0 THEN N' (append output file)' WHEN flags & 4 <> 0
             THEN N' (include results in history)' ELSE N' (normal)' END AS flags, cmdexec_success_code,
           CONVERT(nvarchar(12), on_success_action) + CASE on_success_action WHEN 1 THEN N' (quit with success)'
             WHEN 2 THEN N' (quit with failure)' WHEN 3 THEN N' (goto next step)' ELSE N' (goto step)' END AS on_success_action,
           on_success_step_id,
           CONVERT(nvarchar(12), on_fail_action) + CASE on_fail_action WHEN 1 THEN N' (quit with success)'
             WHEN 2 THEN N' (quit with failure)' WHEN 3 THEN N' (goto next step)' ELSE N' (goto step)' END AS on_fail_action,
           on_fail_step_id, server, database_name, database_user_name, retry_attempts, retry_interval,
           CONVERT(nvarchar(12), os_run_priority) + CASE os_run_priority WHEN -15 THEN N' (idle)' WHEN -1 THEN N' (below normal)'
             WHEN 0 THEN N' (normal)' WHEN 1 THEN N' (above normal)' ELSE N' (time critical)' END AS os_run_priority,
           output_file_name, last_run_outcome, last_run_duration, last_run_retries, last_run_date, last_run_time, proxy_id
    FROM dbo.sysjobsteps
    WHERE job_id = @job_id AND (@step_id IS NULL OR step_id = @step_id) AND (@step_name IS NULL OR step_name = @step_name)
    ORDER BY job_id, step_id
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_help_job
  @job_id uniqueidentifier = NULL, @job_name sysname = NULL, @job_aspect varchar(9) = NULL, @job_type varchar(12) = NULL,
  @owner_login_name sysname = NULL, @subsystem nvarchar(40) = NULL, @category_name sysname = NULL, @enabled tinyint = NULL,
  @execution_status int = NULL, @date_comparator char(1) = NULL, @date_created datetime = NULL,
  @date_last_modified datetime = NULL, @description nvarchar(512) = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @session int
  SELECT @job_name = NULLIF(LTRIM(RTRIM(@job_name)), N''), @job_aspect = NULLIF(UPPER(LTRIM(RTRIM(@job_aspect))), ''),
         @job_type = NULLIF(UPPER(LTRIM(RTRIM(@job_type))), ''), @owner_login_name = NULLIF(@owner_login_name, N''),
         @category_name = NULLIF(@category_name, N''), @subsystem = NULLIF(@subsystem, N'')
  IF @job_id IS NOT NULL OR @job_name IS NOT NULL
  BEGIN
    EXECUTE @result = dbo.sp_verify_job_identifiers '@job_name', '@job_id', @job_name OUTPUT, @job_id OUTPUT
    IF @result <> 0 RETURN 1
    SELECT @job_aspect = ISNULL(@job_aspect, 'ALL')
  END
  ELSE IF @job_aspect IS NOT NULL
  BEGIN
    RAISERROR(14280, 16, 1)
    RETURN 1
  END
  IF @job_aspect NOT IN ('ALL', 'JOB', 'STEPS', 'SCHEDULES', 'TARGETS')
  BEGIN
    RAISERROR(14266, 16, 1, '@job_aspect', 'JOB, STEPS, SCHEDULES, TARGETS')
    RETURN 1
  END
  IF @job_type NOT IN ('LOCAL', 'MULTI-SERVER')
  BEGIN
    RAISERROR(14266, 16, 1, '@job_type', 'LOCAL, MULTI-SERVER')
    RETURN 1
  END
  IF @owner_login_name IS NOT NULL AND SUSER_SID(@owner_login_name) IS NULL
  BEGIN
    RAISERROR(14262, 16, 1, '@owner_login_name', @owner_login_name)
    RETURN 1
  END
  IF @category_name IS NOT NULL AND NOT EXISTS (SELECT * FROM dbo.syscategories WHERE category_class = 1 AND name = @category_name)
  BEGIN
    RAISERROR(14262, 16, 1, '@category_name', @category_name)
    RETURN 1
  END
  IF @date_comparator IS NOT NULL AND @date_comparator NOT IN ('=', '<', '>')
  BEGIN
    RAISERROR(14266, 16, 1, '@date_comparator', '=, >, <')
    RETURN 1
  END
  IF (@date_comparator IS NULL AND COALESCE(@date_created, @date_last_modified) IS NOT NULL) OR
     (@date_comparator IS NOT NULL AND COALESCE(@date_created, @date_last_modified) IS NULL)
  BEGIN
    RAISERROR(14282, 16, 1)
    RETURN 1
  END
  SELECT @session = MAX(session_id) FROM dbo.syssessions
  IF @job_aspect IS NULL OR @job_aspect IN ('ALL', 'JOB')
    SELECT j.job_id, j.originating_server, j.name, j.enabled, j.description, j.start_step_id, c.name AS category,
           dbo.SQLAGENT_SUSER_SNAME(j.owner_sid) AS owner, j.notify_level_eventlog, j.notify_level_email,
           j.notify_level_netsend, j.notify_level_page, ISNULL(e.name, N'(unknown)') AS notify_email_operator,
           ISNULL(n.name, N'(unknown)') AS notify_netsend_operator, ISNULL(p.name, N'(unknown)') AS notify_page_operator,
           j.delete_level, j.date_created, j.date_modified, j.version_number, ISNULL(s.last_run_date, 0) AS last_run_date,
           ISNULL(s.last_run_time, 0) AS last_run_time, ISNULL(s.last_run_outcome, 5) AS last_run_outcome,
           0 AS next_run_date, 0 AS next_run_time, 0 AS next_run_schedule_id,
           CASE WHEN a.job_id IS NULL THEN 4 ELSE 1 END AS current_execution_status,
           CASE WHEN a.job_id IS NULL THEN N'0 (unknown)' ELSE CONVERT(nvarchar(12), j.start_step_id) END AS current_execution_step,
           0 AS current_retry_attempt,
           (SELECT COUNT(*) FROM dbo.sysjobsteps AS st WHERE st.job_id = j.job_id) AS has_step,
           (SELECT COUNT(*) FROM dbo.sysjobschedules AS sc WHERE sc.job_id = j.job_id) AS has_schedule,
           CASE WHEN s.job_id IS NULL THEN 0 ELSE 1 END AS has_target, CASE WHEN s.job_id IS NULL THEN 0 ELSE 1 END AS type
    FROM dbo.sysjobs_view AS j
    LEFT JOIN dbo.syscategories AS c ON c.category_id = j.category_id
    LEFT JOIN dbo.sysoperators AS e ON e.id = j.notify_email_operator_id
    LEFT JOIN dbo.sysoperators AS n ON n.id = j.notify_netsend_operator_id
    LEFT JOIN dbo.sysoperators AS p ON p.id = j.notify_page_operator_id
    LEFT JOIN dbo.sysjobservers AS s ON s.job_id = j.job_id AND s.server_id = 0
    LEFT JOIN dbo.sysjobactivity AS a ON a.job_id = j.job_id AND a.session_id = @session
                                      AND a.start_execution_date IS NOT NULL AND a.stop_execution_date IS NULL
    WHERE (@job_id IS NULL OR j.job_id = @job_id)
      AND (@job_type IS NULL OR @job_type = CASE c.category_type WHEN 2 THEN 'MULTI-SERVER' ELSE 'LOCAL' END)
      AND (@owner_login_name IS NULL OR j.owner_sid = SUSER_SID(@owner_login_name))
      AND (@category_name IS NULL OR c.name = @category_name) AND (@enabled IS NULL OR j.enabled = @enabled)
      AND (@description IS NULL OR j.description LIKE @description)
      AND (@subsystem IS NULL OR EXISTS (SELECT * FROM dbo.sysjobsteps AS st WHERE st.job_id = j.job_id AND st.subsystem = @subsystem))
      AND (@execution_status IS NULL OR @execution_status = CASE WHEN a.job_id IS NULL THEN 4 ELSE 1 END
           OR (@execution_status = 0 AND a.job_id IS NOT NULL))
      AND (@date_created IS NULL OR (@date_comparator = '=' AND j.date_created = @date_created)
           OR (@date_comparator = '<' AND j.date_created < @date_created) OR (@date_comparator = '>' AND j.date_created > @date_created))
      AND (@date_last_modified IS NULL OR (@date_comparator = '=' AND j.date_modified = @date_last_modified)
           OR (@date_comparator = '<' AND j.date_modified < @date_last_modified)
           OR (@date_comparator = '>' AND j.date_modified > @date_last_modified))
    ORDER BY j.name
  IF @job_aspect IN ('ALL', 'STEPS') EXECUTE dbo.sp_help_jobstep @job_id = @job_id, @suffix = 1
  IF @job_aspect IN ('ALL', 'SCHEDULES') EXECUTE dbo.sp_help_jobschedule @job_id = @job_id
  IF @job_aspect IN ('ALL', 'TARGETS') EXECUTE dbo.sp_help_jobserver @job_id = @job_id, @show_last_run_details = 1
  RETURN 0
END
GO
CREATE PROCEDURE dbo.sp_help_jobcount @schedule_name sysname = NULL, @schedule_id int = NULL
AS
BEGIN
  SET NOCOUNT ON
  DECLARE @result int, @owner_sid varbinary(85), @origin int
  EXECUTE @result = dbo.sp_verify_schedule_identifiers '@schedule_name', '@schedule_id', @schedule_name OUTPUT,
                                                       @schedule_id OUTPUT, @owner_sid OUTPUT, @origin OUTPUT
  IF @result <> 0 RETURN 1
  SELECT COUNT(*) AS JobCount FROM dbo.sysjobschedules WHERE schedule_id = @schedule_id
  RETURN 0
END
GO
