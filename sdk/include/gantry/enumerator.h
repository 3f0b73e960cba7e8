/* gantry.enumerator/1: what a Foreach loop walks over (T2). */
#ifndef GANTRY_ENUMERATOR_H
#define GANTRY_ENUMERATOR_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_ENUMERATOR_ID "gantry.enumerator/1"

typedef struct gantry_enumerator {
  uint32_t struct_size, reserved;

  /* An object with gantry.rows/1: one row an iteration, column i goes to variable mapping i.
     Thread: [object], may block. Owner: the caller releases *rows. Since: 0.1 (T2) */
  gantry_status (*open)(gantry_object *self, const gantry_call *call, gantry_object **rows,
                        gantry_error *error);
} gantry_enumerator;

#ifdef __cplusplus
}
#endif

#endif
