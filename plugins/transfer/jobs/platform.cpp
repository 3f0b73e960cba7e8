#include "plugins/transfer/jobs/platform.hpp"

namespace gantry::transfer {

bool AgentPlatform::runs(std::string_view subsystem) const {
  if (name.empty()) return true;
  return subsystems.find(',' + std::string(subsystem) + ',') != std::string_view::npos;
}

AgentPlatform agent_platform(const Side &destination) {
  // EngineEdition 8 is Azure SQL Managed Instance, whatever its host says.
  if (destination.fact("engine-edition") == "8")
    return {"Azure SQL Managed Instance", ",TSQL,SSIS,LogReader,Snapshot,Distribution,", false, false, false};
  if (destination.fact("host-platform") == "Linux")
    return {"SQL Server on Linux", ",TSQL,LogReader,Snapshot,Distribution,Merge,", false, true, false};
  return {};
}

}  // namespace gantry::transfer
