// The undo script while its run goes on: there before what it undoes is final, last step first.
#ifndef GANTRY_AUDIT_UNDO_FILE_HPP
#define GANTRY_AUDIT_UNDO_FILE_HPP

#include "host/audit/private-file.hpp"

#include <map>
#include <string>
#include <vector>

namespace gantry::audit {

/// A place is kept for every planned step, blank until the step is about to be final: so a step costs one
/// small write however long the script is. Not thread-safe.
class UndoFile {
 public:
  UndoFile() = default;
  UndoFile(const UndoFile &) = delete;
  UndoFile &operator=(const UndoFile &) = delete;
  ~UndoFile();

  /// Errors: IO, DENIED.
  Result<> create(const std::string &path, std::string head);
  /// Makes room above all others for a task's pieces, given in the order of its steps.
  Result<> add_task(int task, std::vector<std::string> pieces);
  /// Shows (or blanks again) the piece of a step, from 1; not synced.
  Result<> show(int task, std::int64_t ordinal, bool shown);
  Result<> sync();

 private:
  struct Piece {
    std::string text;
    off_t offset = 0;
    bool shown = false;
  };
  Result<> rebuild();

  std::string path_, head_;
  std::map<int, std::vector<Piece>, std::greater<>> tasks_;  ///< the latest task first
  PrivateFile file_;
};

}  // namespace gantry::audit

#endif
