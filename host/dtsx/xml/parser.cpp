// A small, strict reader without recursion: no DTD, no entities but the five, everything bounded.
#include <algorithm>
#include <map>
#include <string>

#include "host/dtsx/xml/source.hpp"

namespace gantry::dtsx::xml {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

bool is_xml_character(std::uint32_t c) {
  return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

class Parser {
 public:
  Parser(Source &source, const ReadOptions &options)
      : source_(source), text_(source.text), options_(options) {}

  Result<> run(bool fragment) {
    source_.elements.push_back(Element{});
    source_.elements[0].end = source_.elements[0].close_begin = size();
    source_.spaces = {"", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"};
    scope_.push_back({"xml", 1});
    for (const auto &[prefix, uri] : source_.outer) scope_.push_back({prefix, space_of(uri)});
    fragment_ = fragment;
    if (!fragment && text_.substr(0, 5) == "<?xml" && text_.size() > 5 && is_blank(text_[5])) {
      if (!declaration()) return std::move(error_);
    }
    while (at_ < size()) {
      if (!step()) return std::move(error_);
    }
    if (open_ != 0) {
      const Element &left = source_.elements[open_];
      refuse(size(),
             "The end tag of <" + std::string(source_.slice(left.name)) + ">, opened in line " +
                 std::to_string(source_.line(left.begin)) + ", was expected.",
             "The text ends.");
      return std::move(error_);
    }
    if (!fragment && source_.root() == none) {
      refuse(size(), "A root element was expected.", "There is none.");
      return std::move(error_);
    }
    return success();
  }

 private:
  struct Binding {
    std::string prefix;
    std::uint32_t space;
  };

  std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }
  bool at(std::string_view word) const { return text_.substr(at_, word.size()) == word; }

  bool refuse(std::uint32_t offset, std::string expected, std::string found,
              std::string todo = "Repair the file, or save it again with the tool that wrote it.",
              std::uint32_t code = 0xC0011007) {
    const int line = source_.line(offset);
    error_ = Error(Status::data, "The XML of '" + source_.name + "' could not be read.", std::move(expected),
                   found + " (line " + std::to_string(line) + ", column " +
                       std::to_string(source_.column(offset)) + ")",
                   std::move(todo))
                 .with_code(code);
    error_.line = line;
    return false;
  }

  bool beyond(std::uint32_t offset, std::string_view what, std::size_t limit) {
    return refuse(offset, "At most " + std::to_string(limit) + " " + std::string(what) + " are read.",
                  "There are more.", "If the file is sound, raise the limit.", 0xC0011003);
  }

  void skip_blanks() {
    while (at_ < size() && is_blank(text_[at_])) ++at_;
  }

  /// Behind `end`, from `from` on; false when it is not there.
  bool skip_to(std::uint32_t from, std::string_view end, std::string_view what) {
    const std::size_t found = text_.find(end, from);
    if (found == std::string_view::npos)
      return refuse(at_,
                    "'" + std::string(end) + "' at the end of the " + std::string(what) + " was expected.",
                    "The text ends.");
    at_ = static_cast<std::uint32_t>(found + end.size());
    return true;
  }

  bool declaration() {
    const std::uint32_t begin = at_;
    if (!skip_to(at_, "?>", "XML declaration")) return false;
    const std::string_view all = text_.substr(begin, at_ - begin);
    const std::size_t key = all.find("encoding");
    if (key == std::string_view::npos) return true;
    const std::size_t open = all.find_first_of("\"'", key);
    const std::size_t close = open == std::string_view::npos ? open : all.find(all[open], open + 1);
    if (close == std::string_view::npos)
      return refuse(begin, "A quoted encoding was expected.", "It is not quoted.");
    std::string label(all.substr(open + 1, close - open - 1));
    std::transform(label.begin(), label.end(), label.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (label == "utf-8" || label == "utf-16" || label == "us-ascii" || label == "ascii") return true;
    if (std::all_of(text_.begin(), text_.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
      return true;
    return refuse(begin, "UTF-8 or UTF-16 was expected.", "The declared encoding is '" + label + "'.",
                  "Convert the file to UTF-8 and change its declaration.");
  }

  bool step() {
    if (text_[at_] != '<') return characters();
    if (at("<!--")) {
      const std::uint32_t begin = at_;
      if (!skip_to(at_ + 4, "-->", "comment")) return false;
      const std::size_t dashes = text_.find("--", begin + 4);
      if (dashes + 3 != at_)
        return refuse(static_cast<std::uint32_t>(dashes), "A comment holds no '--'.", "This one does.");
      return true;
    }
    if (at("<![CDATA[")) {
      if (open_ == 0 && !fragment_)
        return refuse(at_, "Text stands inside the root element.", "CDATA stands outside.");
      return skip_to(at_ + 9, "]]>", "CDATA section");
    }
    if (at("<!"))
      return refuse(
          at_, "An element was expected.",
          "A document type definition (DTD) or another declaration stands here; these are never read.",
          "Remove the declaration and the entities it defines.");
    if (at("<?")) {
      if (at_ + 5 < size() && (text_[at_ + 2] | 0x20) == 'x' && (text_[at_ + 3] | 0x20) == 'm' &&
          (text_[at_ + 4] | 0x20) == 'l' && (is_blank(text_[at_ + 5]) || text_[at_ + 5] == '?'))
        return refuse(at_, "An XML declaration stands at the very beginning only.", "Here is another.");
      return skip_to(at_ + 2, "?>", "processing instruction");
    }
    return at("</") ? end_tag() : start_tag();
  }

  bool characters() {
    const std::uint32_t begin = at_;
    at_ = static_cast<std::uint32_t>(std::min(text_.find('<', at_), text_.size()));
    const std::string_view run = text_.substr(begin, at_ - begin);
    if (open_ == 0 && !fragment_) {
      const std::size_t bad = run.find_first_not_of(" \t\r\n");
      if (bad != std::string_view::npos)
        return refuse(begin + static_cast<std::uint32_t>(bad), "Text stands inside the root element.",
                      "There is text outside.");
    }
    const std::size_t cdata = run.find("]]>");
    if (cdata != std::string_view::npos)
      return refuse(begin + static_cast<std::uint32_t>(cdata), "']]>' does not stand in text.",
                    "Here it does.");
    return references(begin, at_);
  }

  /// Every `&` between two offsets begins one of the five names or a number of a legal character.
  bool references(std::uint32_t begin, std::uint32_t end) {
    const std::string_view run = text_.substr(begin, end - begin);
    for (std::size_t i = run.find('&'); i != std::string_view::npos; i = run.find('&', i + 1)) {
      // The longest that can be meant is a number with leading zeros; nothing longer is looked through.
      const std::string_view window = run.substr(i + 1, 16);
      const std::string_view name = window.substr(0, window.find(';'));
      if (name.size() == window.size() || !legal_reference(name))
        return refuse(begin + static_cast<std::uint32_t>(i),
                      "One of &lt; &gt; &amp; &quot; &apos; or a number of a legal character was expected.",
                      "Another reference stands here; entities of a DTD are never read.");
    }
    return true;
  }

  static bool legal_reference(std::string_view name) {
    for (std::string_view known : {"lt", "gt", "amp", "quot", "apos"})
      if (name == known) return true;
    if (name.substr(0, 1) != "#") return false;
    const bool hex = name.size() > 1 && name[1] == 'x';
    name.remove_prefix(hex ? 2 : 1);
    if (name.empty()) return false;
    std::uint64_t number = 0;
    for (char c : name) {
      const bool digit = c >= '0' && c <= '9';
      const bool letter = hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
      if (!digit && !letter) return false;
      number = number * (hex ? 16 : 10) + static_cast<std::uint64_t>(digit ? c - '0' : (c | 0x20) - 'a' + 10);
      if (number > 0x10FFFF) return false;
    }
    return is_xml_character(static_cast<std::uint32_t>(number));
  }

  /// A name with at most one colon inside; `colon` is the length of the prefix with it.
  bool name(Range &range, std::uint32_t &colon, std::string_view what) {
    range.begin = at_;
    colon = 0;
    bool start = true;
    while (at_ < size()) {
      const char c = text_[at_];
      if (c == ':' && !start && colon == 0) {
        colon = at_ + 1 - range.begin;
        start = true;
      } else if (start ? is_name_start(c) : is_name_part(c)) {
        start = false;
      } else {
        break;
      }
      ++at_;
    }
    range.end = at_;
    if (start) return refuse(at_, "A name of " + std::string(what) + " was expected.", "There is none.");
    return true;
  }

  std::uint32_t space_of(const std::string &uri) {
    if (uri.empty()) return 0;
    if (uri == source_.spaces[1]) return 1;
    const auto [found, added] =
        known_spaces_.try_emplace(uri, static_cast<std::uint32_t>(source_.spaces.size()));
    if (added) source_.spaces.push_back(uri);
    return found->second;
  }

  bool lookup(std::string_view prefix, std::uint32_t offset, std::uint32_t &space) {
    for (auto binding = scope_.rbegin(); binding != scope_.rend(); ++binding) {
      if (binding->prefix != prefix) continue;
      space = binding->space;
      if (space == 0 && !prefix.empty()) break;
      return true;
    }
    if (prefix.empty()) {
      space = 0;
      return true;
    }
    return refuse(offset, "A declared namespace prefix was expected.",
                  "'" + std::string(prefix) + "' is not declared.");
  }

  bool start_tag() {
    if (source_.elements.size() > options_.limits.elements)
      return beyond(at_, "elements", options_.limits.elements);
    if (open_ == 0 && !fragment_ && source_.root() != none)
      return refuse(at_, "One root element was expected.", "A second one begins here.");
    if (depth_ >= options_.limits.depth) return beyond(at_, "levels of elements", options_.limits.depth);
    Element element;
    element.begin = at_;
    element.parent = open_;
    element.first_attribute = static_cast<std::uint32_t>(source_.attributes.size());
    ++at_;
    if (!name(element.name, element.colon, "an element")) return false;
    const std::size_t scope_before = scope_.size();
    for (;;) {
      const std::uint32_t before = at_;
      skip_blanks();
      if (at_ >= size()) return refuse(element.begin, "'>' was expected.", "The text ends inside this tag.");
      if (text_[at_] == '>' || at("/>")) break;
      if (before == at_) return refuse(at_, "A blank, '>' or '/>' was expected.", "There is something else.");
      if (!attribute(element)) return false;
    }
    element.self_closing = text_[at_] == '/';
    at_ += element.self_closing ? 2 : 1;
    element.open_end = at_;
    if (!resolve(element)) return false;
    const auto index = static_cast<std::uint32_t>(source_.elements.size());
    std::uint32_t &last = last_child_.empty() ? last_of_document_ : last_child_.back();
    if (last == none)
      source_.elements[open_].first_child = index;
    else
      source_.elements[last].next = index;
    last = index;
    if (element.self_closing) {
      element.close_begin = element.end = at_;
      scope_.resize(scope_before);
    } else {
      open_ = index;
      ++depth_;
      last_child_.push_back(none);
      scope_sizes_.push_back(scope_before);
    }
    source_.elements.push_back(element);
    return true;
  }

  bool attribute(Element &element) {
    if (element.attributes >= options_.limits.attributes_per_element)
      return beyond(at_, "attributes of an element", options_.limits.attributes_per_element);
    if (source_.attributes.size() >= options_.limits.attributes)
      return beyond(at_, "attributes", options_.limits.attributes);
    Attribute item;
    if (!name(item.name, item.colon, "an attribute")) return false;
    skip_blanks();
    if (!at("=")) return refuse(at_, "'=' behind the name of an attribute was expected.", "It is missing.");
    ++at_;
    skip_blanks();
    const char quote = at_ < size() ? text_[at_] : '\0';
    if (quote != '"' && quote != '\'')
      return refuse(at_, "A quoted value was expected.", "There is no quote.");
    item.value.begin = ++at_;
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos)
      return refuse(item.value.begin, "The closing quote of an attribute was expected.", "The text ends.");
    item.value.end = at_ = static_cast<std::uint32_t>(end);
    const std::size_t less = source_.slice(item.value).find('<');
    if (less != std::string_view::npos)
      return refuse(item.value.begin + static_cast<std::uint32_t>(less),
                    "'&lt;' in the value of an attribute was expected.", "There is '<'.");
    if (!references(item.value.begin, item.value.end)) return false;
    ++at_;
    source_.attributes.push_back(item);
    ++element.attributes;
    return true;
  }

  /// Namespaces of the element and its attributes, and no attribute twice.
  bool resolve(Element &element) {
    const std::uint32_t first = element.first_attribute, last = first + element.attributes;
    for (std::uint32_t i = first; i < last; ++i) {
      const std::string_view full = source_.slice(source_.attributes[i].name);
      const bool prefixed = full.substr(0, 6) == "xmlns:";
      if (full != "xmlns" && !prefixed) continue;
      if (scope_.size() > options_.limits.namespaces)
        return beyond(element.begin, "namespace declarations in force", options_.limits.namespaces);
      scope_.push_back(
          {prefixed ? std::string(full.substr(6)) : std::string(), space_of(source_.attribute_value(i))});
    }
    if (!lookup(prefix_of(element.name, element.colon), element.begin, element.space)) return false;
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = first; i < last; ++i) {
      Attribute &item = source_.attributes[i];
      order.push_back(i);
      const std::string_view prefix = prefix_of(item.name, item.colon);
      if (prefix == "xmlns" || source_.slice(item.name) == "xmlns")
        item.space = 2;
      else if (!prefix.empty() && !lookup(prefix, item.name.begin, item.space))
        return false;
    }
    const auto key = [&](std::uint32_t i) {
      // `xmlns` itself has an empty local name among the declarations.
      return std::pair(source_.attributes[i].space, source_.attribute_name(i));
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < order.size(); ++i)
      if (key(order[i - 1]) == key(order[i]))
        return refuse(source_.attributes[std::max(order[i - 1], order[i])].name.begin,
                      "An attribute stands once in its element.",
                      "'" + std::string(source_.attribute_name(order[i])) + "' stands twice.");
    return true;
  }

  std::string_view prefix_of(Range range, std::uint32_t colon) const {
    return colon == 0 ? std::string_view() : source_.slice(range.begin, range.begin + colon - 1);
  }

  bool end_tag() {
    const std::uint32_t begin = at_;
    at_ += 2;
    Range range;
    std::uint32_t colon = 0;
    if (!name(range, colon, "an element")) return false;
    skip_blanks();
    if (!at(">")) return refuse(at_, "'>' was expected.", "There is something else.");
    ++at_;
    if (open_ == 0)
      return refuse(begin, "A start tag was expected.",
                    "</" + std::string(source_.slice(range)) + "> ends what never began.");
    Element &element = source_.elements[open_];
    if (source_.slice(range) != source_.slice(element.name))
      return refuse(begin,
                    "</" + std::string(source_.slice(element.name)) + "> was expected, opened in line " +
                        std::to_string(source_.line(element.begin)) + ".",
                    "</" + std::string(source_.slice(range)) + "> stands here.");
    element.close_begin = begin;
    element.end = at_;
    open_ = element.parent;
    --depth_;
    last_child_.pop_back();
    scope_.resize(scope_sizes_.back());
    scope_sizes_.pop_back();
    return true;
  }

  Source &source_;
  std::string_view text_;
  const ReadOptions &options_;
  bool fragment_ = false;
  std::uint32_t at_ = 0, open_ = 0, last_of_document_ = none;
  std::size_t depth_ = 0;
  std::vector<Binding> scope_;
  std::vector<std::size_t> scope_sizes_;
  std::vector<std::uint32_t> last_child_;
  std::map<std::string, std::uint32_t> known_spaces_;
  Error error_;
};

Error too_big(const ReadOptions &options, std::size_t size) {
  return Error(Status::data, "The XML of '" + options.name + "' could not be read.",
               "At most " + std::to_string(options.limits.bytes) + " bytes are read.",
               "It has " + std::to_string(size) + " bytes.", "If the file is sound, raise the limit.")
      .with_code(0xC0011003);
}

/// A character that XML does not allow, as offset; nothing when all are legal.
std::optional<std::size_t> illegal_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != 9 && byte != 10 && byte != 13) return i;
    if (byte == 0xEF && i + 2 < text.size() && text[i + 1] == '\xBF' &&
        (text[i + 2] == '\xBE' || text[i + 2] == '\xBF'))
      return i;
  }
  return std::nullopt;
}

Result<Source> finish(Source source, bool fragment, const ReadOptions &options) {
  if (source.text.size() >= none) return too_big(options, source.text.size());
  if (const auto bad = illegal_character(source.text)) {
    const auto offset = static_cast<std::uint32_t>(*bad);
    Error error(Status::data, "The XML of '" + options.name + "' could not be read.",
                "Characters that XML allows were expected.",
                "There is one it does not allow (line " + std::to_string(source.line(offset)) + ", column " +
                    std::to_string(source.column(offset)) + ")",
                "Repair the file.");
    error.line = source.line(offset);
    return error.with_code(0xC0011007);
  }
  if (auto done = Parser(source, options).run(fragment); !done) return done.error();
  return source;
}

}  // namespace

Result<Source> parse(std::string_view bytes, const ReadOptions &options) {
  if (bytes.size() > options.limits.bytes) return too_big(options, bytes.size());
  Decoded decoded = decode_bytes(bytes);
  if (decoded.bad_byte)
    return Error(
               Status::data, "The XML of '" + options.name + "' could not be read.",
               decoded.encoding == Encoding::utf8 ? "UTF-8 text was expected." : "UTF-16 text was expected.",
               "The byte at position " + std::to_string(*decoded.bad_byte) + " does not fit.",
               "Convert the file to UTF-8.")
        .with_code(0xC0011007);
  Source source;
  source.encoding = decoded.encoding;
  source.bom = decoded.bom;
  source.text = std::move(decoded.text);
  source.name = options.name;
  return finish(std::move(source), false, options);
}

Result<Source> parse_fragment(std::string_view text, const Bindings &outer, const ReadOptions &options) {
  if (text.size() > options.limits.bytes) return too_big(options, text.size());
  const Decoded decoded = decode_bytes(text);
  if (decoded.bad_byte || decoded.bom || decoded.encoding != Encoding::utf8)
    return Error(Status::data, "The XML of '" + options.name + "' could not be read.",
                 "UTF-8 text was expected.", "There are bytes that do not fit.", "Write it as UTF-8.")
        .with_code(0xC0011007);
  Source source;
  source.text = text;
  source.name = options.name;
  source.outer = outer;
  return finish(std::move(source), true, options);
}

}  // namespace gantry::dtsx::xml
