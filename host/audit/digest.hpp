// SHA-256, plain and keyed, as hexadecimal digits.
#ifndef GANTRY_AUDIT_DIGEST_HPP
#define GANTRY_AUDIT_DIGEST_HPP

#include <gantry/cpp/result.hpp>

#include <string>
#include <string_view>

namespace gantry::audit {

std::string sha256(std::string_view bytes);
/// HMAC: without the key nobody can try out what was signed.
std::string keyed_digest(std::string_view key, std::string_view bytes);
/// 32 hexadecimal digits that were never there before. Errors: INTERNAL.
Result<std::string> make_salt();
/// Of a file's content. Errors: NOT_FOUND, IO.
Result<std::string> file_digest(const std::string &path);

}  // namespace gantry::audit

#endif
