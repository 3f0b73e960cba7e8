#include "tests/conformance/driver.hpp"

#include "tests/conformance/server.hpp"

#include <gantry/object-factory.h>
#include <gantry/plugin.h>
#include <gantry/cpp/properties.hpp>

#include <dlfcn.h>
#include <doctest.h>

#include <cstdlib>

namespace conformance {
namespace {

using gantry::ErrorReceiver;
using gantry::ObjectPtr;

/// A host without services: what a driver needs of it is optional.
const gantry_host bare_host = {
    sizeof(gantry_host),
    GANTRY_ABI_MAJOR,
    GANTRY_ABI_MINOR,
    "conformance",
    "1",
    [](const gantry_host *, const char *) noexcept -> const void * { return nullptr; }};

const gantry_plugin *plugin = nullptr;
ObjectPtr driver;
std::string note;

class Request : public gantry::Implements<gantry::PropertyBag> {
 public:
  Request() { define(list()); }
  bool gives_sensitive(const std::string &name) const override { return name == "password"; }

 private:
  static const gantry::PropertyList &list() {
    static const gantry::PropertyList all = [] {
      gantry::PropertyList names;
      for (const char *name :
           {"server", "instance", "port", "database", "user", "authentication", "encrypt",
            "trust-server-certificate", "host-name-in-certificate", "ca-file", "application",
            "application-intent", "connect-timeout", "statement-timeout", "driver"})
        names.push_back({name, gantry::PropertyType::string, "", {}, false, false, {}});
      names.push_back({"password", gantry::PropertyType::string, "", {}, true, false, {}});
      return names;
    }();
    return all;
  }
};

/// The id of the driver class in a description.
std::string driver_class(const std::string &text) {
  std::string id;
  bool is_driver = false;
  gantry::for_each_line(text, [&](std::string_view key, std::string_view value) {
    if (key == "class") id = value;
    if (key == "class.kind") is_driver = value == "driver";
  });
  return is_driver ? id : "";
}

}  // namespace

bool load_driver(std::string &problem) {
  const char *chosen = std::getenv("GANTRY_CONFORMANCE_PLUGIN");
  const std::string path = chosen ? chosen : GANTRY_CONFORMANCE_DEFAULT_PLUGIN;
  void *library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    problem = ::dlerror();
    return false;
  }
  plugin = static_cast<const gantry_plugin *>(::dlsym(library, GANTRY_ENTRY_NAME));
  if (!plugin) {
    problem = path + " has no " GANTRY_ENTRY_NAME;
    return false;
  }
  ErrorReceiver error;
  gantry_status status = plugin->init(&bare_host, error);
  if (status != GANTRY_OK) {
    problem = error.error(status).message();
    return false;
  }
  const auto *factory =
      static_cast<const gantry_object_factory *>(plugin->get_factory(GANTRY_OBJECT_FACTORY_ID));
  for (std::size_t i = 0; factory && i < factory->count(); ++i) {
    gantry::StringSink text;
    if (factory->describe(i, text, nullptr) != GANTRY_OK || driver_class(text.text()).empty()) continue;
    note = text.text();
    gantry_object *object = nullptr;
    const std::string id = driver_class(note);
    status = factory->create(&bare_host, gantry::borrow(id), &object, error);
    if (status != GANTRY_OK) {
      problem = error.error(status).message();
      return false;
    }
    driver = ObjectPtr::adopt(object);
    return true;
  }
  problem = path + " has no class of kind driver";
  return false;
}

void unload_driver() {
  driver = ObjectPtr();
  plugin->deinit();
}

bool declares(const std::string &key, const std::string &value) {
  bool found = false;
  gantry::for_each_line(note, [&](std::string_view k, std::string_view v) {
    found = found || (k == "class." + key && v == value);
  });
  return found;
}

std::string password() { return server().password; }

gantry::Result<ObjectPtr> open(const Changes &changes, gantry::Call call) {
  ObjectPtr request = gantry::make_object<Request>().hand_out();
  const gantry::PropertiesRef properties(request);
  const Server &target = server();
  Changes values = {{"server", target.host},        {"port", std::to_string(target.port)},
                    {"user", target.user},          {"password", target.password},
                    {"ca-file", target.ca_file},    {"database", "tempdb"},
                    {"application", "conformance"}, {"connect-timeout", "15"}};
  for (const auto &[name, value] : changes) values[name] = value;
  for (const auto &[name, value] : values)
    if (!value.empty()) REQUIRE(properties.set(name, value).ok());
  const gantry::Ref<gantry_driver> face = driver.query<gantry_driver>();
  REQUIRE(static_cast<bool>(face));
  gantry_object *opened = nullptr;
  ErrorReceiver error;
  const gantry_status status = face->open(face.self, request.get(), call.raw(), &opened, error);
  if (status != GANTRY_OK) return error.error(status);
  return ObjectPtr::adopt(opened);
}

gantry::SessionRef session(const Changes &changes) {
  gantry::Result<ObjectPtr> opened = open(changes);
  if (!opened) FAIL(opened.error().message());
  return gantry::SessionRef(std::move(opened).value());
}

gantry::Cell scalar(const gantry::SessionRef &session, const std::string &sql) {
  gantry::Result<gantry::Table> table = session.query(sql, nullptr);
  if (!table) FAIL(sql << ": " << table.error().message());
  REQUIRE(table->rows.size() >= 1);
  return table->rows[0][0];
}

}  // namespace conformance
