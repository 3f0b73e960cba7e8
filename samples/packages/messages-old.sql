-- The old shop server: messages that its applications raise, some of them translated.
EXEC sp_addmessage 50010, 16, N'Order %d is unknown in shop %s.', 'us_english';
EXEC sp_addmessage 50010, 16, N'Auftrag %1! ist in Laden %2! unbekannt.', 'Deutsch';
EXEC sp_addmessage 50010, 16, N'Dans le magasin %2!, la commande %1! est inconnue.', 'Français';
EXEC sp_addmessage 50020, 10, N'Only %d left in stock.', 'us_english';
EXEC sp_addmessage 50020, 10, N'Nur noch %1! auf Lager.', 'Deutsch';
EXEC sp_addmessage 50030, 18, N'Payment provider doesn''t answer.', 'us_english', 'true';
EXEC sp_addmessage 60001, 14, N'Login %s may not see prices.', 'us_english', 'true';
GO
