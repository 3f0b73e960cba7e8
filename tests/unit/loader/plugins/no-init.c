/* A null pointer in the entry. */
#define TEST_INIT 0
#include "test-plugin.h"
