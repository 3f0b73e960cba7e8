#include "plugins/enumerators/smo-urn.hpp"

#include <cctype>

namespace gantry::enumerators {
namespace {

Error refuse(std::size_t position, std::string expected) {
  return Error(Status::invalid, "the address of a Foreach SMO enumerator (EnumURN) cannot be read",
               std::move(expected), "something else at position " + std::to_string(position + 1),
               "choose the collection again, or correct EnumURN");
}

Error unfit(std::string expected, std::string found) {
  return Error(Status::invalid, "the address of a Foreach SMO enumerator (EnumURN) names no collection",
               std::move(expected), std::move(found), "choose the collection again, or correct EnumURN");
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<std::vector<UrnPart>> all() {
    std::vector<UrnPart> parts;
    if (at_ < text_.size() && text_[at_] == '/') ++at_;
    for (;;) {
      UrnPart part;
      part.type = word();
      if (part.type.empty()) return refuse(at_, "the name of a part");
      if (at_ < text_.size() && text_[at_] == '[')
        if (Result<> done = attributes(part); !done) return std::move(done).error();
      parts.push_back(std::move(part));
      if (at_ == text_.size()) return parts;
      if (text_[at_] != '/') return refuse(at_, "a slash before the next part");
      ++at_;
    }
  }

 private:
  std::string word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_'))
      ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  Result<> attributes(UrnPart &part) {
    ++at_;
    for (;;) {
      blanks();
      if (at_ >= text_.size() || text_[at_] != '@') return refuse(at_, "@ and an attribute's name");
      ++at_;
      std::string name = word(), value;
      blanks();
      if (name.empty() || at_ >= text_.size() || text_[at_] != '=') return refuse(at_, "= and a value");
      ++at_;
      blanks();
      if (Result<> done = quoted(value); !done) return done;
      part.attributes.emplace_back(std::move(name), std::move(value));
      blanks();
      if (at_ < text_.size() && text_[at_] == ']') {
        ++at_;
        return success();
      }
      if (text_.substr(at_, 3) != "and") return refuse(at_, "] or another attribute");
      at_ += 3;
    }
  }

  Result<> quoted(std::string &value) {
    if (at_ >= text_.size() || text_[at_] != '\'') return refuse(at_, "a value in single quotes");
    const std::size_t begin = at_++;
    for (;; ++at_) {
      if (at_ >= text_.size()) return refuse(begin, "a value whose quote is closed");
      if (text_[at_] != '\'') {
        value += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '\'') {
        value += '\'';
        ++at_;
      } else {
        ++at_;
        return success();
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string UrnPart::attribute(std::string_view name) const {
  for (const auto &[key, value] : attributes)
    if (key == name) return value;
  return {};
}

Result<std::vector<UrnPart>> parse_urn(std::string_view text) { return Reader(text).all(); }

std::string write_urn(const std::vector<UrnPart> &parts) {
  std::string text;
  for (const UrnPart &part : parts) {
    text += (text.empty() ? "" : "/") + part.type;
    if (part.attributes.empty()) continue;
    text += '[';
    for (std::size_t i = 0; i < part.attributes.size(); ++i) {
      text += (i == 0 ? "@" : " and @") + part.attributes[i].first + "='";
      for (const char c : part.attributes[i].second) {
        text += c;
        if (c == '\'') text += c;
      }
      text += '\'';
    }
    text += ']';
  }
  return text;
}

Result<SmoAddress> parse_address(std::string_view text) {
  Result<std::vector<UrnPart>> parts = parse_urn(text);
  if (!parts) return std::move(parts).error();
  SmoAddress address;
  for (UrnPart &part : *parts) {
    if (part.type == "RuntimeServer") {
      address.connection = part.attribute("Connection");
    } else if (part.type == "SMOEnumObj") {
      if (!address.collection.empty()) return unfit("one SMOEnumObj", "two of them");
      address.collection = part.attribute("Name");
    } else if (part.type == "SMOEnumType") {
      address.enumerate = part.attribute("Name");
    } else if (part.type == "Server" && address.parents.empty()) {
      address.parents.push_back(std::move(part));
    } else if (part.type == "Database" && address.parents.size() == 1) {
      address.database = part.attribute("Name");
      address.parents.push_back(std::move(part));
    } else if (part.type == "JobServer" && address.parents.size() == 1) {
      address.parents.push_back(std::move(part));
    } else {
      return unfit("Server, and below it Database or JobServer", part.type);
    }
  }
  if (address.connection.empty()) return unfit("RuntimeServer[@Connection='...'] first", "none");
  if (address.collection.empty()) return unfit("SMOEnumObj[@Name='...']", "none");
  if (address.parents.empty()) address.parents.push_back({"Server", {}});
  return address;
}

}  // namespace gantry::enumerators
