#include "samples/sandbox/engine/trigger-events.hpp"

#include "samples/sandbox/engine/text.hpp"

namespace sandbox {

const std::vector<TriggerEvent> &trigger_events() {
  static const std::vector<TriggerEvent> all = {
      {147, "LOGON", 0},
      {10001, "DDL_EVENTS", 0},
      {10002, "DDL_SERVER_LEVEL_EVENTS", 10001},
      {10003, "DDL_ENDPOINT_EVENTS", 10002},
      {181, "CREATE_ENDPOINT", 10003},
      {182, "ALTER_ENDPOINT", 10003},
      {183, "DROP_ENDPOINT", 10003},
      {10004, "DDL_DATABASE_EVENTS", 10002},
      {201, "CREATE_DATABASE", 10004},
      {202, "ALTER_DATABASE", 10004},
      {203, "DROP_DATABASE", 10004},
      {10011, "DDL_EXTENDED_PROCEDURE_EVENTS", 10002},
      {221, "CREATE_EXTENDED_PROCEDURE", 10011},
      {232, "DROP_EXTENDED_PROCEDURE", 10011},
      {10012, "DDL_LINKED_SERVER_EVENTS", 10002},
      {225, "CREATE_LINKED_SERVER", 10012},
      {263, "ALTER_LINKED_SERVER", 10012},
      {262, "DROP_LINKED_SERVER", 10012},
      {10013, "DDL_LINKED_SERVER_LOGIN_EVENTS", 10012},
      {226, "CREATE_LINKED_SERVER_LOGIN", 10013},
      {236, "DROP_LINKED_SERVER_LOGIN", 10013},
      {10014, "DDL_MESSAGE_EVENTS", 10002},
      {215, "ALTER_MESSAGE", 10014},
      {227, "CREATE_MESSAGE", 10014},
      {237, "DROP_MESSAGE", 10014},
      {10005, "DDL_SERVER_SECURITY_EVENTS", 10002},
      {209, "ADD_SERVER_ROLE_MEMBER", 10005},
      {210, "DROP_SERVER_ROLE_MEMBER", 10005},
      {300, "CREATE_SERVER_ROLE", 10005},
      {301, "ALTER_SERVER_ROLE", 10005},
      {302, "DROP_SERVER_ROLE", 10005},
      {10006, "DDL_LOGIN_EVENTS", 10005},
      {144, "CREATE_LOGIN", 10006},
      {145, "ALTER_LOGIN", 10006},
      {146, "DROP_LOGIN", 10006},
      {10007, "DDL_GDR_SERVER_EVENTS", 10005},
      {167, "GRANT_SERVER", 10007},
      {168, "DENY_SERVER", 10007},
      {169, "REVOKE_SERVER", 10007},
      {10008, "DDL_AUTHORIZATION_SERVER_EVENTS", 10005},
      {204, "ALTER_AUTHORIZATION_SERVER", 10008},
      {10009, "DDL_CREDENTIAL_EVENTS", 10005},
      {259, "CREATE_CREDENTIAL", 10009},
      {260, "ALTER_CREDENTIAL", 10009},
      {261, "DROP_CREDENTIAL", 10009},
      {10016, "DDL_DATABASE_LEVEL_EVENTS", 10001},
      {10024, "DDL_PROCEDURE_EVENTS", 10016},
      {51, "CREATE_PROCEDURE", 10024},
      {52, "ALTER_PROCEDURE", 10024},
      {53, "DROP_PROCEDURE", 10024},
      {10029, "DDL_DATABASE_SECURITY_EVENTS", 10016},
      {10031, "DDL_USER_EVENTS", 10029},
      {131, "CREATE_USER", 10031},
      {132, "ALTER_USER", 10031},
      {133, "DROP_USER", 10031},
      {10032, "DDL_ROLE_EVENTS", 10029},
      {134, "CREATE_ROLE", 10032},
      {135, "ALTER_ROLE", 10032},
      {136, "DROP_ROLE", 10032},
      {207, "ADD_ROLE_MEMBER", 10032},
      {208, "DROP_ROLE_MEMBER", 10032},
      {10035, "DDL_GDR_DATABASE_EVENTS", 10029},
      {170, "GRANT_DATABASE", 10035},
      {171, "DENY_DATABASE", 10035},
      {172, "REVOKE_DATABASE", 10035},
      {10036, "DDL_AUTHORIZATION_DATABASE_EVENTS", 10029},
      {205, "ALTER_AUTHORIZATION_DATABASE", 10036},
  };
  return all;
}

const TriggerEvent *find_trigger_event(const std::string &name) {
  for (const TriggerEvent &event : trigger_events())
    if (same_name(event.name, name)) return &event;
  return nullptr;
}

std::vector<const TriggerEvent *> events_of(const TriggerEvent &named) {
  constexpr int first_group = 10000;
  if (named.type < first_group) return {&named};
  std::vector<const TriggerEvent *> out;
  for (const TriggerEvent &event : trigger_events())
    if (event.parent == named.type)
      for (const TriggerEvent *one : events_of(event)) out.push_back(one);
  return out;
}

}  // namespace sandbox
