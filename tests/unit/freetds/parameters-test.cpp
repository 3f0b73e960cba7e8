#include "plugins/drivers/freetds/parameters.hpp"

#include <doctest.h>

#include <cstring>

using namespace gantry;
using namespace gantry::freetds;

namespace {
gantry_parameter parameter(const char *name, gantry_value value, const char *type = "") {
  gantry_parameter p{};
  p.struct_size = sizeof p;
  p.name = borrow(name);
  p.type_name = borrow(type);
  p.value = value;
  return p;
}
gantry_value number(std::int64_t n) {
  gantry_value v{};
  v.kind = GANTRY_KIND_INT64;
  v.u.i64 = n;
  return v;
}
gantry_value text(const char *s) {
  gantry_value v{};
  v.kind = GANTRY_KIND_UTF8;
  v.u.data = {s, std::strlen(s)};
  return v;
}
}  // namespace

TEST_CASE("parameters become a call of sp_executesql") {
  auto sql = with_parameters("SELECT @a, 'x', @b",
                             {parameter("@a", number(-5)), parameter("@b", text("it's"), "nvarchar(10)")});
  REQUIRE(sql.ok());
  CHECK(*sql ==
        "EXEC sp_executesql N'SELECT @a, ''x'', @b', N'@a bigint, @b nvarchar(10)', @a = -5, @b = N'it''s'");
}

TEST_CASE("nothing of a parameter becomes a statement") {
  CHECK_FALSE(with_parameters("x", {parameter("@a = 1; DROP TABLE t --", number(1))}).ok());
  CHECK_FALSE(with_parameters("x", {parameter("@a", number(1), "int'; DROP TABLE t --")}).ok());
  CHECK(*with_parameters("x", {parameter("@a", text("'; DROP TABLE t --"))}) ==
        "EXEC sp_executesql N'x', N'@a nvarchar(4000)', @a = N'''; DROP TABLE t --'");
}

TEST_CASE("values that cannot be literals are refused") {
  gantry_value deferred{};
  deferred.kind = GANTRY_KIND_DEFERRED;
  CHECK(with_parameters("x", {parameter("@a", deferred)}).error().status == Status::unsupported);
  CHECK(with_parameters("x", {parameter("@a", text("\xFF"))}).error().status == Status::invalid);
}

TEST_CASE("what can be sent as a statement") {
  CHECK(is_sendable("SELECT N'\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80'"));
  CHECK_FALSE(is_sendable(std::string_view("a\0b", 3)));
  CHECK_FALSE(is_sendable("\xC3"));
  CHECK_FALSE(is_sendable("\xED\xA0\x80"));  // half of a surrogate pair
  CHECK_FALSE(is_sendable("\xC0\xAF"));      // longer than it need be
  CHECK_FALSE(is_sendable("\xF4\x90\x80\x80"));
}
