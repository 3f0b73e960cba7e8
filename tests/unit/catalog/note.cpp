// The note's text (M2): 302 to 308.
#include "host/catalog/note.hpp"

#include "tests/unit/catalog/elf-fixture.hpp"

#include <doctest.h>

using namespace gantry;
using namespace gantry::catalog;
using gantry::tests::note_text;

namespace {

int number_of(const std::string &text) {
  const Result<PluginNote> note = parse_note(text);
  return note ? 0 : static_cast<int>(note.error().code);
}

const char *full =
    "gantry-note=1\nabi=1.2\nid=com.example.smo\nversion=2.1.0\nname=Example\nvendor=Ex = "
    "Ample\nlicense=MIT\n"
    "url=https://example.com\nclass=com.example.smo.manager\nclass.kind=connection-manager\n"
    "class.creation-name=SMOServer\n"
    "class.creation-name=Example.Dts.Connection, Example.Dts, Version=1.0.0.0, Culture=neutral, "
    "PublicKeyToken=89845dcd\n"
    "class.xml=SqlServer\nclass.provides=gantry.smo-server/1 com.example.x/2\nclass.forwards=mssql\n"
    "class.unknown=1\nlater-key=1\n"
    "class=com.example.smo.copy\nclass.kind=task\nclass.creation-name=STOCK:Example\n"
    "class.slot.SourceConnection.requires=gantry.smo-server/1 capability:fast\n"
    "class.slot.SourceConnection.wants=gantry.bulk-copy/1\n"
    "class.slot.SourceConnection.xml=SourceConn\nclass.slot.SourceConnection.xml=Source\n"
    "class.slot.SourceConnection.access=read\n"
    "class.slot.Gantry.Target.access=write\n"
    "class=com.example.smo.driver\nclass.kind=driver\nclass.scheme=mssql tds\nclass.priority=-5\n"
    "class.provides=gantry.sql-session/1\nclass.capability.utf8=1\nclass.quirk.whole-rows=1\n"
    "class=com.example.later\nclass.kind=log-provider\nclass.provides=x\n";

}  // namespace

TEST_CASE("a note with everything in it") {
  const Result<PluginNote> read = parse_note(full);
  REQUIRE(read);
  const PluginNote &note = *read;
  CHECK(note.id == "com.example.smo");
  CHECK(note.version == "2.1.0");
  CHECK(note.name == "Example");
  CHECK(note.vendor == "Ex = Ample");
  CHECK(note.license == "MIT");
  CHECK(note.url == "https://example.com");
  CHECK(note.abi_major == 1);
  CHECK(note.abi_minor == 2);
  CHECK(note.text == full);
  REQUIRE(note.classes.size() == 3);  // the kind of the fourth is not known here

  const ClassNote *manager = note.find_class("com.example.smo.manager");
  REQUIRE(manager);
  CHECK(manager->kind == ClassKind::connection_manager);
  CHECK(manager->xml == "SqlServer");
  CHECK(manager->provides == std::vector<std::string>{"gantry.smo-server/1", "com.example.x/2"});
  CHECK(manager->forwards == std::vector<std::string>{"mssql"});

  const ClassNote *task = note.find_class("com.example.smo.copy");
  REQUIRE(task);
  const SlotNote *source = task->slot("SourceConnection");
  REQUIRE(source);
  CHECK(source->requires_ == std::vector<std::string>{"gantry.smo-server/1", "capability:fast"});
  CHECK(source->wants == std::vector<std::string>{"gantry.bulk-copy/1"});
  CHECK(source->xml_names == std::vector<std::string>{"SourceConn", "Source"});
  CHECK(!source->writes);
  REQUIRE(task->slot("Gantry.Target"));
  CHECK(task->slot("Gantry.Target")->writes);
  CHECK(!task->slot("Other"));

  const ClassNote *driver = note.find_class("com.example.smo.driver");
  REQUIRE(driver);
  CHECK(driver->schemes == std::vector<std::string>{"mssql", "tds"});
  CHECK(driver->priority == -5);
  CHECK(driver->capabilities.at("utf8") == "1");
  CHECK(driver->quirks.at("whole-rows") == "1");
  CHECK(!note.find_class("com.example.later"));
}

TEST_CASE("creation names: short ones ignore case, CLR names version, culture and key") {
  const Result<PluginNote> note = parse_note(full);
  REQUIRE(note);
  const ClassNote &manager = *note->find_class("com.example.smo.manager");
  CHECK(manager.answers_to("SMOServer"));
  CHECK(manager.answers_to("smoserver"));
  CHECK(!manager.answers_to("SMOServer2"));
  CHECK(manager.answers_to("Example.Dts.Connection, Example.Dts"));
  CHECK(manager.answers_to("Example.Dts.Connection,Example.Dts,Version=15.0.0.0,Culture=neutral"));
  CHECK(!manager.answers_to("Example.Dts.connection, Example.Dts"));
  CHECK(!manager.answers_to("Example.Dts.Connection, Another"));
  CHECK(!manager.answers_to("Example.Dts.Connection"));
  CHECK(note->find_class("com.example.smo.copy")->answers_to("stock:example"));
}

TEST_CASE("302: longer than a reader takes") {
  CHECK(number_of(note_text() + std::string(GANTRY_NOTE_MAX, 'x')) == 302);
}

TEST_CASE("303: not UTF-8, or with a zero byte") {
  for (const std::string &bytes :
       {std::string("name=\xFF\n"), std::string("name=\xC0\xAF\n"), std::string("name=\xED\xA0\x80\n"),
        std::string("name=\xF4\x90\x80\x80\n"), std::string("name=\xE2\x82"), std::string("na\0me=x\n", 8)})
    CHECK(number_of(note_text() + bytes) == 303);
  CHECK(number_of(note_text() + "name=\xE2\x82\xAC \xF0\x9F\x98\x80 \xC3\xA4\n") == 0);
}

TEST_CASE("304: a line that cannot be read, with its number") {
  for (const char *line : {"no equals sign\n", "=value\n", "class=\n", "abi=x\n", "abi=1.x\n",
                           "class=a\nclass.kind=task\nclass.slot.X.access=sometimes\n",
                           "class=a\nclass.kind=task\nclass.slot.requires=x\n", "class.kind=task\n",
                           "class=a\nclass.kind=task\nclass.priority=high\n",
                           "class=a\nclass.kind=task\nclass=a\nclass.kind=task\n"}) {
    INFO(line);
    CHECK(number_of(note_text() + line) == 304);
  }
  const Result<PluginNote> note = parse_note(note_text() + "\nbroken\n");
  REQUIRE(!note);
  CHECK(note.error().line == 6);
  CHECK(note.error().found == "broken");
  for (const char *text :
       {"", "id=x\n", "gantry-note=\n", "gantry-note=0\n", "gantry-note=one\n", " gantry-note=1\n"})
    CHECK(number_of(text) == 304);
}

TEST_CASE("305: a later note major is refused before anything else is judged") {
  CHECK(number_of("gantry-note=2\nanything goes\n") == 305);
}

TEST_CASE("306: a key that must be understood") {
  const Result<PluginNote> note = parse_note(note_text() + "!sandbox=strict\n");
  REQUIRE(!note);
  CHECK(note.error().code == 306);
  CHECK(note.error().found == "!sandbox");
  CHECK(number_of(note_text() + "class=a\nclass.kind=task\n!class.x=1\n") == 306);
  CHECK(number_of(note_text() + "sandbox=strict\n") == 0);
}

TEST_CASE("307: what every note has") {
  CHECK(number_of("gantry-note=1\nabi=1\nversion=1.0.0\n") == 307);
  CHECK(number_of("gantry-note=1\nabi=1\nid=a\n") == 307);
  CHECK(number_of("gantry-note=1\nabi=1\nid=a\nversion=1.0\n") == 307);
  CHECK(number_of("gantry-note=1\nid=a\nversion=1.0.0\n") == 307);
  CHECK(number_of(note_text() + "class=a\nclass.xml=b\n") == 307);
  CHECK(number_of(note_text() + "class=a\nclass=b\nclass.kind=task\n") == 307);
}

TEST_CASE("308: another ABI major; what was read is kept for the listing") {
  PluginNote note;
  const Result<> read =
      parse_note("gantry-note=1\nabi=2\nid=a\nversion=1.0.0\nclass=a.b\nclass.kind=task\n", note);
  REQUIRE(!read);
  CHECK(read.error().code == 308);
  CHECK(note.id == "a");
  CHECK(note.classes.size() == 1);
}
