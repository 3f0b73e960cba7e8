// Measurements that are compared with each other: rounds take turns, each in a process of its own.
#ifndef GANTRY_BENCH_ROUNDS_HPP
#define GANTRY_BENCH_ROUNDS_HPP

#include <functional>
#include <string>
#include <vector>

namespace gantry::bench {

using Samples = std::vector<double>;

/// Says why on standard error and ends the process.
[[noreturn]] void give_up(const std::string &why);

/// One round in a process of its own, because libraries keep what they learn; its samples are added to
/// `into`.
void measure(const std::function<Samples()> &round, Samples &into);

/// The lower quartile: everything else that happens on the machine only ever adds.
double typical(Samples samples);

/// Microseconds of processor time that this process has used, in all threads.
double processor_time();

}  // namespace gantry::bench

#endif
