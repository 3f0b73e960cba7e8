// The texts of SQL Server's messages about names, transactions, objects and data: numbers from 1000.
#include "samples/sandbox/engine/error.hpp"

namespace sandbox {

const std::vector<MessageText> &database_messages() {
  static const std::vector<MessageText> texts = {
      {1007, 15, "The number '%s' is out of the range for numeric representation (maximum precision 38)."},
      {1013, 16,
       "The objects \"%s\" and \"%s\" in the FROM clause have the same exposed names. Use correlation names "
       "to distinguish them."},
      {1031, 15, "Percent values must be between 0 and 100."},
      {1033, 15,
       "The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common "
       "table expressions, unless TOP, OFFSET or FOR XML is also specified."},
      {1038, 15,
       "An object or column name is missing or empty. For SELECT INTO statements, verify each column has a "
       "name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not "
       "allowed. Change the alias to a valid name."},
      {1046, 15, "Subqueries are not allowed in this context. Only scalar expressions are allowed."},
      {1060, 15,
       "The number of rows provided for a TOP or FETCH clauses row count parameter must be an integer."},
      {1087, 15, "Must declare the table variable \"%s\"."},
      {1088, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions."},
      {1205, 13,
       "Transaction (Process ID %s) was deadlocked on %s resources with another process and has been chosen "
       "as the deadlock victim. Rerun the transaction."},
      {1222, 16, "Lock request time out period exceeded."},
      {1223, 16,
       "Cannot release the application lock (Database Principal: '%s', Resource: '%s') because it is not "
       "currently held."},
      {1505, 16,
       "The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name "
       "'%s' and the index name '%s'. The duplicate key value is (%s)."},
      {1750, 16, "Could not create constraint or index. See previous errors."},
      {1752, 16, "Column '%s' in table '%s' is invalid for creating a default constraint."},
      {1753, 16,
       "Column '%s.%s' is not the same length or scale as referencing column '%s.%s' in foreign key '%s'. "
       "Columns participating in a foreign key relationship must be defined with the same length and scale."},
      {1767, 16, "Foreign key '%s' references invalid table '%s'."},
      {1769, 16, "Foreign key '%s' references invalid column '%s' in referencing table '%s'."},
      {1770, 16, "Foreign key '%s' references invalid column '%s' in referenced table '%s'."},
      {1776, 16,
       "There are no primary or candidate keys in the referenced table '%s' that match the referencing "
       "column list in the foreign key '%s'."},
      {1778, 16, "Column '%s' is not the same data type as referencing column '%s' in foreign key '%s'."},
      {1779, 16, "Table '%s' already has a primary key defined on it."},
      {1781, 16, "Column already has a DEFAULT bound to it."},
      {1785, 16,
       "Introducing FOREIGN KEY constraint '%s' on table '%s' may cause cycles or multiple cascade paths. "
       "Specify ON DELETE NO ACTION or ON UPDATE NO ACTION, or modify other FOREIGN KEY constraints."},
      {1801, 16, "Database '%s' already exists. Choose a different database name."},
      {1902, 16,
       "Cannot create more than one clustered index on table '%s'. Drop the existing clustered index '%s' "
       "before creating another."},
      {1911, 16, "Column name '%s' does not exist in the target table or view."},
      {1913, 16,
       "The operation failed because an index or statistics with name '%s' already exists on %s '%s'."},
      {1934, 16, "%s failed because the following SET options have incorrect settings: '%s'."},
      {2010, 16, "Cannot perform alter on '%s' because it is an incompatible object type."},
      {2020, 16, "The dependencies reported for entity \"%s\" might not include references to all columns."},
      {2111, 16,
       "Cannot %s trigger '%s' on %s '%s' because an INSTEAD OF %s trigger already exists on this object."},
      {2501, 16, "Cannot find a table or object with the name \"%s\". Check the system catalog."},
      {2526, 16,
       "Incorrect DBCC statement. Check the documentation for the correct DBCC syntax and options."},
      {2528, 10,
       "DBCC execution completed. If DBCC printed error messages, contact your system administrator."},
      {2567, 14, "Insufficient permission to run DBCC %s."},
      {2601, 14,
       "Cannot insert duplicate key row in object '%s' with unique index '%s'. The duplicate key value is "
       "(%s)."},
      {2627, 14,
       "Violation of %s constraint '%s'. Cannot insert duplicate key in object '%s'. The duplicate key value "
       "is (%s)."},
      {2628, 16,
       "String or binary data would be truncated in table '%s', column '%s'. Truncated value: '%s'."},
      {2705, 16,
       "Column names in each table must be unique. Column name '%s' in table '%s' is specified more than "
       "once."},
      {2714, 16, "There is already an object named '%s' in the database."},
      {2715, 16, "Column, parameter, or variable #%s: Cannot find data type %s."},
      {2716, 16, "Column, parameter, or variable #%s: Cannot specify a column width on data type %s."},
      {2717, 15, "The size (%s) given to the parameter '%s' exceeds the maximum allowed (%s)."},
      {2727, 11, "Cannot find index '%s'."},
      {2732, 16, "Error number %s is invalid. The number must be from %s through %s and it cannot be 50000."},
      {2740, 16,
       "SET LANGUAGE failed because '%s' is not an official language name or a language alias on this SQL "
       "Server."},
      {2741, 16, "SET DATEFORMAT date order '%s' is invalid."},
      {2742, 16, "SET DATEFIRST %s is out of range."},
      {2744, 16,
       "Multiple identity columns specified for table '%s'. Only one identity column per table is allowed."},
      {2749, 16,
       "Identity column '%s' must be of data type int, bigint, smallint, tinyint, or decimal or numeric with "
       "a scale of 0, unencrypted, and constrained to be nonnullable."},
      {2750, 16,
       "Column or parameter #%s: Specified column precision %s is greater than the maximum precision of %s."},
      {2754, 16,
       "Error severity levels greater than 18 can only be specified by members of the sysadmin role, using "
       "the WITH LOG option."},
      {2760, 16,
       "The specified schema name \"%s\" either does not exist or you do not have permission to use it."},
      {2766, 16, "The definition for user-defined data type '%s' has changed."},
      {2786, 16,
       "The data type of substitution parameter %s does not match the expected type of the format "
       "specification."},
      {2787, 16, "Invalid format specification: '%s'."},
      {2812, 16, "Could not find stored procedure '%s'."},
      {3013, 16, "%s is terminating abnormally."},
      {3609, 16, "The transaction ended in the trigger. The batch has been aborted."},
      {3616, 16,
       "An error was raised during trigger execution. The batch has been aborted and the user transaction, "
       "if any, has been rolled back."},
      {3621, 0, "The statement has been terminated."},
      {3623, 16, "An invalid floating point operation occurred."},
      {3624, 20, "A system assertion check has failed."},
      {3701, 11, "Cannot %s the %s '%s', because it does not exist or you do not have permission."},
      {3702, 16, "Cannot drop database \"%s\" because it is currently in use."},
      {3705, 16, "Cannot use %s with '%s' because '%s' is a %s. Use %s."},
      {3708, 16, "Cannot %s the %s '%s' because it is a system %s."},
      {3723, 16,
       "An explicit DROP INDEX is not allowed on index '%s'. It is being used for %s constraint "
       "enforcement."},
      {3725, 16, "The constraint '%s' is being referenced by table '%s', foreign key constraint '%s'."},
      {3726, 16, "Could not drop object '%s' because it is referenced by a FOREIGN KEY constraint."},
      {3727, 16, "Could not drop constraint. See previous errors."},
      {3728, 16, "'%s' is not a constraint."},
      {3729, 16, "Cannot %s '%s' because it is being referenced by object '%s'."},
      {3733, 16, "Constraint '%s' does not belong to table '%s'."},
      {3902, 16, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION."},
      {3903, 16, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION."},
      {3915, 16, "Cannot use the ROLLBACK statement within an INSERT-EXEC statement."},
      {3930, 16,
       "The current transaction cannot be committed and cannot support operations that write to the log "
       "file. Roll back the transaction."},
      {3931, 16,
       "The current transaction cannot be committed and cannot be rolled back to a savepoint. Roll back the "
       "entire transaction."},
      {3998, 16,
       "Uncommittable transaction is detected at the end of the batch. The transaction is rolled back."},
      {4060, 11, "Cannot open database \"%s\" requested by the login. The login failed."},
      {4063, 11,
       "Cannot open database \"%s\" that was requested by the login. Using the user default database \"%s\" "
       "instead."},
      {4064, 11, "Cannot open user default database. Login failed."},
      {4104, 16, "The multi-part identifier \"%s\" could not be bound."},
      {4108, 15, "Windowed functions can only appear in the SELECT or ORDER BY clauses."},
      {4112, 15, "The function '%s' must have an OVER clause with ORDER BY."},
      {4121, 16,
       "Cannot find either column \"%s\" or the user-defined function or aggregate \"%s\", or the name is "
       "ambiguous."},
      {4145, 15,
       "An expression of non-boolean type specified in a context where a condition is expected, near '%s'."},
      {4194, 15, "RANGE is only supported with UNBOUNDED and CURRENT ROW window frame delimiters."},
      {4405, 16,
       "View or function '%s' is not updatable because the modification affects multiple base tables."},
      {4406, 16,
       "Update or insert of view or function '%s' failed because it contains a derived or constant field."},
      {4502, 16, "View or function '%s' has more column names specified than columns defined."},
      {4506, 16,
       "Column names in each view or function must be unique. Column name '%s' in view or function '%s' is "
       "specified more than once."},
      {4511, 16, "Create View or Function failed because no column name was specified for column in '%s'."},
      {4604, 16, "There is no such user or group '%s' or you do not have permission."},
      {4606, 16, "Granted or revoked privilege %s is not compatible with object."},
      {4610, 16, "You can only grant or revoke permissions on objects in the current database."},
      {4611, 16, "To revoke or deny grantable privileges, specify the CASCADE option."},
      {4613, 16, "Grantor does not have GRANT permission."},
      {4615, 16, "Invalid column name '%s'."},
      {4617, 16, "Cannot grant, deny or revoke permissions to or from special roles."},
      {4619, 16, "CREATE DATABASE permission can only be granted in the master database."},
      {4621, 16, "Permissions at the server scope can only be granted when the current database is master"},
      {4622, 16, "Permissions at the server scope can only be granted to logins"},
      {4624, 16,
       "Cannot grant, deny, or revoke permissions to sa, dbo, entity owner, information_schema, sys, or "
       "yourself."},
      {4629, 16,
       "Permissions on server scoped catalog views or system stored procedures or extended stored procedures "
       "can be granted only when the current database is master."},
      {4701, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions."},
      {4712, 16, "Cannot truncate table '%s' because it is being referenced by a FOREIGN KEY constraint."},
      {4901, 16,
       "ALTER TABLE only allows columns to be added that can contain nulls, or have a DEFAULT definition "
       "specified, or the column being added is an identity or timestamp column, or alternatively if none of "
       "the previous conditions are satisfied the table must be empty to allow addition of this column. "
       "Column '%s' cannot be added to non-empty table '%s' because it does not satisfy these conditions."},
      {4902, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions."},
      {4917, 16, "Constraint '%s' does not exist."},
      {4922, 16, "%s %s failed because one or more objects access this %s."},
      {4923, 16,
       "ALTER TABLE DROP COLUMN failed because '%s' is the only data column in table '%s'. A table must have "
       "at least one data column."},
      {4924, 16, "%s failed because column '%s' does not exist in table '%s'."},
      {4925, 16,
       "ALTER TABLE ALTER COLUMN ADD ROWGUIDCOL failed because a column already exists in table '%s' with "
       "ROWGUIDCOL property."},
      {4928, 16, "Cannot alter column '%s' because it is '%s'."},
      {4933, 16,
       "Computed column '%s' in table '%s' cannot be persisted because the column depends on a "
       "non-schemabound object."},
      {5011, 14,
       "User does not have permission to alter database '%s', the database does not exist, or the database "
       "is not in a state that allows access checks."},
      {5035, 16,
       "Filegroup '%s' already exists in this database. Specify a different name or remove the conflicting "
       "filegroup if it is empty."},
      {5058, 16, "Option '%s' cannot be set in database '%s'."},
      {5064, 16,
       "Changes to the state or options of database '%s' cannot be made at this time. The database is in "
       "single-user mode, and a user is currently connected to it."},
      {5069, 16, "ALTER DATABASE statement failed."},
      {5074, 16, "The %s '%s' is dependent on column '%s'."},
      {5084, 10, "Setting database option %s to %s for database '%s'."},
      {5701, 0, "Changed database context to '%s'."},
      {5702, 10, "SQL Server is terminating this process."},
      {5703, 0, "Changed language setting to %s."},
      {6101, 16, "Session ID %s is not valid."},
      {6102, 14, "User does not have permission to use the KILL statement."},
      {6104, 16, "Cannot use KILL to kill your own process."},
      {6106, 16, "Process ID %s is not an active process ID."},
      {6115, 16, "KILL command cannot be used inside user transactions."},
      {6401, 16, "Cannot roll back %s. No transaction or savepoint of that name was found."},
      {7998, 10, "Checking identity information: current identity value '%s', current column value '%s'."},
      {8101, 16,
       "An explicit value for the identity column in table '%s' can only be specified when a column list is "
       "used and IDENTITY_INSERT is ON."},
      {8102, 16, "Cannot update identity column '%s'."},
      {8106, 16, "Table '%s' does not have the identity property. Cannot perform SET operation."},
      {8107, 16,
       "IDENTITY_INSERT is already ON for table '%s'. Cannot perform SET operation for table '%s'."},
      {8110, 16, "Cannot add multiple PRIMARY KEY constraints to table '%s'."},
      {8111, 16, "Cannot define PRIMARY KEY constraint on nullable column in table '%s'."},
      {8114, 16, "Error converting data type %s to %s."},
      {8115, 16, "Arithmetic overflow error converting %s to data type %s."},
      {8116, 16, "Argument data type %s is invalid for argument %s of %s function."},
      {8117, 16, "Operand data type %s is invalid for %s operator."},
      {8120, 16,
       "Column '%s' is invalid in the select list because it is not contained in either an aggregate "
       "function or the GROUP BY clause."},
      {8121, 16,
       "Column '%s' is invalid in the HAVING clause because it is not contained in either an aggregate "
       "function or the GROUP BY clause."},
      {8134, 16, "Divide by zero error encountered."},
      {8144, 16, "Procedure or function %s has too many arguments specified."},
      {8145, 16, "%s is not a parameter for procedure %s."},
      {8146, 16, "Procedure %s has no parameters and arguments were supplied."},
      {8152, 16, "String or binary data would be truncated."},
      {8153, 10, "Warning: Null value is eliminated by an aggregate or other SET operation."},
      {8155, 16, "No column name was specified for column %s of '%s'."},
      {8156, 16, "The column '%s' was specified multiple times for '%s'."},
      {8158, 16, "'%s' has more columns than were specified in the column list."},
      {8159, 16, "'%s' has fewer columns than were specified in the column list."},
      {8160, 15, "A GROUPING or GROUPING_ID function can only be specified when there is a GROUP BY clause."},
      {8161, 15,
       "Argument 1 of the GROUPING function does not match any of the expressions in the GROUP BY clause."},
      {8162, 16,
       "The formal parameter \"%s\" was not declared as an OUTPUT parameter, but the actual parameter passed "
       "in requested output."},
      {8163, 16, "The text, ntext, or image data type cannot be selected as DISTINCT."},
      {8164, 16, "An INSERT EXEC statement cannot be nested."},
      {8169, 16, "Conversion failed when converting from a character string to uniqueidentifier."},
      {8170, 16, "Insufficient result space to convert uniqueidentifier value to char."},
      {8178, 16, "The parameterized query '%s' expects the parameter '%s', which was not supplied."},
      {8179, 16, "Could not find prepared statement with handle %s."},
      {8672, 16,
       "The MERGE statement attempted to UPDATE or DELETE the same row more than once. This happens when a "
       "target row matches more than one source row. A MERGE statement cannot UPDATE/DELETE the same row of "
       "the target table multiple times. Refine the ON clause to ensure a target row matches at most one "
       "source row, or use the GROUP BY clause to group the source rows."},
      {9003, 16, "The log scan number passed to log scan in database '%s' is not valid."},
      {9506, 16, "The XMLDT method '%s' is not supported."},
      {9812, 16, "The timezone provided to builtin function switchoffset is invalid."},
      {9828, 16,
       "The second and third arguments of the TRANSLATE built-in function must contain an equal number of "
       "characters."},
      {10134, 15, "The variable \"%s\" is not declared as a table."},
      {10610, 16, "Filtered %s cannot be created."},
      {10700, 16, "The table-valued parameter \"%s\" is READONLY and cannot be modified."},
      {10702, 15, "The WITH CURSOR statement is not supported."},
      {10704, 15,
       "To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement "
       "inside a CATCH block, or add error parameters to the THROW statement."},
      {10709, 16, "The number of columns for each row in a table value constructor must be the same."},
      {10714, 15,
       "An action of type '%s' cannot appear more than once in a '%s' clause of a MERGE statement."},
      {10727, 15,
       "A nested INSERT, UPDATE, DELETE, or MERGE statement is not allowed on either side of a JOIN or APPLY "
       "operator."},
      {1105, 17,
       "Could not allocate space for object '%s'%s in database '%s' because the '%s' filegroup is full. "
       "Create "
       "disk space by deleting unneeded files, dropping objects in the filegroup, adding additional files to "
       "the filegroup, or setting autogrowth on for existing files in the filegroup."},
      {9002, 17, "The transaction log for database '%s' is full due to '%s'."},
      {10739, 15,
       "The insert column list used in the MERGE statement cannot contain multi-part identifiers. Use single "
       "part identifiers instead."},
      {10753, 15, "The function '%s' must have an OVER clause."},
      {10756, 15, "Window frame with ROWS or RANGE must have an ORDER BY clause."},
      {11015, 16, "The data type %s is not supported."},
      {11529, 16,
       "The metadata could not be determined because every code path results in an error; see previous "
       "errors for some of these."},
      {11555, 15, "The parameter '%s' has not been declared as NOT NULL."},
  };
  return texts;
}

}  // namespace sandbox
