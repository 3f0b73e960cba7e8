#include "host/dtsx/protection.hpp"

#include <map>

namespace gantry::dtsx {

using package::ProtectionLevel;
using xml::none;

namespace {

Error refused(const xml::Source &source, std::uint32_t code, std::string found, std::string todo) {
  return Error(Status::unsupported, "The package '" + source.name + "' cannot be opened.",
               "Protection level DontSaveSensitive, EncryptSensitiveWithUserKey or "
               "EncryptSensitiveWithPassword "
               "was expected.",
               std::move(found), std::move(todo))
      .with_code(code);
}

constexpr std::string_view resave =
    "Save the package with DontSaveSensitive and give its secrets by environment, secret file or prompt.";

/// `Package\Task` or a name: the nearest object around an element that has one.
std::string owner(const xml::Source &source, std::uint32_t element) {
  for (std::uint32_t at = element; at != none && at != 0; at = source.elements[at].parent) {
    if (source.space(at) != dts_space || is_dts(source, at, "Property")) continue;
    std::string name = dts_attribute(source, at, "refId");
    if (name.empty()) name = dts_attribute(source, at, "ObjectName");
    if (name.empty()) {
      const std::uint32_t property = find_property(source, at, "ObjectName");
      if (property != none) name = source.content(property);
    }
    if (!name.empty()) return name;
  }
  return {};
}

}  // namespace

Result<> check_readable(const xml::Source &source) {
  const std::uint32_t root = source.root();
  std::string stated = dts_attribute(source, root, "ProtectionLevel");
  if (const std::uint32_t property = find_property(source, root, "ProtectionLevel"); property != none)
    stated = source.content(property);
  const auto level = package::parse_integer(stated);
  bool whole = source.local_name(root) == "EncryptedData" || source.local_name(root) == "EncryptedPackage";
  bool salted = false;
  for (std::uint32_t at = source.elements[root].first_child; at != none; at = source.elements[at].next)
    if (source.local_name(at) == "EncryptedData") whole = true;
  // A salt belongs to a key made from a password; the user's key needs none.
  for (std::uint32_t at = 1; at < source.elements.size() && at < 16; ++at)
    for (std::uint32_t i = 0; i < source.elements[at].attributes; ++i)
      if (source.attribute_name(source.elements[at].first_attribute + i) == "Salt") salted = true;
  if (level == 5)
    return refused(source, 0xC0014061, "It has ServerStorage, which exists in a server's storage only.",
                   std::string(resave));
  if (level == 4 || (whole && level != 3 && !salted))
    return refused(source, 0xC0014060,
                   "It is EncryptAllWithUserKey: only its author's Windows profile can open it.",
                   std::string(resave));
  if (level == 3 || whole)
    return refused(source, 0xC0014037,
                   "It is EncryptAllWithPassword; decryption with a package password is not offered.",
                   std::string(resave));
  return success();
}

std::vector<Finding> sensitive_findings(const xml::Source &source, ProtectionLevel level) {
  std::vector<Finding> findings;
  // Elements come in the order of the text, so lines are counted once; owners are looked up once each.
  int line = 1;
  std::uint32_t counted = 0;
  std::map<std::uint32_t, std::string> owners;
  const auto owner_of = [&](std::uint32_t element) -> const std::string & {
    const std::uint32_t parent = source.elements[element].parent;
    const auto [found, added] = owners.try_emplace(parent);
    if (added) found->second = owner(source, parent);
    return found->second;
  };
  for (std::uint32_t at = 1; at < source.elements.size() && findings.size() < 1000; ++at) {
    if (!is_sensitive(source, at)) continue;
    const bool encrypted = is_encrypted(source, at);
    // The cipher inside a node that is marked itself is told once, with the node.
    if (is_cipher(source, at) && is_sensitive(source, source.elements[at].parent)) continue;
    // A parameter that is only declared sensitive holds its value in a child of its own.
    if (!encrypted && (source.elements[at].first_child != none || source.content(at).empty())) continue;
    Finding finding;
    finding.object = owner_of(at);
    for (; counted < source.elements[at].begin; ++counted) line += source.text[counted] == '\n';
    const std::string node =
        "The sensitive node '" + std::string(source.local_name(at)) + "' of '" + finding.object + "'";
    const std::string place = " ('" + source.name + "', line " + std::to_string(line) + ")";
    const std::string todo =
        "Give the secret by environment, secret file, prompt, configuration or parameter.";
    if (!encrypted) {
      finding.text = Error(Status::data, node + " holds a secret in clear.",
                           "An encrypted or empty node was expected.", "It is clear text" + place + ".",
                           "Remove it from the file and give the secret from outside.");
    } else if (level == ProtectionLevel::encrypt_sensitive_with_password) {
      finding.severity = Finding::Severity::error;
      finding.text = Error(Status::unsupported, node + " was not decrypted and counts as empty.",
                           "A secret given from outside was expected.",
                           "EncryptSensitiveWithPassword is not decrypted here" + place + ".", todo)
                         .with_code(0xC001405F);
    } else {
      finding.text = Error(Status::unsupported, node + " was not decrypted and counts as empty.",
                           "The key of the user who saved the package was expected.",
                           "That key exists in a Windows profile only" + place + ".", todo)
                         .with_code(0xC0016016);
    }
    finding.text.line = line;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace gantry::dtsx
