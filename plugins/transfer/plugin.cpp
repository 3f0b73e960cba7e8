#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include "plugins/transfer/logins/logins-task.hpp"

GANTRY_CXX_PLUGIN(gantry::transfer::TransferLoginsTask);
