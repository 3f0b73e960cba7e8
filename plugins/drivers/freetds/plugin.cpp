#include "gantry-plugin-note.h"

#include "plugins/drivers/freetds/driver.hpp"

#include <gantry/cpp/plugin.hpp>

GANTRY_CXX_PLUGIN(gantry::freetds::FreetdsDriver);
