#include "host/runtime/driver-door.hpp"

#include "host/runtime/guard/retry.hpp"

#include <algorithm>
#include <sstream>

namespace gantry::runtime {

namespace {

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> list;
  for (std::string word; in >> word;) list.push_back(word);
  return list;
}

std::string tried(const std::vector<catalog::Attempt> &attempts) {
  std::string text;
  for (const catalog::Attempt &attempt : attempts)
    text += (text.empty() ? "" : "; ") + attempt.driver + ": " + attempt.state +
            (attempt.text.empty() ? "" : " (" + attempt.text + ")");
  return text.empty() ? "no driver at all" : text;
}

}  // namespace

DriverDoor::DriverDoor(Host &host, SiteStore &sites, SiteContext &context, std::string connection,
                       guard::Manners manners, std::function<void(const SessionFacts &)> session_opened,
                       std::function<void(std::string)> inform)
    : host_(host),
      sites_(sites),
      context_(context),
      connection_(std::move(connection)),
      manners_(std::move(manners)),
      session_opened_(std::move(session_opened)),
      inform_(std::move(inform)) {}

std::vector<catalog::Attempt> DriverDoor::attempts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return attempts_;
}

const std::vector<configuration::Setting> &DriverDoor::settings() {
  std::call_once(settings_once_, [this] { settings_ = host_.configuration.connection(connection_); });
  return settings_;
}

Result<LiveObject *> DriverDoor::driver(const catalog::Provider &provider) {
  const std::string key = provider.note->id + "\n" + provider.file->path;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const auto found = drivers_.find(key); found != drivers_.end()) return found->second.get();
  auto made = std::make_unique<LiveObject>(host_, sites_, context_, provider, "driver " + provider.note->id);
  if (Result<> done = made->make(); !done) return std::move(done).error();
  if (!made->object().query<gantry_driver>())
    return Error(Status::unsupported, "driver " + provider.note->id + " does not do what its note says",
                 GANTRY_DRIVER_ID, "an object without it", "report this to the plugin's author (M4)");
  return drivers_.emplace(key, std::move(made)).first->second.get();
}

Result<ObjectPtr> DriverDoor::open_with(const LiveObject &driver, gantry_object *request,
                                        const gantry_call *call) {
  const Ref<gantry_driver> door = driver.object().query<gantry_driver>();
  for (int tries = 1;; ++tries) {
    gantry_object *session = nullptr;
    ErrorReceiver receiver;
    const gantry_status status = door->open(door.self, request, call, &session, receiver);
    if (status == GANTRY_OK) return ObjectPtr::adopt(session);
    Error error = receiver.error(status);
    if (!guard::is_transient_opening(error) || tries >= guard::most_tries) return error;
    if (!guard::wait_before_retry(tries, call)) return error;
    if (inform_)
      inform_("Connection " + connection_ + " is opened again (try " + std::to_string(tries + 1) + " of " +
              std::to_string(guard::most_tries) + "): " + error.what + ".");
  }
}

Result<> DriverDoor::tell(const ObjectPtr &session, std::string_view scheme, const Request &request,
                          const catalog::Provider &driver, const gantry_call *call) {
  guard::ServerFacts server;
  if (scheme == "mssql") {
    // A driver's own setting, when the operator gave one, is not overridden.
    const bool of_driver = std::any_of(settings().begin(), settings().end(), [](const auto &setting) {
      return setting.key == "driver.lock-timeout";
    });
    const std::int64_t lock_timeout = of_driver ? -1 : request.number("lock-timeout");
    Result<guard::ServerFacts> greeted = guard::greet(session, lock_timeout, call);
    if (!greeted) return std::move(greeted).error();
    server = std::move(greeted).value();
  }
  if (!session_opened_) return success();
  SessionFacts facts;
  facts.connection = connection_;
  facts.server = request.text("server");
  if (!request.text("instance").empty()) facts.server += "\\" + request.text("instance");
  if (request.number("port") != 0) facts.server += "," + request.text("port");
  facts.driver = driver.note->id + " " + driver.file->note.version;
  facts.encryption = request.text("encrypt");
  facts.certificate_verified = facts.encryption != "off" && !request.flag("trust-server-certificate");
  facts.authentication = request.text("authentication");
  facts.login = request.text("user");
  facts.server_name = std::move(server.name);
  facts.server_version = std::move(server.version);
  session_opened_(facts);
  return success();
}

Result<ObjectPtr> DriverDoor::open(std::string_view scheme, const PropertiesRef &request,
                                   std::string_view required, const gantry_call *call) {
  Own<Request> copy = make_object<Request>(settings());
  if (Result<> done = copy->copy_from(request); !done) return std::move(done).error();
  if (Result<> done = guard::propose(*copy, manners_); !done) return std::move(done).error();
  if (Result<> done = copy->overlay(settings()); !done) return std::move(done).error();
  if (Result<> done = guard::insist(*copy, manners_); !done) return std::move(done).error();
  if (Result<> done = copy->judge_server(connection_); !done) return std::move(done).error();

  std::vector<catalog::Attempt> attempts;
  const std::string requested = copy->text("driver");
  Result<std::vector<catalog::Provider>> candidates = host_.catalog.drivers(
      scheme, words(required), requested, host_.configuration.drivers_of(scheme), attempts);
  const auto keep = [&] {
    const std::lock_guard<std::mutex> lock(mutex_);
    attempts_ = attempts;
  };
  keep();
  if (!candidates) return std::move(candidates).error();
  for (const catalog::Provider &candidate : *candidates) {
    const auto note = [&](const char *state, std::string text) {
      for (catalog::Attempt &attempt : attempts)
        if (attempt.driver == candidate.note->id) {
          attempt.state = state;
          attempt.text = std::move(text);
          keep();
          return;
        }
      attempts.push_back({candidate.note->id, state, 0, std::move(text)});
      keep();
    };
    Result<LiveObject *> loaded = driver(candidate);
    if (!loaded) {
      note("failed to load", loaded.error().what);
      if (!requested.empty()) return std::move(loaded).error();
      continue;
    }
    note("chosen", "");
    Result<ObjectPtr> session = open_with(**loaded, copy->raw(), call);
    if (!session) {
      Error error = std::move(session).error();
      if (error.origin.empty()) error.origin = candidate.note->id;
      return error;
    }
    if (Result<> told = tell(*session, scheme, *copy, candidate, call); !told) return std::move(told).error();
    return session;
  }
  return Error(Status::not_found,
               "connection " + connection_ + ": no driver for " + std::string(scheme) + " can be used",
               "a driver plugin that speaks " + std::string(scheme) + " and has " + std::string(required),
               tried(attempts), "see `gantry drivers why " + std::string(scheme) + "`");
}

}  // namespace gantry::runtime
