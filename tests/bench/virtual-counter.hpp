// What a call through the boundary is held against: a virtual call into another library.
#ifndef GANTRY_BENCH_VIRTUAL_COUNTER_HPP
#define GANTRY_BENCH_VIRTUAL_COUNTER_HPP

#include <cstdint>
#include <memory>

namespace gantry::bench {

class Counter {
 public:
  virtual ~Counter() = default;
  virtual std::uint32_t column_count() noexcept = 0;
};

std::unique_ptr<Counter> make_counter();

}  // namespace gantry::bench

#endif
