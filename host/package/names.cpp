#include "host/package/names.hpp"

#include <algorithm>
#include <cstdio>
#include <random>

namespace gantry::package {

namespace {

std::string_view without_braces(std::string_view text) {
  if (text.size() > 1 && text.front() == '{' && text.back() == '}') return text.substr(1, text.size() - 2);
  return text;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

Error bad_name(std::uint32_t code, std::string_view name, std::string expected, std::string found) {
  std::string shown;
  for (char c : name.substr(0, 128)) shown += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  return Error(Status::invalid, "The object name '" + shown + "' is not legal.", std::move(expected),
               std::move(found), "Give the object another name.")
      .with_code(code);
}

/// Objects that came from a file without a refId stay without one.
void give(Object &object, std::string ref) {
  if (!object.ref_id.empty() || object.origin == 0) object.ref_id = std::move(ref);
}

void refresh(Executable &at) {
  for (Variable &variable : at.variables)
    if (!variable.ref_id.empty()) give(variable, at.ref_id + ".Variables[" + variable.qualified_name() + "]");
  for (Executable &child : at.executables) {
    give(child, at.ref_id + "\\" + child.name);
    refresh(child);
  }
  for (Executable &handler : at.event_handlers) {
    give(handler, at.ref_id + ".EventHandlers[" + std::string(handler.event_name()) + "]");
    refresh(handler);
  }
  for (PrecedenceConstraint &constraint : at.constraints) {
    give(constraint, at.ref_id + ".PrecedenceConstraints[" + constraint.name + "]");
    for (const Executable &child : at.executables) {
      if (!constraint.from_id.empty() && same_guid(child.id, constraint.from_id) && !child.ref_id.empty())
        constraint.from = child.ref_id;
      if (!constraint.to_id.empty() && same_guid(child.id, constraint.to_id) && !child.ref_id.empty())
        constraint.to = child.ref_id;
    }
  }
}

}  // namespace

Result<> check_name(std::string_view name) {
  if (name.empty())
    return bad_name(0xC001F201, name, "A name of at least one character was expected.", "The name is empty.");
  for (char c : name) {
    if (std::string_view("/\\:[].=").find(c) != std::string_view::npos)
      return bad_name(0xC001F202, name, "None of the characters / \\ : [ ] . = may be in a name.",
                      std::string("It holds '") + c + "'.");
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      return bad_name(0xC001F203, name, "No control character may be in a name.",
                      "It holds the character number " + std::to_string(static_cast<unsigned char>(c)) + ".");
  }
  if (name.front() == ' ')
    return bad_name(0xC001F204, name, "A name begins with something else than a blank.",
                    "It begins with a blank.");
  if (name.back() == ' ')
    return bad_name(0xC001F205, name, "A name ends with something else than a blank.",
                    "It ends with a blank.");
  return success();
}

std::string new_guid() {
  std::random_device source;
  unsigned bytes[16];
  for (unsigned &byte : bytes) byte = source() & 0xFF;
  bytes[6] = (bytes[6] & 0x0F) | 0x40;
  bytes[8] = (bytes[8] & 0x3F) | 0x80;
  char text[39];
  std::snprintf(text, sizeof text, "{%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8],
                bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]);
  return text;
}

bool looks_like_guid(std::string_view text) {
  text = without_braces(text);
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::string_view("0123456789ABCDEF").find(upper(text[i])) > 15) return false;
  }
  return true;
}

bool same_guid(std::string_view a, std::string_view b) {
  a = without_braces(a);
  b = without_braces(b);
  return !a.empty() && std::equal(a.begin(), a.end(), b.begin(), b.end(),
                                  [](char x, char y) { return upper(x) == upper(y); });
}

void refresh_ref_ids(Package &package) {
  if (package.format_version < 6) return;
  give(package.root, "Package");
  for (ConnectionManager &manager : package.connections)
    if (manager.scope == Scope::package) give(manager, "Package.ConnectionManagers[" + manager.name + "]");
  refresh(package.root);
  for (LogProvider &provider : package.log_providers)
    give(provider, "Package.LogProviders[" + provider.name + "]");
  for (Configuration &configuration : package.configurations)
    if (!configuration.ref_id.empty())
      configuration.ref_id = "Package.Configurations[" + configuration.name + "]";
}

}  // namespace gantry::package
