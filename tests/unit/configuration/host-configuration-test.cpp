#include "host/configuration/host-configuration.hpp"

#include "scratch.hpp"

using namespace gantry;
using namespace gantry::configuration;

namespace {

std::string value_of(const HostConfiguration &configuration, const char *name, const char *key) {
  const auto setting = configuration.connection_setting(name, key);
  return setting ? setting->value : "-";
}

std::string origin_of(const HostConfiguration &configuration, const char *name, const char *key) {
  const auto setting = configuration.connection_setting(name, key);
  return setting ? setting->origin : "-";
}

/// The message of a file that must be refused as INVALID.
std::string refusal(const std::string &json) {
  const Scratch scratch;
  const auto loaded = load_text(scratch, json);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().status == Status::invalid);
  CHECK_FALSE(loaded.error().expected.empty());
  CHECK_FALSE(loaded.error().found.empty());
  CHECK_FALSE(loaded.error().todo.empty());
  CHECK(loaded.error().what.find("gantry.json") != std::string::npos);
  return loaded.error().message();
}

std::string argument_refusal(const std::string &argument) {
  Sources sources;
  sources.environment = environment_of({});
  sources.system_file = "/nonexistent/gantry.json";
  sources.command_line = {argument};
  const auto loaded = HostConfiguration::load(sources);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().status == Status::invalid);
  return loaded.error().message();
}

bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

const char *const full = R"({
  "connections": {
    "HOST.A\\INST": { "server": "db1.example", "port": 1444, "encrypt": "strict", "trust-server-certificate": true,
      "host-name-in-certificate": "db1", "ca-file": "/etc/ca.pem", "driver": "odbc", "connect-timeout": "30",
      "statement-timeout": 0, "application": "Nightly", "application-intent": "read-only",
      "authentication": "integrated", "local-server": "here", "driver.packet-size": "8192",
      "secrets": { "Password": { "env": "DB1_PASSWORD" }, "Token": { "file": "/run/token" } } }
  },
  "defaults": { "encrypt": "require", "application": "Gantry jobs", "driver.packet-size": "4096", "secrets": { "password": { "credential": "sql" } } },
  "schemes": { "mssql": { "drivers": ["freetds", "odbc"] } },
  "plugins": { "search": ["/opt/one", "/opt/two"] }
})";

}  // namespace

TEST_CASE("all keys of a file") {
  const Scratch scratch;
  const auto loaded = load_text(scratch, full);
  REQUIRE(loaded);
  const char *name = "HOST.A\\INST";
  CHECK(value_of(*loaded, name, "server") == "db1.example");
  CHECK(value_of(*loaded, name, "port") == "1444");
  CHECK(value_of(*loaded, name, "encrypt") == "strict");
  CHECK(value_of(*loaded, name, "trust-server-certificate") == "True");
  CHECK(value_of(*loaded, name, "connect-timeout") == "30");
  CHECK(value_of(*loaded, name, "statement-timeout") == "0");
  CHECK(value_of(*loaded, name, "application") == "Nightly");
  CHECK(value_of(*loaded, "host.a\\inst", "driver") == "odbc");
  CHECK(value_of(*loaded, "other", "encrypt") == "require");
  CHECK(value_of(*loaded, "other", "server") == "-");
  CHECK(origin_of(*loaded, name, "server") == "gantry.json: connections.HOST.A\\INST");
  CHECK(origin_of(*loaded, "other", "encrypt") == "gantry.json: defaults");
  CHECK(loaded->connection(name).size() == 14);
  CHECK(loaded->connection(name).back().key == "driver.packet-size");
  CHECK(loaded->connection(name).back().value == "8192");
  CHECK(loaded->connection("other").size() == 3);
  CHECK(loaded->drivers_of("mssql") == std::vector<std::string>{"freetds", "odbc"});
  CHECK(loaded->drivers_of("other").empty());
  CHECK(loaded->plugin_search() == std::vector<std::string>{"/opt/one", "/opt/two"});
  CHECK(loaded->file() == scratch.folder() + "/gantry.json");

  const auto password = loaded->secret(name, "password");
  REQUIRE(password);
  CHECK(password->kind == SecretReference::Kind::environment);
  CHECK(password->name == "DB1_PASSWORD");
  CHECK(password->origin == "gantry.json: connections.HOST.A\\INST.secrets.Password");
  const auto token = loaded->secret(name, "TOKEN");
  REQUIRE(token);
  CHECK(token->kind == SecretReference::Kind::file);
  const auto fallback = loaded->secret("other", "Password");
  REQUIRE(fallback);
  CHECK(fallback->kind == SecretReference::Kind::credential);
  CHECK_FALSE(loaded->secret("other", "Token"));
}

TEST_CASE("file, then environment, then command line") {
  const Scratch scratch;
  const std::string json = R"({"connections":{"My.Source":{"server":"file","port":1,"encrypt":"off"}}})";
  const auto loaded = load_text(scratch, json, {"My.Source.server=argument", "My.Source.server=later"},
                                {{"GANTRY_CONNECTION_MY_SOURCE_SERVER", "environment"},
                                 {"GANTRY_CONNECTION_MY_SOURCE_PORT", "2"},
                                 {"GANTRY_CONNECTION_ELSE_TRUST_SERVER_CERTIFICATE", "TRUE"}});
  REQUIRE(loaded);
  CHECK(value_of(*loaded, "My.Source", "server") == "later");
  CHECK(origin_of(*loaded, "My.Source", "server") == "--connection My.Source.server");
  CHECK(value_of(*loaded, "My.Source", "port") == "2");
  CHECK(origin_of(*loaded, "My.Source", "port") == "GANTRY_CONNECTION_MY_SOURCE_PORT");
  CHECK(value_of(*loaded, "My.Source", "encrypt") == "off");
  CHECK(value_of(*loaded, "else", "trust-server-certificate") == "True");
  CHECK(loaded->connection("My.Source").size() == 3);
}

TEST_CASE("an environment variable of a known connection is checked") {
  const Scratch scratch;
  const auto loaded =
      load_text(scratch, R"({"connections":{"A":{}}})", {}, {{"GANTRY_CONNECTION_A_ENCRYPT", "of"}});
  REQUIRE_FALSE(loaded);
  CHECK(holds(loaded.error().message(), "GANTRY_CONNECTION_A_ENCRYPT"));
  CHECK(holds(loaded.error().todo, "'off'"));
}

TEST_CASE("misspelt keys are refused with the nearest") {
  CHECK(holds(refusal(R"({"connection":{}})"), "Did you mean 'connections'?"));
  CHECK(holds(refusal(R"({"connections":{"A":{"encrpyt":"off"}}})"), "Did you mean 'encrypt'?"));
  CHECK(holds(refusal(R"({"connections":{"A":{"encrpyt":"off"}}})"), "connections.A"));
  CHECK(holds(refusal(R"({"connections":{"A":{"zzz":"off"}}})"), "Use one of server, local-server"));
  CHECK(holds(refusal(R"({"connections":{"A":{"secrets":{"p":{"envv":"X"}}}}})"), "Did you mean 'env'?"));
  CHECK(holds(refusal(R"({"schemes":{"mssql":{"driver":["a"]}}})"), "Did you mean 'drivers'?"));
  CHECK(holds(refusal(R"({"plugins":{"serach":["/a"]}})"), "Did you mean 'search'?"));
}

TEST_CASE("values are checked") {
  CHECK(holds(refusal(R"({"connections":{"A":{"encrypt":"requir"}}})"), "off, request, require, strict"));
  CHECK(holds(refusal(R"({"connections":{"A":{"encrypt":"requir"}}})"), "'require'"));
  CHECK(holds(refusal(R"({"connections":{"A":{"encrypt":true}}})"), "A text was expected."));
  CHECK(holds(refusal(R"({"connections":{"A":{"port":0}}})"), "1 to 65535"));
  CHECK(holds(refusal(R"({"connections":{"A":{"port":65536}}})"), "1 to 65535"));
  CHECK(holds(refusal(R"({"connections":{"A":{"port":"14a"}}})"), "'14a'"));
  CHECK(holds(refusal(R"({"connections":{"A":{"port":1.5}}})"), "A whole number was expected."));
  CHECK(holds(refusal(R"({"connections":{"A":{"port":99999999999999999999}}})"), "connections.A.port"));
  CHECK(holds(refusal(R"({"connections":{"A":{"trust-server-certificate":"maybe"}}})"), "true or false"));
  CHECK(holds(refusal(R"({"connections":{"A":{"application-intent":"readonly"}}})"), "'read-only'"));
  CHECK(holds(refusal(R"({"connections":{"A":{"authentication":"kerberos"}}})"), "sql, integrated, ntlm"));
  CHECK(holds(refusal(R"({"connections":{"A":{"ca-file":"ca.pem"}}})"), "absolute path"));
  CHECK(holds(refusal(R"({"connections":{"A":{"server":""}}})"), "1 to 1024 bytes"));
  CHECK(holds(refusal(R"({"connections":{"A":{"server":"a\nb"}}})"), "control characters"));
  CHECK(holds(refusal(R"({"connections":{"A":[]}})"), "It is a list."));
  CHECK(holds(refusal(R"({"connections":{"":{}}})"), "It is empty."));
  CHECK(holds(refusal(R"({"schemes":{"mssql":{"drivers":"a"}}})"), "A list was expected."));
  CHECK(holds(refusal(R"({"schemes":{"mssql":{"drivers":["a","a"]}}})"), "'a' is there twice."));
  CHECK(holds(refusal(R"({"plugins":{"search":["relative"]}})"), "'relative' is relative."));
  CHECK(holds(refusal(R"([])"), "An object was expected."));
}

TEST_CASE("nothing is there twice") {
  CHECK(holds(refusal(R"({"connections":{"A":{"port":1,"port":2}}})"), "connections.A.port is there twice"));
  CHECK(holds(refusal(R"({"connections":{"A":{},"A":{}}})"), "connections.A is there twice"));
  CHECK(holds(refusal(R"({"connections":{"A":{},"a":{}}})"), "differs in case only"));
  CHECK(holds(refusal(R"({"connections":{"A":{"secrets":{"P":{"env":"X"},"p":{"env":"Y"}}}}})"),
              "differs in case only"));
  CHECK(holds(refusal(R"({"plugins":{"search":["/a","/a"]}})"), "'/a' is there twice."));
}

TEST_CASE("secrets in clear are refused and not shown") {
  const std::string texts[] = {
      refusal(R"({"connections":{"A":{"password":"hunter2secret"}}})"),
      refusal(R"({"connections":{"A":{"Password":"hunter2secret"}}})"),
      refusal(R"({"connections":{"A":{"secrets":{"password":"hunter2secret"}}}})"),
      refusal(R"({"defaults":{"password":"hunter2secret"}})"),
      // Not well-formed right behind it: the parser's own words would quote it.
      refusal("{\"connections\":{\"A\":{\"secrets\":{\"password\":\"hunter2secret\nx\"}}}}"),
      refusal(R"({"connections":{"A":{"password":"hunter2secret" "x"}}})"),
      refusal(R"({"connections":{"A":{"password":"hunter2secret)"),
      argument_refusal("A.password=hunter2secret"),
      argument_refusal("A.Password=hunter2secret"),
      argument_refusal("hunter2secret"),
      argument_refusal("password=hunter2secret"),
      argument_refusal("A.passwrd=hunter2secret"),
      argument_refusal("A.=hunter2secret"),
      argument_refusal(".server=hunter2secret"),
  };
  for (const std::string &text : texts) CHECK_FALSE(holds(text, "hunter2"));
  CHECK(holds(texts[0], "secrets"));
  CHECK(holds(texts[7], "GANTRY_SECRET_A_PASSWORD"));
  CHECK(holds(texts[7], "--password-stdin"));
}

TEST_CASE("references to secrets are checked") {
  CHECK(holds(refusal(R"({"defaults":{"secrets":{"p":{"file":"relative"}}}})"), "absolute path"));
  CHECK(holds(refusal(R"({"defaults":{"secrets":{"p":{"credential":"../x"}}}})"), "slash"));
  CHECK(holds(refusal(R"({"defaults":{"secrets":{"p":{"env":"A","file":"/b"}}}})"), "There are 2 places."));
  CHECK(holds(refusal(R"({"defaults":{"secrets":{"p":{}}}})"), "There are 0 places."));
  CHECK(holds(refusal(R"({"defaults":{"secrets":{"p":{"env":""}}}})"), "A name was expected."));
  CHECK(holds(refusal(R"({"defaults":{"secrets":{"":{"env":"A"}}}})"), "has no name"));
}

TEST_CASE("broken JSON names its place") {
  CHECK(holds(refusal("{\n  \"connections\": {,}\n}"), "line 2, column 19"));
  CHECK(holds(refusal(""), "line 1"));
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "{\"a\":";
  CHECK(holds(refusal(deep), "gantry.json"));
  CHECK(holds(refusal(std::string(100000, '[')), "gantry.json"));
}

TEST_CASE("arguments: the key stands behind the last dot before the first equals sign") {
  Sources sources;
  sources.environment = environment_of({});
  sources.system_file = "/nonexistent/gantry.json";
  sources.command_line = {"HOST.x\\I.application=a.b=c", "B.encrypt=off"};
  const auto loaded = HostConfiguration::load(sources);
  REQUIRE(loaded);
  CHECK(value_of(*loaded, "HOST.x\\I", "application") == "a.b=c");
  CHECK(value_of(*loaded, "B", "encrypt") == "off");
  CHECK(loaded->file().empty());
  CHECK(holds(argument_refusal("A.encrypt"), "There is no = in it."));
  CHECK(holds(argument_refusal("encrypt=off"), "NAME.key=value"));
  CHECK(holds(argument_refusal("A.encrpt=off"), "'encrypt'"));
  CHECK(holds(argument_refusal("A.encrypt=no"), "off, request, require, strict"));
}

TEST_CASE("places of the file") {
  const Scratch scratch;
  const auto json = [](const char *server) {
    return R"({"defaults":{"server":")" + std::string(server) + "\"}}";
  };
  scratch.file("xdg/gantry/gantry.json", json("xdg"));
  scratch.file("home/.config/gantry/gantry.json", json("home"));
  Sources sources;
  sources.system_file = scratch.file("etc/gantry.json", json("etc"));
  const auto server = [&](Variables variables) {
    sources.environment = environment_of(std::move(variables));
    const auto loaded = HostConfiguration::load(sources);
    REQUIRE(loaded);
    return value_of(*loaded, "A", "server");
  };
  const std::string xdg = scratch.folder() + "/xdg", home = scratch.folder() + "/home";
  CHECK(server({{"XDG_CONFIG_HOME", xdg}, {"HOME", home}}) == "xdg");
  CHECK(server({{"HOME", home}}) == "home");
  CHECK(server({{"XDG_CONFIG_HOME", "relative"}, {"HOME", home}}) == "home");
  CHECK(server({{"XDG_CONFIG_HOME", scratch.folder() + "/empty"}, {"HOME", home}}) == "etc");
  CHECK(server({}) == "etc");

  sources.privileged = true;
  sources.command_line = {"B.port=5"};
  CHECK(server({{"XDG_CONFIG_HOME", xdg}, {"HOME", home}, {"GANTRY_CONNECTION_A_SERVER", "environment"}}) ==
        "etc");
  sources.privileged = false;
  CHECK(server({{"HOME", home}, {"GANTRY_CONNECTION_A_SERVER", "environment"}}) == "environment");

  sources.file = scratch.folder() + "/absent.json";
  const auto absent = HostConfiguration::load(sources);
  REQUIRE_FALSE(absent);
  CHECK(absent.error().status == Status::not_found);
  CHECK(holds(absent.error().what, "absent.json"));
}

TEST_CASE("a file that others can write is refused") {
  const Scratch scratch;
  for (const mode_t mode : {0620, 0602, 0666}) {
    Sources sources;
    sources.file = scratch.file("open.json", "{}", mode);
    const auto loaded = HostConfiguration::load(sources);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().status == Status::denied);
    CHECK(holds(loaded.error().todo, "chmod"));
  }
  Sources sources;
  sources.file = scratch.file("shared.json", "{}", 0644);
  CHECK(HostConfiguration::load(sources));
  sources.file = scratch.folder();
  const auto folder = HostConfiguration::load(sources);
  REQUIRE_FALSE(folder);
  CHECK(folder.error().status == Status::io);
}

TEST_CASE("destinations and limits") {
  const Scratch scratch;
  const auto loaded = load_text(scratch, R"({
    "destinations": { "db2.example": {}, "DB3\\SALES": { "destroy": "deny" }, "127.0.0.1,14330": { "destroy": "allow" } },
    "limits": { "step-timeout": 600, "max-streams": 4 }, "defaults": { "lock-timeout": 5 } })");
  REQUIRE(loaded);
  REQUIRE(loaded->destinations().size() == 3);
  int denied = 0;
  for (const Destination &destination : loaded->destinations()) denied += destination.destroy ? 0 : 1;
  CHECK(denied == 1);
  CHECK(loaded->limits().step_timeout == 600);
  CHECK(loaded->limits().max_streams == 4);
  CHECK(value_of(*loaded, "any", "lock-timeout") == "5");

  CHECK(holds(refusal(R"({"destinations": ["db2"]})"), "destinations"));
  CHECK(holds(refusal(R"({"destinations": {"db2": {"destory": "deny"}}})"), "destroy"));
  CHECK(holds(refusal(R"({"destinations": {"db2": {"destroy": false}}})"), "deny"));
  CHECK(holds(refusal(R"({"destinations": {"db2": {}, "DB2": {}}})"), "case"));
  CHECK(holds(refusal(R"({"destinations": {"": {}}})"), "empty"));
  CHECK(holds(refusal(R"({"destinations": {"a b": {}}})"), "blank"));
  CHECK(holds(refusal(R"({"limits": {"max-streams": -1}})"), "max-streams"));
  CHECK(holds(refusal(R"({"limits": {"max-streems": 1}})"), "max-streams"));
  CHECK(holds(refusal(R"({"limits": {"step-timeout": 1.5}})"), "step-timeout"));
}
