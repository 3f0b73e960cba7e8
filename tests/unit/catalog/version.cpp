#include "host/catalog/version.hpp"

#include <doctest.h>

using namespace gantry::catalog;

TEST_CASE("what a semantic version is") {
  for (const char *version : {"0.0.0", "1.2.3", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-0.3.7",
                              "1.0.0+build.5", "1.0.0-rc.1+exp.sha.5114f85", "99999999999999999999.0.0"})
    CHECK(is_semantic_version(version));
  for (const char *version :
       {"", "1", "1.2", "1.2.3.4", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "v1.0.0", "1.0.x", "1..0"})
    CHECK(!is_semantic_version(version));
}

TEST_CASE("precedence goes up from left to right") {
  const char *ordered[] = {"nonsense",         "0.9.9",      "1.0.0-alpha",  "1.0.0-alpha.1",
                           "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
                           "1.0.0-rc.1",       "1.0.0",      "1.0.1",        "1.2.0",
                           "1.10.0",           "2.0.0",      "10.0.0",       "99999999999999999999.0.0"};
  for (std::size_t i = 0; i < std::size(ordered); ++i)
    for (std::size_t k = 0; k < std::size(ordered); ++k) {
      const int order = compare_versions(ordered[i], ordered[k]);
      CHECK((order < 0) == (i < k));
      CHECK((order > 0) == (i > k));
    }
  CHECK(compare_versions("1.0.0+a", "1.0.0+b") == 0);
}
