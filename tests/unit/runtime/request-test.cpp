#include "host/runtime/request.hpp"

#include <doctest.h>

using namespace gantry;
using configuration::Setting;

TEST_CASE("the operator's settings lie over what the package asks (T4)") {
  const std::vector<Setting> settings{
      {"encrypt", "off", "file"}, {"driver.lock-timeout", "500", "file"}, {"server", "db9", "file"}};
  Own<runtime::Request> asked = make_object<runtime::Request>(std::vector<Setting>{});
  CHECK(asked->set_property("server", "db1").ok());
  CHECK(asked->set_property("password", "secret").ok());
  CHECK(asked->set_property("driver", "the-packages-choice").ok());
  Own<runtime::Request> request = make_object<runtime::Request>(settings);
  const ObjectPtr shared = ObjectPtr::share(asked->raw());
  CHECK(request->copy_from(PropertiesRef(shared)).ok());
  CHECK(request->text("server") == "db1");
  CHECK(request->text("password") == "secret");
  CHECK(request->text("driver").empty());
  CHECK(request->overlay(settings).ok());
  CHECK(request->text("server") == "db9");
  CHECK(request->text("encrypt") == "off");
  CHECK(request->text("driver.lock-timeout") == "500");
  CHECK_FALSE(request->overlay({{"encrypt", "sometimes", "GANTRY_X"}}).ok());
}

TEST_CASE("this machine is meant only when the operator says so") {
  for (const char *name : {".", "(local)", "LOCALHOST", ".\\SQL2022", "localhost,1433", "(LOCAL)\\X"}) {
    CAPTURE(name);
    Own<runtime::Request> request = make_object<runtime::Request>(std::vector<Setting>{});
    CHECK(request->set_property("server", name).ok());
    const Result<> judged = request->judge_server("Source");
    REQUIRE_FALSE(judged.ok());
    CHECK(judged.error().todo.find("local-server") != std::string::npos);
    CHECK(request->overlay({{"local-server", "db7", "file"}}).ok());
    CHECK(request->judge_server("Source").ok());
    CHECK(request->text("server").rfind("db7", 0) == 0);
  }
  Own<runtime::Request> named = make_object<runtime::Request>(std::vector<Setting>{});
  CHECK(named->overlay({{"server", "localhost", "argument"}}).ok());
  CHECK(named->judge_server("Source").ok());
  Own<runtime::Request> remote = make_object<runtime::Request>(std::vector<Setting>{});
  CHECK(remote->set_property("server", "localhost.example").ok());
  CHECK(remote->judge_server("Source").ok());
  CHECK_FALSE(make_object<runtime::Request>(std::vector<Setting>{})->judge_server("Source").ok());
}
