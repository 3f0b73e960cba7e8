#include "tests/bench/virtual-counter.hpp"

namespace gantry::bench {
namespace {

class CountingColumns final : public Counter {
 public:
  std::uint32_t column_count() noexcept override { return columns_; }

 private:
  std::uint32_t columns_ = 1;
};

}  // namespace

__attribute__((visibility("default"))) std::unique_ptr<Counter> make_counter() {
  return std::make_unique<CountingColumns>();
}

}  // namespace gantry::bench
