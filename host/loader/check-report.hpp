// Where check proxies say what they saw (contract section 14).
#ifndef GANTRY_LOADER_CHECK_REPORT_HPP
#define GANTRY_LOADER_CHECK_REPORT_HPP

#include <gantry/cpp/object.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace gantry::loader {

/// Whose mistake it is: HOST is the side that calls (the host, or the plugin that holds the object), PLUGIN
/// the one that is called.
enum class Side { host, plugin };

/// Any thread. Shared by all proxies of a loader.
class CheckReport {
 public:
  /// `to`: one line a report; empty: stderr.
  explicit CheckReport(std::function<void(const std::string &)> to) : to_(std::move(to)) {}

  /// `HOST: <object>: <interface>.<slot>: <text>`.
  void say(Side side, std::string_view object, std::string_view call, std::string_view text) noexcept;

 private:
  std::mutex mutex_;
  std::function<void(const std::string &)> to_;
};

/// A proxy of an object that is to be checked; takes over the reference. `label` names it in reports. The
/// interfaces the host knows are wrapped; refs of all others are the inner ones (B2). Objects that calls hand
/// out are wrapped in turn.
ObjectPtr checked(ObjectPtr inner, std::string label, std::shared_ptr<CheckReport> report);

/// Says which proxies were never released (retain/release balance); gives how many.
int report_unreleased(const std::shared_ptr<CheckReport> &report);

}  // namespace gantry::loader

#endif
