// The host's services as seen from one object: its site (B1, T4).
#ifndef GANTRY_CPP_HOST_HPP
#define GANTRY_CPP_HOST_HPP

#include <gantry/cpp/call.hpp>
#include <gantry/cpp/object.hpp>

namespace gantry {

/// A derived call that is given back at the end of its scope (C2).
class ChildCall {
 public:
  ChildCall() = default;
  ChildCall(const gantry_host *site, const gantry_host_calls *calls, gantry_call *call) noexcept
      : site_(site), calls_(calls), call_(call) {}
  ChildCall(ChildCall &&other) noexcept
      : site_(other.site_), calls_(other.calls_), call_(std::exchange(other.call_, nullptr)) {}
  ChildCall &operator=(ChildCall &&) = delete;
  ~ChildCall() {
    if (call_) calls_->release(site_, call_);
  }
  operator Call() const noexcept { return Call(call_); }  // NOLINT(google-explicit-constructor)

 private:
  const gantry_host *site_ = nullptr;
  const gantry_host_calls *calls_ = nullptr;
  gantry_call *call_ = nullptr;
};

/// Copying this is copying a pointer. Services are looked up once (V4); an absent one makes its functions do
/// nothing or give UNSUPPORTED.
class Site {
 public:
  Site() = default;
  explicit Site(const gantry_host *host) noexcept : host_(host) {
    if (!host) return;
    log_ = service<gantry_host_log>(GANTRY_HOST_LOG_ID);
    events_ = service<gantry_host_events>(GANTRY_HOST_EVENTS_ID);
    variables_ = service<gantry_host_variables>(GANTRY_HOST_VARIABLES_ID);
    rowsets_ = service<gantry_host_rowsets>(GANTRY_HOST_ROWSETS_ID);
    connections_ = service<gantry_host_connections>(GANTRY_HOST_CONNECTIONS_ID);
    sessions_ = service<gantry_host_sessions>(GANTRY_HOST_SESSIONS_ID);
    secrets_ = service<gantry_host_secrets>(GANTRY_HOST_SECRETS_ID);
    calls_ = service<gantry_host_calls>(GANTRY_HOST_CALLS_ID);
    reaper_ = service<gantry_host_reaper>(GANTRY_HOST_REAPER_ID);
  }

  const gantry_host *raw() const noexcept { return host_; }

  void log(std::int32_t level, std::string_view text) const noexcept {
    if (log_) log_->write(host_, level, borrow(text));
  }

  void information(std::uint32_t code, std::string_view text) const {
    message(GANTRY_EVENT_INFORMATION, code, text);
  }
  void warning(std::uint32_t code, std::string_view text) const { message(GANTRY_EVENT_WARNING, code, text); }
  void error(std::uint32_t code, std::string_view text) const { message(GANTRY_EVENT_ERROR, code, text); }
  void progress(std::uint64_t done, std::uint64_t total, std::string_view sub_component,
                std::string_view text) const {
    if (events_) (void)events_->progress(host_, done, total, borrow(sub_component), borrow(text));
  }
  void log_entry(std::string_view name, std::string_view text) const {
    if (events_) (void)events_->log_entry(host_, borrow(name), borrow(text));
  }

  /// `type` becomes the VARTYPE number.
  Result<std::string> variable(std::string_view name, std::int32_t *type = nullptr) const {
    if (!variables_) return missing(GANTRY_HOST_VARIABLES_ID);
    StringSink sink;
    ErrorReceiver receiver;
    const gantry_status status = variables_->get(host_, borrow(name), type, sink, receiver);
    if (status != GANTRY_OK) return receiver.error(status);
    return sink.release();
  }
  Result<> set_variable(std::string_view name, std::string_view value) const {
    if (!variables_) return missing(GANTRY_HOST_VARIABLES_ID);
    ErrorReceiver receiver;
    return receiver.result(variables_->set(host_, borrow(name), borrow(value), receiver));
  }

  /// Makes rows the value of a variable of type Object (draft).
  Result<> put_rows(std::string_view name, const ObjectPtr &rows, Call call) const {
    if (!rowsets_) return missing(GANTRY_HOST_ROWSETS_ID);
    ErrorReceiver receiver;
    return receiver.result(rowsets_->put(host_, borrow(name), rows.get(), call.raw(), receiver));
  }
  /// The rows that a variable of type Object holds, from the first one (draft).
  Result<ObjectPtr> rows(std::string_view name) const {
    if (!rowsets_) return missing(GANTRY_HOST_ROWSETS_ID);
    gantry_object *object = nullptr;
    ErrorReceiver receiver;
    const gantry_status status = rowsets_->get(host_, borrow(name), &object, receiver);
    if (status != GANTRY_OK) return receiver.error(status);
    return ObjectPtr::adopt(object);
  }

  /// A lease on what the slot is bound to.
  Result<ObjectPtr> acquire(std::string_view slot, std::string_view iid, Call call) const {
    if (!connections_) return missing(GANTRY_HOST_CONNECTIONS_ID);
    gantry_object *object = nullptr;
    ErrorReceiver receiver;
    const gantry_status status =
        connections_->acquire(host_, borrow(slot), borrow(iid), call.raw(), &object, receiver);
    if (status != GANTRY_OK) return receiver.error(status);
    return ObjectPtr::adopt(object);
  }
  /// Lines name=, id=, type= of what the slot is bound to.
  Result<std::string> describe_slot(std::string_view slot) const {
    if (!connections_) return missing(GANTRY_HOST_CONNECTIONS_ID);
    StringSink sink;
    ErrorReceiver receiver;
    const gantry_status status = connections_->describe(host_, borrow(slot), sink, receiver);
    if (status != GANTRY_OK) return receiver.error(status);
    return sink.release();
  }

  Result<ObjectPtr> open_session(std::string_view scheme, gantry_object *request, std::string_view required,
                                 Call call) const {
    if (!sessions_) return missing(GANTRY_HOST_SESSIONS_ID);
    gantry_object *object = nullptr;
    ErrorReceiver receiver;
    const gantry_status status =
        sessions_->open(host_, borrow(scheme), request, borrow(required), call.raw(), &object, receiver);
    if (status != GANTRY_OK) return receiver.error(status);
    return ObjectPtr::adopt(object);
  }

  /// Wipe the text after use (O4).
  Result<std::string> secret(std::string_view property) const {
    if (!secrets_) return missing(GANTRY_HOST_SECRETS_ID);
    StringSink sink(true);
    ErrorReceiver receiver;
    const gantry_status status = secrets_->get(host_, borrow(property), sink, receiver);
    if (status != GANTRY_OK) return receiver.error(status);
    return sink.release();
  }

  Result<ChildCall> derive(Call parent, std::int64_t deadline_ns, bool shielded) const {
    if (!calls_) return missing(GANTRY_HOST_CALLS_ID);
    gantry_call *call = nullptr;
    ErrorReceiver receiver;
    const gantry_status status =
        calls_->derive(host_, parent.raw(), deadline_ns, shielded ? 1 : 0, &call, receiver);
    if (status != GANTRY_OK) return receiver.error(status);
    return ChildCall(host_, calls_, call);
  }

  bool reap(gantry_object *object) const noexcept {
    return reaper_ && reaper_->take(host_, object) == GANTRY_OK;
  }

 private:
  template <typename Service>
  const Service *service(const char *iid) const noexcept {
    return static_cast<const Service *>(host_->query(host_, iid));
  }
  void message(std::int32_t severity, std::uint32_t code, std::string_view text) const {
    if (events_) (void)events_->message(host_, severity, code, {nullptr, 0}, borrow(text), nullptr);
  }
  static Error missing(const char *iid) {
    return Error(Status::unsupported, "the host offers no such service", iid, "another host",
                 "use a host that offers it");
  }

  const gantry_host *host_ = nullptr;
  const gantry_host_log *log_ = nullptr;
  const gantry_host_events *events_ = nullptr;
  const gantry_host_variables *variables_ = nullptr;
  const gantry_host_rowsets *rowsets_ = nullptr;
  const gantry_host_connections *connections_ = nullptr;
  const gantry_host_sessions *sessions_ = nullptr;
  const gantry_host_secrets *secrets_ = nullptr;
  const gantry_host_calls *calls_ = nullptr;
  const gantry_host_reaper *reaper_ = nullptr;
};

}  // namespace gantry

#endif
