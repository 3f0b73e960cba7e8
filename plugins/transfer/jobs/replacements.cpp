#include "plugins/transfer/jobs/replacements.hpp"

namespace gantry::transfer {
namespace {

constexpr std::array<std::string_view, 5> reference_names = {"owner", "database", "operator", "credential",
                                                             "proxy"};

}  // namespace

std::string_view reference_name(Reference reference) {
  return reference_names[static_cast<std::size_t>(reference)];
}

Result<Replacements> Replacements::parse(const std::vector<std::string> &items) {
  Replacements all;
  for (const std::string &item : items) {
    const auto refuse = [&](std::string found) {
      return Error(Status::invalid, "an item of Gantry.Replacements cannot be read",
                   "kind:old=new, with kind one of owner, database, operator, credential, proxy",
                   std::move(found), "correct the item: " + item);
    };
    const std::size_t colon = item.find(':');
    if (colon == std::string::npos) return refuse("no colon");
    std::size_t kind = 0;
    while (kind < reference_names.size() && reference_names[kind] != item.substr(0, colon)) ++kind;
    if (kind == reference_names.size()) return refuse("the kind " + item.substr(0, colon));
    std::string old;
    std::size_t at = colon + 1;
    for (; at < item.size(); ++at) {
      if (item[at] == '=') {
        if (at + 1 >= item.size() || item[at + 1] != '=') break;
        ++at;
      }
      old += item[at];
    }
    if (at >= item.size()) return refuse("no single sign of equality");
    if (old.empty() || at + 1 == item.size()) return refuse("an empty name");
    all.pairs_[kind].emplace_back(std::move(old), item.substr(at + 1));
  }
  return all;
}

bool Replacements::empty() const {
  for (const auto &pairs : pairs_)
    if (!pairs.empty()) return false;
  return true;
}

std::vector<std::string> Replacements::targets(Reference reference) const {
  std::vector<std::string> names;
  for (const auto &[from, to] : pairs_[static_cast<std::size_t>(reference)]) names.push_back(to);
  return names;
}

std::optional<std::string> Replacements::find(Reference reference, std::string_view old,
                                              const NameComparer &names) const {
  std::optional<std::string> any;
  for (const auto &[from, to] : pairs_[static_cast<std::size_t>(reference)]) {
    if (names.same(from, old)) return to;
    if (from == "*") any = to;
  }
  return any;
}

}  // namespace gantry::transfer
