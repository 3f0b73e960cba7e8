#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include "plugins/enumerators/ado-enumerator.hpp"
#include "plugins/enumerators/file-enumerator.hpp"
#include "plugins/enumerators/item-enumerator.hpp"
#include "plugins/enumerators/smo-enumerator.hpp"

GANTRY_CXX_PLUGIN(gantry::enumerators::SmoEnumerator, gantry::enumerators::ItemEnumerator,
                  gantry::enumerators::FileEnumerator, gantry::enumerators::AdoEnumerator);
