// The texts of SQL Server's messages about locks by name, modules, properties and what belongs to the server.
#include "samples/sandbox/engine/error.hpp"

namespace sandbox {

const std::vector<MessageText> &administration_messages() {
  static const std::vector<MessageText> texts = {
      {1084, 15, "'%s' is an invalid event type."},
      {1202, 16, "The database-principal '%s' does not exist or user is not a member."},
      {1224, 16, "An invalid application lock resource was passed to %s."},
      {1225, 16, "An invalid application lock mode was passed to %s."},
      {1226, 16, "An invalid application lock owner was passed to %s."},
      {1227, 16, "An invalid application lock time-out was passed to %s."},
      {2730, 11,
       "Cannot create procedure '%s' with a group number of %s because a procedure with the same name and a "
       "group number of 1 does not currently exist in the database. Must execute CREATE PROCEDURE '%s';1 "
       "first."},
      {3918, 16, "The statement or function must be executed in the context of a user transaction."},
      {15001, 16, "Object '%s' does not exist or is not a valid object for this operation."},
      {15015, 16, "The server '%s' does not exist. Use sp_helpserver to show available servers."},
      {15028, 16, "The server '%s' already exists."},
      {15042, 10, "The @with_log parameter is ignored for messages that are not us_english version."},
      {15070, 10, "Object '%s' was successfully marked for recompilation."},
      {15071, 16,
       "Usage: sp_addmessage <msgnum>,<severity>,<msgtext> [,<language> [,FALSE | TRUE [,REPLACE]]]"},
      {15097, 16, "The size associated with an extended property cannot be more than 7,500 bytes."},
      {15135, 16,
       "Object is invalid. Extended properties are not permitted on '%s', or the object does not exist."},
      {15165, 16, "Could not find object '%s' or you do not have permission."},
      {15176, 16, "The only valid @parameter value is 'WITH_LOG'."},
      {15177, 16, "Usage: sp_dropmessage <msg number> [,<language> | 'ALL']"},
      {15178, 16, "Cannot drop a message with an ID less than 50,000."},
      {15217, 16, "Property cannot be updated or deleted. Property '%s' does not exist for '%s'."},
      {15223, 11, "Error: The input parameter '%s' is not allowed to be null."},
      {15233, 16, "Property cannot be added. Property '%s' already exists for '%s'."},
      {15249, 11, "Error: Explicit @objtype '%s' is unrecognized."},
      {15271, 16, "Invalid @with_log parameter value. Valid values are 'true' or 'false'."},
      {15277, 16, "The only valid @parameter_value values are 'true' or 'false'."},
      {15333, 11,
       "Error: The qualified @oldname references a database (%s) other than the current database."},
      {15346, 16,
       "Cannot change owner for an object that is owned by a parent object. Change the owner of the parent "
       "object instead."},
      {15387, 11,
       "If the qualified object name specifies a database, that database must be the current database."},
      {15398, 11, "Only objects in the master database owned by dbo can have the startup setting changed."},
      {15399, 11,
       "Could not change startup option because this option is restricted to objects that have no "
       "parameters."},
      {15426, 16, "You must specify a provider name with this set of properties."},
      {15427, 16, "You must specify a provider name for unknown product '%s'."},
      {15428, 16, "You cannot specify a provider or any properties for product '%s'."},
      {15471, 10, "The text for object '%s' is encrypted."},
      {15625, 10, "Option '%s' not recognized for '%s' parameter."},
      {15626, 10, "You attempted to acquire a transactional application lock without an active transaction."},
  };
  return texts;
}

}  // namespace sandbox
