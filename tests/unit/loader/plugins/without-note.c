/* An entry and no note; linked by hand. */
#include "test-plugin.h"
