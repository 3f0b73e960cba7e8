/* Does everything right. */
#include "test-plugin.h"
