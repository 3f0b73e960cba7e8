// Variables of the environment by which the library would write dumps or connect elsewhere.
#ifndef GANTRY_FREETDS_ENVIRONMENT_HPP
#define GANTRY_FREETDS_ENVIRONMENT_HPP

#include <gantry/cpp/result.hpp>

#include <functional>

namespace gantry::freetds {

using Lookup = std::function<const char *(const char *name)>;

/// Refuses TDSDUMP and TDSDUMPCONFIG unless `allow_dump`: a dump holds every statement in clear, secrets too.
/// Refuses TDSHOST, TDSPORT and TDSVER always: they override what the request says. Errors: STATE.
Result<> check_environment(bool allow_dump, const Lookup &lookup);

}  // namespace gantry::freetds

#endif
