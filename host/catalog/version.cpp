#include "host/catalog/version.hpp"

#include <array>
#include <vector>

namespace gantry::catalog {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool numeric(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text)
    if (!digit(c)) return false;
  return true;
}
bool number(std::string_view text) { return numeric(text) && (text.size() == 1 || text[0] != '0'); }

bool identifier(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text)
    if (!digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-') return false;
  return true;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

struct Version {
  std::array<std::string_view, 3> core;
  std::vector<std::string_view> prerelease;
};

bool parse(std::string_view text, Version &version) {
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    for (const std::string_view part : split(text.substr(plus + 1)))
      if (!identifier(part)) return false;
    text = text.substr(0, plus);
  }
  if (const std::size_t minus = text.find('-'); minus != std::string_view::npos) {
    version.prerelease = split(text.substr(minus + 1));
    for (const std::string_view part : version.prerelease)
      if (!identifier(part) || (numeric(part) && !number(part))) return false;
    text = text.substr(0, minus);
  }
  const std::vector<std::string_view> core = split(text);
  if (core.size() != 3) return false;
  for (std::size_t i = 0; i < 3; ++i) {
    if (!number(core[i])) return false;
    version.core[i] = core[i];
  }
  return true;
}

int compare_text(std::string_view a, std::string_view b) { return a < b ? -1 : a > b ? 1 : 0; }

/// Digits without leading zeros: the longer one is the greater one.
int compare_numbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return compare_text(a, b);
}

int compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_numeric = numeric(a), b_numeric = numeric(b);
  if (a_numeric && b_numeric) return compare_numbers(a, b);
  if (a_numeric != b_numeric) return a_numeric ? -1 : 1;
  return compare_text(a, b);
}

}  // namespace

bool is_semantic_version(std::string_view text) {
  Version version;
  return parse(text, version);
}

int compare_versions(std::string_view a, std::string_view b) {
  Version left, right;
  const bool left_valid = parse(a, left), right_valid = parse(b, right);
  if (!left_valid || !right_valid) return left_valid ? 1 : right_valid ? -1 : compare_text(a, b);
  for (std::size_t i = 0; i < 3; ++i)
    if (const int order = compare_numbers(left.core[i], right.core[i])) return order;
  if (left.prerelease.empty() != right.prerelease.empty()) return left.prerelease.empty() ? 1 : -1;
  for (std::size_t i = 0; i < left.prerelease.size() && i < right.prerelease.size(); ++i)
    if (const int order = compare_identifiers(left.prerelease[i], right.prerelease[i])) return order;
  if (left.prerelease.size() == right.prerelease.size()) return 0;
  return left.prerelease.size() < right.prerelease.size() ? -1 : 1;
}

}  // namespace gantry::catalog
