// The undo script while its run goes on: there before what it undoes is final, last step first.
#ifndef GANTRY_AUDIT_UNDO_FILE_HPP
#define GANTRY_AUDIT_UNDO_FILE_HPP

#include "host/audit/private-file.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace gantry::audit {

/// A place is kept for every planned step, blank until the step is about to be final: so a step costs one
/// small write however long the script is, and steps that become final together one for all. Keeps no text.
/// Not thread-safe.
class UndoFile {
 public:
  /// The piece of a step, from 1; always the same for the same step.
  using Pieces = std::function<Result<std::string>(int task, std::int64_t ordinal)>;
  using Steps = std::vector<std::pair<int, std::int64_t>>;  ///< by task and ordinal, in any order

  /// Errors: IO, DENIED; from here on those of `pieces` too.
  Result<> create(const std::string &path, std::string head, Pieces pieces);
  /// Makes room above all others for the pieces of a task's steps.
  Result<> add_task(int task, std::size_t steps);
  /// Shows (or blanks again) the pieces of steps. Not brought to the disk: the journal is, and holds them.
  Result<> show(Steps steps, bool shown);

 private:
  struct Place {
    off_t offset = 0;
    bool shown = false;
  };
  Result<> open();

  std::string path_, head_;
  off_t size_ = 0;  ///< of all
  Pieces pieces_;
  std::map<int, std::vector<Place>, std::greater<>> tasks_;  ///< the latest task first
  PrivateFile file_;
};

}  // namespace gantry::audit

#endif
