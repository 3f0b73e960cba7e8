/* gantry.host.sessions/1: the only door to drivers (T4, T5). Choice, pooling and the list of attempts are in
 * one place. */
#ifndef GANTRY_HOST_SESSIONS_H
#define GANTRY_HOST_SESSIONS_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_SESSIONS_ID "gantry.host.sessions/1"

typedef struct gantry_host_sessions {
  uint32_t struct_size, reserved;

  /* Opens a session over a driver of the scheme ("mssql") that offers every id in required (separated by one
     space; also `capability:<name>`). request offers gantry.properties/1 with the names of rule D6; the
     driver gets the host's copy, overlaid with host configuration, environment and command line of the
     connection behind site. `.`, `(local)` and `localhost` are judged here. Errors: NOT_FOUND (no driver),
     UNSUPPORTED (lists every candidate with its reason), the driver's own. Thread: [concurrent], may block.
     Owner: the caller releases *session; request is borrowed. Since: 0.1 (T4, T5) */
  gantry_status (*open)(const gantry_host *site, gantry_str scheme, gantry_object *request,
                        gantry_str required, const gantry_call *call, gantry_object **session,
                        gantry_error *error);
} gantry_host_sessions;

#ifdef __cplusplus
}
#endif

#endif
