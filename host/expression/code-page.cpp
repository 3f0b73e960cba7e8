#include "host/expression/code-page.hpp"

#include <iconv.h>

#include "host/expression/codes.hpp"
#include "host/expression/text.hpp"

namespace gantry::expression {
namespace {

class Converter {
 public:
  explicit Converter(const std::string &name) : handle_(iconv_open(name.c_str(), "UTF-8")) {}
  ~Converter() {
    if (valid()) iconv_close(handle_);
  }
  Converter(const Converter &) = delete;
  Converter &operator=(const Converter &) = delete;
  bool valid() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  /// Bytes of one character, 0 when the code page does not have it.
  std::size_t size_of(std::u16string_view character) {
    std::string in = to_utf8(character);
    char out[16];
    char *from = in.data(), *to = out;
    std::size_t left = in.size(), room = sizeof out;
    if (iconv(handle_, &from, &left, &to, &room) != 0) {
      iconv(handle_, nullptr, nullptr, nullptr, nullptr);
      return 0;
    }
    return sizeof out - room;
  }

 private:
  iconv_t handle_;
};

std::string name_of_page(int code_page) {
  switch (code_page) {
    case 65001: return "UTF-8";
    case 20127: return "ASCII";
    case 932: return "CP932";
    case 20866: return "KOI8-R";
    default: break;
  }
  if (code_page >= 28591 && code_page <= 28605) return "ISO-8859-" + std::to_string(code_page - 28590);
  return "CP" + std::to_string(code_page);
}

bool is_high(char16_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }

}  // namespace

Result<CodePageText> through_code_page(std::u16string_view text, int code_page, int bytes) {
  Converter converter(name_of_page(code_page == 0 ? 1252 : code_page));
  if (!converter.valid())
    return Error(Status::unsupported,
                 "A text could not be converted to code page " + std::to_string(code_page) + ".",
                 "A code page that this system's iconv has was expected.", "It has none of that number.",
                 "Use another code page, or DT_WSTR.")
        .with_code(code::code_page);
  CodePageText out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t units = is_high(text[at]) && at + 1 < text.size() ? 2 : 1;
    const std::u16string_view character = text.substr(at, units);
    std::size_t size = character[0] < 0x80 ? 1 : converter.size_of(character);
    const bool known = size > 0;
    if (!known) size = 1;
    if (bytes > 0 && used + size > static_cast<std::size_t>(bytes)) {
      out.lost_end = true;
      break;
    }
    used += size;
    if (known)
      out.text += character;
    else
      out.text += u'?';
    at += units;
  }
  return out;
}

}  // namespace gantry::expression
