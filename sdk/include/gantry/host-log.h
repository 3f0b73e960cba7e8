/* gantry.host.log/1: the run's diagnostic log (T4). The only service that init may use (E3). */
#ifndef GANTRY_HOST_LOG_H
#define GANTRY_HOST_LOG_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_LOG_ID "gantry.host.log/1"

#define GANTRY_LOG_TRACE 0
#define GANTRY_LOG_DEBUG 1
#define GANTRY_LOG_INFORMATION 2
#define GANTRY_LOG_WARNING 3
#define GANTRY_LOG_ERROR 4

typedef struct gantry_host_log {
  uint32_t struct_size, reserved;

  /* One line without a line end. Never a secret; the host masks what it knows as well (R4). An unknown level
     counts as information. Returns nothing: logging is the exception of rule V10. Thread: [concurrent].
     Since: 0.1 (T4) */
  void (*write)(const gantry_host *site, int32_t level, gantry_str text);
} gantry_host_log;

#ifdef __cplusplus
}
#endif

#endif
