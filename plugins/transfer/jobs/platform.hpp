// What SQL Server Agent lacks on Linux and on Azure SQL Managed Instance, as their documentation says.
#ifndef GANTRY_TRANSFER_JOBS_PLATFORM_HPP
#define GANTRY_TRANSFER_JOBS_PLATFORM_HPP

#include <string>
#include <string_view>

#include "plugins/transfer/common/transfer-task.hpp"

namespace gantry::transfer {

struct AgentPlatform {
  std::string name;  ///< empty: a server with all of Agent
  /// Subsystems that work there, with a comma in front and behind each.
  std::string_view subsystems;
  bool acts_on_alerts = true, takes_alerts = true, pager_and_netsend = true;

  bool runs(std::string_view subsystem) const;
};

AgentPlatform agent_platform(const Side &destination);

}  // namespace gantry::transfer

#endif
