#include <doctest/doctest.h>

#include "shape-file.hpp"

using namespace gantry;
using namespace gantry::dtsx;

namespace {

package::ObjectData data_of(std::string content) {
  package::ObjectData data;
  data.present = true;
  data.content = std::move(content);
  return data;
}

std::string value_of(const ObjectDataContent &content, std::string_view name) {
  for (const PropertyValue &item : content.values)
    if (item.name == name) return item.value;
  return "(none)";
}

}  // namespace

TEST_CASE("lists count UTF-16 units and hold commas [real texts]") {
  auto tables =
      decode_list("4,15,[dbo].[Country],16,[dbo].[Currency],17,[dbo].[customer1],17,[dbo].[customer2],");
  REQUIRE(tables);
  CHECK(tables->size() == 4);
  CHECK((*tables)[3] == "[dbo].[customer2]");
  CHECK(decode_list("1,18,EURW\\Daniel.Inacio,")->front() == "EURW\\Daniel.Inacio");
  CHECK(decode_list("2,7,OnError,10,OnProgress")->size() == 2);
  CHECK(decode_list("")->empty());
  CHECK(decode_list("0,")->empty());
  const std::vector<std::string> odd = {"a,b", "", "\xF0\x9F\x98\x80", "\xC3\xA9"};
  CHECK(encode_list(odd) == "4,3,a,b,0,,2,\xF0\x9F\x98\x80,1,\xC3\xA9,");
  CHECK(*decode_list(encode_list(odd)) == odd);
  for (const char *bad : {"x", "1", "1,", "1,2", "1,3,a,", "1,-1,a,", "2,1,a,", "1,1,a,b",
                          "1,1,\xF0\x9F\x98\x80,", "1,99999999999999999999,a,", "0,,"})
    CHECK_FALSE(decode_list(bad).ok());
}

TEST_CASE("a property of the package namespace may be an attribute or, as in formats 2 and 3, an element") {
  ClassDescription type;
  type.element = "DTS:ConnectionManager";
  PropertyDescription text, retain, other;
  text.name = "ConnectionString";
  text.xml_names = {"DTS:ConnectionString"};
  retain.name = "RetainSameConnection";
  retain.type = PropertyType::boolean;
  retain.xml_names = {"DTS:Retain"};
  other.name = "Elsewhere";
  other.xml_names = {"{urn:else}Where"};
  type.properties = {text, retain, other};
  const std::string space = " xmlns:DTS=\"www.microsoft.com/SqlServer/Dts\"";
  const package::ObjectData elements = data_of(
      "\n<DTS:ConnectionManager" + space +
      " xmlns:e=\"urn:else\" e:Where=\"there\">"
      "<DTS:Property DTS:Name=\"Retain\">-1</DTS:Property>"
      "<DTS:Property DTS:Name=\"ConnectionString\">Data Source=a;</DTS:Property></DTS:ConnectionManager>");
  const auto read = read_object_data(elements, type);
  REQUIRE(read);
  CHECK(value_of(*read, "ConnectionString") == "Data Source=a;");
  CHECK(value_of(*read, "RetainSameConnection") == "True");
  CHECK(value_of(*read, "Elsewhere") == "there");
  CHECK(read->unknown.empty());
  const auto same = write_object_data(
      elements, type, {{"ConnectionString", "Data Source=a;"}, {"RetainSameConnection", "True"}});
  REQUIRE(same);
  CHECK(same->content == elements.content);
  const auto changed = write_object_data(
      elements, type, {{"ConnectionString", "Data Source=<b>;"}, {"RetainSameConnection", "False"}});
  REQUIRE(changed);
  CHECK(changed->content.find("\"Retain\">0</") != std::string::npos);
  CHECK(changed->content.find("\"ConnectionString\">Data Source=&lt;b&gt;;</") != std::string::npos);
}

TEST_CASE("attributes become invariant values by any of their names, leniently") {
  auto read = read_object_data(
      data_of("<TransferJobsTaskData m_DestinationConnectionID=\"{X}\" TransferAllJobs=\"-1\" "
              "EnableJobsAtDestination='true' IfObjectExists=\"2\" JobsList=\"1,1,a\" Unknown=\"u\" "
              "xmlns:g=\"urn:gantry:1\" g:KeepOwner=\"1\"><PassWord "
              "Sensitive=\"1\">clear</PassWord></TransferJobsTaskData>"),
      jobs_class());
  REQUIRE(read);
  CHECK(value_of(*read, "DestinationConnection") == "{X}");
  CHECK(value_of(*read, "SourceConnection") == "(none)");
  CHECK(value_of(*read, "TransferAllJobs") == "True");
  CHECK(value_of(*read, "EnableJobsAtDestination") == "True");
  CHECK(value_of(*read, "IfObjectExists") == "Skip");
  CHECK(value_of(*read, "JobsList") == "1,1,a,");
  CHECK(value_of(*read, "Gantry.KeepOwner") == "True");
  CHECK(value_of(*read, "Password") == "clear");
  CHECK(read->unknown == std::vector<std::string>{"Unknown"});
  auto withheld = read_object_data(data_of("<TransferJobsTaskData><PassWord Sensitive=\"1\" "
                                           "Encrypted=\"1\">QUJD</PassWord></TransferJobsTaskData>"),
                                   jobs_class());
  REQUIRE(withheld);
  CHECK(withheld->values.empty());
  CHECK(withheld->withheld == std::vector<std::string>{"Password"});
}

TEST_CASE("wrong data is refused with the attribute; a doubtful enum is passed on") {
  for (const char *bad : {"<Other />", "<TransferJobsTaskData TransferAllJobs=\"maybe\" />",
                          "<TransferJobsTaskData JobsList=\"2,1,a\" />", "<TransferJobsTaskData"})
    CHECK_FALSE(read_object_data(data_of(bad), jobs_class()).ok());
  auto read =
      read_object_data(data_of("<TransferJobsTaskData IfObjectExists=\"Sometimes\" />"), jobs_class());
  REQUIRE(read);
  CHECK(value_of(*read, "IfObjectExists") == "Sometimes");
  CHECK(read->doubtful.size() == 1);
}

TEST_CASE("a property without XML names is not in the file; a prefix of a name means its namespace") {
  ClassDescription type{"DTS:ConnectionManager", {}};
  type.properties.push_back({"ConnectionString", PropertyType::string});
  type.properties.back().xml_names = {"DTS:ConnectionString"};
  type.properties.push_back({"Hidden", PropertyType::string});
  auto read = read_object_data(data_of("<d:ConnectionManager xmlns:d=\"www.microsoft.com/SqlServer/Dts\" "
                                       "d:ConnectionString=\"/tmp/x\" Hidden=\"h\" />"),
                               type);
  REQUIRE(read);
  CHECK(value_of(*read, "ConnectionString") == "/tmp/x");
  CHECK(value_of(*read, "Hidden") == "(none)");
  auto written = write_object_data({}, type, {{"ConnectionString", "/tmp/y"}, {"Hidden", "h"}});
  REQUIRE(written);
  auto again = read_object_data(*written, type);
  REQUIRE(again);
  CHECK(value_of(*again, "ConnectionString") == "/tmp/y");
  CHECK(written->content.find("Hidden") == std::string::npos);
}

TEST_CASE("writing touches only what differs and leaves defaults out") {
  const auto type = jobs_class();
  const auto old =
      data_of("\n  <TransferJobsTaskData  Unknown='u'\n    TransferAllJobs=\"1\" IfObjectExists=\"1\" />\n");
  CHECK(write_object_data(old, type,
                          {{"TransferAllJobs", "True"},
                           {"IfObjectExists", "Overwrite"},
                           {"EnableJobsAtDestination", "False"},
                           {"JobsList", "0,"}})
            ->content == old.content);
  CHECK(write_object_data(old, type, {{"TransferAllJobs", "False"}})->content ==
        "\n  <TransferJobsTaskData  Unknown='u' IfObjectExists=\"1\" />\n");
  CHECK(write_object_data(old, type, {{"IfObjectExists", "2"}, {"DestinationConnection", "{D}"}})->content ==
        "\n  <TransferJobsTaskData  Unknown='u'\n    TransferAllJobs=\"1\" IfObjectExists=\"Skip\" "
        "DestinationConnection=\"{D}\" />\n");
  CHECK(write_object_data({}, type, {{"Gantry.KeepOwner", "1"}, {"Password", "p<w"}})->content ==
        "<TransferJobsTaskData xmlns:Gantry=\"urn:gantry:1\" Gantry:KeepOwner=\"True\">"
        "<PassWord Sensitive=\"1\">p&lt;w</PassWord></TransferJobsTaskData>");
  CHECK_FALSE(write_object_data(old, type, {{"TransferAllJobs", "maybe"}}).ok());
  CHECK_FALSE(write_object_data(old, type, {{"NoSuch", "1"}}).ok());
}

TEST_CASE("descriptions are read from the lines describe writes") {
  auto type = parse_description(
      "class=x\nclass.xml=TransferJobsTaskData\nclass.slot.DestinationConnection.xml=m_"
      "DestinationConnectionID\n"
      "property=IfObjectExists\nproperty.type=enum\nproperty.enum=FailTask:0\nproperty.enum=Overwrite:1\n"
      "property=Password\nproperty.sensitive=True\nproperty.xml=PassWord\nlog-entry=E\n");
  REQUIRE(type);
  CHECK(type->element == "TransferJobsTaskData");
  REQUIRE(type->properties.size() == 3);
  CHECK(type->properties[0].xml_names.front() == "m_DestinationConnectionID");
  CHECK(type->properties[1].type == PropertyType::enumeration);
  CHECK(type->properties[1].enums[1].number == 1);
  CHECK(type->properties[2].sensitive);
  CHECK_FALSE(parse_description("property.type=string\n").ok());
  CHECK_FALSE(parse_description("property=A\nproperty.type=color\n").ok());
}

TEST_CASE("standalone XML for gantry.persist/1 carries its prefixes and no cipher text") {
  auto document = open_shape("level-1-user-key.dtsx");
  package::ConnectionManager *ole = document.package.connections.find("ole");
  auto xml = standalone_object_data(ole->object_data);
  REQUIRE(xml);
  CHECK(xml->find("xmlns:DTS=\"www.microsoft.com/SqlServer/Dts\"") != std::string::npos);
  CHECK(xml->find("AQAAANCMnd8B") == std::string::npos);
  CHECK(xml->substr(0, 22) == "<DTS:ConnectionManager");
  auto back = from_standalone(*xml, ole->object_data);
  REQUIRE(back);
  CHECK(back->content.substr(0, 9) == "\n        ");
  CHECK_FALSE(standalone_object_data({}).ok());
}
