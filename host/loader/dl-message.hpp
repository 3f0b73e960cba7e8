// What the dynamic linker said, in four parts (L1).
#ifndef GANTRY_LOADER_DL_MESSAGE_HPP
#define GANTRY_LOADER_DL_MESSAGE_HPP

#include <gantry/cpp/result.hpp>

#include <string>
#include <string_view>

namespace gantry::loader {

/// The Debian package of a shared library's file name when it is a well-known one, else empty.
std::string package_of(std::string_view library);

/// `message`: of dlerror(), taken at once. The error's code is 601 (a library is missing: which, and what to
/// install), 602 (a symbol or version) or 603.
Error explain_dl_message(const std::string &plugin, std::string_view message);

}  // namespace gantry::loader

#endif
