#include <doctest/doctest.h>
#include <zip.h>

#include "host/dtsx/dtsconfig.hpp"
#include "host/dtsx/project.hpp"
#include "host/package/package-path.hpp"
#include "shape-file.hpp"

using namespace gantry;

namespace {

/// A zip of the given entries, made in memory.
std::string zipped(const std::vector<std::pair<std::string, std::string>> &entries) {
  zip_source_t *target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(target);
  zip_t *archive = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  for (const auto &[name, content] : entries)
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
  REQUIRE(zip_close(archive) == 0);
  zip_source_open(target);
  zip_stat_t facts;
  zip_source_stat(target, &facts);
  std::string bytes(facts.size, '\0');
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

constexpr const char *manifest =
    "<SSIS:Project SSIS:ProtectionLevel=\"DontSaveSensitive\" "
    "xmlns:SSIS=\"www.microsoft.com/SqlServer/SSIS\">"
    "<SSIS:Properties><SSIS:Property SSIS:Name=\"Name\">Deploy</SSIS:Property></SSIS:Properties>"
    "<SSIS:Packages><SSIS:Package SSIS:Name=\"My Package.dtsx\" SSIS:EntryPoint=\"1\" />"
    "<SSIS:Package SSIS:Name=\"Other.dtsx\" SSIS:EntryPoint=\"0\" /></SSIS:Packages>"
    "<SSIS:ConnectionManagers><SSIS:ConnectionManager SSIS:Name=\"shared.conmgr\" "
    "/></SSIS:ConnectionManagers>"
    "</SSIS:Project>";
constexpr const char *parameters =
    "<SSIS:Parameters xmlns:SSIS=\"www.microsoft.com/SqlServer/SSIS\"><SSIS:Parameter SSIS:Name=\"Count\">"
    "<SSIS:Properties><SSIS:Property SSIS:Name=\"ID\">{A0000000-0000-4000-8000-000000000099}</SSIS:Property>"
    "<SSIS:Property SSIS:Name=\"Required\">1</SSIS:Property><SSIS:Property "
    "SSIS:Name=\"Sensitive\">0</SSIS:Property>"
    "<SSIS:Property SSIS:Name=\"Value\">5</SSIS:Property><SSIS:Property "
    "SSIS:Name=\"DataType\">9</SSIS:Property>"
    "</SSIS:Properties></SSIS:Parameter></SSIS:Parameters>";

std::vector<std::pair<std::string, std::string>> parts() {
  return {{"@Project.manifest", manifest},
          {"Project.params", parameters},
          {"shared.conmgr", shape("project-level.conmgr")},
          {"My%20Package.dtsx", shape("format-8-six-tasks.dtsx")},
          {"Other.dtsx", shape("hand-made-unprefixed.dtsx")}};
}

}  // namespace

TEST_CASE("a project gives its packages the shared managers and parameters") {
  auto project = dtsx::read_project(zipped(parts()));
  REQUIRE(project);
  CHECK(project->name == "Deploy");
  REQUIRE(project->packages.size() == 2);
  CHECK((*project->find(""))->name == "My Package.dtsx");
  CHECK((*project->find("other"))->name == "Other.dtsx");
  CHECK_FALSE(project->find("third").ok());
  auto document = dtsx::open_package(*project, "");
  REQUIRE(document);
  const package::ConnectionManager *shared =
      document->package.connections.find("Project.ConnectionManagers[shared]");
  REQUIRE(shared);
  CHECK(shared->scope == package::Scope::project);
  const package::Parameter *count = document->package.find_parameter("$Project::Count");
  REQUIRE(count);
  CHECK(count->data_type == package::DataType::int32);
  CHECK(count->value == "5");
  CHECK(count->required());
  REQUIRE(package::set_value(document->package, "\\Package.Variables[$Project::Count].Value", "6"));
  CHECK(count->value == "6");
  CHECK(written(*document) == shape("format-8-six-tasks.dtsx"));
}

TEST_CASE("projects are bounded and complete") {
  CHECK(dtsx::read_project("no zip").error().code == 0xC0011003);
  auto missing = parts();
  missing.pop_back();
  CHECK_FALSE(dtsx::read_project(zipped(missing)).ok());
  missing.erase(missing.begin());
  CHECK_FALSE(dtsx::read_project(zipped(missing)).ok());
  auto bomb = parts();
  bomb.emplace_back("zeros", std::string(1 << 20, '\0'));
  dtsx::ProjectLimits limits;
  limits.entry_bytes = 100000;
  CHECK_FALSE(dtsx::read_project(zipped(bomb), {}, limits).ok());
  limits = {};
  limits.entries = 3;
  CHECK_FALSE(dtsx::read_project(zipped(bomb), {}, limits).ok());
  const std::string bytes = zipped(parts());
  for (std::size_t length = 0; length < bytes.size(); length += 37)
    CHECK_FALSE(dtsx::read_project(bytes.substr(0, length)).ok());
}

TEST_CASE("XML configuration files") {
  auto read = dtsx::read_dtsconfig(
      "<?xml version=\"1.0\"?>\n<DTSConfiguration><DTSConfigurationHeading/>\n"
      "<Configuration ConfiguredType=\"Property\" Path=\"\\Package.Variables[User::X].Properties[Value]\" "
      "ValueType=\"String\"><ConfiguredValue>a &amp; b</ConfiguredValue></Configuration>\n"
      "<Configuration ConfiguredType=\"Property\" Path=\"\\Package.Connections[.].Properties[Password]\" "
      "ValueType=\"String\"><ConfiguredValue/></Configuration></DTSConfiguration>");
  REQUIRE(read);
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].path == "\\Package.Variables[User::X].Properties[Value]");
  CHECK((*read)[0].type == "String");
  CHECK((*read)[0].value == "a & b");
  CHECK((*read)[0].line == 3);
  CHECK((*read)[1].value.empty());
  CHECK_FALSE(dtsx::read_dtsconfig("<a/>").ok());
  CHECK_FALSE(dtsx::read_dtsconfig("<DTSConfiguration><Configuration/></DTSConfiguration>").ok());
}
