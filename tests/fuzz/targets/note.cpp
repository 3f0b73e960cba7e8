// Shared libraries as the catalogue reads them, from memory and from a file; and note texts.
#include "host/catalog/note.hpp"
#include "host/catalog/note-reader.hpp"
#include "tests/fuzz/target.hpp"

#include <gantry/note.h>

#include <sys/mman.h>
#include <unistd.h>

GANTRY_FUZZ_TARGET("note") {
  const auto text = gantry::catalog::read_note_text(input);
  gantry::fuzz::require(!text || text->size() <= GANTRY_NOTE_MAX, "a note is at most 16 KiB");
  (void)gantry::catalog::parse_note(text ? std::string_view(*text) : input);

  const int file = memfd_create("note", MFD_CLOEXEC);
  if (file < 0) return;
  if (write(file, input.data(), input.size()) == static_cast<ssize_t>(input.size())) {
    const auto same = gantry::catalog::read_note_text(file);
    gantry::fuzz::require(bool(same) == bool(text) && (!same || *same == *text),
                          "file and memory read alike");
  }
  close(file);
}
