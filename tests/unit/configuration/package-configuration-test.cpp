#include "host/configuration/package-configuration.hpp"

#include "scratch.hpp"

using namespace gantry;
using namespace gantry::configuration;
using package::ConfigurationType;

namespace {

bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

package::Variable variable(const char *name, package::DataType type, const char *value) {
  package::Variable out;
  out.name = name;
  out.data_type = type;
  out.value = value;
  return out;
}

package::Package sample() {
  package::Package p = package::make_package("Sample");
  p.root.properties.set_boolean("EnableConfig", true);
  p.connections.add("SMOServer").name = "HOST\\A.b";
  p.root.variables.push_back(variable("N", package::DataType::int32, "1"));
  p.root.variables.push_back(variable("S", package::DataType::string, "old"));
  package::Parameter number;
  number.name = "Number";
  number.data_type = package::DataType::int32;
  p.parameters.push_back(number);
  package::Parameter when = number;
  when.name = "When";
  when.data_type = package::DataType::date_time;
  p.parameters.push_back(when);
  package::Parameter text;
  text.name = "Text";
  p.project_parameters.push_back(text);
  return p;
}

void configure(package::Package &p, ConfigurationType type, const char *place, const char *target = "") {
  package::Configuration configuration;
  configuration.name = "C" + std::to_string(p.configurations.size() + 1);
  configuration.properties.set_integer("ConfigurationType", static_cast<int>(type));
  configuration.properties.set("ConfigurationString", place);
  configuration.properties.set("ConfigurationVariable", target);
  p.configurations.push_back(configuration);
}

std::string entry(const std::string &path, const std::string &value) {
  return "<Configuration ConfiguredType=\"Property\" Path=\"" + path +
         "\" ValueType=\"String\"><ConfiguredValue>" + value + "</ConfiguredValue></Configuration>";
}
std::string dtsconfig(const std::string &entries) {
  return "<?xml version=\"1.0\"?><DTSConfiguration>" + entries + "</DTSConfiguration>";
}

const std::string n_path = "\\Package.Variables[User::N].Properties[Value]";
const std::string s_path = "\\Package.Variables[User::S].Properties[Value]";

}  // namespace

TEST_CASE("XML files and environment variables, direct and indirect, in order") {
  const Scratch scratch;
  scratch.file("sub/one.dtsConfig", dtsconfig(entry(n_path, "7") + entry(s_path, "file")));
  const std::string two = scratch.file(
      "two.dtsConfig", dtsconfig(entry("\\Package.Connections[HOST\\A.b].Properties[SqlServerName]", "db2")));
  const std::string extra = scratch.file("extra.dtsConfig", dtsconfig(entry(n_path, "9")));
  package::Package p = sample();
  configure(p, ConfigurationType::xml_file, "sub\\one.dtsConfig");
  configure(p, ConfigurationType::indirect_xml_file, "TWO");
  configure(p, ConfigurationType::environment_variable, "TEXT", s_path.c_str());
  ConfigurationSources sources;
  sources.environment = environment_of({{"TWO", two}, {"TEXT", "environment"}});
  sources.base_folder = scratch.folder();
  CHECK(apply_configurations(p, sources).empty());
  CHECK(p.root.variables[0].value == "7");
  CHECK(p.root.variables[1].value == "environment");
  const auto &overrides = p.connections.find("HOST\\A.b")->overrides;
  REQUIRE(overrides.size() == 1);
  CHECK(overrides[0].value == "db2");
  CHECK_FALSE(overrides[0].sensitive);
  sources.extra_files = {extra};
  CHECK(apply_configurations(p, sources).empty());
  CHECK(p.root.variables[0].value == "9");
}

TEST_CASE("a package without configurations switched on takes only those of the command line") {
  const Scratch scratch;
  const std::string file = scratch.file("one.dtsConfig", dtsconfig(entry(n_path, "7")));
  package::Package p = sample();
  p.root.properties.set_boolean("EnableConfig", false);
  configure(p, ConfigurationType::environment_variable, "TEXT", s_path.c_str());
  ConfigurationSources sources;
  sources.environment = environment_of({{"TEXT", "environment"}});
  sources.extra_files = {file};
  CHECK(apply_configurations(p, sources).empty());
  CHECK(p.root.variables[0].value == "7");
  CHECK(p.root.variables[1].value == "old");
}

TEST_CASE("a secret of a file is marked and never told") {
  const Scratch scratch;
  const std::string file =
      scratch.file("one.dtsConfig",
                   dtsconfig(entry("\\Package.Connections[HOST\\A.b].Properties[Password]", "hunter2secret") +
                             entry(n_path, "hunter2secret") +
                             entry("\\Package.Variables[User::Absent].Properties[Value]", "hunter2secret")));
  package::Package p = sample();
  ConfigurationSources sources;
  sources.extra_files = {file};
  const auto findings = apply_configurations(p, sources);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].text.code == 0x80012028);
  CHECK(findings[1].text.code == 0x80012017);
  for (const auto &finding : findings) {
    CHECK_FALSE(finding.error);
    CHECK_FALSE(holds(finding.text.message(), "hunter2"));
    CHECK(holds(finding.text.what, "one.dtsConfig"));
  }
  const auto &overrides = p.connections.find("HOST\\A.b")->overrides;
  REQUIRE(overrides.size() == 1);
  CHECK(overrides[0].sensitive);
  CHECK(overrides[0].value == "hunter2secret");
}

TEST_CASE("what fails is a warning") {
  const Scratch scratch;
  scratch.file("broken.dtsConfig", "<DTSConfiguration><Configuration>hunter2secret");
  scratch.file("other.dtsConfig", "<Other/>");
  scratch.file("empty.dtsConfig", dtsconfig(""));
  package::Package p = sample();
  configure(p, ConfigurationType::xml_file, "absent.dtsConfig");
  configure(p, ConfigurationType::xml_file, "broken.dtsConfig");
  configure(p, ConfigurationType::xml_file, "other.dtsConfig");
  configure(p, ConfigurationType::xml_file, "empty.dtsConfig");
  configure(p, ConfigurationType::xml_file, "C:\\conf\\x.dtsConfig");
  configure(p, ConfigurationType::xml_file, "");
  configure(p, ConfigurationType::indirect_xml_file, "NOT_SET");
  configure(p, ConfigurationType::environment_variable, "NOT_SET", s_path.c_str());
  ConfigurationSources sources;
  sources.environment = environment_of({});
  sources.base_folder = scratch.folder();
  const auto findings = apply_configurations(p, sources);
  REQUIRE(findings.size() == 8);
  const std::uint32_t codes[] = {0x80012014, 0x80012013, 0x80012013, 0x8001201D,
                                 0x80012014, 0x80012012, 0x80019003, 0x80019003};
  for (std::size_t i = 0; i < findings.size(); ++i) {
    CHECK_MESSAGE(findings[i].text.code == codes[i], i);
    CHECK_FALSE(findings[i].error);
    CHECK_FALSE(holds(findings[i].text.message(), "hunter2"));
  }
  CHECK(holds(findings[4].text.found, "Windows"));
  CHECK(holds(findings[6].text.expected, "NOT_SET"));
}

TEST_CASE("other kinds are refused by name") {
  const std::pair<ConfigurationType, const char *> kinds[] = {
      {ConfigurationType::registry, "registry"},
      {ConfigurationType::indirect_registry, "registry"},
      {ConfigurationType::sql_server, "SQL Server table"},
      {ConfigurationType::indirect_sql_server, "SQL Server table"},
      {ConfigurationType::parent_variable, "parent package variable"},
      {ConfigurationType::indirect_parent_variable, "parent package variable"},
      {static_cast<ConfigurationType>(42), "42"}};
  for (const auto &kind : kinds) {
    const ConfigurationType type = kind.first;
    const std::string name = kind.second;
    package::Package p = sample();
    configure(p, type, "X", s_path.c_str());
    const auto findings = apply_configurations(p, {});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].error);
    CHECK(findings[0].text.status == Status::unsupported);
    CHECK_MESSAGE(holds(findings[0].text.found, name), name);
    CHECK(holds(findings[0].text.what, "'C1'"));
  }
}

TEST_CASE("a table is named by a connection, a table and a filter; its name is bracketed anew") {
  const auto table = parse_configuration_table("\"My; Conn\";\"[dbo].[SSIS Configurations]\";\"a\"\"b\";");
  REQUIRE(table);
  CHECK(table->connection == "My; Conn");
  CHECK(table->filter == "a\"b");
  const auto query = [](const char *name) {
    const auto made = configuration_query({"C", name, "F"});
    return made ? *made : std::string();
  };
  CHECK(holds(query("[dbo].[SSIS Configurations]"), " FROM [dbo].[SSIS Configurations] WHERE "));
  CHECK(holds(query("Config..T"), " FROM [Config]..[T] WHERE "));
  CHECK(holds(query("\"a.b\".[c]]d]"), " FROM [a.b].[c]]d] WHERE "));
  CHECK(holds(query("T"), " FROM [T] WHERE "));
  for (const char *name : {"", "dbo.", ".T", "a.b.c.d", "[dbo", "dbo.T; DROP TABLE x", "[a]b", "x y"})
    CHECK_MESSAGE(query(name).empty(), name);
  for (const char *text : {"", "\"\";\"T\";\"F\";", "\"C", "\"C\"x;", "\"C\";\"T\";\"F\";\"more\""})
    CHECK_MESSAGE(!parse_configuration_table(text), text);
}

TEST_CASE("entries of a table are applied in order; what cannot be read is a warning") {
  package::Package p = sample();
  configure(p, ConfigurationType::sql_server, "\"C\";\"T\";\"F\";", "");
  ConfigurationSources sources;
  sources.read_table = [](const package::Package &, const ConfigurationTable &table) {
    CHECK(table.connection == "C");
    return Result<std::vector<TableEntry>>(std::vector<TableEntry>{{"first", s_path}, {"second", s_path}});
  };
  CHECK(apply_configurations(p, sources).empty());
  CHECK(p.root.variables[1].value == "second");
  sources.read_table = [](const package::Package &, const ConfigurationTable &) {
    return Result<std::vector<TableEntry>>(Error(Status::io, "no answer"));
  };
  const auto findings = apply_configurations(p, sources);
  REQUIRE(findings.size() == 1);
  CHECK_FALSE(findings[0].error);
  CHECK(findings[0].text.code == 0x80012059);
}

TEST_CASE("texts of /Set") {
  const auto check = [](const char *text, const char *path, const char *value, bool sensitive = false) {
    const auto set = parse_set(text);
    REQUIRE_MESSAGE(set, text);
    CHECK(set->path == path);
    CHECK(set->value == value);
    CHECK(set->sensitive == sensitive);
  };
  check("\\Package.Variables[User::X].Value;text", "\\Package.Variables[User::X].Value", "text");
  check("\\Package.Variables[User::X].Value;a;b=c", "\\Package.Variables[User::X].Value", "a;b=c");
  check("\\Package.Variables[User::X].Value=a;b", "\\Package.Variables[User::X].Value", "a;b");
  check("\\Package.Variables[User::X].Value;", "\\Package.Variables[User::X].Value", "");
  check("\\Package.Connections[a;b=c].Properties[X];v", "\\Package.Connections[a;b=c].Properties[X]", "v");
  check("\"\\Package.Variables[User::X].Value\";\"v\"", "\\Package.Variables[User::X].Value", "\"v\"");
  check("\"\\Package.Connections[a\"\"b].Properties[X]\";v", "\\Package.Connections[a\"b].Properties[X]",
        "v");
  check("$Sensitive::\\Package.Connections[A].Properties[Password];p;w",
        "\\Package.Connections[A].Properties[Password]", "p;w", true);
  check("\"$sensitive::\\Package.Variables[X].Value\";v", "\\Package.Variables[X].Value", "v", true);
  const auto refused = [](const char *text) {
    const auto set = parse_set(text);
    REQUIRE_FALSE(set);
    CHECK(set.error().status == Status::invalid);
    CHECK_FALSE(holds(set.error().message(), "hunter2"));
    return set.error().found;
  };
  CHECK(holds(refused("hunter2secret"), "position 14"));
  CHECK(holds(refused(""), "position 1"));
  CHECK(holds(refused(";hunter2secret"), "position 1"));
  CHECK(holds(refused("\"path\" hunter2secret"), "position 7"));
  CHECK(holds(refused("\"path;hunter2secret"), "position 20"));
  CHECK(holds(refused("$Sensitive::hunter2secret"), "position 26"));
}

TEST_CASE("parameters") {
  package::Package p = sample();
  CHECK(set_parameter(p, "$Package::Number(Int32);7"));
  CHECK(p.parameters[0].value == "7");
  CHECK(p.parameters[0].supplied);
  CHECK(set_parameter(p, "$Package::Number;8"));
  CHECK(p.parameters[0].value == "8");
  CHECK(set_parameter(p, "Number=9"));
  CHECK(p.parameters[0].value == "9");
  CHECK(set_parameter(p, "$Project::Text;a;b=c"));
  CHECK(p.project_parameters[0].value == "a;b=c");
  CHECK(set_parameter(p, "Text;"));
  CHECK(p.project_parameters[0].value.empty());
  CHECK(set_parameter(p, "\"$Package::When(DateTime)\";2026-11-24"));
  CHECK(set_parameter(p, "$Project::CM.HOST\\A.b.Password;hunter2secret"));
  const auto &overrides = p.connections.find("HOST\\A.b")->overrides;
  REQUIRE(overrides.size() == 1);
  CHECK(overrides[0].property == "Password");
  CHECK(overrides[0].sensitive);

  const auto refused = [&](const char *text) {
    const auto done = set_parameter(p, text);
    REQUIRE_FALSE(done);
    CHECK_FALSE(holds(done.error().message(), "hunter2"));
    return done.error();
  };
  CHECK(refused("$Package::Nmber;7").status == Status::not_found);
  CHECK(holds(refused("$Package::Nmber;7").todo, "'$Package::Number'"));
  CHECK(holds(refused("$Package::Nmber;7").found, "$Project::Text"));
  CHECK(refused("$Project::Number;7").status == Status::not_found);
  CHECK(refused("$Package::Number;hunter2secret").status == Status::invalid);
  CHECK(refused("$Package::Number;4.5").status == Status::invalid);
  CHECK(refused("$Package::When;hunter2secret").status == Status::invalid);
  CHECK(holds(refused("$Package::Number(String);7").message(), "Int32"));
  CHECK(holds(refused("$Package::Number(Int3);7").todo, "'Int32'"));
  CHECK(refused("$ServerOption::DUMP_ON_ERROR(Boolean);True").status == Status::unsupported);
  CHECK(refused("hunter2secret").status == Status::invalid);
  CHECK(refused(";hunter2secret").status == Status::invalid);
  CHECK(refused("CM.X;hunter2secret").status == Status::invalid);
  CHECK(refused("CM.X.Y;hunter2secret").status == Status::not_found);
  CHECK(p.parameters[0].value == "9");
}
