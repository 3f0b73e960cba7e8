#include <doctest/doctest.h>

#include "plugins/smo/module-header.hpp"

using namespace gantry;
using namespace gantry::smo;

namespace {

std::string altered(const std::string &text) {
  Result<std::string> out = with_header(text, "ALTER", "dbo", "p");
  return out ? *out : out.error().message();
}
std::string created(const std::string &text) {
  Result<std::string> out = with_header(text, "CREATE", "dbo", "p");
  return out ? *out : out.error().message();
}

}  // namespace

TEST_CASE("a header that says what the catalogue says stays byte for byte") {
  for (const char *text :
       {"CREATE PROCEDURE dbo.p AS SELECT 1", "create  proc\t[dbo].[p]\r\nas select 'CREATE PROC x'",
        "-- create proc old\n/* /* nested */ create proc x */ CREATE /* why */ PROC dbo . \"p\" ;1 AS PRINT "
        "N'é'",
        "\xEF\xBB\xBF  CREATE PROC [dbo].p(@a int = 1) AS RETURN 1"})
    CHECK(created(text) == text);
}

TEST_CASE("the catalogue's name replaces what was typed") {
  CHECK(created("CREATE PROC old AS SELECT 1") == "CREATE PROC [dbo].[p] AS SELECT 1");
  CHECK(created("CREATE PROC p AS SELECT 1") == "CREATE PROC [dbo].[p] AS SELECT 1");
  CHECK(created("CREATE PROC sales.p AS SELECT 1") == "CREATE PROC [dbo].[p] AS SELECT 1");
  CHECK(created("CREATE PROC [a]]b.c] . [d]--x\nAS SELECT '[a]]b.c]'") ==
        "CREATE PROC [dbo].[p]--x\nAS SELECT '[a]]b.c]'");
  CHECK(created("CREATE PROC \"a\"\"b\";2 AS SELECT 2") == "CREATE PROC [dbo].[p];2 AS SELECT 2");
  CHECK(*with_header("CREATE PROC x AS SELECT 1", "CREATE", "a]b", "c.d") ==
        "CREATE PROC [a]]b].[c.d] AS SELECT 1");
  CHECK(created("CREATE PROC h\xC3\xA9\xE3\x80\x80"
                "AS SELECT 1") ==
        "CREATE PROC [dbo].[p]\xE3\x80\x80"
        "AS SELECT 1");
}

TEST_CASE("CREATE, CREATE OR ALTER and ALTER become what is wanted") {
  CHECK(altered("CREATE PROCEDURE dbo.p AS SELECT 1") == "ALTER PROCEDURE dbo.p AS SELECT 1");
  CHECK(altered("/* x */ Create Or /* y */ Alter PROC dbo.p AS SELECT 1") ==
        "/* x */ ALTER PROC dbo.p AS SELECT 1");
  CHECK(created("create or alter proc dbo.p as select 1") == "CREATE proc dbo.p as select 1");
  CHECK(created("ALTER PROC dbo.p AS SELECT 1") == "CREATE PROC dbo.p AS SELECT 1");
}

TEST_CASE("what the header says") {
  Result<ModuleHeader> header = read_module_header("CREATE PROC [s].[p] ; 12 @x int AS SELECT 1");
  REQUIRE(header);
  CHECK(header->name == std::vector<std::string>{"s", "p"});
  CHECK(header->number == 12);
  CHECK(header->type == "PROCEDURE");
  header = read_module_header("CREATE VIEW v AS SELECT 1 AS a;2");
  REQUIRE(header);
  CHECK(header->type == "VIEW");
  CHECK(header->number == 0);
}

TEST_CASE("what has no header is refused with the place") {
  for (const char *text :
       {"", "SELECT 1", "CREATE TABLE t(a int)", "CREATE PROC", "CREATE PROC a.b.c AS SELECT 1",
        "CREATE PROC [a AS SELECT 1", "CREATE OR PROC p AS SELECT 1", "/* CREATE PROC p AS SELECT 1",
        "CREATE PROC p; AS SELECT 1", "CREATE PROC .p AS SELECT 1", "CREATE PROC [] AS SELECT 1"}) {
    Result<ModuleHeader> header = read_module_header(text);
    CAPTURE(text);
    REQUIRE_FALSE(header);
    CHECK(header.error().status == Status::data);
    CHECK_FALSE(header.error().found.empty());
  }
}
