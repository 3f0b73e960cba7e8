/* describe says another xml element than the note (M4). */
#include <gantry/gantry.h>
#include <string.h>
static gantry_status describe_otherwise(size_t index, gantry_sink out, gantry_error *error) {
  static const char text[] =
      "class=org.gantry.test.task\nclass.kind=task\nclass.creation-name=Gantry.TestTask\nclass.xml="
      "OtherTask\n";
  (void)index, (void)error;
  return out.put(out.ctx, text, strlen(text));
}
#define TEST_DESCRIBE describe_otherwise
#include "test-plugin.h"
