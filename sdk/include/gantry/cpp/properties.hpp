// gantry.properties/1 as a bag: declare the properties once, get typed values (P1 to P5).
#ifndef GANTRY_CPP_PROPERTIES_HPP
#define GANTRY_CPP_PROPERTIES_HPP

#include <gantry/cpp/object.hpp>

#include <algorithm>
#include <cctype>
#include <cerrno>

namespace gantry {

enum class PropertyType : std::uint8_t { string, boolean, int32, int64, real, datetime, enumeration, list };

/// One property of a class. Texts are constants.
struct Property {
  std::string name;
  PropertyType type = PropertyType::string;
  std::string default_text;
  std::vector<std::pair<std::string, int>> members;  ///< of an enumeration
  bool sensitive = false;
  bool read_only = false;
  std::vector<std::string> xml;  ///< attribute names: the first is written, all are read; empty = not in XML
};

using PropertyList = std::vector<Property>;

/// Writes `property=` lines as describe gives them (P1).
inline std::string describe_properties(const PropertyList &properties) {
  static constexpr const char *types[] = {"string", "bool",     "int32", "int64",
                                          "double", "datetime", "enum",  "list"};
  std::string text;
  for (const Property &p : properties) {
    text += "property=" + p.name + "\nproperty.type=" + types[static_cast<int>(p.type)] + '\n';
    if (!p.default_text.empty()) text += "property.default=" + p.default_text + '\n';
    for (const auto &[member, number] : p.members)
      text += "property.enum=" + member + ':' + std::to_string(number) + '\n';
    if (p.sensitive) text += "property.sensitive=1\n";
    if (p.read_only) text += "property.read-only=1\n";
    for (const std::string &attribute : p.xml) text += "property.xml=" + attribute + '\n';
  }
  return text;
}

/// The values of an object's properties, kept as normal invariant text. Call define() in the constructor's
/// body.
class PropertyBag : public Face<PropertyBag, gantry_properties> {
 public:
  PropertyBag() = default;
  virtual ~PropertyBag() {
    for (std::size_t i = 0; i < values_.size(); ++i)
      if ((*definitions_)[i].sensitive) wipe(values_[i]);
  }

  /// Called after a value was stored; may refuse it (it is then put back) or set others.
  virtual Result<> property_set(const std::string &) { return success(); }
  /// Checks values against each other, without I/O.
  virtual Result<> validate_properties() { return success(); }
  /// The text of a property that is worked out when asked; the stored one otherwise.
  virtual std::string property_text(const std::string &name) { return text(name); }
  /// True for a sensitive property that get may give: `password` on driver requests only (D6).
  virtual bool gives_sensitive(const std::string &) const { return false; }

  Result<> set_property(std::string_view name, std::string_view value) {
    const Result<std::size_t> found = find(name);
    if (!found) return found.error();
    const Property &p = (*definitions_)[*found];
    if (p.read_only)
      return Error(Status::state, "property " + p.name + " cannot be set", "a property that can be written",
                   "a read-only one", "leave it out");
    Result<std::string> normal = normalise(p, value);
    if (!normal) return std::move(normal).error();
    std::string before = std::exchange(values_[*found], std::move(normal).value());
    Result<> accepted = property_set(p.name);
    if (!accepted) values_[*found] = before;
    if (p.sensitive) wipe(before);
    return accepted;
  }

  const std::string &text(std::string_view name) const {
    static const std::string none;
    const Result<std::size_t> found = find(name);
    return found ? values_[*found] : none;
  }
  bool flag(std::string_view name) const { return text(name) == "True"; }
  std::int64_t number(std::string_view name) const {
    return text(name).empty() ? 0 : std::strtoll(text(name).c_str(), nullptr, 10);
  }
  /// The number of the member that an enumeration holds.
  int member(std::string_view name) const {
    const Result<std::size_t> found = find(name);
    if (!found) return 0;
    for (const auto &[member_name, member_number] : (*definitions_)[*found].members)
      if (member_name == values_[*found]) return member_number;
    return 0;
  }
  std::vector<std::string> list(std::string_view name) const {
    Result<std::vector<std::string>> items = decode_list(text(name));
    return items ? std::move(items).value() : std::vector<std::string>();
  }
  /// True when the value is not the default.
  bool changed(std::string_view name) const {
    const Result<std::size_t> found = find(name);
    return found && values_[*found] != (*definitions_)[*found].default_text;
  }
  const PropertyList &definitions() const noexcept { return *definitions_; }

  static const gantry_properties *face_table() noexcept {
    static constexpr gantry_properties table = {
        sizeof(gantry_properties), 0,
        [](gantry_object *self, gantry_str name, gantry_str value, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).set_property(view(name), view(value)); });
        },
        [](gantry_object *self, gantry_str name, gantry_sink out, gantry_error *error) noexcept {
          return guarded(error, [&]() -> Result<> {
            PropertyBag &bag = of(self);
            // Nobody will read the text: who asks for an optional property asks often.
            if (!error && bag.index_of(view(name)) == bag.definitions_->size())
              return Error(Status::not_found, "");
            const Result<std::size_t> found = bag.find(view(name));
            if (!found) return found.error();
            const Property &p = (*bag.definitions_)[*found];
            if (p.sensitive && !bag.gives_sensitive(p.name))
              return Error(Status::denied, "property " + p.name + " can be set but not read",
                           "a property that is not sensitive", "a sensitive one",
                           "keep secrets where they come from");
            std::string value = bag.property_text(p.name);
            const gantry_status status = put(out, value);
            if (p.sensitive) wipe(value);
            if (status != GANTRY_OK)
              return Error(static_cast<Status>(status), "the value of property " + p.name + " was not taken");
            return success();
          });
        },
        [](gantry_object *self, gantry_error *error) noexcept {
          return guarded(error, [&] { return of(self).validate_properties(); });
        }};
    return &table;
  }

 protected:
  /// Says which properties there are and gives them their defaults. `definitions` must live as long as the
  /// object.
  void define(const PropertyList &definitions) {
    definitions_ = &definitions;
    values_.clear();
    for (const Property &p : definitions) values_.push_back(p.default_text);
  }
  /// Stores without property_set: for values that others imply.
  void store(std::string_view name, std::string value) {
    if (const Result<std::size_t> found = find(name)) values_[*found] = std::move(value);
  }

 private:
  static bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
  }
  /// The number of definitions when there is none of that name.
  std::size_t index_of(std::string_view name) const noexcept {
    std::size_t i = 0;
    while (i < definitions_->size() && (*definitions_)[i].name != name) ++i;
    return i;
  }
  Result<std::size_t> find(std::string_view name) const {
    if (const std::size_t i = index_of(name); i < definitions_->size()) return i;
    std::string known;
    for (const Property &p : *definitions_) known += (known.empty() ? "" : ", ") + p.name;
    return Error(Status::not_found, "property " + std::string(name) + " does not exist", "one of " + known,
                 std::string(name), "correct the name");
  }
  static Result<std::string> normalise(const Property &p, std::string_view value) {
    auto refuse = [&](std::string expected) {
      return Error(Status::invalid, "property " + p.name + " cannot take this value", std::move(expected),
                   p.sensitive ? "another text" : '"' + std::string(value) + '"', "correct the value");
    };
    switch (p.type) {
      case PropertyType::boolean:
        if (same(value, "true") || value == "1" || value == "-1") return std::string("True");
        if (same(value, "false") || value == "0" || value.empty()) return std::string("False");
        return refuse("True or False");
      case PropertyType::int32:
      case PropertyType::int64: {
        const std::string copy(value);
        char *end = nullptr;
        errno = 0;
        const long long number = std::strtoll(copy.c_str(), &end, 10);
        if (copy.empty() || *end != 0 || errno != 0 ||
            (p.type == PropertyType::int32 && (number < INT32_MIN || number > INT32_MAX)))
          return refuse(p.type == PropertyType::int32 ? "a whole number of 32 bits"
                                                      : "a whole number of 64 bits");
        return std::to_string(number);
      }
      case PropertyType::real: {
        const std::string copy(value);
        char *end = nullptr;
        std::strtod(copy.c_str(), &end);
        if (copy.empty() || *end != 0) return refuse("a number");
        return copy;
      }
      case PropertyType::enumeration: {
        std::string expected;
        for (const auto &[member_name, member_number] : p.members) {
          if (same(value, member_name) || value == std::to_string(member_number)) return member_name;
          expected +=
              (expected.empty() ? "" : ", ") + member_name + " (" + std::to_string(member_number) + ")";
        }
        return refuse(expected);
      }
      case PropertyType::list: {
        Result<std::vector<std::string>> items = decode_list(value);
        if (!items) return refuse(items.error().expected);
        return items->empty() ? std::string() : encode_list(*items);
      }
      default: return std::string(value);
    }
  }

  const PropertyList *definitions_ = nullptr;
  std::vector<std::string> values_;
};

/// Reads and sets the properties of somebody's object.
class PropertiesRef {
 public:
  explicit PropertiesRef(const ObjectPtr &object) : ref_(object.query<gantry_properties>()) {}
  explicit PropertiesRef(Ref<gantry_properties> ref) : ref_(ref) {}
  explicit operator bool() const noexcept { return static_cast<bool>(ref_); }

  Result<> set(std::string_view name, std::string_view value) const {
    ErrorReceiver error;
    return error.result(ref_->set(ref_.self, borrow(name), borrow(value), error));
  }
  /// secret: the text is wiped on the way; wipe the result yourself.
  Result<std::string> get(std::string_view name, bool secret = false) const {
    StringSink sink(secret);
    ErrorReceiver error;
    const gantry_status status = ref_->get(ref_.self, borrow(name), sink, error);
    if (status != GANTRY_OK) return error.error(status);
    return sink.release();
  }
  /// A property that need not be there; empty when it is not, or cannot be read.
  std::string optional(std::string_view name) const {
    StringSink sink(false);
    return ref_->get(ref_.self, borrow(name), sink, nullptr) == GANTRY_OK ? sink.release() : std::string();
  }
  Result<> validate() const {
    ErrorReceiver error;
    return error.result(ref_->validate(ref_.self, error));
  }

 private:
  Ref<gantry_properties> ref_;
};

}  // namespace gantry

#endif
