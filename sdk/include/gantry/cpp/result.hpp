// Results without exceptions: a value, or an error whose message has the four parts of rule R3.
#ifndef GANTRY_CPP_RESULT_HPP
#define GANTRY_CPP_RESULT_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gantry {

/// The numbers of rule R2. `gantry/status.h` holds the same ones for C.
enum class Status : std::int32_t {
  ok = 0,
  cancelled = 1,
  deadline = 2,
  invalid = 3,
  state = 4,
  not_found = 5,
  exists = 6,
  unsupported = 7,
  unauthenticated = 8,
  denied = 9,
  io = 10,
  data = 11,
  busy = 12,
  outcome_unknown = 13,
  internal = 14
};

/// Why something was refused. Each of the four parts is one sentence without a line break and without a
/// secret (R3, R4).
struct Error {
  Status status = Status::internal;
  std::string what;      ///< the object, file or connection, and what failed
  std::string expected;  ///< what would have been right
  std::string found;     ///< what was there instead
  std::string todo;      ///< what the reader does now

  std::uint32_t code = 0;        ///< SSIS code (0xC002F340 ...), 0 when there is none
  std::int32_t native_code = 0;  ///< the server's message number
  std::int32_t state = 0, severity = 0, line = 0;
  std::string sqlstate, origin, procedure;
  std::vector<std::string> details;  ///< further diagnostics, one a record

  Error() = default;
  Error(Status s, std::string w, std::string e = {}, std::string f = {}, std::string d = {})
      : status(s), what(std::move(w)), expected(std::move(e)), found(std::move(f)), todo(std::move(d)) {}

  Error &with_code(std::uint32_t ssis) {
    code = ssis;
    return *this;
  }

  /// The message as it crosses the boundary: four lines; parts that are empty keep their place at the end of
  /// nothing.
  std::string message() const {
    std::string text = what;
    for (const std::string *part : {&expected, &found, &todo}) {
      text += '\n';
      text += *part;
    }
    return text;
  }
};

struct Nothing {};

/// A value or an Error. `Result<>` carries success only.
template <typename T = Nothing>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  T &value() & { return std::get<0>(content_); }
  const T &value() const & { return std::get<0>(content_); }
  T &&value() && { return std::get<0>(std::move(content_)); }
  T &operator*() & { return value(); }
  const T &operator*() const & { return value(); }
  T *operator->() { return &value(); }
  const T *operator->() const { return &value(); }

  Error &error() & { return std::get<1>(content_); }
  const Error &error() const & { return std::get<1>(content_); }
  Error &&error() && { return std::get<1>(std::move(content_)); }

 private:
  std::variant<T, Error> content_;
};

inline Result<> success() { return Nothing{}; }

}  // namespace gantry

#endif
