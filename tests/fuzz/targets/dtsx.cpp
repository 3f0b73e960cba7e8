// Packages: whatever is read is written back byte for byte.
#include "host/dtsx/reader.hpp"
#include "host/dtsx/writer.hpp"
#include "tests/fuzz/target.hpp"

GANTRY_FUZZ_TARGET("dtsx") {
  gantry::dtsx::ReadOptions options;
  options.limits.bytes = 1 << 20;
  if (const auto document = gantry::dtsx::read_package(input, options)) {
    const auto written = gantry::dtsx::write_package(*document);
    gantry::fuzz::require(bool(written), "a package that was read can be written");
    gantry::fuzz::require(*written == input, "a package that nobody changed is written byte for byte");
  }
  (void)gantry::dtsx::read_connection_manager(input, options);
}
