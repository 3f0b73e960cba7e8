// The WITH list of CREATE LOGIN and ALTER LOGIN, read and checked for shape.
#ifndef SANDBOX_ENGINE_LOGIN_OPTIONS_HPP
#define SANDBOX_ENGINE_LOGIN_OPTIONS_HPP

#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {

struct LoginOptions {
  std::optional<std::string> password, old_password;  ///< clear text
  std::optional<std::string> hash;
  std::optional<std::string> sid, database, language, name;
  std::optional<std::string> credential;  ///< empty: NO CREDENTIAL
  std::optional<bool> policy, expiration;
  bool must_change = false, unlock = false;

  LoginOptions() = default;
  LoginOptions(const LoginOptions &) = delete;
  LoginOptions &operator=(const LoginOptions &) = delete;
  LoginOptions(LoginOptions &&) = default;
  LoginOptions &operator=(LoginOptions &&) = default;
  ~LoginOptions();  ///< wipes the passwords
};

LoginOptions read_login_options(Engine &engine, const Statement &statement);
/// The value of a literal option as text or bytes; throws 102 for another kind.
std::string option_text(const Option &option);

std::string now_text();  ///< for created and modified columns

}  // namespace sandbox

#endif
