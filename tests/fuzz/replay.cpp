// Replays the corpora without libFuzzer, so that every build and every sanitizer sees them: each seed as it
// is, cut at every place, and with bytes changed by a generator that always starts the same.
//   fuzz-replay <corpus folder> [--target NAME] [--changes N] [--cuts N] [FILE...]
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path &path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// An allocation of exactly the input's size, so that reading one byte too far is seen.
void run(const gantry::fuzz::Target &target, std::string_view input) {
  const std::vector<char> exact(input.begin(), input.end());
  target.run(std::string_view(exact.data(), exact.size()));
}

std::string changed(std::string text, std::mt19937 &random) {
  // Bytes that mean something to one grammar or another.
  static constexpr std::string_view bytes = "<>\"'&;=[]{}()@$,.:-/*%\\\n \t0149\0\x01\x7f\x80\xff";
  const auto below = [&](std::size_t end) { return static_cast<std::size_t>(random() % end); };
  for (std::size_t times = 1 + below(3); times > 0 && !text.empty(); --times) {
    const std::size_t at = below(text.size());
    switch (below(5)) {
      case 0: text[at] = bytes[below(bytes.size())]; break;
      case 1: text[at] = static_cast<char>(text[at] ^ (1 << below(8))); break;
      case 2: text.insert(at, 1, bytes[below(bytes.size())]); break;
      case 3: text.erase(at, 1 + below(8)); break;
      default: text.insert(at, text.substr(below(text.size()), 1 + below(32))); break;
    }
  }
  return text;
}

}  // namespace

int main(int argc, char **argv) {
  fs::path corpus;
  std::string only;
  std::size_t changes = 200, cuts = 1000;
  std::vector<fs::path> files;
  for (int at = 1; at < argc; ++at) {
    const std::string argument = argv[at];
    if (argument == "--target" && at + 1 < argc)
      only = argv[++at];
    else if (argument == "--changes" && at + 1 < argc)
      changes = std::strtoul(argv[++at], nullptr, 10);
    else if (argument == "--cuts" && at + 1 < argc)
      cuts = std::max<std::size_t>(std::strtoul(argv[++at], nullptr, 10), 1);
    else if (corpus.empty())
      corpus = argument;
    else
      files.emplace_back(argument);
  }
  std::sort(gantry::fuzz::targets().begin(), gantry::fuzz::targets().end(),
            [](const auto &a, const auto &b) { return std::strcmp(a.name, b.name) < 0; });
  bool known = only.empty();
  for (const gantry::fuzz::Target &target : gantry::fuzz::targets()) {
    if (!only.empty() && only != target.name) continue;
    known = true;
    std::vector<fs::path> seeds = files;
    std::error_code error;
    if (files.empty())
      for (const fs::directory_entry &entry : fs::directory_iterator(corpus / target.name, error))
        if (entry.is_regular_file()) seeds.push_back(entry.path());
    if (error || seeds.empty()) {
      std::fprintf(stderr, "fuzz-replay: expected seeds in %s, found none\n", (corpus / target.name).c_str());
      return 1;
    }
    std::sort(seeds.begin(), seeds.end());
    std::size_t inputs = 0;
    for (const fs::path &seed : seeds) {
      const std::string text = read(seed);
      // Said first: after a crash it is too late.
      std::printf("%s: %s\n", target.name, seed.filename().c_str());
      std::fflush(stdout);
      run(target, text);
      std::mt19937 random(1);
      const std::size_t step = text.size() / cuts + 1;
      for (std::size_t size = 0; size < text.size() && changes > 0; size += step, ++inputs)
        run(target, std::string_view(text).substr(0, size));
      for (std::size_t count = 0; count < changes; ++count, ++inputs) {
        const std::string input = changed(text, random);
        // The last input stays behind when the program dies, if a folder for it is named.
        if (const char *keep = std::getenv("GANTRY_FUZZ_KEEP"))
          std::ofstream(keep, std::ios::binary) << input;
        run(target, input);
      }
      ++inputs;
    }
    std::printf("%s: %zu seeds, %zu inputs\n", target.name, seeds.size(), inputs);
  }
  if (!known) std::fprintf(stderr, "fuzz-replay: no target %s\n", only.c_str());
  return known ? 0 : 1;
}
