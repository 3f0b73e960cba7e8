/* Needs a library that is nowhere. */
#include "test-plugin.h"
int gantry_test_absent(void);
static int use(void) __attribute__((used));
static int use(void) { return gantry_test_absent(); }
