/* gantry.task-script/1 (draft) on a task: the prepared plan in clear, secrets included, for files that only
   their owner may read: undo scripts, journals, scripts to review (T1). What prepare shows stays masked. */
#ifndef GANTRY_DRAFT_TASK_SCRIPT_H
#define GANTRY_DRAFT_TASK_SCRIPT_H

#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_TASK_SCRIPT_ID "gantry.task-script/1"

typedef struct gantry_task_script {
  uint32_t struct_size, reserved;

  /* The batch of step `ordinal` as execute will send it. The receiver wipes what it got (O4). Errors: STATE
     (not prepared, or executed already), NOT_FOUND (no such step). Thread: [object]. Since: 0.1 (T1) */
  gantry_status (*text)(gantry_object *self, int64_t ordinal, gantry_sink out, gantry_error *error);

  /* The batch that takes step `ordinal` back; nothing is written when it is not undoable. The receiver wipes.
     Errors: as text. Thread: [object]. Since: 0.1 (T1) */
  gantry_status (*undo)(gantry_object *self, int64_t ordinal, gantry_sink out, gantry_error *error);

  /* What is equal at another prepare exactly when the step would do the same: its text in clear without what
     is made up anew each time (random passwords). The receiver wipes. Errors: as text. Thread: [object].
     Since: 0.1 (T1) */
  gantry_status (*identity)(gantry_object *self, int64_t ordinal, gantry_sink out, gantry_error *error);

  /* *first becomes the ordinal of the first step of the unit that `ordinal` belongs to: the steps of a unit
     are kept or taken back together. Errors: as text. Thread: [object]. Since: 0.1 (T1) */
  gantry_status (*unit)(gantry_object *self, int64_t ordinal, int64_t *first, gantry_error *error);
} gantry_task_script;

#ifdef __cplusplus
}
#endif

#endif
