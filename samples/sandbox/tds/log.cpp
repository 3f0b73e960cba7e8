#include "samples/sandbox/tds/log.hpp"

#include <ctime>

namespace sandbox::tds {

Log::~Log() {
  if (file_ != nullptr && file_ != stderr) std::fclose(file_);
}

bool Log::open(const std::string &file) {
  file_ = file == "-" ? stderr : std::fopen(file.c_str(), "ae");
  return file_ != nullptr;
}

void Log::write(int connection, const std::string &text) {
  if (file_ == nullptr) return;
  std::string line = text;
  for (char &c : line) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  std::tm parts{};
  gmtime_r(&now.tv_sec, &parts);
  char time[32];
  std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &parts);
  const std::lock_guard lock(mutex_);
  std::fprintf(file_, "%s.%03ldZ %d %s\n", time, now.tv_nsec / 1'000'000, connection, line.c_str());
  std::fflush(file_);
}

}  // namespace sandbox::tds
