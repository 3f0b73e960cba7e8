// A plugin's object standing for an object of the package: made, given its properties, asked for them.
#ifndef GANTRY_RUNTIME_LIVE_OBJECT_HPP
#define GANTRY_RUNTIME_LIVE_OBJECT_HPP

#include "host/dtsx/object-data.hpp"
#include "host/runtime/host.hpp"
#include "host/runtime/site-context.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::runtime {

/// Sites outlive their objects' last release (B1); whoever holds an object longer than its run keeps only a
/// site that answers STATE. One list a run.
class SiteStore {
 public:
  SiteHost &make(SiteContext &context);
  /// Cuts a site off from its context, which is about to go.
  void retire(SiteHost &site);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<SiteHost>> sites_;
};

/// Not copied, not moved: its site points to the context.
class LiveObject {
 public:
  /// `name` is how messages call it: `connection manager Source`, `task \Package\Copy`.
  LiveObject(Host &host, SiteStore &sites, SiteContext &context, catalog::Provider provider,
             std::string name);
  LiveObject(const LiveObject &) = delete;
  LiveObject &operator=(const LiveObject &) = delete;
  ~LiveObject();

  /// Loads the plugin, reads the class's description, makes the object. Errors: the loader's, with `name` in
  /// front.
  Result<> make();

  /// Gives it what the package says: ObjectData, then overrides (P3, P4). `warnings` takes what was left
  /// aside.
  Result<> load(const package::ObjectData &data, const std::vector<package::Override> &overrides,
                std::vector<Error> &warnings);
  Result<> set(std::string_view property, std::string_view value);
  Result<std::string> get(std::string_view property) const;
  /// Checks values without I/O (P1).
  Result<> validate() const;

  const ObjectPtr &object() const { return object_; }
  const catalog::Provider &provider() const { return provider_; }
  const dtsx::ClassDescription &description() const { return description_; }
  const std::string &name() const { return name_; }
  bool has_log_entry(std::string_view entry) const;
  /// Sensitive properties that the package has but could not hand over.
  const std::vector<std::string> &withheld() const { return withheld_; }
  bool was_set(std::string_view property) const;

 private:
  Error named(Error error) const;

  Host &host_;
  SiteStore &sites_;
  catalog::Provider provider_;
  std::string name_;
  SiteHost &site_;
  dtsx::ClassDescription description_;
  std::vector<std::string> log_entries_, withheld_, set_;
  ObjectPtr object_;
};

}  // namespace gantry::runtime

#endif
