// SMOServer's connection strings: what is written is read back the same, and no password is ever written.
#include "plugins/smo/connection-string.hpp"
#include "tests/fuzz/target.hpp"

GANTRY_FUZZ_TARGET("connection-string") {
  const auto first = gantry::smo::parse_connection_string(input);
  if (!first) return;
  const std::string server = first->server.value_or(""), user = first->user.value_or("");
  const bool windows = first->windows_authentication.value_or(false);
  const auto second =
      gantry::smo::parse_connection_string(gantry::smo::write_connection_string(server, windows, user));
  gantry::fuzz::require(bool(second), "a written connection string can be read");
  gantry::fuzz::require(second->server.value_or("") == server, "the server is read back");
  gantry::fuzz::require(second->user.value_or("") == user, "the user is read back");
  gantry::fuzz::require(second->windows_authentication == windows, "the authentication is read back");
  gantry::fuzz::require(!second->password, "the password is never written");
}
