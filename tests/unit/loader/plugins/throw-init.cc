// Lets an exception out of init (L4 forbids it).
#include <gantry/gantry.h>

#include <stdexcept>

static gantry_status throw_up(const gantry_host *, gantry_error *) {
  throw std::runtime_error("out of patience");
}
#define TEST_INIT throw_up
#include "test-plugin.h"
