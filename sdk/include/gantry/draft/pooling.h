/* gantry.pooling/1 (draft; nobody implements it yet): sessions that the host's pool may lend again (T4). */
#ifndef GANTRY_DRAFT_POOLING_H
#define GANTRY_DRAFT_POOLING_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_POOLING_ID "gantry.pooling/1"

typedef struct gantry_pooling {
  uint32_t struct_size, reserved;

  /* Brings the session back to its state after open (options, database, temporary objects, transaction).
     Errors: STATE (throw it away). Thread: [object], may block. Since: 0.1 (T4) */
  gantry_status (*reset)(gantry_object *self, const gantry_call *call, gantry_error *error);

  /* 1 when the connection still stands, without a round trip. Thread: [object]. Since: 0.1 (T4) */
  int32_t (*is_alive)(gantry_object *self);
} gantry_pooling;

#ifdef __cplusplus
}
#endif

#endif
