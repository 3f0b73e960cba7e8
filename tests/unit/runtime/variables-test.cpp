#include "host/runtime/variables.hpp"

#include <doctest.h>

using namespace gantry;
using package::DataType;

namespace {

package::Variable variable(const char *name, DataType type, const char *value) {
  package::Variable made;
  made.name = name;
  made.data_type = type;
  made.value = value;
  return made;
}

struct Place {
  package::Package package = package::make_package("P");
  std::unique_ptr<runtime::Node> root;
  std::unique_ptr<runtime::Variables> variables;
  runtime::Node *task = nullptr;
  Place() {
    package.root.variables.push_back(variable("Outer", DataType::int32, "1"));
    package.root.variables.push_back(variable("Hidden", DataType::string, "package"));
    REQUIRE(package::add_task(package.root, "X", "T"));
    package.root.executables[0].variables.push_back(variable("Hidden", DataType::string, "task"));
    root = runtime::make_tree(package);
    task = root->children[0].get();
    variables = std::make_unique<runtime::Variables>(package);
  }
};

}  // namespace

TEST_CASE("the nearest variable wins; case counts; System is looked up by place") {
  const Place place;
  CHECK(place.variables->get(*place.task, "User::Hidden")->text == "task");
  CHECK(place.variables->get(*place.root, "Hidden")->text == "package");
  CHECK(place.variables->get(*place.task, "Outer")->type == DataType::int32);
  CHECK_FALSE(place.variables->get(*place.task, "outer").ok());
  place.variables->set_system(*place.task, "TaskName", DataType::string, "T");
  CHECK(place.variables->get(*place.task, "System::TaskName")->text == "T");
  CHECK_FALSE(place.variables->get(*place.root, "System::TaskName").ok());
  CHECK_FALSE(place.variables->get(*place.task, "User::TaskName").ok());
  CHECK(place.variables->get(*place.task, "User::None").error().code == 0xC0010001);
}

TEST_CASE("setting converts to the variable's type, and says when it cannot") {
  Place place;
  CHECK(place.variables->set(*place.task, "User::Outer", "42").ok());
  CHECK(place.variables->get(*place.root, "User::Outer")->text == "42");
  CHECK_FALSE(place.variables->set(*place.task, "User::Outer", "many").ok());
  CHECK(place.variables->get(*place.root, "User::Outer")->text == "42");
  place.package.root.variables[0].properties.set_boolean("ReadOnly", true);
  CHECK(place.variables->set(*place.task, "User::Outer", "43").error().code == 0xC0010017);
  CHECK(place.variables->set(*place.task, "System::Nothing", "43").error().status == Status::not_found);
}

TEST_CASE("a variable may be an expression of others; circles are found") {
  Place place;
  package::Variable &outer = place.package.root.variables[0];
  outer.properties.set_boolean("EvaluateAsExpression", true);
  outer.properties.set("Expression", "LEN(@[User::Hidden]) + 1");
  CHECK(place.variables->get(*place.root, "User::Outer")->text == "8");
  outer.properties.set("Expression", "@[User::Outer] + 1");
  const auto circle = place.variables->get(*place.root, "User::Outer");
  CHECK_FALSE(circle.ok());
}

TEST_CASE("an Object variable holds rows that are read again and again, until a text takes their place") {
  Place place;
  place.package.root.variables.push_back(variable("Rows", DataType::object, "<soap/>"));
  CHECK(place.variables->rows(*place.task, "User::Rows").error().status == Status::state);
  Table table;
  table.columns = {"id"};
  table.rows = {{Cell(1)}, {Cell(2)}};
  CHECK(place.variables->set_rows(*place.task, "User::Rows", std::make_shared<const Table>(table)).ok());
  CHECK(place.variables->get(*place.task, "User::Rows")->text == "2 rows");
  for (int i = 0; i < 2; ++i) {
    const auto rows = place.variables->rows(*place.root, "User::Rows");
    REQUIRE(rows.ok());
    CHECK((*rows)->rows.size() == 2);
    CHECK((*rows)->at(1, "id").number() == 2);
  }
  CHECK(place.variables->set_rows(*place.task, "User::Outer", std::make_shared<const Table>(table))
            .error()
            .code == 0xC001F026);
  CHECK(place.variables->set(*place.task, "User::Rows", "text").ok());
  CHECK_FALSE(place.variables->rows(*place.task, "User::Rows").ok());
  CHECK(place.variables->get(*place.task, "User::Rows")->text == "text");
}

TEST_CASE("RaiseChangedEvent tells once for each change") {
  Place place;
  place.package.root.variables[0].properties.set_boolean("RaiseChangedEvent", true);
  int told = 0;
  place.variables->on_change([&](runtime::Node &at, const std::string &name) {
    CHECK(&at == place.root.get());
    CHECK(name == "User::Outer");
    ++told;
  });
  CHECK(place.variables->set(*place.task, "User::Outer", "5").ok());
  CHECK(place.variables->set(*place.task, "User::Outer", "5").ok());
  CHECK(told == 1);
}
