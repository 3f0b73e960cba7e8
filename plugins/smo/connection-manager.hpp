// The SMOServer connection manager: SSIS's properties, Gantry's sessions (ssis.md 1).
#ifndef GANTRY_SMO_CONNECTION_MANAGER_HPP
#define GANTRY_SMO_CONNECTION_MANAGER_HPP

#include "gantry/cpp/connection-manager.hpp"

namespace gantry::smo {

class SmoServerConnectionManager : public Implements<ConnectionManager, PropertyBag> {
 public:
  static constexpr const char *class_id = "org.gantry.smo.SMOServer";
  static const PropertyList &properties();

  explicit SmoServerConnectionManager(const gantry_host *site);

  /// Setting ConnectionString sets the three properties it is made of; the string itself is built when asked.
  Result<> property_set(const std::string &name) override;
  std::string property_text(const std::string &name) override;
  Result<> validate_properties() override;

  /// A new object at every call, with a session of its own. Errors: INVALID, STATE (offline mode), and what
  /// the host's sessions service gives.
  Result<ObjectPtr> acquire(std::string_view required, Call call) override;
  Result<std::string> test(Call call) override;
  /// Instances that answer on the network; none is an empty list.
  Result<Table> servers(Call call) override;

 private:
  Result<ObjectPtr> open(std::string_view required, Call call) const;
  std::string written_connection_string() const;

  Site site_;
};

}  // namespace gantry::smo

#endif
