/* Entry and note differ (M4). */
#define TEST_VERSION "1.0.1"
#include "test-plugin.h"
