#include <doctest/doctest.h>

#include "plugins/transfer/common/object-name.hpp"

using namespace gantry::transfer;

TEST_CASE("names of objects as lists write them") {
  const auto parsed = [](const char *text) {
    const ObjectName name = parse_object_name(text);
    return name.schema + '|' + name.name;
  };
  CHECK(parsed("a") == "|a");
  CHECK(parsed("s.a") == "s|a");
  CHECK(parsed("[s].[a]") == "s|a");
  CHECK(parsed("[a]]b].[c.d]") == "a]b|c.d");
  CHECK(parsed("[a]") == "|a");
  CHECK(parsed("a.b.c") == "|a.b.c");
  CHECK(parsed("[a") == "|[a");
  CHECK(parsed("a.") == "|a.");
  CHECK(parsed("") == "|");
}
