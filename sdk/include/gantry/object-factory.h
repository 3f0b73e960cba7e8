/* gantry.object-factory/1: the classes of a plugin (connection managers, tasks, drivers, enumerators). */
#ifndef GANTRY_OBJECT_FACTORY_H
#define GANTRY_OBJECT_FACTORY_H

#include <gantry/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GANTRY_OBJECT_FACTORY_ID "gantry.object-factory/1"

typedef struct gantry_object_factory {
  uint32_t struct_size, reserved;

  /* How many classes there are; constant. Thread: [any]. Since: 0.1 */
  size_t (*count)(void);

  /* Writes one class in note format: its block of the note (M2), then `property=` and `log-entry=` lines
     (P1). index counts from 0 in the order of the note. Errors: INVALID (index). Thread: [any]. Since: 0.1
     (M4) */
  gantry_status (*describe)(size_t index, gantry_sink out, gantry_error *error);

  /* Makes an object of a class. Does no I/O. site stays valid until the object's last release.
     Errors: NOT_FOUND (class_id), INTERNAL. Thread: [concurrent]. Owner: the caller releases *out. Since: 0.1
     (B1) */
  gantry_status (*create)(const gantry_host *site, gantry_str class_id, gantry_object **out,
                          gantry_error *error);
} gantry_object_factory;

#ifdef __cplusplus
}
#endif

#endif
