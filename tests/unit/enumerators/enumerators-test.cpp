#include "plugins/enumerators/file-enumerator.hpp"
#include "plugins/enumerators/item-enumerator.hpp"
#include "plugins/enumerators/smo-enumerator.hpp"
#include "plugins/enumerators/smo-urn.hpp"

#include <doctest/doctest.h>

using namespace gantry;
using namespace gantry::enumerators;

TEST_CASE("wildcards of file names") {
  for (const auto &each : {std::pair("a.csv", "*.csv"),
                           {"A.CSV", "*.csv"},
                           {"a", "*.*"},
                           {"ab", "a?"},
                           {"aXbXc", "a*b*c"},
                           {"abc", "*"},
                           {"abc", ""},
                           {"aab", "*ab"}})
    CHECK_MESSAGE(matches(each.first, each.second), each.first << ' ' << each.second);
  for (const auto &each : {std::pair("a.csvx", "*.csv"), {"a", "a?"}, {"acb", "a*c"}, {"", "?"}})
    CHECK_FALSE_MESSAGE(matches(each.first, each.second), each.first << ' ' << each.second);
  const std::string many(20000, 'a');
  CHECK_FALSE(matches(many, "*a*a*a*a*a*a*a*a*b"));
}

TEST_CASE("an SMO address: quotes, attributes, what is missing") {
  const auto address = parse_address(
      "RuntimeServer[@Connection='{ID}']/Server[@Name='A\\B']/Database[@Name='O''Neil' and @X = 'y']/"
      "SMOEnumObj[@Name='Tables']/SMOEnumType[@Name='URNs']");
  REQUIRE(address);
  CHECK(address->connection == "{ID}");
  CHECK(address->database == "O'Neil");
  CHECK(address->collection == "Tables");
  CHECK(address->enumerate == "URNs");
  CHECK(write_urn(address->parents) == "Server[@Name='A\\B']/Database[@Name='O''Neil' and @X='y']");
  for (const char *text :
       {"", "/", "RuntimeServer[@Connection='x']", "Server/SMOEnumObj[@Name='Logins']",
        "RuntimeServer[@Connection='x']/Server[@Name='a]", "RuntimeServer[@Connection=x]",
        "RuntimeServer[@Connection='x']/Server/Table[@Name='t']/SMOEnumObj[@Name='Columns']",
        "RuntimeServer[@Connection='x']/SMOEnumObj[@Name='a']/SMOEnumObj[@Name='b']"})
    CHECK_FALSE_MESSAGE(parse_address(text), text);
}

TEST_CASE("collections and forms that are not there are refused by name, before any connection") {
  const auto enumerator = make_object<SmoEnumerator>(nullptr);
  const auto refused = [&](const std::string &below, const char *word) {
    REQUIRE(enumerator->set_property("EnumURN", "RuntimeServer[@Connection='C']/Server" + below));
    const Result<> valid = enumerator->validate_properties();
    REQUIRE_FALSE(valid);
    CHECK(valid.error().message().find(word) != std::string::npos);
  };
  refused("/SMOEnumObj[@Name='Tables']/SMOEnumType[@Name='Names']", "Databases");
  refused("/Database[@Name='d']/SMOEnumObj[@Name='Logins']/SMOEnumType[@Name='Names']", "Tables");
  refused("/SMOEnumObj[@Name='Databases']/SMOEnumType[@Name='Locations']", "Locations");
  REQUIRE(enumerator->set_property(
      "EnumURN",
      "RuntimeServer[@Connection='C']/Server/SMOEnumObj[@Name='Logins']/SMOEnumType[@Name='Names']"));
  CHECK(enumerator->validate_properties());
  CHECK(enumerator->property_text("Connection") == "C");
}

TEST_CASE("items: every one has as many values as the first") {
  const auto items = read_items(
      "<FEIEItems><FEIEItem><FEIEItemValue Type=\"3\" Value=\"1\"/><FEIEItemValue Type=\"8\" Value=\"a\"/>"
      "</FEIEItem></FEIEItems>");
  REQUIRE(items);
  REQUIRE(items->size() == 1);
  CHECK((*items)[0][0].type == 3);
  const auto again = read_items(write_items(*items));
  REQUIRE(again);
  CHECK((*again)[0][1].text == "a");
  CHECK(read_items("<FEIEItems/>")->empty());
  CHECK_FALSE(read_items("<FEIEItems><FEIEItem><FEIEItemValue/></FEIEItem><FEIEItem/></FEIEItems>"));
  CHECK_FALSE(read_items("<Items/>"));
}

TEST_CASE("a file enumerator keeps what its XML said") {
  const auto enumerator = make_object<FileEnumerator>(nullptr);
  REQUIRE(
      enumerator->load("<ForEachFileEnumeratorProperties><FEFEProperty Folder=\"/in\"/><FEFEProperty "
                       "FileSpec=\"*.x\"/><FEFEProperty FileNameRetrievalType=\"2\"/><FEFEProperty "
                       "Recurse=\"-1\"/></ForEachFileEnumeratorProperties>"));
  CHECK(enumerator->text("Directory") == "/in");
  CHECK(enumerator->flag("Recurse"));
  const auto copy = make_object<FileEnumerator>(nullptr);
  REQUIRE(copy->load(*enumerator->save()));
  CHECK(copy->text("FileNameRetrieval") == "NameOnly");
  CHECK(copy->text("FileSpec") == "*.x");
  CHECK_FALSE(
      copy->load("<ForEachFileEnumeratorProperties><FEFEProperty "
                 "FileNameRetrievalType=\"9\"/></ForEachFileEnumeratorProperties>"));
}
