/* gantry.host.events/1: what a task tells the package while it works (T4). Events climb to event handlers and
   log providers as in Integration Services (ssis.md 7). */
#ifndef GANTRY_HOST_EVENTS_H
#define GANTRY_HOST_EVENTS_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_HOST_EVENTS_ID "gantry.host.events/1"

#define GANTRY_EVENT_INFORMATION 0 /* OnInformation */
#define GANTRY_EVENT_WARNING 1     /* OnWarning */
#define GANTRY_EVENT_ERROR 2       /* OnError: counts against MaximumErrorCount */

typedef struct gantry_host_events {
  uint32_t struct_size, reserved;

  /* Raises OnInformation, OnWarning or OnError. code is an SSIS code or 0. *fire_again (may be null) becomes
     0 when nobody wants more of this kind. Errors: INVALID (severity). Thread: [concurrent]. Source:
     IDTSComponentEvents, ssis.md 2.5. Since: 0.1 */
  gantry_status (*message)(const gantry_host *site, int32_t severity, uint32_t code, gantry_str sub_component,
                           gantry_str text, int32_t *fire_again);

  /* Raises OnProgress: done of total units (total 0 = unknown; done <= total). The percentage is the host's
     to compute. Errors: INVALID. Thread: [concurrent]. Since: 0.1 */
  gantry_status (*progress)(const gantry_host *site, uint64_t done, uint64_t total, gantry_str sub_component,
                            gantry_str text);

  /* Writes a custom log entry under a name that describe lists as `log-entry=`. Errors: NOT_FOUND (name).
     Thread: [concurrent]. Source: ssis.md 5.0. Since: 0.1 */
  gantry_status (*log_entry)(const gantry_host *site, gantry_str name, gantry_str text);
} gantry_host_events;

#ifdef __cplusplus
}
#endif

#endif
