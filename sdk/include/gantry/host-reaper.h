/* gantry.host.reaper/1: takes what was released without being closed, and closes it on the host's own thread
 * (O6). */
#ifndef GANTRY_HOST_REAPER_H
#define GANTRY_HOST_REAPER_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_REAPER_ID "gantry.host.reaper/1"

/* An interface of objects that are handed to the reaper: close, then release (O6). */
#define GANTRY_CLOSEABLE_ID "gantry.closeable/1"

typedef struct gantry_closeable {
  uint32_t struct_size, reserved;

  /* Does the I/O that ends the object's life; legal twice. Errors: IO, DEADLINE. Thread: [object], may block.
     Since: 0.1 (O6) */
  gantry_status (*close)(gantry_object *self, const gantry_call *call, gantry_error *error);
} gantry_closeable;

typedef struct gantry_host_reaper {
  uint32_t struct_size, reserved;

  /* Takes over one reference to an object that offers gantry.closeable/1. Legal inside release. Errors: STATE
     (the host is ending: the caller destroys without I/O). Thread: [any]. Owner: on OK the reaper's. Since:
     0.1 (O6) */
  gantry_status (*take)(const gantry_host *site, gantry_object *object);
} gantry_host_reaper;

#ifdef __cplusplus
}
#endif

#endif
