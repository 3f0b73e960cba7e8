// SqlServerName=HOST\INSTANCE;UseWindowsAuthentication=True;UserName=;
#ifndef GANTRY_SMO_CONNECTION_STRING_HPP
#define GANTRY_SMO_CONNECTION_STRING_HPP

#include <optional>
#include <string>
#include <string_view>

#include "gantry/cpp/result.hpp"

namespace gantry::smo {

/// What a string says; absent keys are left alone by whoever applies it.
struct ConnectionString {
  std::optional<std::string> server;
  std::optional<bool> windows_authentication;
  std::optional<std::string> user;
  std::optional<std::string> password;  ///< taken when a caller gives it, never written; wiped at the end

  ConnectionString() = default;
  ConnectionString(ConnectionString &&) = default;
  ConnectionString &operator=(ConnectionString &&) = default;
  ~ConnectionString();
};

/// Reads key=value pairs separated by semicolons. Keys are matched without regard to case; a value in double
/// quotes may hold semicolons, and "" in it is one quote. Errors: INVALID with 0xC0024108 (not made of pairs)
/// or 0xC0024109 (a value that needs quotes); the messages never show a value.
Result<ConnectionString> parse_connection_string(std::string_view text);

/// The written form: the three keys in their order, with the last semicolon; the password never.
std::string write_connection_string(std::string_view server, bool windows_authentication,
                                    std::string_view user);

}  // namespace gantry::smo

#endif
