/* Dies in a static constructor (E5 forbids it to do anything). */
#include <signal.h>
#include "test-plugin.h"
__attribute__((constructor)) static void crash(void) {
  signal(SIGABRT, SIG_DFL);
  raise(SIGABRT);
}
