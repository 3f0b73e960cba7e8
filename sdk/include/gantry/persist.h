/* gantry.persist/1: for classes whose ObjectData is not flat attributes (P4). Flat ones need no code. */
#ifndef GANTRY_PERSIST_H
#define GANTRY_PERSIST_H

#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_PERSIST_ID "gantry.persist/1"

typedef struct gantry_persist {
  uint32_t struct_size, reserved;

  /* Takes the one child element of ObjectData as a standalone UTF-8 document without DTD; sensitive nodes are
     in clear and carry Sensitive="1". Errors: DATA (not this class's XML), INVALID. Thread: [object]. Source:
     ssis.md 3.2. Since: 0.1 (P4) */
  gantry_status (*load)(gantry_object *self, gantry_str xml, gantry_error *error);

  /* Writes that element. The host encrypts or empties what is marked Sensitive="1" afterwards.
     Errors: what the sink gave. Thread: [object]. Since: 0.1 (P4) */
  gantry_status (*save)(gantry_object *self, gantry_sink out, gantry_error *error);
} gantry_persist;

#ifdef __cplusplus
}
#endif

#endif
