#include "host/cli/run-choices.hpp"

#include <unistd.h>

namespace gantry::cli {

void add_run_choices(po::options_description &options, runtime::RunOptions &how) {
  options.add_options()  //
      ("allow-partial", po::bool_switch(&how.allow_partial),
       "go on when the login does not see every object; what is proven is then partial")  //
      ("destination-allowed",
       po::value<std::vector<std::string>>(&how.destinations_allowed)->value_name("SERVER")->composing(),
       "this server may be written, besides the destinations of the host configuration; at a terminal only; "
       "repeatable")  //
      ("step-timeout", po::value<std::int64_t>(&how.step_timeout)->value_name("SECONDS"),
       "end each statement after that")  //
      ("max-streams", po::value<std::int64_t>(&how.max_streams)->value_name("N"),
       "tasks that hold sessions at once");
}

Result<> check_run_choices(const runtime::RunOptions &how, const Screen &screen) {
  for (const auto &[name, value] :
       {std::pair("--step-timeout", how.step_timeout), std::pair("--max-streams", how.max_streams)})
    if (value < 0 || value > 2147483)
      return Error(Status::invalid, std::string(name) + " cannot be used", "a number from 1 to 2147483",
                   std::to_string(value), "correct the number, or leave it out");
  if (how.destinations_allowed.empty() || (isatty(STDIN_FILENO) && screen.err_is_terminal()))
    return success();
  return Error(Status::denied,
               "--destination-allowed " + how.destinations_allowed.front() + " does not count",
               "a person at a terminal who types it", "standard input or error is no terminal",
               "list the server under destinations in the host configuration");
}

}  // namespace gantry::cli
