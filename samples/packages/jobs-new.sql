-- The new sales server: databases, the logins that are still needed and the credential are there already.
CREATE DATABASE Sales;
GO
CREATE DATABASE Warehouse;
GO
CREATE LOGIN [etl_nightly] WITH PASSWORD = N'Etl#Nightly#0400', CHECK_POLICY = OFF;
CREATE CREDENTIAL [files] WITH IDENTITY = N'CONTOSO\files', SECRET = N'Set-by-the-administrator';
GO
