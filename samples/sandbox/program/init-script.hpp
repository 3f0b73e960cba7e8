// SQL that runs as sa before the server listens.
#ifndef SANDBOX_PROGRAM_INIT_SCRIPT_HPP
#define SANDBOX_PROGRAM_INIT_SCRIPT_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/engine/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::program {

struct Batch {
  std::string text;
  std::int32_t first_line = 1;  ///< in the script
  std::int32_t times = 1;       ///< GO n
};

/// Cuts a script at the lines that are GO, as sqlcmd does; inside comments and quotes GO is text.
std::vector<Batch> split_batches(std::string_view script);

/// Runs them in order; the first error ends it and names file and line.
gantry::Result<> run_script(Session &session, const std::string &file, std::string_view script);

}  // namespace sandbox::program

#endif
