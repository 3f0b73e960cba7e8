// gantry::Error to gantry_error and back (R1 to R4).
#ifndef GANTRY_CPP_ERROR_HPP
#define GANTRY_CPP_ERROR_HPP

#include <gantry/error.h>
#include <gantry/cpp/result.hpp>
#include <gantry/cpp/text.hpp>

#include <cstring>
#include <exception>
#include <new>

namespace gantry {

namespace detail {
/// Copies what fits, cut at a UTF-8 boundary; gives the bytes copied.
inline std::size_t copy_cut(char *to, std::size_t capacity, std::string_view text) noexcept {
  std::size_t length = text.size() < capacity ? text.size() : capacity;
  if (length < text.size())
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  std::memcpy(to, text.data(), length);
  return length;
}
inline void copy_terminated(char *to, std::size_t capacity, std::string_view text) noexcept {
  to[copy_cut(to, capacity - 1, text)] = 0;
}
}  // namespace detail

/// Fills the caller's struct (which may be null) and gives the status to return. Writes only what the caller
/// has (V5).
inline gantry_status fill(gantry_error *out, const Error &error) noexcept {
  const auto status =
      static_cast<gantry_status>(error.status == Status::ok ? Status::internal : error.status);
  if (!out || out->struct_size < sizeof(gantry_error)) return status;
  try {
    const std::string message = error.message();
    out->status = status;
    out->native_code = error.native_code;
    out->code = error.code;
    out->state = error.state;
    out->severity = error.severity;
    out->line = error.line;
    detail::copy_terminated(out->sqlstate, sizeof out->sqlstate, error.sqlstate);
    detail::copy_terminated(out->origin, sizeof out->origin, error.origin);
    detail::copy_terminated(out->procedure, sizeof out->procedure, error.procedure);
    out->message_length =
        static_cast<std::uint32_t>(detail::copy_cut(out->message, sizeof out->message, message));
    if (put(out->detail, message) == GANTRY_OK)
      for (const std::string &record : error.details)
        if (put(out->detail, record) != GANTRY_OK) break;
  } catch (...) {
    out->status = status;
    out->message_length = 0;
  }
  return status;
}

/// Hands a callee the struct to fill and makes an Error of what it says.
class ErrorReceiver {
 public:
  ErrorReceiver() noexcept {
    std::memset(&raw_, 0, offsetof(gantry_error, message));  // the message's bytes need no zeroing (R1)
    raw_.struct_size = sizeof raw_;
    raw_.detail = {this, &ErrorReceiver::take};
  }
  ErrorReceiver(const ErrorReceiver &) = delete;
  ErrorReceiver &operator=(const ErrorReceiver &) = delete;

  operator gantry_error *() noexcept { return &raw_; }  // NOLINT(google-explicit-constructor)

  /// The error of a call that returned `status`; unknown numbers count as internal (V8).
  Error error(gantry_status status) const {
    Error result;
    result.status =
        status > 0 && status <= GANTRY_E_INTERNAL ? static_cast<Status>(status) : Status::internal;
    const std::string whole =
        records_.empty() ? std::string(raw_.message, raw_.message_length) : records_.front();
    std::string *parts[] = {&result.what, &result.expected, &result.found, &result.todo};
    std::size_t begin = 0;
    for (int i = 0; i < 4 && begin <= whole.size(); ++i) {
      std::size_t end = i == 3 ? std::string::npos : whole.find('\n', begin);
      *parts[i] = whole.substr(begin, end == std::string::npos ? end : end - begin);
      if (end == std::string::npos) break;
      begin = end + 1;
    }
    if (result.what.empty())
      result.what = "a plugin gave status " + std::to_string(status) + " without a message";
    result.code = raw_.code;
    result.native_code = raw_.native_code;
    result.state = raw_.state;
    result.severity = raw_.severity;
    result.line = raw_.line;
    result.sqlstate = raw_.sqlstate;
    result.origin = raw_.origin;
    result.procedure = raw_.procedure;
    if (records_.size() > 1) result.details.assign(records_.begin() + 1, records_.end());
    return result;
  }

  /// Success, or the error.
  Result<> result(gantry_status status) const {
    if (status == GANTRY_OK) return success();
    return error(status);
  }

 private:
  static gantry_status take(void *ctx, const char *ptr, std::size_t len) noexcept {
    auto &self = *static_cast<ErrorReceiver *>(ctx);
    try {
      if (self.records_.size() < 64) self.records_.emplace_back(ptr, len);
      return GANTRY_OK;
    } catch (...) {
      return GANTRY_E_INTERNAL;
    }
  }

  gantry_error raw_;
  std::vector<std::string> records_;
};

/// Runs a slot's body: no exception leaves it (L4). The body gives a Result<>.
template <typename Body>
gantry_status guarded(gantry_error *error, Body &&body) noexcept {
  try {
    Result<> result = body();
    return result ? GANTRY_OK : fill(error, result.error());
  } catch (const std::bad_alloc &) {
    return fill(error, Error(Status::internal, "out of memory"));
  } catch (const std::exception &thrown) {
    try {
      return fill(error, Error(Status::internal, "an exception reached the plugin's boundary", "no exception",
                               thrown.what(), "report this to the plugin's author"));
    } catch (...) {
      return GANTRY_E_INTERNAL;
    }
  } catch (...) {
    return fill(error, Error(Status::internal, "an unknown exception reached the plugin's boundary"));
  }
}

}  // namespace gantry

#endif
