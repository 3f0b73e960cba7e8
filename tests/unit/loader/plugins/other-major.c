/* The entry is of another ABI major than the note says. */
#define TEST_ABI_MAJOR 2
#include "test-plugin.h"
