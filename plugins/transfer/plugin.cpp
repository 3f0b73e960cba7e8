#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include "transfer-tasks.inc"

GANTRY_CXX_PLUGIN(GANTRY_TRANSFER_TASKS);
