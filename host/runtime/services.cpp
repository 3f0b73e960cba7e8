// The host services as C tables over SiteContext (T4). Nothing thrown by the host crosses into a plugin (L4).
#include "host/runtime/call.hpp"
#include "host/runtime/host.hpp"
#include "host/runtime/site-context.hpp"

#include <array>
#include <cstring>
#include <mutex>
#include <unordered_map>

namespace gantry::runtime {
namespace {

const gantry_host_log log_table = {sizeof(gantry_host_log), 0,
                                   [](const gantry_host *site, std::int32_t level, gantry_str text) noexcept {
                                     try {
                                       SiteHost::of(site).log(level, view(text));
                                     } catch (...) {  // a log line that cannot be kept must not end the run
                                     }
                                   }};

const gantry_host_events events_table = {
    sizeof(gantry_host_events), 0,
    [](const gantry_host *site, std::int32_t severity, std::uint32_t code, gantry_str sub_component,
       gantry_str text, std::int32_t *fire_again) noexcept {
      if (fire_again) *fire_again = 1;
      return guarded(nullptr, [&] {
        return SiteHost::of(site).message(severity, code, view(sub_component), view(text));
      });
    },
    [](const gantry_host *site, std::uint64_t done, std::uint64_t total, gantry_str sub_component,
       gantry_str text) noexcept {
      return guarded(
          nullptr, [&] { return SiteHost::of(site).progress(done, total, view(sub_component), view(text)); });
    },
    [](const gantry_host *site, gantry_str name, gantry_str text) noexcept {
      return guarded(nullptr, [&] { return SiteHost::of(site).log_entry(view(name), view(text)); });
    }};

const gantry_host_variables variables_table = {
    sizeof(gantry_host_variables), 0,
    [](const gantry_host *site, gantry_str name, std::int32_t *type, gantry_sink out,
       gantry_error *error) noexcept {
      return guarded(error, [&]() -> Result<> {
        Result<SiteContext::VariableText> found = SiteHost::of(site).variable(view(name));
        if (!found) return std::move(found).error();
        if (type) *type = found->type;
        const gantry_status status = put(out, found->text);
        if (status != GANTRY_OK)
          return Error(static_cast<Status>(status), "the variable's value was not taken");
        return success();
      });
    },
    [](const gantry_host *site, gantry_str name, gantry_str value, gantry_error *error) noexcept {
      return guarded(error, [&] { return SiteHost::of(site).set_variable(view(name), view(value)); });
    }};

const gantry_host_rowsets rowsets_table = {
    sizeof(gantry_host_rowsets), 0,
    [](const gantry_host *site, gantry_str name, gantry_object *rows, const gantry_call *call,
       gantry_error *error) noexcept {
      return guarded(error,
                     [&] { return SiteHost::of(site).put_rows(view(name), ObjectPtr::share(rows), call); });
    },
    [](const gantry_host *site, gantry_str name, gantry_object **rows, gantry_error *error) noexcept {
      return guarded(error, [&] { return hand_out(SiteHost::of(site).rows(view(name)), rows); });
    }};

const gantry_host_connections connections_table = {
    sizeof(gantry_host_connections), 0,
    [](const gantry_host *site, gantry_str slot, gantry_str iid, const gantry_call *call,
       gantry_object **object, gantry_error *error) noexcept {
      return guarded(
          error, [&] { return hand_out(SiteHost::of(site).acquire(view(slot), view(iid), call), object); });
    },
    [](const gantry_host *site, gantry_str slot, gantry_sink out, gantry_error *error) noexcept {
      return guarded(error, [&]() -> Result<> {
        Result<std::string> lines = SiteHost::of(site).describe_slot(view(slot));
        if (!lines) return std::move(lines).error();
        (void)put(out, *lines);
        return success();
      });
    }};

const gantry_host_sessions sessions_table = {
    sizeof(gantry_host_sessions), 0,
    [](const gantry_host *site, gantry_str scheme, gantry_object *request, gantry_str required,
       const gantry_call *call, gantry_object **session, gantry_error *error) noexcept {
      return guarded(error, [&]() -> Result<> {
        const ObjectPtr held = ObjectPtr::share(request);
        const PropertiesRef properties(held);
        if (!properties)
          return Error(Status::invalid, "the connection request offers no properties", GANTRY_PROPERTIES_ID,
                       "another object", "report this to the connection manager's author (D6)");
        return hand_out(SiteHost::of(site).open_session(view(scheme), properties, view(required), call),
                        session);
      });
    }};

const gantry_host_secrets secrets_table = {
    sizeof(gantry_host_secrets), 0,
    [](const gantry_host *site, gantry_str property, gantry_sink out, gantry_error *error) noexcept {
      return guarded(error, [&]() -> Result<> {
        Result<std::string> secret = SiteHost::of(site).secret(view(property));
        if (!secret) return std::move(secret).error();
        const gantry_status status = put(out, *secret);
        wipe(*secret);
        if (status != GANTRY_OK) return Error(static_cast<Status>(status), "the secret was not taken");
        return success();
      });
    }};

/// Derived calls live here until their plugin gives them back.
struct DerivedCalls {
  std::mutex mutex;
  std::unordered_map<const gantry_call *, std::shared_ptr<CallNode>> calls;
};
DerivedCalls &derived() {
  static DerivedCalls all;
  return all;
}

const gantry_host_calls calls_table = {
    sizeof(gantry_host_calls), 0,
    [](const gantry_host *, const gantry_call *parent, std::int64_t deadline_ns, std::int32_t shielded,
       gantry_call **out, gantry_error *error) noexcept {
      return guarded(error, [&]() -> Result<> {
        std::shared_ptr<CallNode> child = CallNode::derive(parent, deadline_ns, shielded != 0);
        const std::lock_guard<std::mutex> lock(derived().mutex);
        *out = child.get();
        derived().calls.emplace(child.get(), std::move(child));
        return success();
      });
    },
    [](const gantry_host *, gantry_call *call) noexcept {
      if (CallNode *node = CallNode::of(call)) node->cancel();
    },
    [](const gantry_host *, gantry_call *call) noexcept {
      std::shared_ptr<CallNode> last;  // destroyed outside the lock: it may have to wait for a wake
      const std::lock_guard<std::mutex> lock(derived().mutex);
      const auto found = derived().calls.find(call);
      if (found == derived().calls.end()) return;
      last = std::move(found->second);
      derived().calls.erase(found);
    }};

const gantry_host_reaper reaper_table = {
    sizeof(gantry_host_reaper), 0,
    [](const gantry_host *site, gantry_object *object) noexcept -> gantry_status {
      try {
        return SiteHost::of(site).reap(object) ? GANTRY_OK : GANTRY_E_STATE;
      } catch (...) {
        return GANTRY_E_INTERNAL;
      }
    }};

struct Service {
  const char *iid;
  const void *table;
};
const std::array services = {
    Service{GANTRY_HOST_LOG_ID, &log_table},
    Service{GANTRY_HOST_EVENTS_ID, &events_table},
    Service{GANTRY_HOST_VARIABLES_ID, &variables_table},
    Service{GANTRY_HOST_ROWSETS_ID, &rowsets_table},
    Service{GANTRY_HOST_CONNECTIONS_ID, &connections_table},
    Service{GANTRY_HOST_SESSIONS_ID, &sessions_table},
    Service{GANTRY_HOST_SECRETS_ID, &secrets_table},
    Service{GANTRY_HOST_CALLS_ID, &calls_table},
    Service{GANTRY_HOST_REAPER_ID, &reaper_table},
};

const void *find_service(const gantry_host *, const char *iid) noexcept {
  if (!iid) return nullptr;
  for (const Service &service : services)
    if (std::strcmp(service.iid, iid) == 0) return service.table;
  return nullptr;
}

}  // namespace

SiteHost::SiteHost(SiteContext &context) : context_(&context) {
  struct_size = sizeof(gantry_host);
  abi_major = GANTRY_ABI_MAJOR;
  abi_minor = GANTRY_ABI_MINOR;
  name = "gantry";
  version = host_version;
  query = &find_service;
}

}  // namespace gantry::runtime
