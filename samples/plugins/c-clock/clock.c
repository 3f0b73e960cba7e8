/* A connection manager in plain C99: one property, and objects that tell the time. It shows every rule by
   hand that the C++ layer follows for you; the numbers are those of docs/contract.md. */
#define _POSIX_C_SOURCE 200809L /* gmtime_r */

#include "gantry-plugin-note.h"

#include <gantry/gantry.h>

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Refusals: four lines (R3), cut to what fits; nothing is written on success (R1). */
static gantry_status refuse(gantry_error *error, gantry_status status, const char *message) {
  if (error) {
    const size_t whole = strlen(message);
    const size_t length = whole < sizeof error->message - 1 ? whole : sizeof error->message - 1;
    error->status = status;
    memcpy(error->message, message, length);
    error->message[length] = 0;
    error->message_length = (uint32_t)length;
    if (error->detail.put) (void)error->detail.put(error->detail.ctx, message, whole);
  }
  return status;
}

static int same(gantry_str text, const char *word) {
  return text.len == strlen(word) && memcmp(text.ptr, word, text.len) == 0;
}

/* Both kinds of object are this: a count and a format of strftime. The first member is the object (section
 * 3). */
typedef struct clock_object {
  gantry_object object;
  gantry_object inner; /* what refs point to (B3) */
  int count;           /* atomic */
  int is_reading;      /* 1: what acquire yields */
  char format[128];
} clock_object;

static clock_object *of(gantry_object *self) { return (clock_object *)self; }
static clock_object *of_inner(gantry_object *self) {
  return (clock_object *)((char *)self - offsetof(clock_object, inner));
}

static void clock_retain(gantry_object *self) { __atomic_add_fetch(&of(self)->count, 1, __ATOMIC_RELAXED); }
static void clock_release(gantry_object *self) {
  if (__atomic_sub_fetch(&of(self)->count, 1, __ATOMIC_ACQ_REL) == 0) free(of(self));
}
static int32_t clock_query(gantry_object *self, const char *iid, gantry_ref *out);
static const gantry_object_vtbl clock_base = {sizeof(gantry_object_vtbl), 0, clock_retain, clock_release,
                                              clock_query};

static clock_object *make(const char *format, int is_reading) {
  clock_object *made = calloc(1, sizeof *made);
  if (!made) return NULL;
  made->object.base = made->inner.base = &clock_base;
  made->count = 1;
  made->is_reading = is_reading;
  snprintf(made->format, sizeof made->format, "%s", format);
  return made;
}

/* gantry.properties/1: Format on the manager, Now on what it yields. */
static gantry_status clock_set(gantry_object *self, gantry_str name, gantry_str value, gantry_error *error) {
  clock_object *clock = of_inner(self);
  if (clock->is_reading || !same(name, "Format"))
    return refuse(error, GANTRY_E_NOT_FOUND,
                  "the clock has no such property to set\nFormat\nanother name\ncorrect the name");
  if (value.len >= sizeof clock->format)
    return refuse(error, GANTRY_E_INVALID,
                  "the clock's Format is too long\nat most 127 bytes\nmore\nshorten it");
  memcpy(clock->format, value.ptr, value.len);
  clock->format[value.len] = 0;
  return GANTRY_OK;
}
static gantry_status clock_get(gantry_object *self, gantry_str name, gantry_sink out, gantry_error *error) {
  const clock_object *clock = of_inner(self);
  if (!clock->is_reading && same(name, "Format"))
    return out.put(out.ctx, clock->format, strlen(clock->format));
  if (clock->is_reading && same(name, "Now")) {
    char text[256];
    struct tm parts;
    const time_t now = time(NULL);
    gmtime_r(&now, &parts);
    return out.put(out.ctx, text, strftime(text, sizeof text, clock->format, &parts));
  }
  return refuse(
      error, GANTRY_E_NOT_FOUND,
      "the clock has no such property\nFormat, or Now on what it yields\nanother name\ncorrect the name");
}
static gantry_status clock_validate(gantry_object *self, gantry_error *error) {
  if (of_inner(self)->format[0]) return GANTRY_OK;
  return refuse(error, GANTRY_E_INVALID,
                "the clock's Format is empty\na format of strftime\nnothing\nset Format");
}
static const gantry_properties clock_properties = {sizeof(gantry_properties), 0, clock_set, clock_get,
                                                   clock_validate};

/* gantry.connection-manager/1 */
static gantry_status clock_acquire(gantry_object *self, gantry_str required, const gantry_call *call,
                                   gantry_object **object, gantry_error *error) {
  clock_object *reading = make(of_inner(self)->format, 1);
  (void)required;
  (void)call;
  if (!reading) return refuse(error, GANTRY_E_INTERNAL, "out of memory\n\n\n");
  *object = &reading->object;
  return GANTRY_OK;
}
static gantry_status clock_test(gantry_object *self, const gantry_call *call, gantry_sink out,
                                gantry_error *error) {
  char text[160];
  (void)call;
  (void)error;
  return out.put(out.ctx, text, (size_t)snprintf(text, sizeof text, "format=%s\n", of_inner(self)->format));
}
static gantry_status clock_servers(gantry_object *self, const gantry_call *call, gantry_object **rows,
                                   gantry_error *error) {
  (void)self;
  (void)call;
  (void)rows;
  return refuse(error, GANTRY_E_UNSUPPORTED, "a clock has no servers\n\n\n");
}
static const gantry_connection_manager clock_manager = {sizeof(gantry_connection_manager), 0, clock_acquire,
                                                        clock_test, clock_servers};

static int32_t clock_query(gantry_object *self, const char *iid, gantry_ref *out) {
  clock_object *clock = of(self);
  const void *table = NULL;
  if (strcmp(iid, GANTRY_PROPERTIES_ID) == 0) table = &clock_properties;
  if (!clock->is_reading && strcmp(iid, GANTRY_CONNECTION_MANAGER_ID) == 0) table = &clock_manager;
  if (!table) return 0;
  out->self = &clock->inner;
  out->table = table;
  return 1;
}

/* gantry.object-factory/1: describe gives the class's block of the note, then its properties (P1). */
static size_t factory_count(void) { return 1; }
static gantry_status factory_describe(size_t index, gantry_sink out, gantry_error *error) {
  static const char properties[] =
      "property=Format\nproperty.type=string\nproperty.default=%Y-%m-%d %H:%M:%S\nproperty.xml=Format\n";
  const char *block = strstr(GANTRY_PLUGIN_NOTE, "\nclass=");
  gantry_status status;
  if (index != 0 || !block)
    return refuse(error, GANTRY_E_INVALID, "there is no such class\nindex 0\nanother\n");
  status = out.put(out.ctx, block + 1, strlen(block + 1));
  return status == GANTRY_OK ? out.put(out.ctx, properties, sizeof properties - 1) : status;
}
static gantry_status factory_create(const gantry_host *site, gantry_str class_id, gantry_object **out,
                                    gantry_error *error) {
  clock_object *manager;
  (void)site; /* this class asks its host for nothing */
  if (!same(class_id, "com.example.clock.CLOCK"))
    return refuse(error, GANTRY_E_NOT_FOUND,
                  "the clock plugin has no such class\ncom.example.clock.CLOCK\nanother\n");
  manager = make("%Y-%m-%d %H:%M:%S", 0);
  if (!manager) return refuse(error, GANTRY_E_INTERNAL, "out of memory\n\n\n");
  *out = &manager->object;
  return GANTRY_OK;
}
static const gantry_object_factory factory = {sizeof(gantry_object_factory), 0, factory_count,
                                              factory_describe, factory_create};

static gantry_status plugin_init(const gantry_host *host, gantry_error *error) {
  (void)host;
  (void)error;
  return GANTRY_OK; /* nothing to do, so nothing to count (E3) */
}
static void plugin_deinit(void) {}
static const void *plugin_factory(const char *iid) {
  return strcmp(iid, GANTRY_OBJECT_FACTORY_ID) == 0 ? &factory : NULL;
}

extern const gantry_plugin gantry_plugin_1;
GANTRY_EXPORT const gantry_plugin gantry_plugin_1 = {
    sizeof(gantry_plugin), GANTRY_ABI_MAJOR, GANTRY_ABI_MINOR, GANTRY_PLUGIN_ID,
    GANTRY_PLUGIN_VERSION, plugin_init,      plugin_deinit,    plugin_factory};
