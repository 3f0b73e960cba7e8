#include "host/logging/filter.hpp"
#include "host/logging/provider.hpp"

#include <doctest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

using namespace gantry;
using namespace gantry::logging;

namespace {
std::string text_of(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}
std::string fresh_path() {
  char name[] = "/tmp/gantry-log-XXXXXX";
  close(mkstemp(name));
  std::remove(name);
  return name;
}
Record record(const char *event, const char *message) {
  Record made;
  made.event = event;
  made.message = message;
  made.computer = "HOST";
  made.start = made.end = 1785513909;
  return made;
}
}  // namespace

TEST_CASE("text: a line of names first, then a line an entry; a second run goes on below") {
  const std::string path = fresh_path();
  for (int run = 0; run < 2; ++run) {
    auto provider = open_text_file(path);
    REQUIRE(provider);
    CHECK((*provider)->write(record("OnError", "with, a comma")).ok());
    CHECK((*provider)->close().ok());
    CHECK((*provider)->close().ok());
  }
  const std::string text = text_of(path);
  std::size_t entries = 0, heads = 0;
  for (std::size_t at = 0; (at = text.find("OnError", at)) != std::string::npos; ++at) ++entries;
  for (std::size_t at = 0; (at = text.find("#Fields", at)) != std::string::npos; ++at) ++heads;
  CAPTURE(text);
  CHECK(entries == 2);
  CHECK(heads <= 2);
  std::remove(path.c_str());
}

TEST_CASE("XML: well-formed after each run, markup in messages is text") {
  const std::string path = fresh_path();
  for (int run = 0; run < 2; ++run) {
    auto provider = open_xml_file(path);
    REQUIRE(provider);
    CHECK((*provider)->write(record("OnInformation", "a <b> & \"c\"")).ok());
    CHECK((*provider)->close().ok());
  }
  const std::string text = text_of(path);
  CAPTURE(text);
  CHECK(text.find("a &lt;b&gt; &amp;") != std::string::npos);
  CHECK(text.find("</dtslogs>") == text.rfind("</dtslogs>"));
  std::remove(path.c_str());
  std::ofstream(path) << "something else";
  CHECK_FALSE(open_xml_file(path).ok());
  CHECK(text_of(path) == "something else");
  std::remove(path.c_str());
}

TEST_CASE("kinds by every name; those that cannot be used say why") {
  CHECK(provider_kind("DTS.LogProviderTextFile.2") == ProviderKind::text_file);
  CHECK(provider_kind("Microsoft.LogProviderXMLFile") == ProviderKind::xml_file);
  CHECK(provider_kind("{94150B25-6AEB-4C0D-996D-D37D1C4FDEDA}") == ProviderKind::sql_server);
  CHECK(provider_kind("Acme.Log") == ProviderKind::unknown);
  CHECK(refusal(ProviderKind::text_file).empty());
  for (const ProviderKind kind : {ProviderKind::event_log, ProviderKind::profiler, ProviderKind::unknown})
    CHECK_FALSE(refusal(kind).empty());
}

TEST_CASE("the nearest executable that does not use its parent's options decides") {
  package::Executable parent, child;
  parent.logging.present = true;
  parent.logging.properties.set_integer("LoggingMode", 1);
  CHECK(deciding({&parent, &child}) == &parent);
  child.logging.present = true;
  child.logging.properties.set_integer("LoggingMode", 2);
  CHECK(deciding({&parent, &child}) == nullptr);
  package::LoggingOptions only;
  only.properties.set_integer("FilterKind", 0);
  only.events = {"OnError"};
  CHECK(wants(only, "OnError"));
  CHECK_FALSE(wants(only, "OnWarning"));
  CHECK(wants(only, "PackageStart"));
}
