/* A note and no entry (E1). */
#define TEST_NO_ENTRY
#include "test-plugin.h"
