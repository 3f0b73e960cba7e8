/* The entry says that it has no functions (E2). */
#define TEST_SIZE 24
#include "test-plugin.h"
