#include "host/runtime/live-object.hpp"

#include <gantry/cpp/text.hpp>

#include <algorithm>

namespace gantry::runtime {

namespace {

/// Answers for objects whose run is over.
class RetiredContext final : public SiteContext {
 public:
  void log(std::int32_t, std::string_view) override {}
  Result<> message(std::int32_t, std::uint32_t, std::string_view, std::string_view) override {
    return over();
  }
  Result<> progress(std::uint64_t, std::uint64_t, std::string_view, std::string_view) override {
    return over();
  }
  Result<> log_entry(std::string_view, std::string_view) override { return over(); }
  Result<VariableText> variable(std::string_view) override { return over(); }
  Result<> set_variable(std::string_view, std::string_view) override { return over(); }
  Result<> put_rows(std::string_view, const ObjectPtr &, const gantry_call *) override { return over(); }
  Result<ObjectPtr> rows(std::string_view) override { return over(); }
  Result<ObjectPtr> acquire(std::string_view, std::string_view, const gantry_call *) override {
    return over();
  }
  Result<std::string> describe_slot(std::string_view) override { return over(); }
  Result<ObjectPtr> open_session(std::string_view, const PropertiesRef &, std::string_view,
                                 const gantry_call *) override {
    return over();
  }
  Result<std::string> secret(std::string_view) override { return over(); }
  bool reap(gantry_object *) override { return false; }

 private:
  static Error over() {
    return Error(Status::state, "the object's run is over", "a call while the object is in use",
                 "a later one", "report this to the plugin's author (B1)");
  }
};

RetiredContext &retired() {
  static RetiredContext context;
  return context;
}

}  // namespace

SiteHost &SiteStore::make(SiteContext &context) {
  const std::lock_guard<std::mutex> lock(mutex_);
  sites_.push_back(std::make_unique<SiteHost>(context));
  return *sites_.back();
}

void SiteStore::retire(SiteHost &site) { site.attach(retired()); }

LiveObject::LiveObject(Host &host, SiteStore &sites, SiteContext &context, catalog::Provider provider,
                       std::string name)
    : host_(host), sites_(sites), provider_(provider), name_(std::move(name)), site_(sites.make(context)) {}

LiveObject::~LiveObject() {
  object_ = ObjectPtr();
  sites_.retire(site_);
}

Error LiveObject::named(Error error) const {
  error.what = name_ + ": " + error.what;
  return error;
}

Result<> LiveObject::make() {
  Result<loader::Plugin *> plugin = host_.loader.load(*provider_.file);
  if (!plugin) return named(std::move(plugin).error());
  Result<std::string> described = (*plugin)->describe(provider_.note->id);
  if (!described) return named(std::move(described).error());
  Result<dtsx::ClassDescription> parsed = dtsx::parse_description(*described);
  if (!parsed) return named(std::move(parsed).error());
  description_ = std::move(parsed).value();
  if (description_.element.empty()) description_.element = provider_.note->xml;
  for_each_line(*described, [&](std::string_view key, std::string_view value) {
    if (key == "log-entry") log_entries_.emplace_back(value);
  });
  Result<ObjectPtr> made = (*plugin)->create(&site_, provider_.note->id);
  if (!made) return named(std::move(made).error());
  object_ = std::move(made).value();
  return success();
}

Result<> LiveObject::load(const package::ObjectData &data, const std::vector<package::Override> &overrides,
                          std::vector<Error> &warnings) {
  if (const Ref<gantry_persist> persist = object_.query<gantry_persist>(); persist && data.present) {
    Result<std::string> xml = dtsx::standalone_object_data(data);
    if (!xml) return named(std::move(xml).error());
    ErrorReceiver receiver;
    const Result<> loaded = receiver.result(persist->load(persist.self, borrow(*xml), receiver));
    wipe(*xml);
    if (!loaded) return named(loaded.error());
  } else {
    Result<dtsx::ObjectDataContent> content = dtsx::read_object_data(data, description_);
    if (!content) return named(std::move(content).error());
    withheld_ = content->withheld;
    for (dtsx::PropertyValue &value : content->values) {
      const Result<> done = set(value.name, value.value);
      if (value.sensitive) wipe(value.value);
      if (!done) return done.error();
    }
    for (const std::string &unknown : content->unknown)
      warnings.push_back(named(Error(Status::data, unknown + " is not known to " + provider_.note->id,
                                     "the attributes its class describes", unknown,
                                     "it is kept in the package and left aside in this run")));
  }
  for (const package::Override &override : overrides)
    if (Result<> done = set(override.property, override.value); !done) return done;
  return success();
}

Result<> LiveObject::set(std::string_view property, std::string_view value) {
  const PropertiesRef properties(object_);
  if (!properties)
    return named(Error(Status::unsupported, "it has no properties", GANTRY_PROPERTIES_ID, "none",
                       "leave property " + std::string(property) + " out"));
  if (Result<> done = properties.set(property, value); !done) return named(std::move(done).error());
  set_.emplace_back(property);
  return success();
}

Result<std::string> LiveObject::get(std::string_view property) const {
  const PropertiesRef properties(object_);
  if (!properties) return named(Error(Status::unsupported, "it has no properties"));
  return properties.get(property);
}

Result<> LiveObject::validate() const {
  const PropertiesRef properties(object_);
  if (!properties) return success();
  if (Result<> valid = properties.validate(); !valid) return named(std::move(valid).error());
  return success();
}

bool LiveObject::has_log_entry(std::string_view entry) const {
  return std::find(log_entries_.begin(), log_entries_.end(), entry) != log_entries_.end();
}

bool LiveObject::was_set(std::string_view property) const {
  return std::find(set_.begin(), set_.end(), property) != set_.end();
}

}  // namespace gantry::runtime
