#include <doctest/doctest.h>

#include "host/package/host-properties.hpp"
#include "host/package/names.hpp"
#include "host/package/package-path.hpp"
#include "host/package/structure.hpp"

using namespace gantry;
using namespace gantry::package;

namespace {

Package sample() {
  Package p = make_package("Sample");
  p.connections.add("SMOServer").name = "HOST\\INST.x";
  p.connections.add("ADO.NET");
  Variable variable;
  variable.name = "X";
  variable.data_type = DataType::int32;
  variable.value = "1";
  p.root.variables.push_back(variable);
  Variable system = variable;
  system.name_space = "System";
  p.root.variables.push_back(system);
  REQUIRE(add_task(p.root, "STOCK:SEQUENCE", "Container"));
  REQUIRE(add_task(p.root.executables[0], "Microsoft.TransferLoginsTask", "Task"));
  REQUIRE(add_task(p.root, "Microsoft.TransferJobsTask", "Jobs"));
  Executable handler;
  handler.kind = ExecutableKind::event_handler;
  handler.creation_name = "OnError";
  p.root.event_handlers.push_back(handler);
  REQUIRE(add_task(p.root.event_handlers[0], "Microsoft.TransferJobsTask", "Clean"));
  Parameter parameter;
  parameter.name = "P";
  parameter.withheld = true;
  p.parameters.push_back(parameter);
  return p;
}

PrecedenceConstraint constraint(std::string name, const Executable &from, const Executable &to) {
  PrecedenceConstraint out;
  out.name = std::move(name);
  out.from = out.from_id = from.id;
  out.to = out.to_id = to.id;
  return out;
}

std::vector<std::uint32_t> codes(const Package &p) {
  std::vector<std::uint32_t> out;
  for (const Error &error : check_structure(p)) {
    CHECK_FALSE(error.todo.empty());
    out.push_back(error.code);
  }
  return out;
}

}  // namespace

TEST_CASE("the Connections collection: add, look up, rename, remove") {
  Connections all;
  all.add("SMOServer");
  all.add("SMOServer");
  all.add("SMOServer");
  CHECK(all.size() == 3);
  CHECK((*all.get(std::size_t{0}))->name == "SMOServer");
  CHECK((*all.get(std::size_t{1}))->name == "SMOServer 1");
  CHECK((*all.get(std::size_t{2}))->name == "SMOServer 2");
  const std::string id = (*all.get(std::size_t{1}))->id;
  CHECK(looks_like_guid(id));
  CHECK(id != (*all.get(std::size_t{2}))->id);
  std::string lower = id.substr(1, 36);
  for (char &c : lower) c = static_cast<char>(std::tolower(c));
  CHECK(all.find(lower)->name == "SMOServer 1");
  CHECK(all.find("{" + lower + "}:external")->name == "SMOServer 1");
  CHECK(all.find("Package.ConnectionManagers[SMOServer 2]")->name == "SMOServer 2");
  CHECK(all.find("smoserver 2")->name == "SMOServer 2");
  CHECK_FALSE(all.contains(""));
  for (auto missing : {all.get("nobody"), all.get(std::size_t{3})}) {
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == 0xC001000E);
    CHECK(missing.error().status == Status::not_found);
  }
  CHECK(all.rename("SMOServer", "SMOServer 1").error().code == 0xC0014101);
  REQUIRE(all.rename("SMOServer", "."));
  CHECK(all.find(".")->package_path() == "\\Package.Connections[.]");
  CHECK(all.find(".")->ref_id == "Package.ConnectionManagers[.]");
  ConnectionManager twin;
  twin.name = ".";
  CHECK(all.join(twin).error().code == 0xC0014100);
  twin.scope = Scope::project;
  CHECK(all.join(twin).ok());
  REQUIRE(all.remove(std::size_t{0}));
  REQUIRE(all.remove("SMOServer 2"));
  CHECK(all.remove("SMOServer 2").error().code == 0xC001000E);
  CHECK(all.size() == 2);
}

TEST_CASE("a qualifier is set once") {
  Connections all;
  ConnectionManager &manager = all.add("ADO.NET");
  CHECK(manager.qualifier().empty());
  CHECK(manager.set_qualifier("").error().code == 0xC001400B);
  REQUIRE(manager.set_qualifier("SQL"));
  CHECK(manager.creation_name == "ADO.NET:SQL");
  CHECK(manager.type() == "ADO.NET");
  CHECK(manager.qualifier() == "SQL");
  CHECK(manager.set_qualifier("OLEDB").error().code == 0xC001400A);
}

TEST_CASE("names: what is legal") {
  CHECK(check_name("Transfer Jobs Task").ok());
  CHECK(check_name("").error().code == 0xC001F201);
  for (char c : std::string("/\\:[].=")) CHECK(check_name(std::string("a") + c).error().code == 0xC001F202);
  CHECK(check_name("a\tb").error().code == 0xC001F203);
  CHECK(check_name(" a").error().code == 0xC001F204);
  CHECK(check_name("a ").error().code == 0xC001F205);
}

TEST_CASE("defaults are those of Integration Services") {
  const Executable task;
  CHECK(task.maximum_error_count() == 1);
  CHECK(task.transaction_option() == TransactionOption::supported);
  CHECK(task.isolation_level() == IsolationLevel::serializable);
  CHECK(task.force_execution_result() == ForcedResult::none);
  CHECK(task.logging_mode() == LoggingMode::use_parent_setting);
  CHECK_FALSE(task.disabled());
  CHECK_FALSE(task.delay_validation());
  CHECK_FALSE(task.fail_package_on_failure());
  CHECK_FALSE(task.fail_parent_on_failure());
  CHECK_FALSE(task.forced_execution_value().has_value());
  const Package p;
  CHECK(p.max_concurrent_executables() == -1);
  CHECK(p.checkpoint_usage() == CheckpointUsage::never);
  CHECK(p.protection_level() == ProtectionLevel::encrypt_sensitive_with_user_key);
  const PrecedenceConstraint arrow;
  CHECK(arrow.value() == ConstraintValue::success);
  CHECK(arrow.eval_op() == EvalOp::constraint);
  CHECK_FALSE(arrow.logical_and());
}

TEST_CASE("Booleans and numbers are read leniently") {
  for (const char *yes : {"True", "true", "TRUE", "1", "-1", " 1 "}) CHECK(parse_boolean(yes) == true);
  for (const char *no : {"False", "false", "0"}) CHECK(parse_boolean(no) == false);
  for (const char *bad : {"", "yes", "2", "--1"}) CHECK_FALSE(parse_boolean(bad).has_value());
  CHECK(parse_integer(" +7") == 7);
  for (const char *bad : {"", "+", "+-1", "1x", "0x1", "99999999999999999999"})
    CHECK_FALSE(parse_integer(bad).has_value());
}

TEST_CASE("types match on the simple class name") {
  Executable task;
  for (const char *type : {"Microsoft.TransferLoginsTask", "STOCK:TransferLoginsTask", "TransferLoginsTask",
                           "Microsoft.SqlServer.Dts.Tasks.TransferLoginsTask.TransferLoginsTask, "
                           "Microsoft.SqlServer.TransferLoginsTask, Version=11.0.0.0"}) {
    task.executable_type = type;
    CHECK(task.simple_type() == "TransferLoginsTask");
    CHECK(task.type_names().front() == type);
  }
  CHECK(kind_of_type("STOCK:FORLOOP") == ExecutableKind::for_loop);
  CHECK(kind_of_type("STOCK:FOREACHLOOP") == ExecutableKind::foreach_loop);
  CHECK(kind_of_type("STOCK:SEQUENCE") == ExecutableKind::sequence);
  CHECK(kind_of_type("SSIS.Package.3") == ExecutableKind::package);
  CHECK(kind_of_type("MSDTS.Package.1") == ExecutableKind::package);
  CHECK(kind_of_type("Microsoft.ExecutePackageTask") == ExecutableKind::task);
}

TEST_CASE("variables are found on the way up") {
  Package p = sample();
  Variable inner;
  inner.name = "X";
  inner.value = "2";
  p.root.executables[0].variables.push_back(inner);
  const auto chain = chain_to(p, p.root.executables[0].executables[0]);
  REQUIRE(chain.size() == 3);
  CHECK(variable_in_scope(chain, "User::X")->value == "2");
  CHECK(variable_in_scope(chain, "X")->value == "2");
  CHECK(variable_in_scope(chain, "System::X")->value == "1");
  CHECK(variable_in_scope(chain, "User::x") == nullptr);
  CHECK(variable_in_scope(chain_to(p, p.root.executables[1]), "User::X")->value == "1");
  const Executable stranger;
  CHECK(chain_to(p, stranger).empty());
}

TEST_CASE("package paths set what the host holds, and record what it does not") {
  Package p = sample();
  REQUIRE(set_value(p, "\\Package.Variables[User::X].Value", "42"));
  CHECK(p.root.variables[0].value == "42");
  REQUIRE(set_value(p, "\\Package.Variables[User::X].Properties[Value]", "43"));
  CHECK(p.root.variables[0].value == "43");
  REQUIRE(set_value(p, "\\Package\\Container\\Task.Properties[Disable]", "true"));
  CHECK(p.root.executables[0].executables[0].disabled());
  REQUIRE(set_value(p, "\\Package\\Container.Properties[MaximumErrorCount]", "7"));
  CHECK(p.root.executables[0].maximum_error_count() == 7);
  REQUIRE(set_value(p, "\\Package.Properties[MaxConcurrentExecutables]", "4"));
  CHECK(p.max_concurrent_executables() == 4);
  REQUIRE(set_value(p, "\\Package.EventHandlers[OnError]\\Clean.Properties[DelayValidation]", "1"));
  CHECK(p.root.event_handlers[0].executables[0].delay_validation());
  REQUIRE(set_value(p, "\\Package.Variables[$Package::P].Value", "v"));
  CHECK(p.parameters[0].value == "v");
  CHECK(p.parameters[0].supplied);
  CHECK_FALSE(p.parameters[0].withheld);
  REQUIRE(set_value(p, "\\Package.Connections[HOST\\INST.x].Properties[SqlServerName]", "a"));
  REQUIRE(set_value(p, "\\Package.Connections[HOST\\INST.x].Properties[Password]", "s", {true}));
  REQUIRE(set_value(p, "\\Package.Connections[HOST\\INST.x].SqlServerName", "b"));
  REQUIRE(set_value(p, "\\Package.Connections[HOST\\INST.x].Properties[DelayValidation]", "True"));
  const ConnectionManager &manager = *p.connections.begin();
  CHECK(manager.delay_validation());
  REQUIRE(manager.overrides.size() == 2);
  CHECK(manager.overrides[0].sensitive);
  CHECK(manager.overrides[1] == Override{"SqlServerName", "b", false});
  REQUIRE(set_value(p, "\\Package\\Container\\Task.Properties[IfObjectExists]", "Skip"));
  CHECK(p.root.executables[0].executables[0].overrides.size() == 1);
}

TEST_CASE("package paths that lead nowhere are refused with the place") {
  Package p = sample();
  for (const char *path :
       {"", "\\", "Pack", "\\Package\\Nobody.Properties[X]", "\\Package.Variables[User::Y].Value",
        "\\Package.Variables[User::x].Value", "\\Package.Connections[none].Properties[A]",
        "\\Package.Connections[HOST\\INST.x", "\\Package.Connections[HOST\\INST.x].Properties[",
        "\\Package.EventHandlers[OnWarning].Properties[Disable]", "\\Package.Nonsense[1].Value",
        "\\Package.Properties[NoSuch]", "\\Package\\Container.Properties[SourceConnection]", "\\Package",
        "\\Package.Connections[HOST\\INST.x].Properties[A].B",
        "\\Package.PrecedenceConstraints[C].Properties[Value]"}) {
    CAPTURE(path);
    auto done = set_value(p, path, "1");
    REQUIRE_FALSE(done);
    CHECK(done.error().code == 0xC001F02F);
  }
  CHECK(set_value(p, "\\Package.Variables[User::X].Value", "no number").error().code == 0xC001F026);
  CHECK(set_value(p, "\\Package.Variables[User::X].Value", "secret").error().message().find("secret") ==
        std::string::npos);
  CHECK(set_value(p, "\\Package.Variables[System::X].Value", "1").error().code == 0xC001F021);
  CHECK(set_value(p, "\\Package.Properties[Disable]", "perhaps").error().code == 0xC001F026);
  CHECK(set_value(p, "\\Package.Properties[ID]", "{X}").error().code == 0xC001F021);
}

TEST_CASE("values fit their data types") {
  CHECK(fits(DataType::byte, "255"));
  CHECK_FALSE(fits(DataType::byte, "256"));
  CHECK(fits(DataType::int32, "-2147483648"));
  CHECK_FALSE(fits(DataType::int32, "2147483648"));
  CHECK(fits(DataType::uint64, "18446744073709551615"));
  CHECK_FALSE(fits(DataType::uint64, "18446744073709551616"));
  CHECK(fits(DataType::float64, "-1.5e3"));
  CHECK_FALSE(fits(DataType::float64, "inf"));
  CHECK_FALSE(fits(DataType::float64, "1.2.3"));
  CHECK(fits(DataType::boolean, "-1"));
  CHECK(fits(DataType::string, ""));
}

TEST_CASE("structure: each rule has its code") {
  Package p = sample();
  CHECK(codes(p).empty());
  const Executable container = p.root.executables[0], jobs = p.root.executables[1];
  p.root.constraints = {constraint("a", container, jobs)};
  CHECK(codes(p).empty());
  p.root.constraints.push_back(constraint("b", container, jobs));
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0014038});
  p.root.constraints[1] = constraint("b", jobs, container);
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0014021});
  p.root.constraints = {constraint("self", jobs, jobs)};
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0014021});
  p.root.constraints = {constraint("deep", container.executables[0], jobs)};
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0014016});
  p.root.constraints = {constraint("deep", jobs, container.executables[0])};
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0014017});
  p.root.constraints.clear();
  p.root.properties.set_boolean("FailPackageOnFailure", true);
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0012023});
  p.root.properties.remove("FailPackageOnFailure");
  p.root.properties.set_boolean("SaveCheckpoints", true);
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC001F081});
  p.root.properties.set("CheckpointFileName", "c");
  CHECK(codes(p).empty());
  p.root.properties.set("TransactionOption", "2");
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0014104});
  p.root.properties.set("TransactionOption", "1");
  p.root.properties.set("MaxConcurrentExecutables", "0");
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC001F026});
  p.root.properties.remove("MaxConcurrentExecutables");
  p.root.executables[1].name = "Container";
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC0014100});
  p.root.executables[1].name = "a.b";
  CHECK(codes(p) == std::vector<std::uint32_t>{0xC001F202});
}
