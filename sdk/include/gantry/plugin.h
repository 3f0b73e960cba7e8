/* The entry of a plugin (E1 to E5): one shared library, one exported symbol, a constant. */
#ifndef GANTRY_PLUGIN_H
#define GANTRY_PLUGIN_H

#include <gantry/call.h>
#include <gantry/error.h>
#include <gantry/object.h>
#include <gantry/version.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gantry_host gantry_host;
typedef struct gantry_plugin gantry_plugin;

/* What a plugin knows of its host. init gets one for the library (valid until the matching deinit; it serves
   the log only); create gets one for each object, the object's SITE, valid until the object's last release
   (B1). */
struct gantry_host {
  uint32_t struct_size;
  uint16_t abi_major, abi_minor;
  const char *name, *version; /* zero-terminated, constant */

  /* The table of a host service ("gantry.host.log/1"), or null. Its slots take this host as first argument,
     so every service knows who asks. Thread: [any]. Owner: constant. Since: 0.1 (B1, T4) */
  const void *(*query)(const gantry_host *host, const char *iid);
};

/* Constant data: everything up to version is readable before any function runs (E2). */
struct gantry_plugin {
  uint32_t struct_size;
  uint16_t abi_major, abi_minor;
  const char *id,
      *version; /* zero-terminated; equal to the note's (M4). id is reverse domain, version is semantic */

  /* Counted: the first call does the work, later ones only count. At most 10 seconds; only the log service
     may be used. Errors: any; the file is then listed with the message. Thread: any one, serialised per
     library by the host. Since: 0.1 (E3) */
  gantry_status (*init)(const gantry_host *host, gantry_error *error);

  /* The last call undoes init. Only in the process that ran init. Own threads are joined before it returns.
     Thread: any one, serialised per library. Since: 0.1 (E3) */
  void (*deinit)(void);

  /* The table for a factory id ("gantry.object-factory/1"), else null; also null for a known id with trailing
     text. Legal from the first init on. Thread: [any]. Owner: constant. Since: 0.1 (E4) */
  const void *(*get_factory)(const char *iid);
};

/* In front of the definition of gantry_plugin_1:
     GANTRY_EXPORT const gantry_plugin gantry_plugin_1 = {sizeof(gantry_plugin), GANTRY_ABI_MAJOR, ...}; */
#ifdef __cplusplus
#define GANTRY_EXPORT extern "C" __attribute__((visibility("default")))
#else
#define GANTRY_EXPORT __attribute__((visibility("default")))
#endif

/* The exported name, and the same as text for dlsym (E1). */
#define GANTRY_ENTRY gantry_plugin_1
#define GANTRY_ENTRY_NAME "gantry_plugin_1"

#ifdef __cplusplus
}
#endif

#endif
