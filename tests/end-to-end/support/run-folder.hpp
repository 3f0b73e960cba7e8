// What a run left in a state folder of its own.
#ifndef GANTRY_TESTS_END_TO_END_RUN_FOLDER_HPP
#define GANTRY_TESTS_END_TO_END_RUN_FOLDER_HPP

#include "tests/end-to-end/support/process.hpp"

#include <filesystem>
#include <string>

namespace end_to_end {

/// The folder of the one run that had `state` as XDG_STATE_HOME.
inline std::string only_run(const Folder &state) {
  std::string found;
  for (const auto &entry : std::filesystem::directory_iterator(state.path() + "/gantry/runs"))
    found = entry.path().string();
  return found;
}

}  // namespace end_to_end

#endif
