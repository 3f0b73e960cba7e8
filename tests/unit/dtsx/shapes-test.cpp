#include <doctest/doctest.h>

#include <algorithm>
#include <pugixml.hpp>

#include "host/package/structure.hpp"
#include "shape-file.hpp"

using namespace gantry;
using package::ExecutableKind;

TEST_CASE("every shape comes back byte for byte, in UTF-16 and with CRLF too [real shapes, see each]") {
  for (const char *name : {"format-8-six-tasks.dtsx", "format-6-long-names-crlf-bom.dtsx",
                           "format-3-element-style.dtsx", "format-2-stock-names.dtsx",
                           "hand-made-unprefixed.dtsx", "level-1-user-key.dtsx", "level-2-password.dtsx"}) {
    CAPTURE(name);
    const std::string bytes = shape(name);
    REQUIRE(bytes.size() > 500);
    CHECK(written(open_bytes(bytes)) == bytes);
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") continue;
    for (bool big : {false, true})
      for (bool bom : {false, true}) {
        const std::string wide = utf16(bytes, big, bom);
        CHECK(written(open_bytes(wide)) == wide);
      }
    std::string crlf;
    for (char c : bytes) crlf += c == '\n' ? "\r\n" : std::string(1, c);
    CHECK(written(open_bytes(crlf)) == crlf);
  }
}

TEST_CASE("format 8: the skeleton, its defaults and connection managers [real C1]") {
  const auto document = open_shape("format-8-six-tasks.dtsx");
  const package::Package &p = document.package;
  CHECK(document.findings.empty());
  CHECK(package::check_structure(p).empty());
  CHECK(p.format_version == 8);
  CHECK(p.root.name == "Six tasks");
  CHECK(p.root.maximum_error_count() == 3);
  CHECK(p.root.locale_id() == 1033);
  CHECK(p.checkpoint_file_name() == "C:\\temp\\check.xml");
  CHECK(p.checkpoint_usage() == package::CheckpointUsage::if_exists);
  CHECK(p.protection_level() == package::ProtectionLevel::dont_save_sensitive);
  CHECK(p.max_concurrent_executables() == -1);
  CHECK_FALSE(p.save_checkpoints());
  CHECK(p.version_build() == 12);
  REQUIRE(p.connections.size() == 3);
  const package::ConnectionManager *target = p.connections.find("HOST\\INST");
  REQUIRE(target);
  CHECK(target->delay_validation());
  CHECK(target->description == "the destination");
  CHECK(target->expression_of("SqlServerName") == "@[User::Target]");
  CHECK(target->package_path() == "\\Package.Connections[HOST\\INST]");
  CHECK(p.connections.find("{a0000000-0000-4000-8000-000000000012}") == target);
  CHECK(p.connections.find("A0000000-0000-4000-8000-000000000012:external") == nullptr);
  CHECK(p.connections.find("{A0000000-0000-4000-8000-000000000012}:external") == target);
  CHECK(p.connections.find("Package.ConnectionManagers[HOST\\INST]") == target);
  CHECK(p.connections.find(".")->name == ".");
}

TEST_CASE("format 8: tasks by short names, loops, enumerator and mapping [real C1-C9]") {
  const auto document = open_shape("format-8-six-tasks.dtsx");
  const package::Executable &root = document.package.root;
  REQUIRE(root.executables.size() == 8);
  const char *types[] = {"TransferLoginsTask",           "TransferJobsTask",
                         "TransferErrorMessagesTask",    "TransferStoredProceduresTask",
                         "TransferSqlServerObjectsTask", "TransferDatabaseTask"};
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(root.executables[i].kind == ExecutableKind::task);
    CHECK(root.executables[i].simple_type() == types[i]);
    CHECK(root.executables[i].object_data.present);
    CHECK_FALSE(root.executables[i].locale_id().has_value());
  }
  const package::Executable &loop = root.executables[6];
  CHECK(loop.kind == ExecutableKind::for_loop);
  CHECK(loop.disabled());
  CHECK(loop.init_expression() == "@I = 0");
  CHECK(loop.eval_expression() == "@I < 3");
  CHECK(loop.assign_expression() == "@I = @I + 1");
  REQUIRE(loop.executables.size() == 1);
  const package::Executable &inner = loop.executables[0];
  CHECK(inner.kind == ExecutableKind::sequence);
  CHECK(inner.fail_package_on_failure());
  CHECK(inner.force_execution_result() == package::ForcedResult::success);
  CHECK(inner.isolation_level() == package::IsolationLevel::read_committed);
  CHECK(inner.transaction_option() == package::TransactionOption::required);
  const package::Executable &each = root.executables[7];
  CHECK(each.kind == ExecutableKind::foreach_loop);
  REQUIRE(each.enumerator.has_value());
  CHECK(each.enumerator->creation_name == "Microsoft.ForEachSMOEnumerator");
  CHECK(each.enumerator->object_data.content.find("SMOEnumType[@Name='Names']") != std::string::npos);
  REQUIRE(each.mappings.size() == 1);
  CHECK(each.mappings[0].variable() == "User::Target");
}

TEST_CASE("format 8: constraints, variables, parameters, logging, events, configurations [real]") {
  const auto document = open_shape("format-8-six-tasks.dtsx");
  const package::Package &p = document.package;
  REQUIRE(p.root.constraints.size() == 2);
  const auto &first = p.root.constraints[0], &second = p.root.constraints[1];
  CHECK(first.value() == package::ConstraintValue::success);
  CHECK(first.eval_op() == package::EvalOp::constraint);
  CHECK(first.logical_and());
  CHECK(first.from_id == p.root.executables[0].id);
  CHECK(first.to_id == p.root.executables[1].id);
  CHECK(second.value() == package::ConstraintValue::failure);
  CHECK(second.eval_op() == package::EvalOp::expression_and_constraint);
  CHECK_FALSE(second.logical_and());
  CHECK(second.expression() == "@[User::Flag] == TRUE");
  REQUIRE(p.root.variables.size() == 2);
  CHECK(p.root.variables[0].value == "HOST & more");
  CHECK(p.root.variables[0].data_type == package::DataType::string);
  CHECK(p.root.variables[1].data_type == package::DataType::boolean);
  CHECK(p.root.variables[1].evaluate_as_expression());
  CHECK(p.root.variables[1].expression() == "\"a\" + @[User::Target]");
  CHECK(p.root.variables[1].read_only());
  CHECK(p.root.variables[1].raise_changed_event());
  REQUIRE(p.parameters.size() == 2);
  CHECK(p.find_parameter("$Package::P")->value == "v");
  CHECK(p.find_parameter("$Package::P")->required());
  CHECK(p.find_parameter("$Package::Secret")->withheld);
  CHECK(p.root.logging.mode() == package::LoggingMode::enabled);
  CHECK(p.root.logging.filter_kind() == 0);
  CHECK(p.root.logging.events == std::vector<std::string>{"OnError", "OnProgress"});
  REQUIRE(p.root.logging.columns.size() == 1);
  CHECK(p.root.logging.columns[0].columns.boolean("Computer", false));
  CHECK_FALSE(p.root.logging.columns[0].columns.boolean("DataBytes", true));
  REQUIRE(p.root.logging.providers.size() == 1);
  REQUIRE(p.log_providers.size() == 1);
  CHECK(p.root.logging.providers[0] == p.log_providers[0].id);
  CHECK(p.log_providers[0].config_string() == "log.txt");
  REQUIRE(p.root.event_handlers.size() == 1);
  CHECK(p.root.event_handlers[0].event_name() == "OnError");
  CHECK(p.root.event_handlers[0].kind == ExecutableKind::event_handler);
  CHECK(package::find_variable(p.root.event_handlers[0].variables, "System::Propagate") != nullptr);
  REQUIRE(p.configurations.size() == 1);
  CHECK(p.configurations[0].type() == package::ConfigurationType::environment_variable);
  CHECK(p.configurations[0].configuration_variable() ==
        "\\Package.Connections[HOST\\INST].Properties[SqlServerName]");
}

TEST_CASE("format 6: assembly-qualified names [outer shape real, names by specification]") {
  const auto document = open_shape("format-6-long-names-crlf-bom.dtsx");
  CHECK(document.package.format_version == 6);
  const package::Executable &task = document.package.root.executables[0];
  CHECK(task.simple_type() == "TransferLoginsTask");
  const auto names = task.type_names();
  CHECK(std::find(names.begin(), names.end(),
                  "Microsoft.SqlServer.Dts.Tasks.TransferLoginsTask.TransferLoginsTask") != names.end());
}

TEST_CASE("formats 2 and 3: element style, STOCK names, IDREF constraints [real C10, C11 outer shapes]") {
  for (const char *name : {"format-3-element-style.dtsx", "format-2-stock-names.dtsx"}) {
    const auto document = open_shape(name);
    const package::Package &p = document.package;
    CHECK(p.format_version == (name[7] == '3' ? 3 : 2));
    CHECK(p.root.name == "Old");
    CHECK(p.creation_date() == "1/2/2009 3:04:05 PM");
    CHECK(p.enable_configurations());
    REQUIRE(p.connections.size() == 1);
    CHECK((*p.connections.begin()).name == "HOST\\INST");
    CHECK_FALSE((*p.connections.begin()).delay_validation());
    REQUIRE(p.root.executables.size() == 2);
    CHECK(p.root.executables[0].simple_type() == "TransferJobsTask");
    CHECK_FALSE(p.root.executables[0].disabled());
    CHECK(p.root.executables[1].disabled());
    REQUIRE(p.root.constraints.size() == 1);
    CHECK(p.root.constraints[0].from_id == p.root.executables[0].id);
    CHECK(p.root.constraints[0].to_id == p.root.executables[1].id);
    CHECK(p.root.constraints[0].value() == package::ConstraintValue::completion);
    CHECK(p.root.constraints[0].logical_and());
    CHECK(p.root.variables[0].value == "42");
    CHECK(p.root.variables[0].data_type == package::DataType::int32);
    CHECK(p.configurations[0].type() == package::ConfigurationType::xml_file);
    CHECK(package::check_structure(p).empty());
  }
}

TEST_CASE("hand-made files: unprefixed attributes, FormatVersion, names and refIds as references [real]") {
  const auto document = open_shape("hand-made-unprefixed.dtsx");
  const package::Package &p = document.package;
  CHECK(p.format_version == 8);
  CHECK(p.root.name == "Hand made");
  auto data = dtsx::read_object_data(p.root.executables[0].object_data, jobs_class());
  REQUIRE(data);
  REQUIRE(data->values.size() == 3);
  CHECK(p.connections.contains(data->values[0].value));
  CHECK(p.connections.contains(data->values[1].value));
  CHECK(data->values[2].value == "True");
}

TEST_CASE("project-level manager: .conmgr with a project password [real C12]") {
  const std::string bytes = shape("project-level.conmgr");
  auto read = dtsx::read_connection_manager(bytes);
  REQUIRE(read);
  CHECK(read->manager.name == "shared");
  CHECK(read->manager.scope == package::Scope::project);
  REQUIRE(read->findings.size() == 1);
  CHECK(read->findings[0].text.code == 0xC001405F);
  CHECK(*dtsx::write_connection_manager(*read) == bytes);
  read->manager.description = "d";
  auto out = dtsx::write_connection_manager(*read);
  REQUIRE(out);
  CHECK(*out == with(bytes, "DTS:CreationName=\"SMOServer\"",
                     "DTS:CreationName=\"SMOServer\"\n  DTS:Description=\"d\""));
  pugi::xml_document witness;
  CHECK(witness.load_buffer(out->data(), out->size()));
}
