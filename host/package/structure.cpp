#include "host/package/structure.hpp"

#include <map>
#include <set>
#include <string>

#include "host/package/names.hpp"

namespace gantry::package {

namespace {

class Checker {
 public:
  explicit Checker(const Package &package) : package_(package) {}

  std::vector<Error> run() {
    check_package();
    walk(package_.root, [&](const Executable &at, int) { check_executable(at); });
    return std::move(findings_);
  }

 private:
  void add(std::uint32_t code, std::string what, std::string expected, std::string found, std::string todo) {
    findings_.push_back(
        Error(Status::invalid, std::move(what), std::move(expected), std::move(found), std::move(todo))
            .with_code(code));
  }

  void check_package() {
    const Executable &root = package_.root;
    if (root.fail_package_on_failure())
      add(0xC0012023, "The package '" + root.name + "' sets FailPackageOnFailure.",
          "This property belongs to containers and tasks inside a package.", "The package itself has it.",
          "Set it to False on the package.");
    if (package_.save_checkpoints() && root.transaction_option() == TransactionOption::required)
      add(0xC0014104, "The package '" + root.name + "' asks for checkpoints and for a transaction.",
          "SaveCheckpoints and TransactionOption Required exclude each other.", "Both are set.",
          "Set TransactionOption to Supported, or SaveCheckpoints to False.");
    if ((package_.save_checkpoints() || package_.checkpoint_usage() != CheckpointUsage::never) &&
        package_.checkpoint_file_name().empty())
      add(0xC001F081, "The package '" + root.name + "' uses checkpoints.",
          "CheckpointFileName names the checkpoint file.", "It is empty.", "Give the file a name.");
    const std::int64_t concurrent = package_.max_concurrent_executables();
    if (concurrent == 0 || concurrent < -1)
      add(0xC001F026, "MaxConcurrentExecutables of the package '" + root.name + "' is not legal.",
          "-1 or a number above 0 was expected.", "It is " + std::to_string(concurrent) + ".",
          "Correct the value.");
    std::set<std::string> names;
    for (const ConnectionManager &item : package_.connections)
      if (item.scope == Scope::package && !names.insert(item.name).second)
        add(0xC0014100, "The connection manager '" + item.name + "' is there twice.",
            "Names are unique in their collection.", "Two have this name.", "Rename one.");
  }

  void check_executable(const Executable &at) {
    if (at.kind != ExecutableKind::event_handler) {
      if (auto legal = check_name(at.name); !legal) findings_.push_back(legal.error());
    }
    std::set<std::string> names;
    for (const Executable &child : at.executables)
      if (!names.insert(child.name).second)
        add(0xC0014100, "The executable '" + child.name + "' in '" + at.name + "' is there twice.",
            "Names are unique in their container.", "Two have this name.", "Rename one.");
    std::set<std::string> variables;
    for (const Variable &item : at.variables) {
      if (auto legal = check_name(item.name); !legal) findings_.push_back(legal.error());
      if (!variables.insert(item.qualified_name()).second)
        add(0xC0014100, "The variable '" + item.qualified_name() + "' of '" + at.name + "' is there twice.",
            "Names are unique in their scope.", "Two have this name.", "Rename one.");
    }
    check_constraints(at);
  }

  void check_constraints(const Executable &at) {
    if (at.constraints.empty()) return;
    std::map<std::string_view, const Executable *> children;
    for (const Executable &child : at.executables) children.emplace(child.id, &child);
    const auto find = [&](const std::string &id) -> const Executable * {
      const auto found = id.empty() ? children.end() : children.find(id);
      return found == children.end() ? nullptr : found->second;
    };
    std::map<std::string, std::set<std::string>> next;
    std::map<std::string, std::size_t> pending;
    for (const PrecedenceConstraint &item : at.constraints) {
      const Executable *from = find(item.from_id);
      const Executable *to = find(item.to_id);
      const std::string what = "The precedence constraint '" + item.name + "' of '" + at.name + "' is wrong.";
      if (!from)
        add(0xC0014016, what, "It comes from an executable of the same container.",
            "'" + item.from + "' is none.", "Join executables of one container only.");
      if (!to)
        add(0xC0014017, what, "It leads to an executable of the same container.",
            "'" + item.to + "' is none.", "Join executables of one container only.");
      if (!from || !to) continue;
      if (!next[from->id].insert(to->id).second) {
        add(0xC0014038, what, "One constraint may join two executables.",
            "'" + from->name + "' and '" + to->name + "' are joined already.", "Remove one of the two.");
        continue;
      }
      ++pending[to->id];
    }
    // Take away what nothing waits for; whatever is left waits for itself.
    std::vector<std::string> ready;
    for (const auto &[id, followers] : next)
      if (!pending.count(id)) ready.push_back(id);
    while (!ready.empty()) {
      const std::string id = std::move(ready.back());
      ready.pop_back();
      for (const std::string &follower : next[id])
        if (--pending[follower] == 0) {
          pending.erase(follower);
          ready.push_back(follower);
        }
    }
    if (pending.empty()) return;
    std::string names;
    for (const auto &[id, count] : pending)
      if (const Executable *child = find(id)) names += (names.empty() ? "'" : ", '") + child->name + "'";
    add(0xC0014021, "The precedence constraints of '" + at.name + "' form a circle.",
        "Every executable can be reached from one that waits for nothing.",
        names + " wait for themselves, directly or through others.", "Remove one of the constraints.");
  }

  const Package &package_;
  std::vector<Error> findings_;
};

}  // namespace

std::vector<Error> check_structure(const Package &package) { return Checker(package).run(); }

}  // namespace gantry::package
