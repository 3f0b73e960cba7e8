/* gantry.connection-manager/1: turns properties into a live object (D7). */
#ifndef GANTRY_CONNECTION_MANAGER_H
#define GANTRY_CONNECTION_MANAGER_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_CONNECTION_MANAGER_ID "gantry.connection-manager/1"

typedef struct gantry_connection_manager {
  uint32_t struct_size, reserved;

  /* A new live object. required lists what the slot asks for, separated by one space (M2); what the manager
     does not provide itself it passes on to gantry.host.sessions/1. Errors: INVALID, UNAUTHENTICATED, DENIED,
     IO, UNSUPPORTED, CANCELLED, DEADLINE. Thread: [concurrent], may block. Owner: the caller releases
     *object. Source: AcquireConnection, ssis.md 1.6. Since: 0.1 (D7, T3) */
  gantry_status (*acquire)(gantry_object *self, gantry_str required, const gantry_call *call,
                           gantry_object **object, gantry_error *error);

  /* Opens with the properties as they stand, writes `key=value` lines (server, version, login, encryption,
     round-trip-us ...), closes. Changes no property. Errors: as acquire. Thread: [concurrent], may block.
     Source: Test Connection, ssis.md 1.5. Since: 0.1 (D7) */
  gantry_status (*test)(gantry_object *self, const gantry_call *call, gantry_sink out, gantry_error *error);

  /* What the editor's Refresh lists: an object with gantry.rows/1, column 0 the server's name; no answer is
     no rows. Errors: UNSUPPORTED, CANCELLED, DEADLINE. Thread: [concurrent], may block. Owner: the caller
     releases *rows. Source: ssis.md 1.5. Since: 0.1 (D7) */
  gantry_status (*servers)(gantry_object *self, const gantry_call *call, gantry_object **rows,
                           gantry_error *error);
} gantry_connection_manager;

#ifdef __cplusplus
}
#endif

#endif
