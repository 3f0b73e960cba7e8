/* Ends the process in init without a word. */
#include <gantry/gantry.h>
#include <unistd.h>
static gantry_status leave(const gantry_host *host, gantry_error *error) {
  (void)host, (void)error;
  _exit(7);
}
#define TEST_INIT leave
#include "test-plugin.h"
