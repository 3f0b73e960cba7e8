// Runs a command some times and says what it cost: bench-measure <runs> <command> [argument...]
//   -> <median microseconds> <peak resident KiB>     the command's own output goes to standard error
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
  std::sort(times.begin(), times.end());
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  std::printf("%.0f %ld\n", times.empty() ? 0 : times[times.size() / 2], used.ru_maxrss);
  return 0;
}
