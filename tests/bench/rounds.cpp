#include "tests/bench/rounds.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace gantry::bench {

void give_up(const std::string &why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::_Exit(1);
}

void measure(const std::function<Samples()> &round, Samples &into) {
  int ends[2];
  if (pipe(ends) != 0) give_up("no pipe");
  const pid_t child = fork();
  if (child < 0) give_up("no process");
  if (child == 0) {
    close(ends[0]);
    const Samples taken = round();
    const std::size_t size = taken.size() * sizeof(double);
    std::_Exit(write(ends[1], taken.data(), size) == static_cast<ssize_t>(size) ? 0 : 1);
  }
  close(ends[1]);
  double value = 0;
  while (read(ends[0], &value, sizeof value) == sizeof value) into.push_back(value);
  close(ends[0]);
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0) give_up("a round failed");
}

double typical(Samples samples) {
  std::sort(samples.begin(), samples.end());
  return samples.empty() ? 0 : samples[samples.size() / 4];
}

double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

}  // namespace gantry::bench
