// The only way to a driver: choice, overlay of the operator's settings, and the list of attempts (T4, T5).
#ifndef GANTRY_RUNTIME_DRIVER_DOOR_HPP
#define GANTRY_RUNTIME_DRIVER_DOOR_HPP

#include "host/runtime/event.hpp"
#include "host/runtime/guard/manners.hpp"
#include "host/runtime/live-object.hpp"
#include "host/runtime/request.hpp"

#include <functional>
#include <map>
#include <mutex>

namespace gantry::runtime {

/// One connection's door. Any thread.
class DriverDoor {
 public:
  /// `session_opened` is told how the server was reached, `inform` of tries that are repeated; `context`
  /// serves the drivers' objects.
  DriverDoor(Host &host, SiteStore &sites, SiteContext &context, std::string connection,
             guard::Manners manners, std::function<void(const SessionFacts &)> session_opened,
             std::function<void(std::string)> inform);

  /// Opening is tried up to three times when it fails for a reason that may pass.
  /// Errors: NOT_FOUND (no driver speaks the scheme), UNSUPPORTED (no candidate has what is required: each is
  /// named with its reason), INVALID (settings), and the driver's own. A driver that cannot be loaded gives
  /// way to the next; one that cannot connect does not.
  Result<ObjectPtr> open(std::string_view scheme, const PropertiesRef &request, std::string_view required,
                         const gantry_call *call);

  /// Of the last open.
  std::vector<catalog::Attempt> attempts() const;

 private:
  /// What the operator says of this connection; looked up once.
  const std::vector<configuration::Setting> &settings();
  Result<LiveObject *> driver(const catalog::Provider &provider);
  Result<ObjectPtr> open_with(const LiveObject &driver, gantry_object *request, const gantry_call *call);
  Result<> tell(const ObjectPtr &session, std::string_view scheme, const Request &request,
                const catalog::Provider &driver, const gantry_call *call);

  Host &host_;
  SiteStore &sites_;
  SiteContext &context_;
  const std::string connection_;
  const guard::Manners manners_;
  std::function<void(const SessionFacts &)> session_opened_;
  std::function<void(std::string)> inform_;
  std::once_flag settings_once_;
  std::vector<configuration::Setting> settings_;
  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<LiveObject>> drivers_;  ///< by class id and file
  std::vector<catalog::Attempt> attempts_;
};

}  // namespace gantry::runtime

#endif
