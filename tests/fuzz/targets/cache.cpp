// The catalogue's cache file: as it is, and with the sum that a damaged file would not have, so that what is
// behind the sum is reached.
#include "host/catalog/cache.hpp"
#include "tests/fuzz/memory-file.hpp"

#include <gantry/note.h>

#include <cstdint>
#include <cstdio>

namespace {

/// FNV-1a, as the cache writes it.
std::string with_sum(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  char line[40];
  std::snprintf(line, sizeof line, "sum=%016llx\n", static_cast<unsigned long long>(hash));
  return std::string(text) + line;
}

}  // namespace

GANTRY_FUZZ_TARGET("cache") {
  static gantry::fuzz::MemoryFile file("plugins.cache");
  // What the seeds say of their files; another state of a file must not be found.
  const gantry::catalog::FileIdentity known{1, 2, 3, 4, 5}, other{1, 2, 3, 4, 6};
  for (const std::string &content : {std::string(input), with_sum(input)}) {
    file.hold(content);
    const gantry::catalog::NoteCache cache(file.path());
    for (const char *path : {"/p/one.so", "/p/two.so"}) {
      const std::string *text = cache.find(path, known);
      gantry::fuzz::require(!text || text->size() <= GANTRY_NOTE_MAX, "a note is at most 16 KiB");
      gantry::fuzz::require(!text || cache.find(path, other) != text,
                            "a note belongs to one state of a file");
    }
  }
}
