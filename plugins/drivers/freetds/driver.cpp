#include "plugins/drivers/freetds/driver.hpp"

#include "plugins/drivers/freetds/environment.hpp"
#include "plugins/drivers/freetds/library.hpp"
#include "plugins/drivers/freetds/login.hpp"
#include "plugins/drivers/freetds/session.hpp"

#include <cstdlib>

namespace gantry::freetds {

const PropertyList &FreetdsDriver::properties() {
  static const PropertyList none;
  return none;
}

Result<> FreetdsDriver::init(const gantry_host *) { return Library::start(); }
void FreetdsDriver::deinit() noexcept { Library::stop(); }

Result<ObjectPtr> FreetdsDriver::open(const PropertiesRef &properties, Call call) {
  Result<ConnectionRequest> request = read_request(properties);
  if (!request) return std::move(request).error();
  const Lookup environment = [](const char *name) -> const char * { return std::getenv(name); };
  if (Result<> clean = check_environment(request->allow_dump, environment); !clean)
    return std::move(clean).error();
  std::string password;
  if (request->authentication != Authentication::integrated) {
    Result<std::string> secret = properties.get("password", true);
    if (secret)
      password = std::move(secret).value();
    else if (secret.error().status != Status::not_found)
      return std::move(secret).error();
  }
  Result<std::unique_ptr<Connection>> connection = log_in(*request, std::move(password), call);
  wipe(password);
  if (!connection) return std::move(connection).error();
  return make_object<FreetdsSession>(site_, std::move(connection).value(), *request).hand_out();
}

}  // namespace gantry::freetds
