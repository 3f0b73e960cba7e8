// Password hashes as SQL Server stores them.
#ifndef SANDBOX_ENGINE_PASSWORD_HPP
#define SANDBOX_ENGINE_PASSWORD_HPP

#include <string>
#include <string_view>

namespace sandbox {

/// 0x0200, four bytes of salt, SHA-512 over UTF-16LE password and salt.
std::string hash_password(std::string_view password);
/// Also knows 0x0100 (SHA-1; with the old upper-case second digest).
bool verify_password(std::string_view hash, std::string_view password);
bool is_password_hash(std::string_view hash);
std::string digest(const char *algorithm, std::string_view data);  ///< empty when unknown
std::string random_bytes(std::size_t count);
/// 0 when the password satisfies Windows' complexity rules for that login, else the error number.
int policy_error(std::string_view password, std::string_view login);

}  // namespace sandbox

#endif
