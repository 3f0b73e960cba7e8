// Who serves: classes by name, drivers by scheme (T5), slots before anything is loaded (T3).
#include "host/catalog/catalog.hpp"
#include "host/catalog/refusal.hpp"
#include "host/catalog/version.hpp"

#include <algorithm>
#include <set>

namespace gantry::catalog {
namespace {

bool contains(const std::vector<std::string> &list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string joined(const std::vector<std::string> &list, std::string_view between = ", ") {
  std::string text;
  for (const std::string &item : list) {
    if (!text.empty()) text += between;
    text += item;
  }
  return text;
}

/// A declared capability counts unless its value says no.
bool has_capability(const ClassNote &note, const std::string &name) {
  const auto found = note.capabilities.find(name);
  return found != note.capabilities.end() && found->second != "0" && found->second != "no" &&
         found->second != "false";
}

/// What of `required` the class does not offer by itself.
std::vector<std::string> missing_from(const ClassNote &note, const std::vector<std::string> &required) {
  constexpr std::string_view prefix = "capability:";
  std::vector<std::string> missing;
  for (const std::string &item : required) {
    const bool offered = item.compare(0, prefix.size(), prefix) == 0
                             ? has_capability(note, item.substr(prefix.size()))
                             : contains(note.provides, item);
    if (!offered && !contains(missing, item)) missing.push_back(item);
  }
  return missing;
}

bool is_driver_named(const ClassNote &note, std::string_view name) {
  return note.id == name || note.answers_to(name);
}

std::string number_text(int reason) {
  return reason == 0 ? std::string() : " [" + std::to_string(reason) + ']';
}

std::vector<std::string> attempt_lines(const std::vector<Attempt> &attempts) {
  std::vector<std::string> lines;
  for (const Attempt &attempt : attempts)
    lines.push_back(attempt.driver + ": " + attempt.state + number_text(attempt.reason) +
                    (attempt.text.empty() ? "" : ": " + attempt.text));
  return lines;
}

/// Of several files with one plugin id only the best one serves new objects (T5).
std::vector<const PluginFile *> serving(const std::vector<PluginFile> &files) {
  std::vector<const PluginFile *> result;
  for (const PluginFile &file : files) {
    if (!file.usable()) continue;
    const auto same = std::find_if(result.begin(), result.end(),
                                   [&](const PluginFile *other) { return other->note.id == file.note.id; });
    if (same == result.end())
      result.push_back(&file);
    else if (compare_versions(file.note.version, (*same)->note.version) > 0)
      *same = &file;
  }
  return result;
}

/// The drivers of a scheme in the order in which they would be tried.
std::vector<Provider> ordered_drivers(const std::vector<PluginFile> &files, std::string_view scheme,
                                      const std::vector<std::string> &configured_order) {
  std::vector<Provider> drivers;
  for (const PluginFile *file : serving(files))
    for (const ClassNote &note : file->note.classes)
      if (note.kind == ClassKind::driver && contains(note.schemes, scheme)) drivers.push_back({file, &note});
  const auto rank = [&](const Provider &driver) {
    for (std::size_t i = 0; i < configured_order.size(); ++i)
      if (is_driver_named(*driver.note, configured_order[i])) return i;
    return configured_order.size();
  };
  std::stable_sort(drivers.begin(), drivers.end(), [&](const Provider &a, const Provider &b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    if (a.note->priority != b.note->priority) return a.note->priority > b.note->priority;
    return a.note->id < b.note->id;
  });
  return drivers;
}

}  // namespace

Provider Catalog::find(ClassKind kind, const std::vector<std::string> &names) const {
  const std::vector<const PluginFile *> candidates = serving(files_);
  for (const std::string &name : names)
    for (const PluginFile *file : candidates)
      for (const ClassNote &note : file->note.classes)
        if (note.kind == kind && note.answers_to(name)) return {file, &note};
  return {};
}

Provider Catalog::find_class(std::string_view class_id) const {
  for (const PluginFile *file : serving(files_))
    if (const ClassNote *note = file->note.find_class(class_id)) return {file, note};
  return {};
}

std::vector<Provider> Catalog::all(ClassKind kind) const {
  std::vector<Provider> providers;
  for (const PluginFile *file : serving(files_))
    for (const ClassNote &note : file->note.classes)
      if (note.kind == kind) providers.push_back({file, &note});
  return providers;
}

std::vector<std::string> Catalog::looked_at(ClassKind kind) const {
  std::vector<std::string> lines;
  for (const PluginFile &file : files_) {
    std::vector<std::string> names;
    for (const ClassNote &note : file.note.classes)
      if (note.kind == kind)
        names.push_back(note.creation_names.empty() ? note.id : note.creation_names.front());
    // A file whose note could not be read may be the one that is missed.
    const bool unread = file.state == FileState::refused && file.note.classes.empty();
    if (names.empty() && !unread) continue;
    std::string line =
        file.note.id.empty() ? file.path : file.note.id + ' ' + file.note.version + " (" + file.path + ')';
    if (!names.empty()) line += ": " + joined(names);
    if (file.state != FileState::accepted)
      line += ": " + std::string(state_name(file.state)) + number_text(file.reason.number);
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::vector<Provider>> Catalog::drivers(std::string_view scheme,
                                               const std::vector<std::string> &required,
                                               std::string_view requested,
                                               const std::vector<std::string> &configured_order,
                                               std::vector<Attempt> &attempts) const {
  const std::vector<Provider> drivers = ordered_drivers(files_, scheme, configured_order);
  std::vector<Attempt> others;
  for (const PluginFile &file : files_)
    if (!file.usable() && file.state != FileState::shadowed)
      for (const ClassNote &note : file.note.classes)
        if (note.kind == ClassKind::driver && contains(note.schemes, scheme))
          others.push_back(
              {note.id + " (" + file.path + ')', "refused", file.reason.number, file.reason.text.what});

  const auto give_up = [&](Error error) {
    attempts.insert(attempts.end(), others.begin(), others.end());
    error.details = attempt_lines(others);
    return error;
  };

  std::vector<Provider> candidates;
  const ClassNote *named = nullptr;
  std::vector<std::string> named_lacks;
  for (const Provider &driver : drivers) {
    if (!requested.empty() && !is_driver_named(*driver.note, requested)) {
      others.push_back(
          {driver.note->id, "not tried", 0, "driver " + std::string(requested) + " was asked for"});
      continue;
    }
    const std::vector<std::string> lacks = missing_from(*driver.note, required);
    if (!requested.empty()) {
      named = driver.note;
      named_lacks = lacks;
    }
    if (lacks.empty())
      candidates.push_back(driver);
    else
      others.push_back({driver.note->id, "lacks", static_cast<int>(Refusal::driver_lacks), joined(lacks)});
  }

  const std::string scheme_text(scheme);
  if (!requested.empty() && !named)
    return give_up(
        refuse(Refusal::named_driver_absent, Status::not_found,
               "driver " + std::string(requested) + " was asked for and is not there",
               "a driver of that id for " + scheme_text,
               drivers.empty() ? "none for " + scheme_text : "other drivers: " + joined([&] {
                                                               std::vector<std::string> ids;
                                                               for (const Provider &driver : drivers)
                                                                 ids.push_back(driver.note->id);
                                                               return ids;
                                                             }()),
               "install it, or ask for another one; `gantry drivers why " + scheme_text + "` lists them"));
  if (named && !named_lacks.empty())
    return give_up(refuse(Refusal::named_driver_lacks, Status::unsupported,
                          "driver " + named->id + " was asked for and lacks what is required",
                          joined(required), "it lacks " + joined(named_lacks),
                          "ask for another driver, or for none"));
  if (candidates.empty())
    return give_up(
        refuse(Refusal::no_driver, Status::unsupported, "no driver for " + scheme_text + " can be used",
               required.empty() ? "a driver for " + scheme_text : "a driver with " + joined(required),
               others.empty() ? "no driver for " + scheme_text : joined(attempt_lines(others), "; "),
               "install one; `gantry drivers why " + scheme_text + "` says what was looked at"));
  attempts.insert(attempts.end(), others.begin(), others.end());
  return candidates;
}

Result<> Catalog::matches(const Provider &connection_manager, const std::vector<std::string> &required,
                          std::string_view requested_driver,
                          const std::vector<std::string> &configured_order) const {
  const ClassNote &note = *connection_manager.note;
  const std::string type = note.creation_names.empty() ? note.id : note.creation_names.front();
  const std::vector<std::string> missing = missing_from(note, required);
  if (note.forwards.empty()) {
    if (missing.empty()) return success();
    return refuse(Refusal::connection_lacks, Status::unsupported,
                  "connection type " + type + " does not offer " + joined(missing), joined(required),
                  note.provides.empty() ? "it offers nothing" : "it offers " + joined(note.provides),
                  "bind the slot to a connection of another type");
  }
  // It opens a driver and gives what that one has: each scheme's drivers are candidates for the rest.
  std::vector<std::string> details;
  Error last;
  for (const std::string &scheme : note.forwards) {
    std::vector<Attempt> attempts;
    Result<std::vector<Provider>> drivers =
        this->drivers(scheme, missing, requested_driver, configured_order, attempts);
    if (drivers) return success();
    last = std::move(drivers).error();
    details.insert(details.end(), last.details.begin(), last.details.end());
  }
  Error error = missing.empty() ? refuse(Refusal::connection_lacks, Status::unsupported,
                                         "connection type " + type + " has no driver it could open",
                                         "a driver for " + joined(note.forwards),
                                         last.what + ": " + last.found, last.todo)
                                : refuse(Refusal::connection_lacks, Status::unsupported,
                                         "connection type " + type + " does not offer " + joined(missing),
                                         joined(missing) + " from it or from its driver",
                                         details.empty() ? last.what : joined(details, "; "), last.todo);
  error.details = std::move(details);
  return error;
}

}  // namespace gantry::catalog
