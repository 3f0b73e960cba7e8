/* Never comes back from init (E3). */
#include <gantry/gantry.h>
#include <unistd.h>
static gantry_status hang(const gantry_host *host, gantry_error *error) {
  (void)host, (void)error;
  while (getpid() > 0) pause();
  return GANTRY_OK;
}
#define TEST_INIT hang
#include "test-plugin.h"
