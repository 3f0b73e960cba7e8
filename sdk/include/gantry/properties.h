/* gantry.properties/1: named values of connection managers, tasks, enumerators and driver requests (P1, P3,
 * P5). */
#ifndef GANTRY_PROPERTIES_H
#define GANTRY_PROPERTIES_H

#include <gantry/error.h>
#include <gantry/object.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_PROPERTIES_ID "gantry.properties/1"

typedef struct gantry_properties {
  uint32_t struct_size, reserved;

  /* Sets a property from invariant text: True/False, an enum's member name or number, decimal digits, list
     text `COUNT,LEN,TEXT,...` with LEN in UTF-16 code units. Errors: NOT_FOUND (no such property), INVALID
     (value), STATE (read-only). Thread: [object]. Source: ssis.md 4.7. Since: 0.1 (P1, P3) */
  gantry_status (*set)(gantry_object *self, gantry_str name, gantry_str value, gantry_error *error);

  /* Writes a property's text. A sensitive property is refused with DENIED, except `password` on a driver
     request (D6). Errors: NOT_FOUND, DENIED, and what the sink gave. Thread: [object]. Since: 0.1 (P1, P5) */
  gantry_status (*get)(gantry_object *self, gantry_str name, gantry_sink out, gantry_error *error);

  /* Checks the values against each other without I/O. Errors: INVALID with the first finding; further ones by
     error->detail. Thread: [object]. Since: 0.1 (P1) */
  gantry_status (*validate)(gantry_object *self, gantry_error *error);
} gantry_properties;

#ifdef __cplusplus
}
#endif

#endif
