#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include "plugins/smo/connection-manager.hpp"

GANTRY_CXX_PLUGIN(gantry::smo::SmoServerConnectionManager);
