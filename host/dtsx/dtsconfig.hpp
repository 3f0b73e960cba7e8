// XML configuration files (.dtsConfig).
#ifndef GANTRY_DTSX_DTSCONFIG_HPP
#define GANTRY_DTSX_DTSCONFIG_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/dtsx/reader.hpp"

namespace gantry::dtsx {

/// One configured value. `path` is a package path for package::set_value.
struct ConfiguredValue {
  std::string path, type, value;  ///< type as written: `String`, `Int32` ...; the value may be a secret
  int line = 0;
};

/// Entries in file order. Errors: DATA 0xC0011007 not well-formed, 0xC0011003 no DTSConfiguration.
Result<std::vector<ConfiguredValue>> read_dtsconfig(std::string_view bytes, const ReadOptions &options = {});

}  // namespace gantry::dtsx

#endif
