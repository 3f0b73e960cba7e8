// The texts of SQL Server's messages about locks by name, modules, properties and what belongs to the server.
#include "samples/sandbox/engine/error.hpp"

namespace sandbox {

const std::vector<MessageText> &administration_messages() {
  static const std::vector<MessageText> texts = {
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
      {15042, 10, "The @with_log parameter is ignored for messages that are not us_english version."},
      {15071, 16,
       "Usage: sp_addmessage <msgnum>,<severity>,<msgtext> [,<language> [,FALSE | TRUE [,REPLACE]]]"},
      {15176, 16, "The only valid @parameter value is 'WITH_LOG'."},
      {15177, 16, "Usage: sp_dropmessage <msg number> [,<language> | 'ALL']"},
      {15178, 16, "Cannot drop a message with an ID less than 50,000."},
      {15271, 16, "Invalid @with_log parameter value. Valid values are 'true' or 'false'."},
      {15277, 16, "The only valid @parameter_value values are 'true' or 'false'."},
      {15625, 10, "Option '%s' not recognized for '%s' parameter."},
      {15626, 10, "You attempted to acquire a transactional application lock without an active transaction."},
  };
  return texts;
}

}  // namespace sandbox
