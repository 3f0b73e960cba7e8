// Shared libraries made byte by byte: just enough for the reader, nothing that could run.
#ifndef GANTRY_TESTS_CATALOG_ELF_FIXTURE_HPP
#define GANTRY_TESTS_CATALOG_ELF_FIXTURE_HPP

#include <gantry/note.h>

#include <elf.h>

#include <cstring>
#include <string>
#include <vector>

namespace gantry::tests {

inline std::string note_text(const std::string &id = "org.gantry.test", const std::string &version = "1.0.0",
                             const std::string &more = {}) {
  return "gantry-note=1\nabi=1\nid=" + id + "\nversion=" + version + '\n' + more;
}

/// One note record, padded.
inline std::string note_record(const std::string &text, std::uint32_t type = GANTRY_NOTE_TYPE,
                               const std::string &name = GANTRY_NOTE_NAME) {
  const Elf64_Nhdr header{static_cast<Elf64_Word>(name.size() + 1), static_cast<Elf64_Word>(text.size()),
                          type};
  std::string record(reinterpret_cast<const char *>(&header), sizeof header);
  record += name;
  record += '\0';
  while (record.size() % 4 != 0) record += '\0';
  record += text;
  while (record.size() % 4 != 0) record += '\0';
  return record;
}

struct ElfFixture {
  Elf64_Ehdr header{};
  std::vector<Elf64_Phdr> segments;
  std::string notes;           ///< bytes of the PT_NOTE segment
  std::size_t notes_at = 0;    ///< 0: behind the program headers
  std::size_t headers_at = 0;  ///< 0: behind the ELF header
  std::size_t size = 0;        ///< 0: what is needed

  explicit ElfFixture(const std::string &text = note_text()) : notes(note_record(text)) {
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_DYN;
#if defined(__aarch64__)
    header.e_machine = EM_AARCH64;
#else
    header.e_machine = EM_X86_64;
#endif
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof(Elf64_Ehdr);
    header.e_phentsize = sizeof(Elf64_Phdr);
    segments.resize(2);
    segments[0].p_type = PT_LOAD;
    segments[0].p_flags = PF_R;
    segments[1].p_type = PT_NOTE;
    segments[1].p_align = 4;
  }

  /// Fills in what follows from the rest; change the members afterwards and call assemble() for
  /// contradictions.
  ElfFixture &lay_out() {
    if (headers_at == 0) headers_at = sizeof header;
    header.e_phoff = headers_at;
    header.e_phnum = static_cast<Elf64_Half>(segments.size());
    if (notes_at == 0) notes_at = headers_at + segments.size() * sizeof(Elf64_Phdr);
    if (size == 0)
      size = std::max(notes_at + notes.size(), headers_at + segments.size() * sizeof(Elf64_Phdr));
    segments[0].p_offset = 0;
    segments[0].p_filesz = segments[0].p_memsz = size;
    segments[1].p_offset = notes_at;
    segments[1].p_filesz = segments[1].p_memsz = notes.size();
    return *this;
  }
  std::string assemble() const {
    std::string bytes(size, '\0');
    const auto put = [&](std::size_t at, const void *from, std::size_t count) {
      if (bytes.size() < at + count) bytes.resize(at + count);
      std::memcpy(bytes.data() + at, from, count);
    };
    put(0, &header, sizeof header);
    put(headers_at, segments.data(), segments.size() * sizeof(Elf64_Phdr));
    put(notes_at, notes.data(), notes.size());
    return bytes;
  }
};

inline std::string elf_with(const std::string &text) { return ElfFixture(text).lay_out().assemble(); }

}  // namespace gantry::tests

#endif
