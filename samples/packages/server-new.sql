-- The new server: one message is there already, with an older text.
EXEC sp_addmessage 50030, 18, N'Payment provider is slow.', 'us_english', 'true';
GO
