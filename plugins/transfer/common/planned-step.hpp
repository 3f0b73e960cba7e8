// One batch of a plan, and where it lies until it is sent.
#ifndef GANTRY_TRANSFER_COMMON_PLANNED_STEP_HPP
#define GANTRY_TRANSFER_COMMON_PLANNED_STEP_HPP

#include <memory>
#include <string>

#include "gantry/cpp/smo-server.hpp"
#include "gantry/cpp/stored-table.hpp"

namespace gantry::transfer {

/// One batch, as the destination's gantry.smo-server/1 wrote it, and what it is for.
struct StepContent {
  ScriptBatch batch;
  std::string action;  ///< create, change, destroy or copy
  std::string object;  ///< "Login alice"

  StepContent(ScriptBatch b, std::string a, std::string o)
      : batch(std::move(b)), action(std::move(a)), object(std::move(o)) {}
  StepContent(StepContent &&) = default;
  StepContent &operator=(StepContent &&) = default;
  StepContent(const StepContent &) = default;
  StepContent &operator=(const StepContent &) = delete;
  ~StepContent() {
    wipe(batch.text);
    wipe(batch.undo);
  }
  bool has_secrets() const noexcept { return !batch.secrets.empty() || !batch.undo_secrets.empty(); }
  std::size_t bytes() const noexcept { return batch.text.size() + batch.undo.size(); }
};

/// A step of a plan: few bytes that know where its content lies. Plans are long, and so are their texts, so
/// that they lie in a stored table; what has secrets stays in memory and is wiped.
class PlannedStep {
 public:
  /// Kept in memory.
  explicit PlannedStep(StepContent content)
      : kept_(std::make_unique<const StepContent>(std::move(content))),
        transactional_(kept_->batch.transactional) {}
  /// Stores it unless it has secrets. Errors: IO.
  static Result<PlannedStep> store(const std::shared_ptr<StoredTable> &table, StepContent content);
  /// A table for `store`.
  static std::shared_ptr<StoredTable> make_table();

  bool transactional() const noexcept { return transactional_; }
  /// A copy; wiped with it.
  StepContent read() const;

 private:
  PlannedStep(std::shared_ptr<const StoredTable> table, std::size_t row, bool transactional)
      : table_(std::move(table)), row_(row), transactional_(transactional) {}

  std::unique_ptr<const StepContent> kept_;  ///< else in the table
  std::shared_ptr<const StoredTable> table_;
  std::size_t row_ = 0;
  bool transactional_;
};

}  // namespace gantry::transfer

#endif
