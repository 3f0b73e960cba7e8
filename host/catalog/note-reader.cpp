#include "host/catalog/note-reader.hpp"

#include "host/catalog/refusal.hpp"

#include <gantry/note.h>

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

namespace gantry::catalog {
namespace {

constexpr std::size_t first_read = 4096;
constexpr std::size_t most_program_headers = 256;
constexpr std::size_t most_note_bytes = 65536;

#if defined(__x86_64__)
constexpr std::uint16_t native_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t native_machine = EM_AARCH64;
#elif defined(__riscv)
constexpr std::uint16_t native_machine = EM_RISCV;
#elif defined(__powerpc64__)
constexpr std::uint16_t native_machine = EM_PPC64;
#elif defined(__loongarch__)
constexpr std::uint16_t native_machine = 258;
#else
#error "add this machine's ELF number"
#endif
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the contract's scope is little-endian");

/// Where bytes come from: memory or a file.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::uint64_t size() const = 0;
  /// Exactly `count` bytes from `offset`, which the caller knows to be inside. False: reading failed.
  virtual bool read(std::uint64_t offset, void *to, std::size_t count) const = 0;
};

class MemorySource : public Source {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  bool read(std::uint64_t offset, void *to, std::size_t count) const override {
    if (offset > bytes_.size() || count > bytes_.size() - offset) return false;
    std::memcpy(to, bytes_.data() + offset, count);
    return true;
  }

 private:
  std::string_view bytes_;
};

class FileSource : public Source {
 public:
  FileSource(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
  std::uint64_t size() const override { return size_; }
  bool read(std::uint64_t offset, void *to, std::size_t count) const override {
    auto *at = static_cast<char *>(to);
    while (count > 0) {
      const ssize_t taken = ::pread(descriptor_, at, count, static_cast<off_t>(offset));
      if (taken < 0 && errno == EINTR) continue;
      if (taken <= 0) return false;
      at += taken;
      offset += static_cast<std::uint64_t>(taken);
      count -= static_cast<std::size_t>(taken);
    }
    return true;
  }

 private:
  int descriptor_;
  std::uint64_t size_;
};

Error truncated(const std::string &part, std::uint64_t end, std::uint64_t size) {
  return refuse(Refusal::truncated, Status::data, "the file is truncated", part + " inside the file",
                "bytes up to " + std::to_string(end) + " are needed, the file has " + std::to_string(size),
                "copy or install it again");
}
Error damaged(std::string expected, std::string found) {
  return refuse(Refusal::damaged, Status::data, "the file is damaged", std::move(expected), std::move(found),
                "build or install it again");
}
Error unreadable() {
  return refuse(Refusal::unreadable_file, Status::io, "the file cannot be read", "bytes",
                std::strerror(errno ? errno : EIO), "check the file system and the rights");
}

/// The reader of one file: its first bytes are read once, everything else by need.
class Reader {
 public:
  explicit Reader(const Source &source) : source_(source) {}

  Result<std::string> text() {
    if (Result<> header = read_header(); !header) return std::move(header).error();
    if (Result<> segments = read_segments(); !segments) return std::move(segments).error();
    int looked_at = 0;
    for (const Elf64_Phdr &segment : segments_) {
      if (segment.p_type != PT_NOTE || ++looked_at > 16) continue;
      Result<std::optional<std::string>> found = note_in(segment);
      if (!found) return std::move(found).error();
      if (found->has_value()) return std::move(**found);
    }
    return refuse(Refusal::no_note, Status::unsupported,
                  "the file is a shared library without a plugin's note",
                  "a note of the name " GANTRY_NOTE_NAME, "none",
                  "take it out of the plugin folder, or build it with gantry_add_plugin");
  }

 private:
  bool inside(std::uint64_t offset, std::uint64_t count) const {
    return offset <= source_.size() && count <= source_.size() - offset;
  }

  /// Copies from the first bytes, or reads.
  bool fetch(std::uint64_t offset, void *to, std::size_t count) const {
    if (offset <= first_.size() && count <= first_.size() - offset) {
      std::memcpy(to, first_.data() + offset, count);
      return true;
    }
    return source_.read(offset, to, count);
  }

  Result<> read_header() {
    first_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(source_.size(), first_read)));
    if (!first_.empty() && !source_.read(0, first_.data(), first_.size())) return unreadable();
    if (first_.size() < SELFMAG || std::memcmp(first_.data(), ELFMAG, SELFMAG) != 0)
      return refuse(Refusal::not_elf, Status::data, "the file is not a shared library", "an ELF file",
                    first_.empty() ? "an empty file" : "other first bytes",
                    "take it out of the plugin folder");
    if (first_.size() < EI_NIDENT) return truncated("the ELF header", sizeof(Elf64_Ehdr), source_.size());
    const auto word_size = static_cast<unsigned char>(first_[EI_CLASS]);
    const auto order = static_cast<unsigned char>(first_[EI_DATA]);
    if (word_size == ELFCLASS32) return other(Refusal::other_word_size, "a 64-bit file", "a 32-bit file");
    if (word_size != ELFCLASS64) return damaged("ELF class 1 or 2", "class " + std::to_string(word_size));
    if (order == ELFDATA2MSB)
      return other(Refusal::other_byte_order, "a little-endian file", "a big-endian file");
    if (order != ELFDATA2LSB) return damaged("ELF byte order 1 or 2", "byte order " + std::to_string(order));
    if (first_.size() < sizeof header_) return truncated("the ELF header", sizeof header_, source_.size());
    std::memcpy(&header_, first_.data(), sizeof header_);
    if (header_.e_machine != native_machine)
      return other(Refusal::other_machine, "a file for " + machine_name(native_machine),
                   "for " + machine_name(header_.e_machine));
    if (header_.e_type != ET_DYN)
      return refuse(Refusal::not_a_shared_library, Status::data, "the file is not a shared library",
                    "ELF type 3 (shared)", "type " + std::to_string(header_.e_type),
                    "take it out of the plugin folder");
    return success();
  }

  static Error other(Refusal number, std::string expected, std::string found) {
    return refuse(number, Status::unsupported, "the file is for another architecture", std::move(expected),
                  std::move(found), "nothing, or install the build for this machine");
  }

  Result<> read_segments() {
    if (header_.e_phentsize != sizeof(Elf64_Phdr))
      return damaged("program headers of " + std::to_string(sizeof(Elf64_Phdr)) + " bytes",
                     std::to_string(header_.e_phentsize) + " bytes");
    if (header_.e_phnum == 0 || header_.e_phnum > most_program_headers)
      return damaged("1 to " + std::to_string(most_program_headers) + " program headers",
                     std::to_string(header_.e_phnum));
    const std::size_t bytes = header_.e_phnum * sizeof(Elf64_Phdr);
    if (!inside(header_.e_phoff, bytes))
      return truncated("the program headers", saturated(header_.e_phoff, bytes), source_.size());
    segments_.resize(header_.e_phnum);
    if (!fetch(header_.e_phoff, segments_.data(), bytes)) return unreadable();

    bool mapped = false;
    for (const Elf64_Phdr &segment : segments_) {
      if (segment.p_type != PT_LOAD && segment.p_type != PT_NOTE && segment.p_type != PT_DYNAMIC) continue;
      if (!inside(segment.p_offset, segment.p_filesz))
        return truncated(segment.p_type == PT_LOAD ? "every loadable segment" : "every segment",
                         saturated(segment.p_offset, segment.p_filesz), source_.size());
      if (segment.p_type != PT_LOAD) continue;
      mapped = true;
      if (segment.p_filesz > segment.p_memsz)
        return damaged(
            "a loadable segment no longer in the file than in memory",
            std::to_string(segment.p_filesz) + " and " + std::to_string(segment.p_memsz) + " bytes");
    }
    if (!mapped) return damaged("a loadable segment", "none");
    return success();
  }

  static std::uint64_t saturated(std::uint64_t a, std::uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
  }

  /// Walks the notes of one segment, which is known to lie inside the file.
  Result<std::optional<std::string>> note_in(const Elf64_Phdr &segment) const {
    const std::size_t length =
        static_cast<std::size_t>(std::min<std::uint64_t>(segment.p_filesz, most_note_bytes));
    std::string bytes(length, '\0');
    if (length > 0 && !fetch(segment.p_offset, bytes.data(), length)) return unreadable();
    const std::size_t alignment = segment.p_align == 8 ? 8 : 4;
    const auto padded = [&](std::size_t n) { return (n + alignment - 1) / alignment * alignment; };

    std::size_t at = 0;
    while (at < length && length - at >= sizeof(Elf64_Nhdr)) {
      Elf64_Nhdr note;
      std::memcpy(&note, bytes.data() + at, sizeof note);
      const std::size_t left = length - at - sizeof note;
      // 32-bit sizes in 64-bit arithmetic: nothing here can overflow.
      const std::size_t name = note.n_namesz, text = note.n_descsz;
      const std::size_t text_at = padded(sizeof note + name) - sizeof note;
      const bool named = name == sizeof GANTRY_NOTE_NAME && name <= left &&
                         std::memcmp(bytes.data() + at + sizeof note, GANTRY_NOTE_NAME, name) == 0;
      if (named && note.n_type == GANTRY_NOTE_TYPE) {
        if (text > GANTRY_NOTE_MAX)
          return refuse(Refusal::note_too_long, Status::data, "the plugin's note is too long",
                        "at most " + std::to_string(GANTRY_NOTE_MAX) + " bytes",
                        std::to_string(text) + " bytes", "ask the plugin's author for a shorter note");
        if (text_at > left || text > left - text_at)
          return refuse(Refusal::note_damaged, Status::data, "the plugin's note is damaged",
                        "a text inside its segment",
                        std::to_string(text) + " bytes, " + std::to_string(left) + " left",
                        "build or install it again");
        return std::optional<std::string>(bytes.substr(at + sizeof note + text_at, text));
      }
      if (text_at > left || text > left - text_at) break;  // not ours to judge
      at += sizeof note + text_at + padded(text);
    }
    return std::optional<std::string>();
  }

  const Source &source_;
  std::string first_;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Phdr> segments_;
};

}  // namespace

std::string machine_name(std::uint16_t machine) {
  struct Name {
    std::uint16_t machine;
    const char *name;
  };
  static constexpr Name names[] = {{EM_386, "i386"},        {EM_X86_64, "x86-64"}, {EM_ARM, "arm"},
                                   {EM_AARCH64, "aarch64"}, {EM_PPC64, "ppc64"},   {EM_S390, "s390x"},
                                   {EM_RISCV, "riscv"},     {EM_MIPS, "mips"},     {258, "loongarch"}};
  for (const Name &known : names)
    if (known.machine == machine) return known.name;
  return "machine " + std::to_string(machine);
}

Result<std::string> read_note_text(std::string_view bytes) {
  const MemorySource source(bytes);
  return Reader(source).text();
}

Result<std::string> read_note_text(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return unreadable();
  if (!S_ISREG(status.st_mode))
    return refuse(Refusal::not_a_regular_file, Status::invalid, "the file is not a regular file",
                  "a regular file", S_ISDIR(status.st_mode) ? "a folder" : "something else",
                  "take it out of the plugin folder");
  const FileSource source(descriptor, static_cast<std::uint64_t>(status.st_size));
  errno = 0;
  return Reader(source).text();
}

}  // namespace gantry::catalog
