// Reads packages and project-level connection managers from bytes.
#ifndef GANTRY_DTSX_READER_HPP
#define GANTRY_DTSX_READER_HPP

#include <cstddef>
#include <string>
#include <string_view>

#include "gantry/cpp/result.hpp"
#include "host/dtsx/document.hpp"

namespace gantry::dtsx {

/// Bounds on hostile input. Time grows with size only.
struct Limits {
  std::size_t bytes = std::size_t{256} << 20;
  std::size_t depth = 256;
  std::size_t elements = std::size_t{1} << 20;
  std::size_t attributes = std::size_t{8} << 20;
  std::size_t attributes_per_element = 1024;
  std::size_t namespaces = 64;  ///< declarations in force at one place
};

struct ReadOptions {
  std::string name = "package";  ///< shown in messages, usually the file's name
  Limits limits;
};

/// Formats 2, 3, 6 and 8; UTF-8 with or without BOM, UTF-16 little or big endian. Any thread; no I/O.
/// Errors (DATA unless said): 0xC0011007 not well-formed, with line and column; 0xC0011003 well-formed but no
/// package, or beyond a limit; 0xC0010014 a part of the package is wrong; 0xC001700A format newer than 8;
/// UNSUPPORTED 0xC0014037, 0xC0014060, 0xC0014061 for protection levels 3, 4, 5.
Result<Document> read_package(std::string_view bytes, const ReadOptions &options = {});

/// The same from a file. Errors: NOT_FOUND or IO 0xC0011002, else as above.
Result<Document> read_package_file(const std::string &path, Limits limits = {});

/// One `<DTS:ConnectionManager>` as root; scope is project.
Result<ConnectionDocument> read_connection_manager(std::string_view bytes, const ReadOptions &options = {});

/// A whole file into memory, refused beyond `limit` bytes. Errors: NOT_FOUND, IO, DATA 0xC0011002.
Result<std::string> read_file(const std::string &path, std::size_t limit);

}  // namespace gantry::dtsx

#endif
