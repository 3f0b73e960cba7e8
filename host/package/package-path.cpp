#include "host/package/package-path.hpp"

#include <algorithm>
#include <optional>

#include "host/package/host-properties.hpp"
#include "host/package/names.hpp"

namespace gantry::package {

namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

template <typename Items>
std::string names_of(const Items &items) {
  std::string text;
  std::size_t count = 0;
  for (const auto &item : items) {
    if (++count > 20) return text + " and more";
    text += (text.empty() ? "'" : ", '") + item.name + "'";
  }
  return text.empty() ? "nothing" : text;
}

class Walker {
 public:
  Walker(Package &package, std::string_view path) : package_(package), path_(path) {}

  Result<PathTarget> run() {
    if (path_.substr(0, 1) == "\\") at_ = 1;
    if (!same_word(word(), "Package")) return refuse("The path begins with '\\Package'.", "It does not.");
    Executable *container = &package_.root;
    while (at_ < path_.size()) {
      if (path_[at_] == '\\') {
        ++at_;
        const std::string_view name = word();
        Executable *child = container->find_child(name);
        if (!child)
          return refuse(
              "An executable of '" + container->name + "' was expected.",
              "'" + std::string(name) + "' is none; it holds " + names_of(container->executables) + ".");
        container = child;
        continue;
      }
      if (path_[at_] != '.') return refuse("A '.' or '\\' was expected.", "There is something else.");
      ++at_;
      const std::string_view part = word();
      if (at_ >= path_.size()) return PathTarget{container, std::string(part)};
      if (part == "EventHandlers") {
        const std::string_view name = index();
        Executable *handler = find_handler(*container, name);
        if (!handler)
          return refuse("An event handler of '" + container->name + "' was expected.",
                        "It has none for '" + std::string(name) + "'.");
        container = handler;
        continue;
      }
      return member(*container, part);
    }
    return PathTarget{container, {}};
  }

 private:
  /// Up to the next separator.
  std::string_view word() {
    const std::size_t end = std::min(path_.find_first_of("\\.[", at_), path_.size());
    const std::string_view text = path_.substr(at_, end - at_);
    at_ = end;
    return text;
  }

  /// `[NAME]`: names may hold dots and backslashes, so the bracket that ends it stands before one or at the
  /// end.
  std::string_view index() {
    if (at_ >= path_.size() || path_[at_] != '[') return {};
    for (std::size_t end = path_.find(']', at_); end != std::string_view::npos;
         end = path_.find(']', end + 1)) {
      if (end + 1 < path_.size() && path_[end + 1] != '.' && path_[end + 1] != '\\') continue;
      const std::string_view text = path_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return text;
    }
    return {};
  }

  static Executable *find_handler(Executable &container, std::string_view name) {
    for (Executable &handler : container.event_handlers)
      if (handler.event_name() == name) return &handler;
    return nullptr;
  }

  Result<PathTarget> member(Executable &container, std::string_view part) {
    if (part == "Properties") {
      at_ -= part.size() + 1;
      return finish(&container);
    }
    if (part == "Variables") {
      const std::string_view name = index();
      if (name.substr(0, 1) == "$") {
        Parameter *parameter = package_.find_parameter(name);
        if (parameter) return finish(parameter);
        return refuse("A parameter was expected.", "There is no '" + std::string(name) + "'.");
      }
      if (Variable *variable = find_variable(container.variables, name)) return finish(variable);
      return refuse("A variable of '" + container.name + "' was expected.",
                    "'" + std::string(name) + "' is none; it holds " + names_of(container.variables) + ".");
    }
    if (part == "PrecedenceConstraints") {
      const std::string_view name = index();
      for (PrecedenceConstraint &item : container.constraints)
        if (item.name == name) return finish(&item);
      return refuse("A precedence constraint of '" + container.name + "' was expected.",
                    "'" + std::string(name) + "' is none; it holds " + names_of(container.constraints) + ".");
    }
    if (part == "LoggingOptions") return finish(&container.logging);
    if (same_word(part, "ForEachEnumerator") && container.enumerator) return finish(&*container.enumerator);
    const bool at_package = &container == &package_.root;
    if (at_package && (part == "Connections" || part == "ConnectionManagers")) {
      const std::string_view name = index();
      if (ConnectionManager *manager = package_.connections.find(name)) return finish(manager);
      return refuse("A connection manager was expected.",
                    "'" + std::string(name) + "' is none; there are " + names_of(package_.connections) + ".");
    }
    if (at_package && part == "LogProviders") {
      const std::string_view name = index();
      for (LogProvider &item : package_.log_providers)
        if (item.name == name || same_guid(item.id, name)) return finish(&item);
      return refuse("A log provider was expected.", "'" + std::string(name) + "' is none; there are " +
                                                        names_of(package_.log_providers) + ".");
    }
    return refuse("A collection that '" + container.name + "' has was expected.",
                  "'" + std::string(part) + "' is none.");
  }

  /// What is left: nothing, `.Properties[NAME]` or `.NAME`.
  template <typename Target>
  Result<PathTarget> finish(Target *object) {
    if (at_ >= path_.size()) return PathTarget{object, {}};
    if (path_[at_] == '.') {
      ++at_;
      std::string_view name = word();
      if (name == "Properties") name = index();
      if (!name.empty() && at_ >= path_.size()) return PathTarget{object, std::string(name)};
    }
    return refuse("'.Properties[NAME]' at the end was expected.", "There is something else.");
  }

  Error refuse(std::string expected, std::string found) const {
    return Error(Status::not_found, "The package path '" + std::string(path_) + "' could not be resolved.",
                 std::move(expected),
                 found + " (position " + std::to_string(std::min(at_, path_.size()) + 1) + ")",
                 "Correct the path; names are compared exactly.")
        .with_code(0xC001F02F);
  }

  Package &package_;
  std::string_view path_;
  std::size_t at_ = 0;
};

Error no_such_property(std::string_view path, std::string_view object) {
  return Error(Status::not_found, "The package path '" + std::string(path) + "' could not be resolved.",
               "A property that can be set was expected.",
               "'" + std::string(object) + "' has none of that name.", "Correct the name of the property.")
      .with_code(0xC001F02F);
}

/// Objects with a live object behind them take any other property as an override.
template <typename Target>
constexpr bool has_live_object =
    std::is_same_v<Target, ConnectionManager> || std::is_same_v<Target, LogProvider> ||
    std::is_same_v<Target, ForeachEnumerator>;

}  // namespace

Result<PathTarget> resolve(Package &package, std::string_view path) { return Walker(package, path).run(); }

Result<> set_value(Package &package, std::string_view path, std::string_view value,
                   const SetOptions &options) {
  auto target = resolve(package, path);
  if (!target) return target.error();
  std::string_view property = target->property;
  return std::visit(
      [&](auto *object) -> Result<> {
        using Target = std::remove_pointer_t<decltype(object)>;
        if constexpr (std::is_same_v<Target, Variable> || std::is_same_v<Target, Parameter>) {
          if (property.empty()) property = "Value";
        }
        if (property.empty()) return no_such_property(path, "The object");
        if constexpr (std::is_same_v<Target, ForeachEnumerator>) {
          object->set_override(property, value, options.sensitive);
          return success();
        } else {
          auto done = set_host_property(*object, property, value);
          if (!done) return done.error();
          if (*done) return success();
          if constexpr (has_live_object<Target>) {
            object->set_override(property, value, options.sensitive);
            return success();
          } else if constexpr (std::is_same_v<Target, Executable>) {
            if (object->kind == ExecutableKind::task) {
              object->set_override(property, value, options.sensitive);
              return success();
            }
            return no_such_property(path, object->name);
          } else {
            return no_such_property(path, "The object");
          }
        }
      },
      target->object);
}

}  // namespace gantry::package
