/* gantry.host.variables/1: the variables that the object's place in the package can see (T4). */
#ifndef GANTRY_HOST_VARIABLES_H
#define GANTRY_HOST_VARIABLES_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_VARIABLES_ID "gantry.host.variables/1"

typedef struct gantry_host_variables {
  uint32_t struct_size, reserved;

  /* Writes the value as invariant text; *type (may be null) becomes its VARTYPE number. name is "User::X",
     "System::X" or "X", case-sensitive. Errors: NOT_FOUND, DENIED (sensitive). Thread: [concurrent]. Source:
     ssis.md 4.5. Since: 0.1 */
  gantry_status (*get)(const gantry_host *site, gantry_str name, int32_t *type, gantry_sink out,
                       gantry_error *error);

  /* Sets from invariant text, converted to the variable's type. Errors: NOT_FOUND, INVALID (value), STATE
     (read-only). Thread: [concurrent]. Since: 0.1 */
  gantry_status (*set)(const gantry_host *site, gantry_str name, gantry_str value, gantry_error *error);
} gantry_host_variables;

#ifdef __cplusplus
}
#endif

#endif
