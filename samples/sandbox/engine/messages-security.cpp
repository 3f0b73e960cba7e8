// The texts of SQL Server's messages about logins, users and the server's procedures: numbers from 13000.
#include "samples/sandbox/engine/error.hpp"

namespace sandbox {

const std::vector<MessageText> &security_messages() {
  static const std::vector<MessageText> texts = {
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
  };
  return texts;
}

}  // namespace sandbox
