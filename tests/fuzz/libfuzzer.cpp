// The door libFuzzer knocks at; the program is linked with exactly one target.
#include "tests/fuzz/target.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  for (const gantry::fuzz::Target &target : gantry::fuzz::targets())
    target.run(std::string_view(reinterpret_cast<const char *>(data), size));
  return 0;
}
