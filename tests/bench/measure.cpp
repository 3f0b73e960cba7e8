// Runs a command some times and says what it cost: bench-measure <runs> <command> [argument...]
//   -> <lowest microseconds> <peak resident KiB>     the command's own output goes to standard error
// The lowest, because everything else that happens on the machine only ever adds.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char **argv) {
  if (argc < 3) {
    std::fprintf(stderr, "bench-measure: expected a number of runs and a command\n");
    return 2;
  }
  std::vector<double> times;
  for (int left = std::atoi(argv[1]); left > 0; --left) {
    const auto begun = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
      dup2(STDERR_FILENO, STDOUT_FILENO);
      execvp(argv[2], argv + 2);
      std::_Exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
      std::fprintf(stderr, "bench-measure: %s ended with status %d\n", argv[2], status);
      return 1;
    }
    times.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun).count());
  }
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  std::printf("%.0f %ld\n", times.empty() ? 0 : *std::min_element(times.begin(), times.end()),
              used.ru_maxrss);
  return 0;
}
