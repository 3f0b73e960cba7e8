/* gantry.host.rowsets/1 (draft): variables of type Object that hold rows. gantry.host.variables/1 sees such a
   variable as text that counts them. */
#ifndef GANTRY_DRAFT_HOST_ROWSETS_H
#define GANTRY_DRAFT_HOST_ROWSETS_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_ROWSETS_ID "gantry.host.rowsets/1"

typedef struct gantry_host_rowsets {
  uint32_t struct_size, reserved;

  /* Keeps the first result of an object with gantry.rows/1, read to its end, as the variable's value; the
     object stays the caller's and is not closed. Errors: NOT_FOUND, INVALID (variable of another type), STATE
     (read-only), UNSUPPORTED (no rows), those of reading. Thread: [concurrent], may block. Source: Execute
     SQL task, full result set. Since: 0.1 */
  gantry_status (*put)(const gantry_host *site, gantry_str name, gantry_object *rows, const gantry_call *call,
                       gantry_error *error);

  /* An object with gantry.rows/1 that stands before the first of the variable's rows; each call gives one of
     its own, which keeps what the variable held then. Errors: NOT_FOUND (variable), STATE (it holds no rows).
     Thread: [concurrent]. Owner: the caller releases *rows. Since: 0.1 */
  gantry_status (*get)(const gantry_host *site, gantry_str name, gantry_object **rows, gantry_error *error);
} gantry_host_rowsets;

#ifdef __cplusplus
}
#endif

#endif
