/* gantry.host.secrets/1: secrets that are not in the package (T4). */
#ifndef GANTRY_HOST_SECRETS_H
#define GANTRY_HOST_SECRETS_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_SECRETS_ID "gantry.host.secrets/1"

typedef struct gantry_host_secrets {
  uint32_t struct_size, reserved;

  /* Writes the secret for a sensitive property of the connection behind site. Wipe your buffer after use
     (O4). Errors: NOT_FOUND (the message lists the ways to supply it), DENIED (a file with wrong
     permissions). Thread: [concurrent], may block (prompt). Since: 0.1 (T4) */
  gantry_status (*get)(const gantry_host *site, gantry_str property, gantry_sink out, gantry_error *error);
} gantry_host_secrets;

#ifdef __cplusplus
}
#endif

#endif
