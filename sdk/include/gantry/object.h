/* Objects and interface queries: COM's rules without COM (B2, B3).

     object->base->query(object, "gantry.rows/1", &ref)   ->   ((const gantry_rows
   *)ref.table)->next(ref.self, ...)

   An object is what was handed out: it carries identity and life. A ref is what a query gives: a pointer to
   call with and a table to call through; ref.self may be an inner object, so it is never queried, retained or
   released. */
#ifndef GANTRY_OBJECT_H
#define GANTRY_OBJECT_H

#include <gantry/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gantry_object gantry_object;

/* Borrowed while the queried object is held. Frozen for ever (V1). */
typedef struct gantry_ref {
  gantry_object *self;
  const void *table;
} gantry_ref;

typedef struct gantry_object_vtbl {
  uint32_t struct_size, reserved;

  /* One more holder. Thread: [any]. Since: 0.1 (O2) */
  void (*retain)(gantry_object *self);

  /* One holder less; the last one destroys. Never does I/O: what is still open goes to the host's reaper.
     Thread: [any]. Since: 0.1 (O6) */
  void (*release)(gantry_object *self);

  /* Fills *out and returns 1 when the object offers the interface, else returns 0 and leaves *out alone. iid
     is zero-terminated and compared whole: "gantry.rows/1x" is unknown. The answer never changes during the
     object's life. Thread: [any]. Owner: the ref is borrowed, tables are constants (O3). Since: 0.1 (B2, B3)
   */
  int32_t (*query)(gantry_object *self, const char *iid, gantry_ref *out);
} gantry_object_vtbl;

/* Every object begins with this pointer; what follows belongs to its maker. Frozen for ever (V1). */
struct gantry_object {
  const gantry_object_vtbl *base;
};

#ifdef __cplusplus
}
#endif

#endif
