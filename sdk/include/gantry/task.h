/* gantry.task/1: validate, prepare (the plan), execute (T1). The host calls them in this order; one code path
   makes the plan that `gantry plan` prints and `gantry run` executes. */
#ifndef GANTRY_TASK_H
#define GANTRY_TASK_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_TASK_ID "gantry.task/1"

/* DTSExecResult. */
#define GANTRY_RESULT_SUCCESS 0
#define GANTRY_RESULT_FAILURE 1
#define GANTRY_RESULT_COMPLETION 2
#define GANTRY_RESULT_CANCELLED 3

/* Columns of the steps that prepare gives, in this order:
     ordinal int64 (from 1) | connection utf8 | at-source bool | database utf8 | action utf8 (create, change,
   destroy, copy, read) | object utf8 | text utf8 (hashes and secrets masked) | transactional bool | undo utf8
   (empty: not undoable) | reason utf8 */
#define GANTRY_STEP_COLUMNS 10

typedef struct gantry_task {
  uint32_t struct_size, reserved;

  /* Checks settings and surroundings; reports several findings through gantry.host.events/1 and may make
     round trips. Errors: INVALID after findings of severity error; else as acquire. Thread: [object], may
     block. Source: ssis.md 2.5. Since: 0.1 (T1) */
  gantry_status (*validate)(gantry_object *self, const gantry_call *call, gantry_error *error);

  /* Reads both sides and works out the steps; changes nothing. The plan stays in the task; *steps is an
     object with gantry.rows/1 that shows it. Thread: [object], may block. Owner: the caller releases *steps.
     Since: 0.1 (T1) */
  gantry_status (*prepare)(gantry_object *self, const gantry_call *call, gantry_object **steps,
                           gantry_error *error);

  /* Executes the prepared plan, once; *result is a GANTRY_RESULT_*. Afterwards the host reads property
     ExecutionValue. Errors: STATE (not prepared); any other status makes OnError and result 1, CANCELLED
     result 3. Thread: [object], may block. Since: 0.1 (T1) */
  gantry_status (*execute)(gantry_object *self, const gantry_call *call, int32_t *result,
                           gantry_error *error);
} gantry_task;

#ifdef __cplusplus
}
#endif

#endif
