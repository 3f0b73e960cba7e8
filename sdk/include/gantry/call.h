/* The call: cancellation and deadline of ONE operation (C1 to C4). It is passed down to everything that may
   block, is never copied and may be null (no cancellation, no deadline). */
#ifndef GANTRY_CALL_H
#define GANTRY_CALL_H

#include <gantry/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gantry_call gantry_call;

typedef struct gantry_call_vtbl {
  uint32_t struct_size, reserved;

  /* 1 once the operation shall end. It does not look at the deadline. Thread: [any]. Since: 0.1 (C1) */
  int32_t (*is_cancelled)(const gantry_call *call);

  /* Asks for wake(ctx) when the call is cancelled; on a call that already is, wake runs at once, inside
     watch. wake must not block and may run on any thread. *id identifies the watch. Errors: INVALID, INTERNAL
     (no memory). Thread: [any]. Owner: ctx stays the caller's and must live until unwatch returned. Since:
     0.1 (C1) */
  gantry_status (*watch)(const gantry_call *call, void (*wake)(void *ctx), void *ctx, uint64_t *id);

  /* Ends a watch. Returns only when its wake is not running (except when called from inside that wake). An
     unknown id is ignored. Unwatch before returning from the operation. Thread: [any]. Since: 0.1 (C1) */
  void (*unwatch)(const gantry_call *call, uint64_t id);
} gantry_call_vtbl;

/* deadline_ns: CLOCK_MONOTONIC, absolute, nanoseconds; 0 = none. Nested calls inherit it (C4). Frozen for
 * ever (V1). */
struct gantry_call {
  const gantry_call_vtbl *base;
  int64_t deadline_ns;
};

#ifdef __cplusplus
}
#endif

#endif
