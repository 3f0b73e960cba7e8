/* A plugin with one task class that does everything right. A test plugin defines what it does otherwise
   before it includes this: TEST_INIT (a function of init's type), TEST_ABI_MAJOR, TEST_ID, TEST_VERSION,
   TEST_SIZE, TEST_FACTORY, TEST_DESCRIBE, TEST_CREATE, TEST_NO_ENTRY. */
#ifndef GANTRY_TESTS_LOADER_TEST_PLUGIN_H
#define GANTRY_TESTS_LOADER_TEST_PLUGIN_H

#include "gantry-plugin-note.h"

#include <gantry/gantry.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Appends a line to the file that the test named, if it did. */
static void trace(const char *line) {
  const char *path = getenv("GANTRY_TEST_TRACE");
  FILE *file = path ? fopen(path, "a") : 0;
  if (!file) return;
  fprintf(file, "%s\n", line);
  fclose(file);
}

static gantry_status fail(gantry_error *error, gantry_status status, const char *message) {
  if (!error) return status;
  error->status = status;
  error->message_length = (uint32_t)strlen(message);
  memcpy(error->message, message, error->message_length);
  return status;
}

typedef struct test_object {
  gantry_object object;
  int count;
} test_object;

static void retain(gantry_object *self) { ++((test_object *)self)->count; }
static void release(gantry_object *self) {
  if (--((test_object *)self)->count == 0) free(self);
}
static gantry_status set(gantry_object *self, gantry_str name, gantry_str value, gantry_error *error) {
  (void)self, (void)name, (void)value;
  return fail(error, GANTRY_E_NOT_FOUND, "there is no such property\nnone\none\ncorrect the name");
}
static gantry_status get(gantry_object *self, gantry_str name, gantry_sink out, gantry_error *error) {
  (void)self, (void)name, (void)out;
  return fail(error, GANTRY_E_NOT_FOUND, "there is no such property\nnone\none\ncorrect the name");
}
static gantry_status validate_properties(gantry_object *self, gantry_error *error) {
  (void)self, (void)error;
  return GANTRY_OK;
}
static const gantry_properties properties_table = {sizeof(gantry_properties), 0, set, get,
                                                   validate_properties};
static gantry_status validate(gantry_object *self, const gantry_call *call, gantry_error *error) {
  (void)self, (void)call, (void)error;
  return GANTRY_OK;
}
static gantry_status prepare(gantry_object *self, const gantry_call *call, gantry_object **steps,
                             gantry_error *error) {
  (void)self, (void)call, (void)steps;
  return fail(error, GANTRY_E_UNSUPPORTED, "this task has no plan\n\n\n");
}
static gantry_status execute(gantry_object *self, const gantry_call *call, int32_t *result,
                             gantry_error *error) {
  (void)self, (void)call, (void)error;
  *result = GANTRY_RESULT_SUCCESS;
  return GANTRY_OK;
}
static const gantry_task task_table = {sizeof(gantry_task), 0, validate, prepare, execute};
static int32_t query(gantry_object *self, const char *iid, gantry_ref *out) {
  if (strcmp(iid, GANTRY_PROPERTIES_ID) == 0) out->table = &properties_table;
#ifndef TEST_NO_TASK
  else if (strcmp(iid, GANTRY_TASK_ID) == 0)
    out->table = &task_table;
#endif
  else
    return 0;
  (void)task_table;
  out->self = self;
  return 1;
}
static const gantry_object_vtbl object_table = {sizeof(gantry_object_vtbl), 0, retain, release, query};

static size_t count(void) { return 1; }
#ifndef TEST_DESCRIBE
static gantry_status describe(size_t index, gantry_sink out, gantry_error *error) {
  const char *text = strstr(GANTRY_PLUGIN_NOTE, "class=");
  (void)index, (void)error;
  return out.put(out.ctx, text, strlen(text));
}
#define TEST_DESCRIBE describe
#endif
#ifndef TEST_CREATE
static gantry_status create(const gantry_host *site, gantry_str class_id, gantry_object **out,
                            gantry_error *error) {
  test_object *object = (test_object *)calloc(1, sizeof(test_object));
  (void)site, (void)class_id, (void)error;
  object->object.base = &object_table;
  object->count = 1;
  *out = &object->object;
  return GANTRY_OK;
}
#define TEST_CREATE create
#endif
static const gantry_object_factory factory = {sizeof(gantry_object_factory), 0, count, TEST_DESCRIBE,
                                              TEST_CREATE};
#ifndef TEST_FACTORY
static const void *get_factory(const char *iid) {
  return strcmp(iid, GANTRY_OBJECT_FACTORY_ID) == 0 ? &factory : 0;
}
#define TEST_FACTORY get_factory
#endif

#ifndef TEST_INIT
static gantry_status init(const gantry_host *host, gantry_error *error) {
  const gantry_host_log *log = (const gantry_host_log *)host->query(host, GANTRY_HOST_LOG_ID);
  const gantry_str text = {"hello", 5};
  (void)error;
  if (log) log->write(host, GANTRY_LOG_INFORMATION, text);
  if (host->query(host, GANTRY_HOST_SECRETS_ID)) return GANTRY_E_INTERNAL; /* E3: the log only */
  trace("init");
  return GANTRY_OK;
}
#define TEST_INIT init
#endif
static void deinit(void) { trace("deinit"); }

#ifndef TEST_ID
#define TEST_ID GANTRY_PLUGIN_ID
#endif
#ifndef TEST_VERSION
#define TEST_VERSION GANTRY_PLUGIN_VERSION
#endif
#ifndef TEST_ABI_MAJOR
#define TEST_ABI_MAJOR GANTRY_ABI_MAJOR
#endif
#ifndef TEST_SIZE
#define TEST_SIZE sizeof(gantry_plugin)
#endif
#ifdef TEST_NO_ENTRY
__attribute__((used)) static const gantry_plugin not_the_entry = {
    TEST_SIZE, TEST_ABI_MAJOR, GANTRY_ABI_MINOR, TEST_ID, TEST_VERSION, TEST_INIT, deinit, TEST_FACTORY};
#else
#ifdef __cplusplus
extern "C" __attribute__((visibility("default"))) const gantry_plugin gantry_plugin_1;
const
#else
GANTRY_EXPORT const
#endif
    gantry_plugin gantry_plugin_1 = {TEST_SIZE,    TEST_ABI_MAJOR, GANTRY_ABI_MINOR, TEST_ID,
                                     TEST_VERSION, TEST_INIT,      deinit,           TEST_FACTORY};
#endif

#endif
