// The steps of a task's plan: in memory, or where they stand in a journal.
#ifndef GANTRY_AUDIT_STEP_RECORDS_HPP
#define GANTRY_AUDIT_STEP_RECORDS_HPP

#include "host/audit/private-file.hpp"
#include "host/audit/step-record.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace gantry::audit {

/// A list of one kind or the other. Steps of a file cost eight bytes each: they are read when they are asked
/// for, and nothing of them is kept. Copies share the file.
class StepRecords {
 public:
  /// In memory: what is planned to be shown, saved or compared.
  StepRecords() = default;
  /// In a file, whose first step begins at `begin`: JSON objects with a comma in between.
  StepRecords(std::shared_ptr<const ReadableFile> file, off_t begin)
      : file_(std::move(file)), begin_(begin) {}

  std::size_t size() const { return file_ ? ends_.size() : steps_.size(); }
  bool empty() const { return size() == 0; }
  void reserve(std::size_t steps) { file_ ? ends_.reserve(steps) : steps_.reserve(steps); }

  /// To a list in memory.
  void push_back(StepRecord step) { steps_.push_back(std::move(step)); }
  /// To a list in a file: the next step ends before that offset.
  void add_end(off_t end) { ends_.push_back(end); }
  /// Gives back room that was kept for more.
  void shrink() { ends_.shrink_to_fit(); }

  /// From 0. Errors: IO; DATA when the file has changed.
  Result<StepRecord> at(std::size_t index) const;
  /// One after the other, for as long as none fails. Errors: those of at, and of `take`.
  Result<> each(const std::function<Result<>(const StepRecord &)> &take) const;
  /// All of a list in memory; empty for one in a file.
  const std::vector<StepRecord> &in_memory() const { return steps_; }

 private:
  std::vector<StepRecord> steps_;
  std::shared_ptr<const ReadableFile> file_;
  off_t begin_ = 0;
  std::vector<off_t> ends_;
};

}  // namespace gantry::audit

#endif
