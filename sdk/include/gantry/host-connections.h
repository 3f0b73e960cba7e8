/* gantry.host.connections/1: how a task gets what its connection slots are bound to (T3). Slot S is bound by
   the property S, whose value is a DTSID, a name or a refId (P3). */
#ifndef GANTRY_HOST_CONNECTIONS_H
#define GANTRY_HOST_CONNECTIONS_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_CONNECTIONS_ID "gantry.host.connections/1"

typedef struct gantry_host_connections {
  uint32_t struct_size, reserved;

  /* A lease on a live object of the slot's connection that offers iid. Property expressions of the connection
     are evaluated before. The lease ends with its last release; its I/O is the reaper's. Errors: NOT_FOUND
     (slot unbound or connection absent), UNSUPPORTED (names iid, connection, driver), STATE (offline mode,
     0xC0014019), and acquire's own. Thread: [concurrent], may block. Owner: the caller releases *object.
     Since: 0.1 (T3) */
  gantry_status (*acquire)(const gantry_host *site, gantry_str slot, gantry_str iid, const gantry_call *call,
                           gantry_object **object, gantry_error *error);

  /* Writes what the slot is bound to as lines name=, id=, type=; no secret. For a slot with access=write,
     once the task holds a session of it and one of a slot that reads: same-instance=true or false, found out
     by a lock on one that the other sees; absent where that could not be done. Errors: NOT_FOUND. Thread:
     [concurrent]. Since: 0.1 (T3) */
  gantry_status (*describe)(const gantry_host *site, gantry_str slot, gantry_sink out, gantry_error *error);
} gantry_host_connections;

#ifdef __cplusplus
}
#endif

#endif
