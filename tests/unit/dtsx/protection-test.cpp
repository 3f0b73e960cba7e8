#include <doctest/doctest.h>

#include "shape-file.hpp"

using namespace gantry;

TEST_CASE("level 1 loads with blanks and a warning for each node [real shapes of nodes]") {
  const auto document = open_shape("level-1-user-key.dtsx");
  REQUIRE(document.findings.size() == 4);
  for (const dtsx::Finding &finding : document.findings) {
    CHECK(finding.text.code == 0xC0016016);
    CHECK(finding.severity == dtsx::Finding::Severity::warning);
    CHECK(finding.text.message().find("AQAAA") == std::string::npos);
    CHECK(finding.text.line > 0);
  }
  CHECK(document.findings[0].object == "Package.ConnectionManagers[smo]");
  CHECK(document.package.parameters[0].withheld);
  CHECK(document.package.parameters[0].value.empty());
}

TEST_CASE("level 2 loads with blanks and says how to give the secret") {
  const auto document = open_shape("level-2-password.dtsx");
  REQUIRE(document.findings.size() == 4);
  CHECK(document.findings[0].text.code == 0xC001405F);
  CHECK(document.findings[0].severity == dtsx::Finding::Severity::error);
  CHECK(document.findings[0].text.todo.find("secret") != std::string::npos);
}

TEST_CASE("levels 3, 4 and 5 are refused by name") {
  const std::string bytes = shape("level-2-password.dtsx");
  for (const auto &[level, code] : {std::pair("3", 0xC0014037u), {"4", 0xC0014060u}, {"5", 0xC0014061u}}) {
    auto read = dtsx::read_package(
        with(bytes, "ProtectionLevel=\"2\"", std::string("ProtectionLevel=\"") + level + "\""));
    REQUIRE_FALSE(read);
    CHECK(read.error().code == code);
    CHECK_FALSE(read.error().todo.empty());
  }
  auto whole = dtsx::read_package("<EncryptedData xmlns=\"http://www.w3.org/2001/04/xmlenc#\" Salt=\"a\"/>");
  REQUIRE_FALSE(whole);
  CHECK(whole.error().code == 0xC0014037);
}

TEST_CASE("clear secrets: emptied at level 0, refused at any other, never in a message") {
  const auto secret = [](package::Package &p) {
    package::ConnectionManager &manager = *p.connections.begin();
    manager.object_data.content =
        "<SMOServerConnectionManager ConnectionString=\"x\"><PassWord Sensitive=\"1\">hunter2</PassWord>"
        "</SMOServerConnectionManager>";
  };
  auto open_level = open_shape("format-8-six-tasks.dtsx");
  secret(open_level.package);
  open_level.package.parameters[1].value = "hunter2";
  const std::string out = written(open_level);
  CHECK(out.substr(0, 5) != "ERROR");
  CHECK(out.find("hunter2") == std::string::npos);
  CHECK(out.find("<PassWord Sensitive=\"1\"></PassWord></SMOServerConnectionManager>") != std::string::npos);
  for (const char *name : {"level-1-user-key.dtsx", "level-2-password.dtsx"}) {
    auto document = open_shape(name);
    secret(document.package);
    auto refused = dtsx::write_package(document);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == 0xC0014035);
    CHECK(refused.error().message().find("hunter2") == std::string::npos);
  }
  package::Package fresh = package::make_package("p");
  fresh.connections.add("SMOServer").object_data.present = true;
  secret(fresh);
  CHECK(dtsx::write_new_package(fresh)->find("hunter2") == std::string::npos);
  fresh.root.properties.set("ProtectionLevel", "1");
  CHECK_FALSE(dtsx::write_new_package(fresh).ok());
}

TEST_CASE("changing the level to DontSaveSensitive empties every sensitive node") {
  const std::string bytes = shape("level-2-password.dtsx");
  auto document = open_bytes(bytes);
  document.package.root.properties.set("ProtectionLevel", "0");
  std::string expected = with(bytes, "ProtectionLevel=\"2\"", "ProtectionLevel=\"0\"");
  for (std::size_t at; (at = expected.find(" Encrypted=\"1\">AQAAANCMnd8B")) != std::string::npos;)
    expected.replace(at, std::string(" Encrypted=\"1\">AQAAANCMnd8B").size(), ">");
  CHECK(written(document) == expected);
}

TEST_CASE("a clear secret in a file is told, its bytes stay") {
  const std::string bytes = with(shape("format-8-six-tasks.dtsx"), "<PassWord Sensitive=\"1\"></PassWord>",
                                 "<PassWord Sensitive=\"1\">hunter2</PassWord>");
  const auto document = open_bytes(bytes);
  REQUIRE(document.findings.size() == 1);
  CHECK(document.findings[0].text.message().find("hunter2") == std::string::npos);
  CHECK(written(document) == bytes);
}

TEST_CASE("a password-protected value may be an EncryptedData element [real]") {
  const std::string bytes = with(
      shape("level-2-password.dtsx"),
      "DTS:Name=\"ParameterValue\" Sensitive=\"1\" Encrypted=\"1\">AQAAANCMnd8B",
      "DTS:Name=\"ParameterValue\"><EncryptedData IV=\"aXY=\" Salt=\"c2FsdA==\" "
      "xmlns=\"http://www.w3.org/2001/04/xmlenc#\"><CipherData><CipherValue>QQ==</CipherValue></CipherData>"
      "</EncryptedData>");
  auto document = open_bytes(bytes);
  CHECK(document.findings.size() == 4);
  CHECK(document.package.parameters[0].withheld);
  CHECK(document.package.parameters[0].value.empty());
  CHECK(written(document) == bytes);
  document.package.root.properties.set("ProtectionLevel", "0");
  const std::string emptied = written(document);
  CHECK(emptied.find("CipherValue") == std::string::npos);
  CHECK(open_bytes(emptied).findings.empty());
}
