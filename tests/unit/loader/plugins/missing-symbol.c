/* Needs a symbol that is nowhere; linked by hand, without -z defs. */
#include <gantry/note.h>
#include "test-plugin.h"
GANTRY_NOTE(GANTRY_PLUGIN_NOTE);
int gantry_test_nowhere(void);
static int use(void) __attribute__((used));
static int use(void) { return gantry_test_nowhere(); }
