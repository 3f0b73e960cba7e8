/* Dies by SIGSEGV in init, whatever handlers a sanitizer has installed. */
#include <gantry/gantry.h>
#include <signal.h>
static gantry_status crash(const gantry_host *host, gantry_error *error) {
  (void)host, (void)error;
  signal(SIGSEGV, SIG_DFL);
  raise(SIGSEGV);
  return GANTRY_OK;
}
#define TEST_INIT crash
#include "test-plugin.h"
