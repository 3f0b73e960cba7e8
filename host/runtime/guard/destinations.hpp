// Which servers a run may write.
#ifndef GANTRY_RUNTIME_GUARD_DESTINATIONS_HPP
#define GANTRY_RUNTIME_GUARD_DESTINATIONS_HPP

#include "host/configuration/host-configuration.hpp"
#include "host/runtime/event.hpp"

namespace gantry::runtime::guard {

/// A server's name as it is compared: lower case, without `tcp:`, blanks and the default port.
std::string comparable_server(std::string_view name);

class Destinations {
 public:
  /// `typed`: --destination-allowed.
  Destinations(const configuration::HostConfiguration &configuration, const std::vector<std::string> &typed);

  /// DENIED when a step of the plan that writes would run at a server that is not listed, or destroys where
  /// that is denied.
  Result<> judge(const TaskPlan &plan) const;

 private:
  struct Rule {
    std::string name;  ///< comparable
    bool destroy = true;
  };
  std::vector<Rule> rules_;
  std::string listed_, file_;
};

}  // namespace gantry::runtime::guard

#endif
