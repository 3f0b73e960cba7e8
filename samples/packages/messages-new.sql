-- The new shop server: one message is there already, one with an older text.
EXEC sp_addmessage 50020, 10, N'Only %d left in stock.', 'us_english';
EXEC sp_addmessage 50030, 18, N'Payment provider is slow.', 'us_english', 'true';
GO
