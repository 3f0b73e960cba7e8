#include "samples/sandbox/tds/login7.hpp"

#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/text.hpp"

#include <algorithm>

namespace sandbox::tds {
namespace {

constexpr std::size_t fixed_part = 36;
constexpr std::size_t fixed_part_with_offsets = 86;       // TDS 7.1
constexpr std::size_t fixed_part_with_long_offsets = 94;  // TDS 7.2 and later
constexpr std::size_t longest_name = 128;                 // in UTF-16 units, MS-TDS 2.2.6.4
constexpr std::size_t longest_file = 260;

gantry::Error broken(std::string found) {
  return {gantry::Status::data, "the LOGIN7 packet cannot be read", "the layout of MS-TDS 2.2.6.4",
          std::move(found), "check what connects to this port"};
}

bool version_of(std::uint32_t asked, TdsVersion &version) {
  // 7.1 is written 0x07010000 by the first clients and 0x71000001 since.
  if (asked == 0x07010000 || (asked >> 24) == 0x71) {
    version = TdsVersion::v7_1;
  } else if ((asked >> 24) == 0x72) {
    version = TdsVersion::v7_2;
  } else if ((asked >> 24) == 0x73) {
    version = asked >= static_cast<std::uint32_t>(TdsVersion::v7_3b) ? TdsVersion::v7_3b : TdsVersion::v7_3a;
  } else if ((asked >> 24) >= 0x74) {
    version = TdsVersion::v7_4;
  } else {
    return false;
  }
  return true;
}

/// The (offset, count) pairs of the packet, checked before they are followed.
class Fields {
 public:
  Fields(std::string_view payload, std::size_t variable_part)
      : payload_(payload), table_(payload), variable_part_(variable_part) {
    table_.bytes(fixed_part);
  }

  /// The bytes of the next pair whose count is in units of `unit` bytes.
  std::string_view next(const char *name, std::size_t longest, std::size_t unit) {
    const std::size_t offset = table_.u16(), length = table_.u16();
    if (!problem_.empty() || length == 0) return {};
    if (length > longest) {
      problem_ = std::string(name) + " is longer than " + std::to_string(longest);
    } else if (offset < variable_part_ || offset + length * unit > payload_.size()) {
      problem_ = std::string(name) + " lies outside the packet";
    }
    return problem_.empty() ? payload_.substr(offset, length * unit) : std::string_view{};
  }
  std::string text(const char *name, std::size_t longest = longest_name) {
    return utf8_of_utf16(next(name, longest, 2));
  }
  void skip(std::size_t bytes) { table_.bytes(bytes); }
  std::uint32_t u32() { return table_.u32(); }
  bool ok() const { return table_.ok(); }
  const std::string &problem() const { return problem_; }

 private:
  std::string_view payload_;
  ByteReader table_;
  std::size_t variable_part_;
  std::string problem_;
};

std::string password_of(std::string_view obfuscated) {
  std::string units = reveal_password(obfuscated);
  std::string text = utf8_of_utf16(units);
  wipe(units);
  return text;
}

/// FeatureExt: id, length, data, until 0xFF. The pair of the packet points at its offset, not at itself.
std::string read_features(std::string_view payload, std::string_view pointer,
                          std::vector<std::uint8_t> &features) {
  if (pointer.size() < 4) return "the feature extension has no offset";
  const std::uint32_t offset = ByteReader(pointer).u32();
  if (offset < fixed_part_with_long_offsets || offset >= payload.size())
    return "the feature extension lies outside the packet";
  ByteReader reader(payload.substr(offset));
  for (;;) {
    const std::uint8_t id = reader.u8();
    if (!reader.ok()) return "the feature extension has no terminator";
    if (id == 0xFF) return {};
    reader.bytes(reader.u32());
    if (!reader.ok()) return "a feature is cut off";
    features.push_back(id);
  }
}

}  // namespace

void Login7::wipe_secrets() {
  wipe(password);
  wipe(new_password);
}

std::string reveal_password(std::string_view obfuscated) {
  std::string out(obfuscated);
  for (char &c : out) {
    const auto byte = static_cast<std::uint8_t>(static_cast<std::uint8_t>(c) ^ 0xA5);
    c = static_cast<char>(byte << 4 | byte >> 4);
  }
  return out;
}

gantry::Result<Login7> parse_login7(std::string_view payload) {
  Login7 login;
  ByteReader head(payload);
  const std::uint32_t length = head.u32();
  login.asked_version = head.u32();
  login.asked_packet_size = head.u32();
  head.u32();  // the client library's version
  login.client_process = head.u32();
  head.u32();  // ConnectionID, of no use to a first login
  head.u8();   // OptionFlags1: byte order and character set, little endian and ASCII in every client there is
  const std::uint8_t flags2 = head.u8(), type_flags = head.u8(), flags3 = head.u8();
  head.u32();  // time zone
  head.u32();  // locale
  if (!head.ok() || payload.size() < fixed_part_with_offsets)
    return broken("the packet is shorter than its fixed part");
  if (length > payload.size() || length < fixed_part_with_offsets)
    return broken("the length field and the packet disagree");
  payload = payload.substr(0, length);
  if (!version_of(login.asked_version, login.version)) {
    return gantry::Error{gantry::Status::unsupported, "the client's TDS version is not spoken here",
                         "TDS 7.1 to 7.4", "version field " + std::to_string(login.asked_version),
                         "let the client ask for TDS 7.4"};
  }
  login.packet_size =
      login.asked_packet_size == 0
          ? default_packet_size
          : std::clamp<std::size_t>(login.asked_packet_size, smallest_packet_size, largest_packet_size);
  login.odbc = (flags2 & 0x02) != 0;
  login.integrated = (flags2 & 0x80) != 0;
  login.read_only_intent = (type_flags & 0x20) != 0;
  login.change_password = (flags3 & 0x01) != 0;
  login.has_feature_extension = login.version >= TdsVersion::v7_4 && (flags3 & 0x10) != 0;

  const bool long_layout = login.version >= TdsVersion::v7_2 && length >= fixed_part_with_long_offsets;
  Fields fields(payload, long_layout ? fixed_part_with_long_offsets : fixed_part_with_offsets);
  login.host = fields.text("the host name");
  login.user = fields.text("the user name");
  login.password = password_of(fields.next("the password", longest_name, 2));
  login.application = fields.text("the application name");
  login.server = fields.text("the server name");
  const std::string_view extension = fields.next("the extension", 255, 1);
  login.client_library = fields.text("the library name");
  login.language = fields.text("the language");
  login.database = fields.text("the database");
  fields.skip(6);  // ClientID
  fields.next("the SSPI data", 65535, 1);
  login.attach_file = fields.text("the file to attach", longest_file);
  if (long_layout) login.new_password = password_of(fields.next("the new password", longest_name, 2));

  std::string problem = fields.ok() ? fields.problem() : "the packet is shorter than its fixed part";
  if (problem.empty() && login.has_feature_extension)
    problem = read_features(payload, extension, login.features);
  if (!problem.empty()) {
    login.wipe_secrets();
    return broken(std::move(problem));
  }
  return login;
}

}  // namespace sandbox::tds
