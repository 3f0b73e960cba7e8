// The texts of SQL Server's messages that the engine sends.
#include "samples/sandbox/engine/error.hpp"

#include <algorithm>
#include <iterator>

namespace sandbox {
namespace {

std::vector<MessageText> with_agent_messages(const std::vector<MessageText> &engine) {
  const std::vector<MessageText> &agent = agent_message_texts();
  std::vector<MessageText> all;
  std::merge(engine.begin(), engine.end(), agent.begin(), agent.end(), std::back_inserter(all),
             [](const MessageText &a, const MessageText &b) { return a.number < b.number; });
  return all;
}

}  // namespace

const std::vector<MessageText> &message_texts() {
  static const std::vector<MessageText> texts = with_agent_messages({
      {102, 15, "Incorrect syntax near '%s'."},
      {103, 15, "The identifier that starts with '%s' is too long. Maximum length is 128."},
      {104, 15,
       "ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT "
       "operator."},
      {105, 15, "Unclosed quotation mark after the character string '%s'."},
      {107, 15, "The column prefix '%s' does not match with a table name or alias name used in the query."},
      {108, 15, "The ORDER BY position number %s is out of range of the number of items in the select list."},
      {109, 15,
       "There are more columns in the INSERT statement than values specified in the VALUES clause. The "
       "number of values in the VALUES clause must match the number of columns specified in the INSERT "
       "statement."},
      {110, 15,
       "There are fewer columns in the INSERT statement than values specified in the VALUES clause. The "
       "number of values in the VALUES clause must match the number of columns specified in the INSERT "
       "statement."},
      {111, 15, "'%s' must be the first statement in a query batch."},
      {113, 15, "Missing end comment mark '*/'."},
      {116, 16,
       "Only one expression can be specified in the select list when the subquery is not introduced with "
       "EXISTS."},
      {119, 15,
       "Must pass parameter number %s and subsequent parameters as '@name = value'. After the form '@name = "
       "value' has been used, all subsequent parameters must be passed in the form '@name = value'."},
      {120, 15,
       "The select list for the INSERT statement contains fewer items than the insert list. The number of "
       "SELECT values must match the number of INSERT columns."},
      {121, 15,
       "The select list for the INSERT statement contains more items than the insert list. The number of "
       "SELECT values must match the number of INSERT columns."},
      {127, 15, "The TOP or FETCH value may not be negative."},
      {130, 16,
       "Cannot perform an aggregate function on an expression containing an aggregate or a subquery."},
      {132, 15,
       "The label '%s' has already been declared. Label names must be unique within a query batch or stored "
       "procedure."},
      {133, 15, "A GOTO statement references the label '%s' but the label has not been declared."},
      {134, 15,
       "The variable name '%s' has already been declared. Variable names must be unique within a query batch "
       "or stored procedure."},
      {135, 15, "Cannot use a BREAK statement outside the scope of a WHILE statement."},
      {136, 15, "Cannot use a CONTINUE statement outside the scope of a WHILE statement."},
      {137, 15, "Must declare the scalar variable \"%s\"."},
      {139, 15, "Cannot assign a default value to a local variable."},
      {141, 15,
       "A SELECT statement that assigns a value to a variable must not be combined with data-retrieval "
       "operations."},
      {144, 15,
       "Cannot use an aggregate or a subquery in an expression used for the group by list of a GROUP BY "
       "clause."},
      {145, 15, "ORDER BY items must appear in the select list if SELECT DISTINCT is specified."},
      {147, 15,
       "An aggregate may not appear in the WHERE clause unless it is in a subquery contained in a HAVING "
       "clause or a select list, and the column being aggregated is an outer reference."},
      {148, 15, "Incorrect time syntax in time string '%s' used with WAITFOR."},
      {155, 15, "'%s' is not a recognized %s option."},
      {156, 15, "Incorrect syntax near the keyword '%s'."},
      {157, 15, "An aggregate may not appear in the set list of an UPDATE statement."},
      {158, 15, "An aggregate may not appear in the OUTPUT clause."},
      {166, 15, "'%s' does not allow specifying the database name as a prefix to the object name."},
      {170, 15, "Line %s: Incorrect syntax near '%s'."},
      {174, 15, "The %s function requires %s argument(s)."},
      {178, 15, "A RETURN statement with a return value cannot be used in this context."},
      {179, 15, "Cannot use the OUTPUT option when passing a constant to a stored procedure."},
      {189, 15, "The %s function requires %s to %s arguments."},
      {191, 15,
       "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller "
       "queries."},
      {195, 15, "'%s' is not a recognized %s."},
      {201, 16, "Procedure or function '%s' expects parameter '%s', which was not supplied."},
      {205, 16,
       "All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of "
       "expressions in their target lists."},
      {206, 16, "Operand type clash: %s is incompatible with %s"},
      {207, 16, "Invalid column name '%s'."},
      {208, 16, "Invalid object name '%s'."},
      {209, 16, "Ambiguous column name '%s'."},
      {213, 16, "Column name or number of supplied values does not match table definition."},
      {214, 16, "Procedure expects parameter '%s' of type '%s'."},
      {217, 16, "Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32)."},
      {220, 16, "Arithmetic overflow error for data type %s, value = %s."},
      {226, 16, "%s statement not allowed within multi-statement transaction."},
      {229, 14, "The %s permission was denied on the object '%s', database '%s', schema '%s'."},
      {232, 16, "Arithmetic overflow error for type %s, value = %s."},
      {235, 16, "Cannot convert a char value to money. The char value has incorrect syntax."},
      {241, 16, "Conversion failed when converting date and/or time from character string."},
      {242, 16, "The conversion of a %s data type to a %s data type resulted in an out-of-range value."},
      {243, 16, "Type %s is not a defined system type."},
      {244, 16,
       "The conversion of the %s value '%s' overflowed an INT2 column. Use a larger integer column."},
      {245, 16, "Conversion failed when converting the %s value '%s' to data type %s."},
      {248, 16, "The conversion of the %s value '%s' overflowed an int column."},
      {252, 16, "Recursive common table expression '%s' does not contain a top-level UNION ALL operator."},
      {257, 16,
       "Implicit conversion from data type %s to %s is not allowed. Use the CONVERT function to run this "
       "query."},
      {259, 16, "Ad hoc updates to system catalogs are not allowed."},
      {262, 14, "%s permission denied in database '%s'."},
      {263, 16, "Must specify table to select from."},
      {264, 16,
       "The column name '%s' is specified more than once in the SET clause or column list of an INSERT. A "
       "column cannot be assigned more than one value in the same clause. Modify the clause to make sure "
       "that a column is updated only once."},
      {266, 16,
       "Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. "
       "Previous count = %s, current count = %s."},
      {271, 16,
       "The column \"%s\" cannot be modified because it is either a computed column or is the result of a "
       "UNION operator."},
      {272, 16, "Cannot update a timestamp column."},
      {273, 16,
       "Cannot insert an explicit value into a timestamp column. Use INSERT with a column list to exclude "
       "the timestamp column, or insert a DEFAULT into the timestamp column."},
      {289, 16, "Cannot construct data type %s, some of the arguments have values which are not valid."},
      {297, 16, "The user does not have permission to perform this action."},
      {300, 14, "%s permission was denied on object '%s', database '%s'."},
      {313, 16, "An insufficient number of arguments were supplied for the procedure or function %s."},
      {319, 15,
       "Incorrect syntax near the keyword 'with'. If this statement is a common table expression, an "
       "xmlnamespaces clause or a change tracking context clause, the previous statement must be terminated "
       "with a semicolon."},
      {321, 15,
       "\"%s\" is not a recognized table hints option. If it is intended as a parameter to a table-valued "
       "function or to the CHANGETABLE function, ensure that your database compatibility mode is set to 90."},
      {334, 16,
       "The target table '%s' of the DML statement cannot have any enabled triggers if the statement "
       "contains an OUTPUT clause without INTO clause."},
      {336, 15,
       "Incorrect syntax near '%s'. If this is intended to be a common table expression, you need to "
       "explicitly terminate the previous statement with a semi-colon."},
      {351, 16, "Column, parameter, or variable %s. : Cannot find data type %s."},
      {402, 16, "The data types %s and %s are incompatible in the %s operator."},
      {468, 16, "Cannot resolve the collation conflict between \"%s\" and \"%s\" in the %s operation."},
      {487, 16, "An invalid option was specified for the statement \"%s\"."},
      {512, 16,
       "Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , "
       ">, >= or when the subquery is used as an expression."},
      {515, 16,
       "Cannot insert the value NULL into column '%s', table '%s'; column does not allow nulls. %s fails."},
      {517, 16, "Adding a value to a '%s' column caused an overflow."},
      {529, 16, "Explicit conversion from data type %s to %s is not allowed."},
      {530, 16,
       "The statement terminated. The maximum recursion %s has been exhausted before statement completion."},
      {535, 16,
       "The datediff function resulted in an overflow. The number of dateparts separating two date/time "
       "instances is too large. Try to use datediff with a less precise datepart."},
      {536, 16, "Invalid length parameter passed to the %s function."},
      {537, 16, "Invalid length parameter passed to the LEFT or SUBSTRING function."},
      {544, 16,
       "Cannot insert explicit value for identity column in table '%s' when IDENTITY_INSERT is set to OFF."},
      {545, 16,
       "Explicit value must be specified for identity column in table '%s' either when IDENTITY_INSERT is "
       "set to ON or when a replication user is inserting into a NOT FOR REPLICATION identity column."},
      {547, 16,
       "The %s statement conflicted with the %s constraint \"%s\". The conflict occurred in database \"%s\", "
       "table \"%s\"%s."},
      {574, 16, "%s statement cannot be used inside a user transaction."},
      {596, 21, "Cannot continue the execution because the session is in the kill state."},
      {612, 16, "DDL operations are not supported on '%s'."},
      {628, 16, "Cannot issue SAVE TRANSACTION when there is no active transaction."},
      {911, 16, "Database '%s' does not exist. Make sure that the name is entered correctly."},
      {913, 16, "Could not find database ID %s. Database may not be activated yet or may be in transition."},
      {916, 14,
       "The server principal \"%s\" is not able to access the database \"%s\" under the current security "
       "context."},
      {942, 14, "Database '%s' cannot be opened because it is offline."},
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
       "Cannot release the application lock (Database Principal: 'public', Resource: '%s') because it is not "
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
      {15002, 16, "The procedure '%s' cannot be executed within a transaction."},
      {15003, 16, "Only members of the %s role can execute this stored procedure."},
      {15004, 16, "Name cannot be NULL."},
      {15006, 16, "'%s' is not a valid name because it contains invalid characters."},
      {15007, 16, "'%s' is not a valid login or you do not have permission."},
      {15009, 16, "The object '%s' does not exist in database '%s' or is invalid for this operation."},
      {15010, 16,
       "The database '%s' does not exist. Supply a valid database name. To see available databases, use "
       "sys.databases."},
      {15014, 16, "The role '%s' does not exist in the current database."},
      {15021, 16, "Invalid value given for parameter %s. Specify a valid parameter value."},
      {15023, 16, "User, group, or role '%s' already exists in the current database."},
      {15025, 16, "The server principal '%s' already exists."},
      {15033, 16, "'%s' is not a valid official language name."},
      {15040, 16, "User-defined error messages must have an ID greater than 50000."},
      {15041, 16, "User-defined error messages must have a severity level between 1 and 25."},
      {15043, 16, "You must specify 'REPLACE' to overwrite an existing message."},
      {15048, 16, "Valid values of the database compatibility level are %s."},
      {15063, 16, "The login already has an account under a different user name."},
      {15080, 16, "Cannot use parameter %s for a Windows login."},
      {15081, 16, "Membership of the public role cannot be changed."},
      {15110, 16, "The proposed new database owner is already a user or aliased in the database."},
      {15115, 16, "Password validation failed. The password cannot be used at this time."},
      {15116, 16,
       "Password validation failed. The password does not meet the operating system policy requirements "
       "because it is too short."},
      {15117, 16,
       "Password validation failed. The password does not meet the operating system policy requirements "
       "because it is too long."},
      {15118, 16,
       "Password validation failed. The password does not meet the operating system policy requirements "
       "because it is not complex enough."},
      {15119, 16,
       "Password validation failed. The password does not meet the requirements of the password filter DLL."},
      {15121, 16, "An unexpected error occurred during password validation."},
      {15122, 16, "The CHECK_EXPIRATION option cannot be used when CHECK_POLICY is OFF."},
      {15123, 16, "The configuration option '%s' does not exist, or it may be an advanced option."},
      {15127, 16, "Cannot set the default database to a %s database."},
      {15128, 16,
       "The CHECK_POLICY and CHECK_EXPIRATION options cannot be turned OFF when MUST_CHANGE is ON."},
      {15129, 16, "'%s' is not a valid value for configuration option '%s'."},
      {15136, 16,
       "The database principal is set as the execution context of one or more procedures, functions, or "
       "event notifications and cannot be dropped."},
      {15137, 16, "The proposed new owner is already the owner."},
      {15138, 16, "The database principal owns a %s in the database, and cannot be dropped."},
      {15141, 16, "The server principal owns one or more %s(s) and cannot be dropped."},
      {15144, 16, "The role has members. It must be empty before it can be dropped."},
      {15150, 16, "Cannot %s the %s '%s'."},
      {15151, 16, "Cannot %s the %s '%s', because it does not exist or you do not have permission."},
      {15157, 16,
       "Setuser failed because of one of the following reasons: the database principal '%s' does not exist, "
       "its corresponding server principal does not have server access, this type of database principal "
       "cannot be impersonated, or you do not have permission."},
      {15170, 16,
       "This login is the owner of %s job(s). You must delete or reassign these jobs before the login can be "
       "dropped."},
      {15173, 16,
       "Server principal '%s' has granted one or more permission(s). Revoke the permission(s) before "
       "dropping the server principal."},
      {15174, 16,
       "Login '%s' owns one or more database(s). Change the owner of the database(s) before dropping the "
       "login."},
      {15179, 16, "The message number %s or specified language version does not exist."},
      {15183, 16, "The database principal owns objects in the database and cannot be dropped."},
      {15186, 16,
       "The server principal is set as the execution context of a trigger or event notification and cannot "
       "be dropped."},
      {15190, 16, "There are still remote logins or linked logins for the server '%s'."},
      {15197, 16, "There is no text for object '%s'."},
      {15205, 16, "There are no remote users mapped to local user '%s' from remote server '%s'."},
      {15211, 16, "Old (current) password incorrect for user. The password was not changed."},
      {15225, 11,
       "No item by the name of '%s' could be found in the current database '%s', given that @itemtype was "
       "input as '%s'."},
      {15247, 16, "User does not have permission to perform this action."},
      {15248, 11, "Either the parameter @objname is ambiguous or the claimed @objtype (%s) is wrong."},
      {15279, 16, "You must add the us_english version of this message before you can add the '%s' version."},
      {15280, 16,
       "All localized versions of this message must be dropped before the us_english version can be "
       "dropped."},
      {15284, 16,
       "The database principal has granted or denied permissions to objects in the database and cannot be "
       "dropped."},
      {15286, 16,
       "Terminating this procedure. The @action '%s' is unrecognized. Try 'REPORT', 'UPDATE_ONE', or "
       "'AUTO_FIX'."},
      {15287, 16,
       "Terminating this procedure. '%s' is a forbidden value for the login name parameter in this "
       "procedure."},
      {15291, 16, "Terminating this procedure. The %s name '%s' is absent or invalid."},
      {15292, 0,
       "The row for user '%s' will be fixed by updating its login link to a login already in existence."},
      {15293, 0,
       "Barring a conflict, the row for user '%s' will be fixed by updating its link to a new login."},
      {15295, 0, "The number of orphaned users fixed by updating users was %s."},
      {15296, 0, "The number of orphaned users fixed by adding new logins and then updating users was %s."},
      {15304, 16,
       "The severity level of the '%s' version of this message must be the same as the severity level (%s) "
       "of the us_english version."},
      {15310, 16, "Failed to configure user instance on server startup. Error updating server metadata."},
      {15315, 16, "The key '%s' is not open. Please open the key before using it."},
      {15317, 16, "The master key file does not exist or has invalid format."},
      {15330, 11, "There are no matching rows on which to report."},
      {15334, 16,
       "The %s has a private key that is protected by a user defined password. That password needs to be "
       "provided to enable the use of this private key."},
      {15335, 11,
       "Error: The new name '%s' is already in use as a %s name and would cause a duplicate that is not "
       "permitted."},
      {15343, 16,
       "The username and/or password passed in is invalid or the current process does not have sufficient "
       "privileges."},
      {15357, 16,
       "The current security context was set by \"%s\". It cannot be reverted by statement \"%s\"."},
      {15400, 11, "Windows NT user or group '%s' not found. Check the name again."},
      {15401, 16, "Windows NT user or group '%s' not found. Check the name again."},
      {15404, 16, "Could not obtain information about Windows NT group/user '%s', error code %s."},
      {15405, 11, "Cannot use the special principal '%s'."},
      {15406, 16,
       "Cannot execute as the server principal because the principal \"%s\" does not exist, this type of "
       "principal cannot be impersonated, or you do not have permission."},
      {15407, 11, "'%s' is not a valid Windows NT name. Give the complete name: <domain\\username>."},
      {15408, 16, "\"%s\" cannot be called in this batch because a simulated batch has called it."},
      {15409, 11, "'%s' is not a role."},
      {15410, 11, "User or role '%s' does not exist in this database."},
      {15413, 11, "Cannot make a role a member of itself."},
      {15416, 16, "Usage: sp_dbcmptlevel [dbname [, compatibilitylevel]]"},
      {15417, 16, "Cannot change the compatibility level of the '%s' database."},
      {15419, 16, "Supplied parameter sid should be binary(16)."},
      {15421, 16, "The database principal owns a database role and cannot be dropped."},
      {15433, 16, "Supplied parameter sid is in use."},
      {15434, 16, "Could not drop login '%s' as the user is currently logged in."},
      {15457, 0,
       "Configuration option '%s' changed from %s to %s. Run the RECONFIGURE statement to install."},
      {15466, 16, "An error occurred during decryption."},
      {15477, 0, "Caution: Changing any part of an object name could break scripts and stored procedures."},
      {15517, 16,
       "Cannot execute as the database principal because the principal \"%s\" does not exist, this type of "
       "principal cannot be impersonated, or you do not have permission."},
      {15530, 16, "The %s with name \"%s\" already exists."},
      {15535, 16, "Cannot set a credential for principal '%s'."},
      {15536, 10,
       "In a future version of SQL Server, the ability to map a login to a credential will change."},
      {15538, 16, "Login '%s' does not have access to server."},
      {15562, 10,
       "The module being executed is not trusted. Either the owner of the database of the module needs to be "
       "granted authenticate permission, or the module needs to be digitally signed."},
      {15590, 16,
       "Can only use the 'No Revert' or 'Cookie' options with the 'Execute As' statement at the adhoc "
       "level."},
      {15600, 15, "An invalid parameter or option was specified for procedure '%s'."},
      {15650, 0, "Updating %s"},
      {15701, 16, "The stand-in server does not do this: %s"},
      {16905, 16, "The cursor is already open."},
      {16911, 16, "%s: The fetch type %s cannot be used with forward only cursors."},
      {16915, 16, "A cursor with the name '%s' already exists."},
      {16916, 16, "A cursor with the name '%s' does not exist."},
      {16917, 16, "Cursor is not open."},
      {16924, 16,
       "Cursorfetch: The number of variables declared in the INTO list must match that of selected columns."},
      {16950, 16, "The variable '%s' does not currently have a cursor allocated to it."},
      {17892, 14, "Logon failed for login '%s' due to trigger execution."},
      {18054, 16,
       "Error %s, severity %s, state %s was raised, but no message with that error number was found in "
       "sys.messages. If error is larger than 50000, make sure the user-defined message is added using "
       "sp_addmessage."},
      {18452, 14,
       "Login failed. The login is from an untrusted domain and cannot be used with Integrated "
       "authentication."},
      {18456, 14, "Login failed for user '%s'."},
      {18470, 14, "Login failed for user '%s'. Reason: The account is disabled."},
      {18486, 14,
       "Login failed for user '%s' because the account is currently locked out. The system administrator can "
       "unlock it."},
      {18487, 14, "Login failed for user '%s'.  Reason: The password of the account has expired."},
      {18488, 14, "Login failed for user '%s'.  Reason: The password of the account must be changed."},
      {21000, 16, "Msg reserved."},
      {33009, 16,
       "The database owner SID recorded in the master database differs from the database owner SID recorded "
       "in database '%s'. You should correct this situation by resetting the owner of database '%s' using "
       "the ALTER AUTHORIZATION statement."},
      {33016, 16,
       "The user cannot be remapped to a login. Remapping can only be done for users that were mapped to "
       "Windows or SQL logins."},
      {33233, 16, "You can only create a user with a password in a contained database."},
      {35100, 16,
       "Error number %s in the THROW statement is outside the valid range. Specify an error number in the "
       "valid range of 50000 to 2147483647."},
      {35250, 16, "The connection to the primary replica is not active. The command cannot be processed."},
      {49904, 16, "%s is not supported."},
  });
  return texts;
}

}  // namespace sandbox
