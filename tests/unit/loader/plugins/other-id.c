/* Entry and note differ (M4). */
#define TEST_ID "org.gantry.other"
#include "test-plugin.h"
