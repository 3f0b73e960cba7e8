#include <doctest/doctest.h>

#include <functional>
#include <pugixml.hpp>

#include "host/package/names.hpp"
#include "host/package/package-path.hpp"
#include "shape-file.hpp"

using namespace gantry;

namespace {

std::string edited(const std::string &bytes, const std::function<void(package::Package &)> &edit) {
  auto document = open_bytes(bytes);
  edit(document.package);
  return written(document);
}

bool well_formed(const std::string &bytes) {
  pugi::xml_document witness;
  return bool(witness.load_buffer(bytes.data(), bytes.size(), pugi::parse_default));
}

}  // namespace

TEST_CASE("one changed property changes only its bytes: attribute style") {
  const std::string bytes = shape("format-8-six-tasks.dtsx");
  CHECK(edited(bytes, [](auto &p) { p.root.properties.set("MaxErrorCount", "9"); }) ==
        with(bytes, "DTS:MaxErrorCount=\"3\"", "DTS:MaxErrorCount=\"9\""));
  CHECK(edited(bytes, [](auto &p) { p.root.properties.remove("MaxErrorCount"); }) ==
        with(bytes, "\n  DTS:MaxErrorCount=\"3\"", ""));
  CHECK(edited(bytes, [](auto &p) { p.root.properties.set_boolean("SaveCheckpoints", true); }) ==
        with(bytes, "0-8000-000000000002}\">\n  <DTS:Property\n    DTS:Name=\"PackageFormatVersion\"",
             "0-8000-000000000002}\">\n  <DTS:Property\n    DTS:Name=\"PackageFormatVersion\"")
            .replace(bytes.find(">\n  <DTS:Property\n    DTS:Name=\"PackageFormatVersion\""), 0,
                     "\n  DTS:SaveCheckpoints=\"True\""));
  CHECK(edited(bytes, [](auto &p) { p.connections.find("HOST\\INST")->description = "a \"b\" & <c>\n"; }) ==
        with(bytes, "\"the destination\"", "\"a &quot;b&quot; &amp; &lt;c&gt;&#xA;\""));
  CHECK(edited(bytes, [](auto &p) { p.root.variables[0].value = "x < y"; }) ==
        with(bytes, "HOST &amp; more", "x &lt; y"));
  CHECK(edited(bytes, [](auto &p) {
          p.connections.find("HOST\\INST")->set_expression("SqlServerName", "\"s\"");
        }) == with(bytes, "@[User::Target]</DTS:PropertyExpression>", "\"s\"</DTS:PropertyExpression>"));
  CHECK(
      edited(bytes, [](auto &p) { p.connections.find("HOST\\INST")->set_expression("SqlServerName", ""); }) ==
      with(bytes,
           "\n      <DTS:PropertyExpression\n        DTS:Name=\"SqlServerName\">@[User::Target]</"
           "DTS:PropertyExpression>",
           ""));
  CHECK(edited(bytes, [](auto &p) { p.root.constraints[1].properties.set("Value", "2"); }) ==
        with(bytes, "DTS:Value=\"1\"", "DTS:Value=\"2\""));
  CHECK(
      edited(bytes, [](auto &p) { p.root.logging.events.push_back("OnWarning"); }) ==
      with(bytes,
           "<DTS:Property\n      DTS:DataType=\"8\"\n      "
           "DTS:Name=\"EventFilter\">2,7,OnError,10,OnProgress</"
           "DTS:Property>",
           "<DTS:Property DTS:DataType=\"8\" DTS:Name=\"EventFilter\">3,7,OnError,10,OnProgress,9,OnWarning</"
           "DTS:Property>"));
  CHECK(edited(bytes, [](auto &p) {
          p.root.executables[6].executables[0].properties.set("ISOLevel", "256");
        }) == with(bytes, "ISOLevel=\"4096\"", "ISOLevel=\"256\""));
}

TEST_CASE("one changed property changes only its bytes: element style keeps -1 and 0") {
  const std::string bytes = shape("format-3-element-style.dtsx");
  CHECK(edited(bytes, [](auto &p) { p.root.properties.set_boolean("SaveCheckpoints", true); }) ==
        with(bytes, "\"SaveCheckpoints\">0<", "\"SaveCheckpoints\">-1<"));
  CHECK(edited(bytes, [](auto &p) { p.connections.begin()->name = "NEW"; }) ==
        with(bytes, "HOST\\INST</DTS:Property>", "NEW</DTS:Property>"));
  CHECK(edited(bytes, [](auto &p) { p.root.variables[0].value = "43"; }) == with(bytes, ">42<", ">43<"));
  CHECK(edited(bytes, [](auto &p) { p.root.constraints[0].from = "{X}"; }) ==
        with(bytes, "<DTS:Executable IDREF=\"{A0000000-0000-4000-8000-000000000031}\"",
             "<DTS:Executable IDREF=\"{X}\""));
}

TEST_CASE("edits of UTF-16 and CRLF files stay in their encoding") {
  const std::string bytes = shape("format-8-six-tasks.dtsx");
  const auto change = [](package::Package &p) { p.root.name = "Renamed"; };
  const std::string narrow = with(bytes, "DTS:ObjectName=\"Six tasks\"", "DTS:ObjectName=\"Renamed\"");
  CHECK(edited(utf16(bytes, false, true), change) == utf16(narrow, false, true));
  CHECK(edited(utf16(bytes, true, false), change) == utf16(narrow, true, false));
  const std::string crlf = shape("format-6-long-names-crlf-bom.dtsx");
  const std::string out = edited(crlf, [](package::Package &p) { p.connections.add("SMOServer"); });
  CHECK(out.substr(0, 3) == "\xEF\xBB\xBF");
  for (std::size_t i = 0; i < out.size(); ++i)
    if (out[i] == '\n') REQUIRE(out[i - 1] == '\r');
  CHECK(open_bytes(out).package.connections.contains("SMOServer"));
}

TEST_CASE("added and removed objects leave the rest alone, in both styles") {
  for (const char *name :
       {"format-8-six-tasks.dtsx", "format-3-element-style.dtsx", "hand-made-unprefixed.dtsx"}) {
    CAPTURE(name);
    const std::string bytes = shape(name);
    std::string id;
    const std::string grown = edited(bytes, [&](package::Package &p) {
      package::ConnectionManager &manager = p.connections.add("SMOServer");
      manager.object_data.present = true;
      manager.object_data.content = "<SMOServerConnectionManager ConnectionString=\"SqlServerName=n;\" />";
      id = manager.id;
      package::Variable variable;
      variable.name = "Fresh";
      variable.data_type = package::DataType::string;
      variable.value = "a<b";
      p.root.variables.push_back(variable);
      REQUIRE(package::add_task(p.root, "Microsoft.TransferLoginsTask", "Fresh task"));
    });
    REQUIRE(grown.substr(0, 5) != "ERROR");
    CHECK(well_formed(grown));
    auto again = open_bytes(grown);
    REQUIRE(again.package.connections.contains(id));
    CHECK(again.package.connections.find(id)->creation_name == "SMOServer");
    CHECK(again.package.connections.find(id)->object_data.content.find("SqlServerName=n;") !=
          std::string::npos);
    REQUIRE(package::find_variable(again.package.root.variables, "User::Fresh"));
    CHECK(package::find_variable(again.package.root.variables, "User::Fresh")->value == "a<b");
    CHECK(again.package.root.find_child("Fresh task")->simple_type() == "TransferLoginsTask");
    // Nothing of the old text is lost: taking the new objects out again gives the old bytes, where the
    // collections were there before.
    REQUIRE(again.package.connections.remove(std::string_view(id)));
    again.package.root.variables.pop_back();
    again.package.root.executables.pop_back();
    if (std::string_view(name) != "hand-made-unprefixed.dtsx") CHECK(written(again) == bytes);
  }
}

TEST_CASE("objects that were moved are refused, not garbled") {
  auto document = open_shape("format-8-six-tasks.dtsx");
  auto &tasks = document.package.root.executables;
  std::swap(tasks[0], tasks[1]);
  auto out = dtsx::write_package(document);
  REQUIRE_FALSE(out);
  CHECK(out.error().status == Status::unsupported);
}

TEST_CASE("renaming carries refIds and constraint ends along") {
  const std::string bytes = shape("format-8-six-tasks.dtsx");
  const std::string out = edited(bytes, [](package::Package &p) {
    p.root.executables[0].name = "People";
    package::refresh_ref_ids(p);
  });
  std::string expected = with(bytes, "DTS:refId=\"Package\\Logins\"", "DTS:refId=\"Package\\People\"");
  expected = with(expected, "DTS:ObjectName=\"Logins\"", "DTS:ObjectName=\"People\"");
  expected = with(expected, "DTS:From=\"Package\\Logins\"", "DTS:From=\"Package\\People\"");
  CHECK(out == expected);
}

TEST_CASE("a new package is written in format 8 and read back") {
  package::Package p = package::make_package("copy logins");
  for (const char *name : {"source", "destination"}) {
    package::ConnectionManager &manager = p.connections.add("SMOServer");
    REQUIRE(p.connections.rename(manager.name, name));
  }
  auto task = package::add_task(p.root, "Microsoft.TransferLoginsTask", "Logins");
  REQUIRE(task);
  auto type = jobs_class();
  type.element = "TransferLoginsTaskData";
  auto data = dtsx::write_object_data(
      {}, type, {{"SourceConnection", p.connections.find("source")->id}, {"Gantry.KeepOwner", "True"}});
  REQUIRE(data);
  (*task)->object_data = *data;
  auto second = package::add_task(p.root, "Microsoft.TransferJobsTask", "Jobs");
  REQUIRE(second);
  package::PrecedenceConstraint constraint;
  constraint.name = "Constraint";
  constraint.id = package::new_guid();
  constraint.from = constraint.from_id = p.root.executables[0].id;
  constraint.to = constraint.to_id = p.root.executables[1].id;
  constraint.properties.set_boolean("LogicalAnd", true);
  p.root.constraints.push_back(constraint);
  package::refresh_ref_ids(p);
  REQUIRE(package::set_value(p, "\\Package.Connections[source].Properties[Password]", "topsecret", {true}));
  auto bytes = dtsx::write_new_package(p);
  REQUIRE(bytes);
  CHECK(well_formed(*bytes));
  CHECK(bytes->find("topsecret") == std::string::npos);
  CHECK(bytes->find("DTS:From=\"Package\\Logins\"") != std::string::npos);
  auto again = open_bytes(*bytes);
  CHECK(again.package.format_version == 8);
  CHECK(again.package.connections.size() == 2);
  CHECK(again.package.root.constraints[0].to_id == p.root.executables[1].id);
  auto values = dtsx::read_object_data(again.package.root.executables[0].object_data, type);
  REQUIRE(values);
  REQUIRE(values->values.size() == 2);
  CHECK(values->values[1].name == "Gantry.KeepOwner");
  CHECK(written(again) == *bytes);
}
