// GROUP BY and OVER at run time.
#ifndef SANDBOX_ENGINE_GROUP_HPP
#define SANDBOX_ENGINE_GROUP_HPP

#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

/// Collects values of one aggregate over one group.
class Accumulator {
 public:
  explicit Accumulator(const Aggregate &aggregate) : aggregate_(&aggregate) {}
  void add(Eval &eval);
  Value result(Eval &eval) const;
  bool met_null() const { return met_null_; }

 private:
  const Aggregate *aggregate_;
  std::int64_t count_ = 0;
  Value value_;
  double sum_ = 0, squares_ = 0;
  std::int64_t whole_ = 0;
  Decimal exact_;
  bool met_null_ = false;
  Value separator_;
  std::vector<std::pair<Row, std::string>> texts_;
  std::set<std::string> seen_;
};

int compare_rows(const Row &left, const Row &right, const std::vector<bool> &descending);
/// The windows' values for each row, in the order of `rows`.
std::vector<Row> compute_windows(Eval &eval, int depth, const std::vector<WindowCall> &calls,
                                 const std::vector<Row> &rows);

}  // namespace sandbox

#endif
