// Writes packages back, and new ones.
#ifndef GANTRY_DTSX_WRITER_HPP
#define GANTRY_DTSX_WRITER_HPP

#include <string>

#include "gantry/cpp/result.hpp"
#include "host/dtsx/document.hpp"

namespace gantry::dtsx {

/// The bytes of the document with what differs between `package` and `original` spliced in, and nothing
/// else changed. Sensitive text: at DontSaveSensitive it is emptied in every object that is written anew (in
/// all objects when the level itself was changed to it); at any other level clear sensitive text in an object
/// written anew is refused (DENIED 0xC0014035). Overrides and project-level managers are not written.
/// Errors: UNSUPPORTED for an object moved to another container or order; DENIED as said.
Result<std::string> write_package(const Document &document);

/// A new document of format 8, UTF-8 without BOM. Protection as above.
Result<std::string> write_new_package(const package::Package &package);

Result<std::string> write_connection_manager(const ConnectionDocument &document);

/// Replaces a file in one step (temporary file in the same folder, then rename), keeping its mode.
/// Errors: IO 0xC0011002.
Result<> write_file(const std::string &path, std::string_view bytes);

}  // namespace gantry::dtsx

#endif
