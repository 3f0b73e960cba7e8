// Reads the note out of an ELF file without running or mapping it (M3).
#ifndef GANTRY_CATALOG_NOTE_READER_HPP
#define GANTRY_CATALOG_NOTE_READER_HPP

#include <gantry/cpp/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace gantry::catalog {

/// The text of a plugin's note. One pread of 4096 bytes, further bounded ones for what lies elsewhere; every
/// segment that would be mapped must end inside the file. Errors carry their refusal number (2xx, 301 to 303)
/// in `code`; the path is not known here, `what` says "the file". Never reads beyond `bytes`, never allocates
/// more than 64 KiB.
Result<std::string> read_note_text(std::string_view bytes);
/// The same from an open file, which stays the caller's and keeps its position.
Result<std::string> read_note_text(int descriptor);

/// The name of an ELF machine number: `x86-64`, `aarch64`, `machine 999`.
std::string machine_name(std::uint16_t machine);

}  // namespace gantry::catalog

#endif
