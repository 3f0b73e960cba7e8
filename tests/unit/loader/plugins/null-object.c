/* create says OK and gives nothing. */
#include <gantry/gantry.h>
static gantry_status create_nothing(const gantry_host *site, gantry_str class_id, gantry_object **out,
                                    gantry_error *error) {
  (void)site, (void)class_id, (void)error;
  *out = 0;
  return GANTRY_OK;
}
#define TEST_CREATE create_nothing
#include "test-plugin.h"
static const void *unused_table(void) __attribute__((unused));
static const void *unused_table(void) { return &object_table; }
