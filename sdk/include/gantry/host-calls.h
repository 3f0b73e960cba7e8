/* gantry.host.calls/1: child calls (C2). Clean-up (rollback, re-attach, re-enable) runs under a shielded
   child with its own deadline, so that it works after a cancel. */
#ifndef GANTRY_HOST_CALLS_H
#define GANTRY_HOST_CALLS_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_CALLS_ID "gantry.host.calls/1"

typedef struct gantry_host_calls {
  uint32_t struct_size, reserved;

  /* A child of parent (may be null). deadline_ns as in gantry_call; the earlier of both holds unless shielded
     is 1: then neither the parent's cancellation nor its deadline reaches the child. Errors: INTERNAL.
     Thread: [any]. Owner: the caller gives *out back with release. Since: 0.1 (C2) */
  gantry_status (*derive)(const gantry_host *site, const gantry_call *parent, int64_t deadline_ns,
                          int32_t shielded, gantry_call **out, gantry_error *error);

  /* Cancels a derived call (and its children). Thread: [any]. Since: 0.1 (C2) */
  void (*cancel)(const gantry_host *site, gantry_call *call);

  /* Gives a derived call back; no watch may be open. Thread: [any]. Since: 0.1 (C2) */
  void (*release)(const gantry_host *site, gantry_call *call);
} gantry_host_calls;

#ifdef __cplusplus
}
#endif

#endif
