-- A schedule in words, as sp_help_schedule and sp_help_jobschedule give it with @include_description = 1.
CREATE FUNCTION dbo.agent_time_text(@time int) RETURNS nvarchar(8) AS
BEGIN
  RETURN STUFF(STUFF(RIGHT(N'000000' + CONVERT(nvarchar(6), @time), 6), 5, 0, N':'), 3, 0, N':')
END
GO
CREATE FUNCTION dbo.agent_schedule_text(
  @freq_type int, @freq_interval int, @freq_subday_type int, @freq_subday_interval int, @freq_relative_interval int,
  @freq_recurrence_factor int, @active_start_time int, @active_end_time int) RETURNS nvarchar(255) AS
BEGIN
  DECLARE @text nvarchar(255), @days nvarchar(100)
  IF @freq_type = 1 RETURN N'Once at ' + dbo.agent_time_text(@active_start_time)
  IF @freq_type = 64 RETURN N'Automatically starts when SQLServerAgent starts.'
  IF @freq_type = 128 RETURN N'Starts whenever the CPU is idle'
  IF @freq_type = 4 SELECT @text = N'Every ' + CONVERT(nvarchar(10), @freq_interval) + N' day(s) '
  IF @freq_type = 8
  BEGIN
    SELECT @days = CASE WHEN @freq_interval & 1 <> 0 THEN N', Sunday' ELSE N'' END +
                   CASE WHEN @freq_interval & 2 <> 0 THEN N', Monday' ELSE N'' END +
                   CASE WHEN @freq_interval & 4 <> 0 THEN N', Tuesday' ELSE N'' END +
                   CASE WHEN @freq_interval & 8 <> 0 THEN N', Wednesday' ELSE N'' END +
                   CASE WHEN @freq_interval & 16 <> 0 THEN N', Thursday' ELSE N'' END +
                   CASE WHEN @freq_interval & 32 <> 0 THEN N', Friday' ELSE N'' END +
                   CASE WHEN @freq_interval & 64 <> 0 THEN N', Saturday' ELSE N'' END
    SELECT @text = N'Every ' + CONVERT(nvarchar(10), @freq_recurrence_factor) + N' week(s) on ' + SUBSTRING(@days, 3, 100) + N' '
  END
  IF @freq_type = 16
    SELECT @text = N'Every ' + CONVERT(nvarchar(10), @freq_recurrence_factor) + N' month(s) on day ' +
                   CONVERT(nvarchar(10), @freq_interval) + N' of that month '
  IF @freq_type = 32
    SELECT @text = N'Every ' + CASE @freq_relative_interval WHEN 1 THEN N'first' WHEN 2 THEN N'second' WHEN 4 THEN N'third'
                                                            WHEN 8 THEN N'fourth' ELSE N'last' END + N' ' +
                   CASE @freq_interval WHEN 1 THEN N'Sunday' WHEN 2 THEN N'Monday' WHEN 3 THEN N'Tuesday'
                                       WHEN 4 THEN N'Wednesday' WHEN 5 THEN N'Thursday' WHEN 6 THEN N'Friday'
                                       WHEN 7 THEN N'Saturday' WHEN 8 THEN N'day' WHEN 9 THEN N'weekday' ELSE N'weekend day' END +
                   N' of every ' + CONVERT(nvarchar(10), @freq_recurrence_factor) + N' month(s) '
  IF @freq_subday_type = 1 RETURN @text + N'at ' + dbo.agent_time_text(@active_start_time)
  RETURN @text + N'every ' + CONVERT(nvarchar(10), @freq_subday_interval) +
         CASE @freq_subday_type WHEN 2 THEN N' second(s)' WHEN 4 THEN N' minute(s)' ELSE N' hour(s)' END +
         N' between ' + dbo.agent_time_text(@active_start_time) + N' and ' + dbo.agent_time_text(@active_end_time)
END
GO
