/* gantry.driver/1 (draft): speaks a protocol to a server and knows nothing of packages (D6).

   The request is an object with gantry.properties/1; its properties, all text, absent ones empty:
     server | instance | port | database | user | authentication (sql, integrated, ntlm) | encrypt (off,
   request, require, strict) | trust-server-certificate (True, False) | host-name-in-certificate | ca-file |
   application | application-intent (read-write, read-only) | connect-timeout (seconds) | statement-timeout
   (seconds) | lock-timeout (seconds, 0: without end) | driver | driver.<name> (what only one driver knows)
   and `password`, the one sensitive property that get gives, by sink. There is never a string to parse again.

   A session may offer gantry.properties/1 itself: server-name and server-version (what the server says) and
   lock-timeout (not empty: the driver has set it and DEADLOCK_PRIORITY LOW) save the host a round trip. */
#ifndef GANTRY_DRAFT_DRIVER_H
#define GANTRY_DRAFT_DRIVER_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_DRIVER_ID "gantry.driver/1"

typedef struct gantry_driver {
  uint32_t struct_size, reserved;

  /* Opens a session: an object with gantry.sql-session/1 and whatever else the class's note provides. request
     is borrowed for the call. Errors: INVALID (request), UNAUTHENTICATED (18456 ...), DENIED (4060), IO
     (unreachable, TLS), UNSUPPORTED (what the request asks this driver cannot), CANCELLED, DEADLINE. Thread:
     [concurrent], may block. Owner: the caller releases *session. Since: 0.1 (D6) */
  gantry_status (*open)(gantry_object *self, gantry_object *request, const gantry_call *call,
                        gantry_object **session, gantry_error *error);
} gantry_driver;

#ifdef __cplusplus
}
#endif

#endif
