// What one plugin object may ask of the host: the C++ face of its site (B1, T4). services.cpp puts the C
// tables in front.
#ifndef GANTRY_RUNTIME_SITE_CONTEXT_HPP
#define GANTRY_RUNTIME_SITE_CONTEXT_HPP

#include <gantry/cpp/object.hpp>
#include <gantry/cpp/properties.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gantry::runtime {

/// Every function may be called from any thread while the object lives.
class SiteContext {
 public:
  virtual ~SiteContext() = default;

  virtual void log(std::int32_t level, std::string_view text) = 0;
  virtual Result<> message(std::int32_t severity, std::uint32_t code, std::string_view sub_component,
                           std::string_view text) = 0;
  virtual Result<> progress(std::uint64_t done, std::uint64_t total, std::string_view sub_component,
                            std::string_view text) = 0;
  virtual Result<> log_entry(std::string_view name, std::string_view text) = 0;

  struct VariableText {
    std::int32_t type = 8;  ///< VARTYPE
    std::string text;
  };
  virtual Result<VariableText> variable(std::string_view name) = 0;
  virtual Result<> set_variable(std::string_view name, std::string_view value) = 0;

  /// Rows in a variable of type Object (gantry.host.rowsets/1).
  virtual Result<> put_rows(std::string_view name, const ObjectPtr &rows, const gantry_call *call) = 0;
  virtual Result<ObjectPtr> rows(std::string_view name) = 0;

  virtual Result<ObjectPtr> acquire(std::string_view slot, std::string_view iid, const gantry_call *call) = 0;
  virtual Result<std::string> describe_slot(std::string_view slot) = 0;
  virtual Result<ObjectPtr> open_session(std::string_view scheme, const PropertiesRef &request,
                                         std::string_view required, const gantry_call *call) = 0;
  /// Wipe the text after use.
  virtual Result<std::string> secret(std::string_view property) = 0;
  virtual bool reap(gantry_object *object) = 0;
};

/// The gantry_host that a plugin object gets. Lives until the object's last release.
class SiteHost : public gantry_host {
 public:
  /// The context must live until attach gives another one.
  explicit SiteHost(SiteContext &context);
  SiteHost(const SiteHost &) = delete;
  SiteHost &operator=(const SiteHost &) = delete;

  SiteContext &context() const { return *context_.load(std::memory_order_acquire); }
  void attach(SiteContext &context) { context_.store(&context, std::memory_order_release); }
  static SiteContext &of(const gantry_host *site) { return static_cast<const SiteHost *>(site)->context(); }

 private:
  std::atomic<SiteContext *> context_;
};

}  // namespace gantry::runtime

#endif
