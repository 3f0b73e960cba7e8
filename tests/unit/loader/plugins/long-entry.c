/* The entry says that it is longer than its symbol. */
#define TEST_SIZE 4096
#include "test-plugin.h"
