/* Fails in init and says why. */
#include <gantry/gantry.h>
static gantry_status refuse_to_start(const gantry_host *host, gantry_error *error);
#define TEST_INIT refuse_to_start
#include "test-plugin.h"
static gantry_status refuse_to_start(const gantry_host *host, gantry_error *error) {
  (void)host;
  return fail(error, GANTRY_E_IO, "the licence server does not answer\nan answer\nnone\nstart it");
}
