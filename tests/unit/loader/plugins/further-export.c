/* Exports a second symbol; linked by hand, without the version script. */
#include <gantry/note.h>
#include "test-plugin.h"
GANTRY_NOTE(GANTRY_PLUGIN_NOTE);
__attribute__((visibility("default"))) int gantry_test_further(void);
int gantry_test_further(void) { return 1; }
