#define DOCTEST_CONFIG_IMPLEMENT
#include "tests/conformance/driver.hpp"
#include "tests/conformance/server.hpp"

#include <doctest.h>

#include <cstdio>

int main(int argc, char **argv) {
  doctest::Context context(argc, argv);
  std::string problem;
  if (!conformance::load_driver(problem) || !conformance::start_server(problem)) {
    std::fprintf(stderr, "test-conformance: %s\n", problem.c_str());
    return 2;
  }
  const int result = context.run();
  conformance::stop_server();
  conformance::unload_driver();
  return result;
}
