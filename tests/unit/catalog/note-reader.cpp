// The bounded reader (M3): 201 to 208, 301 to 303.
#include "host/catalog/note-reader.hpp"

#include "host/catalog/refusal.hpp"
#include "tests/unit/catalog/elf-fixture.hpp"
#include "tests/unit/catalog/temporary-folder.hpp"

#include <doctest.h>
#include <fcntl.h>

using namespace gantry;
using namespace gantry::catalog;
using namespace gantry::tests;

namespace {

/// The number of the refusal, or 0.
int number_of(const std::string &bytes) {
  const Result<std::string> text = read_note_text(std::string_view(bytes));
  return text ? 0 : static_cast<int>(text.error().code);
}
bool four_parts(const Error &error) {
  return !error.what.empty() && !error.expected.empty() && !error.found.empty() && !error.todo.empty();
}

}  // namespace

TEST_CASE("the note of a whole file is its text") {
  const Result<std::string> text = read_note_text(std::string_view(elf_with(note_text())));
  REQUIRE(text);
  CHECK(*text == note_text());
}

TEST_CASE("a real plugin's note is read from its file, whose position stays") {
  const int file = ::open(GANTRY_FILE_PLUGIN, O_RDONLY | O_CLOEXEC);
  REQUIRE(file >= 0);
  const Result<std::string> text = read_note_text(file);
  REQUIRE(text);
  CHECK(text->find("gantry-note=1\n") == 0);
  CHECK(text->find("\nid=org.gantry.file\n") != std::string::npos);
  CHECK(::lseek(file, 0, SEEK_CUR) == 0);
  ::close(file);
}

TEST_CASE("a note elsewhere in the file is found") {
  ElfFixture far;
  far.notes_at = 100000;
  CHECK(number_of(far.lay_out().assemble()) == 0);
  ElfFixture straddling;
  straddling.notes_at = 4080;
  CHECK(number_of(straddling.lay_out().assemble()) == 0);
}

TEST_CASE("program headers elsewhere in the file are found") {
  ElfFixture far;
  far.headers_at = 50000;
  CHECK(number_of(far.lay_out().assemble()) == 0);
}

TEST_CASE("other notes in front of ours are passed over") {
  ElfFixture elf;
  elf.notes = note_record("build id", 3, "GNU") + note_record("other type", 7) + note_record(note_text());
  const std::string bytes = elf.lay_out().assemble();
  const Result<std::string> text = read_note_text(std::string_view(bytes));
  REQUIRE(text);
  CHECK(*text == note_text());
}

TEST_CASE("202: not an ELF file") {
  CHECK(number_of("") == 202);
  CHECK(number_of("\x7f") == 202);
  CHECK(number_of("#!/bin/sh\n") == 202);
}

TEST_CASE("203: truncated anywhere, it is refused and never read beyond its end") {
  const std::string whole = elf_with(note_text());
  for (std::size_t length = 4; length < whole.size(); ++length) {
    const std::string part = whole.substr(0, length);
    INFO("length ", length);
    CHECK(number_of(part) == 203);
  }
  const std::string plugin = read_whole(GANTRY_FILE_PLUGIN);
  REQUIRE(number_of(plugin) == 0);
  CHECK(number_of(plugin.substr(0, 5000)) == 203);
}

TEST_CASE("203: a segment that ends behind the file, also by overflow") {
  ElfFixture elf;
  elf.lay_out();
  ElfFixture longer = elf;
  longer.segments[0].p_filesz += 1;
  longer.segments[0].p_memsz += 1;
  CHECK(number_of(longer.assemble()) == 203);
  for (const std::uint64_t offset : {UINT64_MAX, UINT64_MAX - 8, std::uint64_t{1} << 63}) {
    ElfFixture wrapped = elf;
    wrapped.segments[0].p_offset = offset;
    CHECK(number_of(wrapped.assemble()) == 203);
    ElfFixture note = elf;
    note.segments[1].p_offset = offset;
    CHECK(number_of(note.assemble()) == 203);
    ElfFixture headers = elf;
    headers.header.e_phoff = offset;
    CHECK(number_of(headers.assemble()) == 203);
  }
}

TEST_CASE("204: another architecture is named") {
  ElfFixture elf;
  elf.header.e_machine = EM_S390;
  const std::string bytes = elf.lay_out().assemble();
  const Result<std::string> text = read_note_text(std::string_view(bytes));
  REQUIRE(!text);
  CHECK(text.error().code == 204);
  CHECK(text.error().found == "for s390x");
  CHECK(machine_name(EM_AARCH64) == "aarch64");
  CHECK(machine_name(999) == "machine 999");
}

TEST_CASE("205: a 32-bit file") {
  ElfFixture elf;
  elf.header.e_ident[EI_CLASS] = ELFCLASS32;
  CHECK(number_of(elf.lay_out().assemble()) == 205);
}

TEST_CASE("206: the other byte order") {
  ElfFixture elf;
  elf.header.e_ident[EI_DATA] = ELFDATA2MSB;
  CHECK(number_of(elf.lay_out().assemble()) == 206);
}

TEST_CASE("207: a program is no shared library") {
  ElfFixture elf;
  elf.header.e_type = ET_EXEC;
  CHECK(number_of(elf.lay_out().assemble()) == 207);
}

TEST_CASE("208: headers that contradict each other") {
  ElfFixture elf;
  elf.lay_out();
  ElfFixture size = elf;
  size.header.e_phentsize = 32;
  CHECK(number_of(size.assemble()) == 208);
  ElfFixture none = elf;
  none.header.e_phnum = 0;
  CHECK(number_of(none.assemble()) == 208);
  ElfFixture many = elf;
  many.header.e_phnum = 0xFFFF;
  CHECK(number_of(many.assemble()) == 208);
  ElfFixture memory = elf;
  memory.segments[0].p_memsz = 1;
  CHECK(number_of(memory.assemble()) == 208);
  ElfFixture nothing = elf;
  nothing.segments[0].p_type = PT_NULL;
  CHECK(number_of(nothing.assemble()) == 208);
  ElfFixture word = elf;
  word.header.e_ident[EI_CLASS] = 9;
  CHECK(number_of(word.assemble()) == 208);
  ElfFixture order = elf;
  order.header.e_ident[EI_DATA] = 9;
  CHECK(number_of(order.assemble()) == 208);
}

TEST_CASE("301: no note of ours") {
  ElfFixture elf;
  elf.notes = note_record("text", GANTRY_NOTE_TYPE, "OTHERS") + note_record("text", 1);
  CHECK(number_of(elf.lay_out().assemble()) == 301);
  ElfFixture none;
  none.segments[1].p_type = PT_NULL;
  none.lay_out().segments[1].p_type = PT_NULL;
  CHECK(number_of(none.assemble()) == 301);
}

TEST_CASE("302: a note that is too long") {
  CHECK(number_of(elf_with(std::string(GANTRY_NOTE_MAX, 'x'))) == 0);
  CHECK(number_of(elf_with(std::string(GANTRY_NOTE_MAX + 1, 'x'))) == 302);
  ElfFixture elf;
  const std::uint32_t huge = UINT32_MAX;
  std::memcpy(elf.notes.data() + 4, &huge, sizeof huge);
  CHECK(number_of(elf.lay_out().assemble()) == 302);
}

TEST_CASE("303: a note that leaves its segment") {
  ElfFixture elf;
  elf.lay_out();
  elf.segments[1].p_filesz -= 4;
  CHECK(number_of(elf.assemble()) == 303);
}

TEST_CASE("sizes of other notes never lead astray") {
  for (const std::uint32_t size : {UINT32_MAX, UINT32_MAX - 3, 0x80000000U, 0x7FFFFFFFU}) {
    for (const std::size_t field : {0U, 4U}) {
      ElfFixture elf;
      elf.notes = note_record("first", 3, "GNU") + note_record(note_text());
      std::memcpy(elf.notes.data() + field, &size, sizeof size);
      CHECK(number_of(elf.lay_out().assemble()) == 301);
    }
  }
}

TEST_CASE("every byte of a small file changed: a text or a refusal with four parts") {
  const std::string whole = elf_with(note_text());
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const int value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(value);
      const Result<std::string> text = read_note_text(std::string_view(bytes));
      if (!text) {
        CHECK(four_parts(text.error()));
        CHECK(text.error().code >= 201);
        CHECK(text.error().code <= 303);
      }
    }
}

TEST_CASE("a descriptor that is no file is refused") {
  const Result<std::string> closed = read_note_text(-1);
  REQUIRE(!closed);
  CHECK(closed.error().code == 201);
  const TemporaryFolder folder;
  const int file = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const Result<std::string> text = read_note_text(file);
  ::close(file);
  REQUIRE(!text);
  CHECK(text.error().code == 107);
}
