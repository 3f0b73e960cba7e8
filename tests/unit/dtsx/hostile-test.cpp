#include <doctest/doctest.h>

#include <chrono>

#include "shape-file.hpp"

using namespace gantry;

namespace {

std::uint32_t code_of(const std::string &bytes, dtsx::Limits limits = {}) {
  auto read = dtsx::read_package(bytes, {"bad.dtsx", limits});
  if (read) return 0;
  CHECK_FALSE(read.error().what.empty());
  CHECK_FALSE(read.error().expected.empty());
  CHECK_FALSE(read.error().found.empty());
  CHECK_FALSE(read.error().todo.empty());
  return read.error().code;
}

}  // namespace

TEST_CASE("what is no well-formed XML is refused with its place") {
  for (const char *bad : {"",
                          "   ",
                          "no xml",
                          "<a>",
                          "<a></b>",
                          "<a",
                          "<a b>",
                          "<a b=c/>",
                          "<a b=\"1\" b=\"2\"/>",
                          "<a>&lt</a>",
                          "<a>&nbsp;</a>",
                          "<a>&#0;</a>",
                          "<a>&#x110000;</a>",
                          "<a b=\"<\"/>",
                          "<a/><b/>",
                          "<a/>text",
                          "<p:a/>",
                          "<a><!-- -- --></a>",
                          "<a>]]></a>",
                          "<a><![CDATA[</a>",
                          "<a>\x01</a>",
                          "<a>\xC0\x80</a>",
                          "<a>\xED\xA0\x80</a>",
                          "<?xml version=\"1.0\" encoding=\"latin9\"?><a>\xC3\xA9</a>",
                          "<a xmlns:x=\"u\" xmlns:y=\"u\" x:b=\"\" y:b=\"\"/>",
                          "</a>",
                          "<a/><?xml version=\"1.0\"?>",
                          "\xFF\xFE<",
                          "\xFF\xFE\x00\xD8<\x00"}) {
    CAPTURE(bad);
    CHECK(code_of(bad) == 0xC0011007);
  }
  auto read = dtsx::read_package("<a>\n  <b>\n</a>", {"x.dtsx", {}});
  REQUIRE_FALSE(read);
  CHECK(read.error().line == 3);
  CHECK(read.error().found.find("line 3, column 1") != std::string::npos);
}

TEST_CASE("document types and entities are never read") {
  CHECK(code_of("<!DOCTYPE a><a/>") == 0xC0011007);
  CHECK(code_of("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>") == 0xC0011007);
  CHECK(code_of("<a>&x;</a>") == 0xC0011007);
}

TEST_CASE("depth, size, counts are bounded; time grows with size only") {
  std::string deep;
  for (int i = 0; i < 257; ++i) deep += "<a>";
  CHECK(code_of(deep) == 0xC0011003);
  CHECK(code_of(std::string(1 << 20, '<')) == 0xC0011007);
  dtsx::Limits small;
  small.bytes = 100;
  CHECK(code_of(shape("format-8-six-tasks.dtsx"), small) == 0xC0011003);
  small = {};
  small.elements = 10;
  CHECK(code_of(shape("format-8-six-tasks.dtsx"), small) == 0xC0011003);
  small = {};
  small.attributes_per_element = 3;
  CHECK(code_of(shape("format-8-six-tasks.dtsx"), small) == 0xC0011003);
  std::string spaces = "<a";
  for (int i = 0; i < 100; ++i) spaces += " xmlns:n" + std::to_string(i) + "=\"u\"";
  CHECK(code_of(spaces + "/>") == 0xC0011003);
  const auto begin = std::chrono::steady_clock::now();
  std::string wide = "<DTS:Executable xmlns:DTS=\"www.microsoft.com/SqlServer/Dts\" DTS:CreationName=\"a\">";
  for (int i = 0; i < 30000; ++i)
    wide +=
        "<DTS:PrecedenceConstraint DTS:From=\"x\" DTS:To=\"y\"/><DTS:Property DTS:Name=\"n\" Sensitive=\"1\" "
        "Encrypted=\"1\">x</DTS:Property>";
  CHECK(code_of(wide + "</DTS:Executable>") == 0);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("XML that is no package, and packages with wrong parts") {
  CHECK(code_of("<a/>") == 0xC0011003);
  CHECK(code_of("<Executable/>") == 0xC0011003);
  const std::string bytes = shape("format-8-six-tasks.dtsx");
  CHECK(code_of(with(bytes, "\"PackageFormatVersion\">8", "\"PackageFormatVersion\">9")) == 0xC001700A);
  CHECK(code_of(with(bytes, "\"PackageFormatVersion\">8", "\"PackageFormatVersion\">x")) == 0xC0010014);
  CHECK(code_of(with(bytes, "2,7,OnError,10,OnProgress", "2,7,OnError")) == 0xC0010014);
  CHECK(code_of(with(bytes, "DTS:DataType=\"8\">HOST", "DTS:DataType=\"99\">HOST")) == 0xC0010014);
  auto missing = dtsx::read_package_file("/nonexistent/x.dtsx");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == 0xC0011002);
  CHECK(missing.error().status == Status::not_found);
}

TEST_CASE("a package cut anywhere is refused, never half read") {
  const std::string bytes = shape("format-8-six-tasks.dtsx");
  for (std::size_t length = 0; length + 1 < bytes.size(); length += 7)
    CHECK(code_of(bytes.substr(0, length)) != 0);
}

TEST_CASE("a package with any byte changed reads or is refused; what reads comes back byte for byte") {
  const std::string bytes = shape("level-1-user-key.dtsx");
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (char c : {'<', '"', '&', '\0', '>', '\xFF'}) {
      std::string changed = bytes;
      changed[at] = c;
      auto read = dtsx::read_package(changed);
      if (read) REQUIRE(written(*read) == changed);
    }
}
