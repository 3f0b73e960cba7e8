#include "host/loader/exports.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#include <algorithm>
#include <string_view>

namespace gantry::loader {
namespace {

/// The tables of a library that the dynamic linker has accepted.
struct Tables {
  const ElfW(Sym) *symbols = nullptr;
  const char *names = nullptr;
  const std::uint32_t *gnu_hash = nullptr;
  const std::uint32_t *hash = nullptr;
};

Tables tables_of(const link_map &library) {
  Tables tables;
  for (const ElfW(Dyn) *entry = library.l_ld; entry->d_tag != DT_NULL; ++entry) {
    // Some machines leave these addresses as they are in the file.
    const ElfW(Addr) address =
        entry->d_un.d_ptr < library.l_addr ? entry->d_un.d_ptr + library.l_addr : entry->d_un.d_ptr;
    switch (entry->d_tag) {
      case DT_SYMTAB: tables.symbols = reinterpret_cast<const ElfW(Sym) *>(address); break;
      case DT_STRTAB: tables.names = reinterpret_cast<const char *>(address); break;
      case DT_GNU_HASH: tables.gnu_hash = reinterpret_cast<const std::uint32_t *>(address); break;
      case DT_HASH: tables.hash = reinterpret_cast<const std::uint32_t *>(address); break;
      default: break;
    }
  }
  return tables;
}

/// The number of symbols, which only the hash tables know.
std::size_t symbol_count(const Tables &tables) {
  if (tables.hash) return tables.hash[1];
  if (!tables.gnu_hash) return 0;
  const std::uint32_t buckets = tables.gnu_hash[0], first = tables.gnu_hash[1], words = tables.gnu_hash[2];
  const std::uint32_t *bucket = tables.gnu_hash + 4 + words * (sizeof(ElfW(Addr)) / 4);
  const std::uint32_t *chain = bucket + buckets;
  std::uint32_t last = 0;
  for (std::uint32_t i = 0; i < buckets; ++i) last = std::max(last, bucket[i]);
  if (last < first) return first;
  while ((chain[last - first] & 1) == 0) ++last;
  return last + 1;
}

bool linker_defined(std::string_view name) {
  return name.substr(0, 2) == "__" || name == "_init" || name == "_fini" || name == "_edata" ||
         name == "_end";
}

}  // namespace

std::vector<Export> exports_of(void *handle) {
  std::vector<Export> exports;
  link_map *library = nullptr;
  if (::dlinfo(handle, RTLD_DI_LINKMAP, &library) != 0 || !library || !library->l_ld) return exports;
  const Tables tables = tables_of(*library);
  if (!tables.symbols || !tables.names) return exports;
  const std::size_t count = symbol_count(tables);
  for (std::size_t i = 1; i < count; ++i) {
    const ElfW(Sym) &symbol = tables.symbols[i];
    const unsigned binding = symbol.st_info >> 4, type = symbol.st_info & 15;
    const unsigned visibility = symbol.st_other & 3;
    if (symbol.st_shndx == SHN_UNDEF || symbol.st_shndx == SHN_ABS || binding == STB_LOCAL ||
        visibility == STV_HIDDEN || visibility == STV_INTERNAL)
      continue;
    const std::string_view name = tables.names + symbol.st_name;
    if (!linker_defined(name)) exports.push_back({std::string(name), symbol.st_size, type == STT_OBJECT});
  }
  return exports;
}

}  // namespace gantry::loader
