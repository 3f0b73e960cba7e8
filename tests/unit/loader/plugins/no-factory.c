/* Knows no factory. */
static const void *nothing(const char *iid) {
  (void)iid;
  return 0;
}
#define TEST_FACTORY nothing
#include "test-plugin.h"
static const void *unused_factory(void) __attribute__((unused));
static const void *unused_factory(void) { return &factory; }
