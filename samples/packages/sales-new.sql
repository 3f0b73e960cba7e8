-- The new sales server: set up, its databases restored, its logins still to come.
CREATE DATABASE Sales;
GO
CREATE DATABASE Warehouse;
GO
CREATE SERVER ROLE [monitoring];
GO
GRANT VIEW SERVER STATE TO [monitoring];
GO
-- Restored databases bring users whose logins are not there: the same is made here by dropping the logins again.
CREATE LOGIN [app_orders] WITH PASSWORD = N'Soon-gone-again-1', SID = 0x5A1E5000000000000000000000000A00;
CREATE LOGIN [app_billing] WITH PASSWORD = N'Soon-gone-again-1', SID = 0x5A1E5000000000000000000000000A01;
CREATE LOGIN [report_reader] WITH PASSWORD = N'Soon-gone-again-1', SID = 0x5A1E5000000000000000000000000A02;
CREATE LOGIN [etl_nightly] WITH PASSWORD = N'Soon-gone-again-1', SID = 0x5A1E5000000000000000000000000A03;
GO
USE Sales;
GO
CREATE USER [app_orders] FOR LOGIN [app_orders];
CREATE USER [app_billing] FOR LOGIN [app_billing];
CREATE USER [report_reader] FOR LOGIN [report_reader];
GO
USE Warehouse;
GO
CREATE USER [etl_nightly] FOR LOGIN [etl_nightly];
GO
USE master;
GO
DROP LOGIN [app_orders];
DROP LOGIN [app_billing];
DROP LOGIN [report_reader];
DROP LOGIN [etl_nightly];
GO
