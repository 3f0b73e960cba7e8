/* An object of kind task that does not offer gantry.task/1. */
#define TEST_NO_TASK
#include "test-plugin.h"
