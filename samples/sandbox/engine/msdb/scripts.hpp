// The scripts of this folder in the order in which they run. CMake makes the table from the .sql files.
#ifndef SANDBOX_ENGINE_MSDB_SCRIPTS_HPP
#define SANDBOX_ENGINE_MSDB_SCRIPTS_HPP

#include <string_view>
#include <vector>

namespace sandbox {

struct MsdbScript {
  const char *name;
  std::string_view text;
};
const std::vector<MsdbScript> &msdb_scripts();

}  // namespace sandbox

#endif
