// The commands of gantry: one file a command in commands/, one line here.
#ifndef GANTRY_CLI_COMMAND_HPP
#define GANTRY_CLI_COMMAND_HPP

#include <string>
#include <vector>

namespace gantry::cli {

/// What stands behind the command's name; gives the exit code.
using Words = std::vector<std::string>;

int run_command(const Words &words);
int plan_command(const Words &words);
int validate_command(const Words &words);
int copy_command(const Words &words);
int test_connection_command(const Words &words);
int connections_command(const Words &words);
int recover_command(const Words &words);
int plugins_command(const Words &words);
int drivers_command(const Words &words);
int sandbox_command(const Words &words);

/// The dtexec face; argv so that secrets can be wiped where process lists look.
int dtexec(int argc, char **argv);

}  // namespace gantry::cli

#endif
