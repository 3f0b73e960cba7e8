// The result of a batch that writes: passed on as it is, and watched for errors that come behind the first
// result.
#ifndef GANTRY_RUNTIME_GUARD_GUARDED_ROWS_HPP
#define GANTRY_RUNTIME_GUARD_GUARDED_ROWS_HPP

#include <gantry/cpp/object.hpp>

#include <functional>

namespace gantry::runtime::guard {

/// `ended` is called once: with the first error, or with null at the end of the last result, at close, or at
/// the last release.
ObjectPtr watch_rows(ObjectPtr rows, std::function<void(const Error *)> ended);

}  // namespace gantry::runtime::guard

#endif
