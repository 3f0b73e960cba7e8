#include "host/package/connection-manager.hpp"

#include <algorithm>

#include "host/package/names.hpp"

namespace gantry::package {

namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// `{GUID}:external` of data-flow components means the manager with that id.
std::string_view bare_id(std::string_view key) {
  const std::size_t brace = key.find('}');
  return !key.empty() && key.front() == '{' && brace != std::string_view::npos && brace + 1 < key.size() &&
                 key[brace + 1] == ':'
             ? key.substr(0, brace + 1)
             : key;
}

/// The name inside `Package.ConnectionManagers[NAME]`, and which scope it asks for.
bool name_of_ref(std::string_view key, std::string_view &name, Scope &scope) {
  for (const auto &[prefix, which] :
       {std::pair(std::string_view("Package.ConnectionManagers["), Scope::package),
        std::pair(std::string_view("Project.ConnectionManagers["), Scope::project)}) {
    if (key.size() > prefix.size() && key.substr(0, prefix.size()) == prefix && key.back() == ']') {
      name = key.substr(prefix.size(), key.size() - prefix.size() - 1);
      scope = which;
      return true;
    }
  }
  return false;
}

Error not_found(std::string_view key, const Connections &all) {
  std::string names;
  for (const ConnectionManager &item : all) names += (names.empty() ? "'" : ", '") + item.name + "'";
  return Error(Status::not_found, "The connection manager '" + std::string(key) + "' was not found.",
               "A name, id or refId of the Connections collection was expected.",
               names.empty() ? "The collection is empty." : "The collection holds " + names + ".",
               "Add the connection manager to the package, or correct the reference.")
      .with_code(0xC001000E);
}

}  // namespace

std::string_view ConnectionManager::type() const {
  return std::string_view(creation_name).substr(0, creation_name.find(':'));
}

std::string_view ConnectionManager::qualifier() const {
  const std::size_t colon = creation_name.find(':');
  return colon == std::string::npos ? std::string_view() : std::string_view(creation_name).substr(colon + 1);
}

Result<> ConnectionManager::set_qualifier(std::string_view text) {
  if (text.empty())
    return Error(Status::invalid, "The qualifier of connection manager '" + name + "' could not be set.",
                 "A text that is not empty was expected.", "The qualifier is empty.",
                 "Give the part that stands behind the colon, for example SQL in ADO.NET:SQL.")
        .with_code(0xC001400B);
  if (!qualifier().empty())
    return Error(Status::state, "The qualifier of connection manager '" + name + "' could not be set.",
                 "A qualifier is set once.", "It has the qualifier '" + std::string(qualifier()) + "'.",
                 "Add a new connection manager with the type you need.")
        .with_code(0xC001400A);
  creation_name = std::string(type()) + ":" + std::string(text);
  return success();
}

std::string ConnectionManager::package_path() const { return "\\Package.Connections[" + name + "]"; }

ConnectionManager &Connections::add(std::string_view creation_name) {
  ConnectionManager manager;
  manager.creation_name = creation_name;
  manager.name = creation_name;
  const auto taken = [&](const std::string &name) {
    return std::any_of(items_.begin(), items_.end(),
                       [&](const ConnectionManager &item) { return same_name(item.name, name); });
  };
  for (int number = 1; taken(manager.name); ++number)
    manager.name = std::string(creation_name) + " " + std::to_string(number);
  manager.id = new_guid();
  manager.ref_id = "Package.ConnectionManagers[" + manager.name + "]";
  items_.push_back(std::move(manager));
  return items_.back();
}

Result<> Connections::join(ConnectionManager manager) {
  for (const ConnectionManager &item : items_) {
    if (item.scope != manager.scope || !(item.name == manager.name || same_guid(item.id, manager.id)))
      continue;
    return Error(Status::exists, "The connection manager '" + manager.name + "' could not be added.",
                 "A name and an id that are not yet in the collection were expected.",
                 "'" + item.name + "' with id " + item.id + " is there.", "Choose another name.")
        .with_code(0xC0014100);
  }
  items_.push_back(std::move(manager));
  return success();
}

const ConnectionManager *Connections::find(std::string_view key) const {
  for (const ConnectionManager &item : items_)
    if (item.name == key) return &item;
  const std::string_view id = bare_id(key);
  if (looks_like_guid(id))
    for (const ConnectionManager &item : items_)
      if (same_guid(item.id, id)) return &item;
  std::string_view name;
  Scope scope = Scope::package;
  if (name_of_ref(key, name, scope))
    for (const ConnectionManager &item : items_)
      if (item.scope == scope && item.name == name) return &item;
  for (const ConnectionManager &item : items_)
    if (!key.empty() && (item.ref_id == key || same_name(item.name, key))) return &item;
  return nullptr;
}

ConnectionManager *Connections::find(std::string_view key) {
  return const_cast<ConnectionManager *>(std::as_const(*this).find(key));
}

Result<ConnectionManager *> Connections::get(std::string_view key) {
  if (ConnectionManager *found = find(key)) return found;
  return not_found(key, *this);
}

Result<const ConnectionManager *> Connections::get(std::string_view key) const {
  if (const ConnectionManager *found = find(key)) return found;
  return not_found(key, *this);
}

Result<ConnectionManager *> Connections::get(std::size_t index) {
  if (index < items_.size()) return &items_[index];
  return not_found(std::to_string(index), *this);
}

Result<> Connections::remove(std::string_view key) {
  const ConnectionManager *found = find(key);
  if (!found) return not_found(key, *this);
  items_.erase(items_.begin() + (found - items_.data()));
  return success();
}

Result<> Connections::remove(std::size_t index) {
  if (index >= items_.size()) return not_found(std::to_string(index), *this);
  items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(index));
  return success();
}

Result<> Connections::rename(std::string_view key, std::string_view new_name) {
  ConnectionManager *found = find(key);
  if (!found) return not_found(key, *this);
  if (new_name.empty())
    return Error(Status::invalid, "The connection manager '" + found->name + "' could not be renamed.",
                 "A name of at least one character was expected.", "The name is empty.", "Give a name.")
        .with_code(0xC001F201);
  for (const ConnectionManager &item : items_)
    if (&item != found && item.scope == found->scope && item.name == new_name)
      return Error(Status::exists,
                   "The connection manager '" + found->name + "' could not be renamed to '" +
                       std::string(new_name) + "'.",
                   "A name that is free was expected.", "Another connection manager has that name.",
                   "Choose another name.")
          .with_code(0xC0014101);
  found->name = new_name;
  if (!found->ref_id.empty())
    found->ref_id = (found->scope == Scope::package ? "Package" : "Project") +
                    std::string(".ConnectionManagers[") + found->name + "]";
  return success();
}

}  // namespace gantry::package
