// Options of commands that touch servers: --allow-partial, --destination-allowed, --step-timeout,
// --max-streams.
#ifndef GANTRY_CLI_RUN_CHOICES_HPP
#define GANTRY_CLI_RUN_CHOICES_HPP

#include "host/cli/arguments.hpp"
#include "host/runtime/run-options.hpp"

namespace gantry::cli {

/// `how` is filled by parse.
void add_run_choices(po::options_description &options, runtime::RunOptions &how);

/// --destination-allowed opens a server for writing by a word on the command line: only a person at a
/// terminal may say it. Errors: DENIED elsewhere; INVALID (a number below 0).
Result<> check_run_choices(const runtime::RunOptions &how, const Screen &screen);

}  // namespace gantry::cli

#endif
