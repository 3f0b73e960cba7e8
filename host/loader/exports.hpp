// What a loaded library exports, read from its dynamic symbol table.
#ifndef GANTRY_LOADER_EXPORTS_HPP
#define GANTRY_LOADER_EXPORTS_HPP

#include <cstddef>
#include <string>
#include <vector>

namespace gantry::loader {

struct Export {
  std::string name;
  std::size_t size = 0;
  bool data = false;  ///< an object, not a function
};

/// Defined global symbols; those that linkers define by themselves are left out. `handle`: of dlopen.
std::vector<Export> exports_of(void *handle);

}  // namespace gantry::loader

#endif
